// Package strictjson decodes JSON in which a person's decision stands.
//
// It does not judge what was said, and knows no format. Its promise: what it
// takes can be read in one way only, so that two readers never see two
// decisions in the same bytes.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrTrailing is returned for input that goes on after its document.
var ErrTrailing = errors.New("more than one document")

// Decode reads the one document in data into v. A key that v does not know is an
// error, and so is one that stands twice in an object: encoding/json takes the
// last, others the first. It compares keys as encoding/json does, that is
// without regard to case.
func Decode(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return ErrTrailing
	}
	return checkKeys(data)
}

// object is an object or a list that is being read. A list has no keys.
type object struct {
	keys map[string]bool
	// value tells that the next token is a value and not a key.
	value bool
}

// checkKeys finds the first key that an object of a valid document holds twice.
func checkKeys(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	var open []*object
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read keys: %w", err)
		}
		if len(open) > 0 && token != json.Delim('}') && token != json.Delim(']') {
			if err := open[len(open)-1].take(token); err != nil {
				return err
			}
		}
		switch token {
		case json.Delim('{'):
			open = append(open, &object{keys: map[string]bool{}})
		case json.Delim('['):
			open = append(open, &object{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
	}
}

// take reads the next token of an object: a key, or the begin of a value.
func (o *object) take(token json.Token) error {
	if o.keys == nil {
		return nil
	}
	if o.value = !o.value; !o.value {
		return nil
	}
	key, _ := token.(string)
	folded := strings.ToLower(strings.ToUpper(key))
	if o.keys[folded] {
		return fmt.Errorf("the key %q stands twice", key)
	}
	o.keys[folded] = true
	return nil
}
