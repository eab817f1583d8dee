package xmlscan

import (
	"bytes"
	"errors"
	"fmt"

	"candor/internal/workbook/cellref"
)

// eachAttr walks raw attributes ` a="1" x:b='2'` until yield returns false.
func eachAttr(raw []byte, yield func(name, value []byte) bool) error {
	for {
		raw = trimXMLSpace(raw)
		if len(raw) == 0 {
			return nil
		}
		eq := bytes.IndexByte(raw, '=')
		if eq < 0 {
			return fmt.Errorf("attribute %q without a value", cellref.Clip(string(raw), 20))
		}
		name := raw[:eq]
		for len(name) > 0 && IsSpace(name[len(name)-1]) {
			name = name[:len(name)-1]
		}
		raw = trimXMLSpace(raw[eq+1:])
		if len(raw) == 0 || raw[0] != '"' && raw[0] != '\'' {
			return fmt.Errorf("attribute %q without quotes", cellref.Clip(string(name), 20))
		}
		end := bytes.IndexByte(raw[1:], raw[0])
		if end < 0 {
			return errCut
		}
		if !plainName(name) {
			return fmt.Errorf("%q is no attribute", cellref.Clip(string(name), 20))
		}
		if !yield(name, raw[1:end+1]) {
			return nil
		}
		raw = raw[end+2:]
		if len(raw) > 0 && !IsSpace(raw[0]) {
			return errors.New("attributes run into one another")
		}
	}
}

func trimXMLSpace(b []byte) []byte {
	for len(b) > 0 && IsSpace(b[0]) {
		b = b[1:]
	}
	return b
}

// IndexSpace finds the first space or slash.
func IndexSpace(b []byte, slash bool) int {
	for i, c := range b {
		if IsSpace(c) || slash && c == '/' {
			return i
		}
	}
	return -1
}

// checkAttrs finds malformed and doubled attributes.
func checkAttrs(raw []byte) error {
	var seen [][]byte
	var fault error
	err := eachAttr(raw, func(name, value []byte) bool {
		for _, s := range seen {
			if bytes.Equal(s, name) {
				fault = fmt.Errorf("attribute %q stands twice", cellref.Clip(string(name), 20))
			}
		}
		if bytes.IndexByte(value, '<') >= 0 {
			fault = fmt.Errorf("attribute %q holds a <", cellref.Clip(string(name), 20))
		}
		if bytes.IndexByte(value, '&') >= 0 {
			if _, err := unescape(value); err != nil {
				fault = err
			}
		}
		// Elements of a sheet have a handful of attributes; past that, an
		// attacker would have us compare each with each.
		if len(seen) < 64 {
			seen = append(seen, name)
		}
		return fault == nil
	})
	if fault != nil {
		return fault
	}
	return err
}

// RawAttr finds an attribute by its local name; one without prefix wins, so
// that r:id is found as "id" and x:r never hides r.
func RawAttr(raw []byte, local string) (value []byte, ok bool) {
	var prefixed []byte
	found := false
	err := eachAttr(raw, func(name, v []byte) bool {
		if string(name) == local {
			value, ok = v, true
			return false
		}
		if i := bytes.IndexByte(name, ':'); i >= 0 && string(name[i+1:]) == local && string(name[:i]) != "xmlns" {
			prefixed, found = v, true
		}
		return true
	})
	if err != nil {
		return nil, false
	}
	if !ok && found {
		return prefixed, true
	}
	return value, ok
}
