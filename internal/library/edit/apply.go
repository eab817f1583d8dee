package edit

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/library"
)

// Op is one change of an entry's file.
type Op struct {
	what string
	// change edits the text, expect does the same to what the text means. The
	// two must agree, or nothing is written.
	change func(*text) error
	expect func(*meaning) error
}

// meaning is an entry's file as decoded.
type meaning struct {
	Front library.Front
	Body  string
}

// ErrUnwritable is returned where a file is written in a way that cannot be
// changed by single lines; a person can.
var ErrUnwritable = errors.New("this front matter cannot be changed line by line; change it by hand")

// Apply returns data, the content of the entry's file name, with ops applied.
// It fails rather than give anything that does not decode to exactly the
// wanted change.
func Apply(name string, data []byte, ops ...Op) ([]byte, error) {
	want, err := decode(name, data)
	if err != nil {
		return nil, fmt.Errorf("the entry has faults; mend them first:\n%w", err)
	}
	for _, op := range ops {
		if err := op.expect(&want); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, op.what, err)
		}
		t, err := newText(name, data)
		if err != nil {
			return nil, err
		}
		if err := op.change(t); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, op.what, err)
		}
		got, err := decode(name, []byte(t.s))
		if err != nil || !reflect.DeepEqual(got, want) {
			return nil, fmt.Errorf("%s: %s: %w", name, op.what, ErrUnwritable)
		}
		data = []byte(t.s)
	}
	return data, nil
}

func decode(name string, data []byte) (meaning, error) {
	var m meaning
	var err error
	_, m.Body, _, err = kbfile.ParseFrontMatter(name, data, &m.Front)
	return m, err
}

// Set gives a key with a single value another one: status, reviewed, sharing,
// owner, verdict, language, review_every or meets. A key that is not there is
// added where it belongs.
func Set(key, value string) Op {
	return Op{
		what: fmt.Sprintf("set %s to %q", key, value),
		change: func(t *text) error {
			return t.set(key, value)
		},
		expect: func(m *meaning) error { return m.set(key, value) },
	}
}

// AddQuestion adds a phrasing, unless the entry has it.
func AddQuestion(question string) Op { return Append("questions", question) }

// Append adds a value to a list of single values: questions, controls, topics
// or products. A value that is there is not added again.
func Append(key, value string) Op {
	return Op{
		what: fmt.Sprintf("add %q to %s", value, key),
		change: func(t *text) error {
			if there, err := t.has(key, value); err != nil || there {
				return err
			}
			return t.append(key, value)
		},
		expect: func(m *meaning) error {
			list, err := m.list(key)
			if err != nil {
				return err
			}
			if strings.TrimSpace(value) == "" {
				return errors.New("the value is blank")
			}
			if !slices.Contains(*list, value) {
				*list = append(slices.Clone(*list), value)
			}
			return nil
		},
	}
}

// closed are the keys whose values form a closed set.
var closed = map[string][]string{
	"verdict": {string(library.Yes), string(library.No), string(library.Partial), string(library.NA), string(library.Text)},
	"sharing": {string(library.Public), string(library.NDA), string(library.Internal)},
	"status":  {string(library.Draft), string(library.Approved), string(library.Retired)},
	"meets":   {"true", "false"},
}

// keys returns the keys of an entry in the order in which they are written.
func keys() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[library.Front]()) {
		if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (m *meaning) field(key string) (reflect.Value, error) {
	v := reflect.ValueOf(&m.Front).Elem()
	for _, f := range reflect.VisibleFields(v.Type()) {
		if f.Tag.Get("yaml") == key {
			return v.FieldByIndex(f.Index), nil
		}
	}
	return reflect.Value{}, errors.New(kbfile.Unknown("key", key, keys()))
}

func (m *meaning) set(key, value string) error {
	v, err := m.field(key)
	if err != nil {
		return err
	}
	if allowed, ok := closed[key]; ok && !slices.Contains(allowed, value) {
		return errors.New(kbfile.Unknown(key, value, allowed))
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(value))
	}
	switch {
	case key == "id":
		return errors.New("an id never changes")
	case v.Kind() == reflect.String:
		v.SetString(value)
	case v.Kind() == reflect.Bool:
		v.SetBool(value == "true")
	default:
		return errors.New("the key holds no single value")
	}
	return nil
}

func (m *meaning) list(key string) (*[]string, error) {
	v, err := m.field(key)
	if err != nil {
		return nil, err
	}
	list, ok := v.Addr().Interface().(*[]string)
	if !ok {
		return nil, errors.New("the key holds no list of single values")
	}
	return list, nil
}
