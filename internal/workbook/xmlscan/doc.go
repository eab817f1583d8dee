// Package xmlscan reads the XML of workbook parts as a stream of tokens, several
// times faster than encoding/xml, for the parts that have megabytes.
//
// It checks that the text is well-formed and complete, refuses document type
// declarations, and keeps no positions. Its promise: on each text it gives the
// tokens of encoding/xml, or both refuse it (FuzzXMLScan).
package xmlscan
