// Package opc opens the container of a workbook: a zip of parts, the relations
// between them, and the parts that all of a workbook shares.
//
// It reads no sheet. Prescan refuses a container made to hurt before anything
// else looks at it. Its promise: a part is read whole, within the limits and
// with its checksum right, or there is an error.
package opc
