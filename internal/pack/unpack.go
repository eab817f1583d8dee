package pack

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
)

// Unmarshal reads data into v, a pointer to what was packed. The strings share
// the memory of data.
func Unmarshal(data string, v any) error {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("pack: cannot unpack into a %T", v)
	}
	r := NewReader(data)
	r.value(p.Elem())
	if r.err == nil && r.rest != "" {
		return errors.New("pack: data are left over")
	}
	return r.err
}

func (r *Reader) value(v reflect.Value) {
	if r.err != nil {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(r.String())
	case reflect.Bool:
		v.SetBool(r.byte() == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		x := r.Uint()
		v.SetInt(int64(x>>1) ^ -int64(x&1)) // the zigzag form of encoding/binary
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.Uint())
	case reflect.Float64:
		var bits uint64
		for i := range 8 {
			bits |= uint64(r.byte()) << (8 * i)
		}
		v.SetFloat(math.Float64frombits(bits))
	case reflect.Pointer:
		if r.byte() == 1 {
			v.Set(reflect.New(v.Type().Elem()))
			r.value(v.Elem())
		}
	case reflect.Slice:
		r.slice(v)
	case reflect.Map:
		r.mapping(v)
	case reflect.Struct:
		r.structure(v)
	default:
		r.fail(fmt.Errorf("pack: cannot unpack a %s", v.Type()))
	}
}

// chunk is how many items a slice grows by: items may be far larger than the
// bytes that spoilt data claim for them.
const chunk = 1024

func (r *Reader) slice(v reflect.Value) {
	n := r.Count()
	if n == 0 {
		return
	}
	out := reflect.MakeSlice(v.Type(), min(n, chunk), min(n, chunk))
	for i := range n {
		if i == out.Len() {
			more := min(n, 2*out.Len())
			grown := reflect.MakeSlice(v.Type(), more, more)
			reflect.Copy(grown, out)
			out = grown
		}
		if r.value(out.Index(i)); r.err != nil {
			return
		}
	}
	v.Set(out)
}

func (r *Reader) mapping(v reflect.Value) {
	n := r.Count()
	if n == 0 {
		return
	}
	out := reflect.MakeMapWithSize(v.Type(), min(n, chunk))
	for range n {
		key := reflect.New(v.Type().Key()).Elem()
		item := reflect.New(v.Type().Elem()).Elem()
		r.value(key)
		if r.value(item); r.err != nil {
			return
		}
		out.SetMapIndex(key, item)
	}
	v.Set(out)
}

func (r *Reader) structure(v reflect.Value) {
	plain, known := r.plain[v.Type()]
	if !known {
		plain = isPlain(v.Type())
		r.plain[v.Type()] = plain
	}
	if plain {
		for i := range v.NumField() {
			r.value(v.Field(i))
		}
		return
	}
	u, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	if !ok {
		r.fail(fmt.Errorf("pack: cannot unpack a %s", v.Type()))
		return
	}
	if err := u.UnmarshalText([]byte(r.String())); err != nil {
		r.fail(fmt.Errorf("unpack a %s: %w", v.Type(), err))
	}
}
