package pack

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
)

// Marshal packs v: strings, booleans, numbers, slices, maps with string keys,
// pointers, and structs whose fields are exported or that marshal themselves as
// text. Any other type is an error, since leaving something out would be worse.
func Marshal(v any) ([]byte, error) {
	return appendValue(nil, reflect.ValueOf(v))
}

func appendValue(b []byte, v reflect.Value) ([]byte, error) {
	switch v.Kind() {
	case reflect.String:
		return AppendString(b, v.String()), nil
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1), nil
		}
		return append(b, 0), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint()), nil
	case reflect.Float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Float())), nil
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0), nil
		}
		return appendValue(append(b, 1), v.Elem())
	case reflect.Slice:
		return appendSlice(b, v)
	case reflect.Map:
		return appendMap(b, v)
	case reflect.Struct:
		return appendStruct(b, v)
	}
	return nil, fmt.Errorf("pack: cannot pack a %s", v.Type())
}

func appendSlice(b []byte, v reflect.Value) ([]byte, error) {
	b = binary.AppendUvarint(b, uint64(v.Len())) //nolint:gosec // a length is never negative
	var err error
	for i := range v.Len() {
		if b, err = appendValue(b, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func appendMap(b []byte, v reflect.Value) ([]byte, error) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("pack: cannot pack a %s", v.Type())
	}
	b = binary.AppendUvarint(b, uint64(v.Len())) //nolint:gosec // a length is never negative
	var err error
	for it := v.MapRange(); it.Next(); {
		if b, err = appendValue(AppendString(b, it.Key().String()), it.Value()); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func appendStruct(b []byte, v reflect.Value) ([]byte, error) {
	if isPlain(v.Type()) {
		var err error
		for i := range v.NumField() {
			if b, err = appendValue(b, v.Field(i)); err != nil {
				return nil, err
			}
		}
		return b, nil
	}
	m, ok := v.Interface().(encoding.TextMarshaler)
	if _, back := reflect.New(v.Type()).Interface().(encoding.TextUnmarshaler); !ok || !back {
		return nil, fmt.Errorf("pack: %s has fields of its own and no text form", v.Type())
	}
	text, err := m.MarshalText()
	if err != nil {
		return nil, fmt.Errorf("pack a %s: %w", v.Type(), err)
	}
	return AppendString(b, string(text)), nil
}

// isPlain reports whether all fields of a struct are exported.
func isPlain(t reflect.Type) bool {
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			return false
		}
	}
	return true
}

// AppendString adds a string with its length.
func AppendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// errShort is returned for bytes that end too early.
var errShort = errors.New("pack: the data end too early")

// Reader reads values one after the other from packed bytes. After a fault all
// its values are zero; Err tells.
type Reader struct {
	rest string
	err  error
	// plain remembers isPlain, which is slow.
	plain map[reflect.Type]bool
}

// NewReader reads data.
func NewReader(data string) *Reader { return &Reader{rest: data, plain: map[reflect.Type]bool{}} }

// Err is the first fault met.
func (r *Reader) Err() error { return r.err }

// Len is the number of bytes left.
func (r *Reader) Len() int { return len(r.rest) }

// Uint reads an unsigned number.
func (r *Reader) Uint() uint64 {
	var x uint64
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		c := r.rest[i]
		x |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return x
		}
	}
	r.fail(errShort)
	return 0
}

// Count reads how many items follow; each takes at least a byte, so spoilt data
// cannot ask for more memory than they are long.
func (r *Reader) Count() int {
	n := r.Uint()
	if n > uint64(len(r.rest)) {
		r.fail(errShort)
		return 0
	}
	return int(n) //nolint:gosec // no more than the data are long
}

// String reads a string; it shares the memory of the data.
func (r *Reader) String() string {
	n := r.Count()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *Reader) byte() byte {
	if r.rest == "" {
		r.fail(errShort)
		return 0
	}
	c := r.rest[0]
	r.rest = r.rest[1:]
	return c
}

func (r *Reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = ""
}
