package learn

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"candor/internal/kbfile"
)

// head explains the file to whoever opens it.
const head = `# What a reviewed file teaches the answer library:
#   %s
# Nothing of it is in the library yet.
# Set accept: true where you agree, change the texts as you like, then
#   candor library accept FILE
# or name numbers behind FILE, such as 1 3. A flag that holds keeps a proposal
# out of --all. Accepting again changes nothing.
`

// Encode writes the file as YAML that Parse reads back as it is; name is what
// the file will be called.
func (f *File) Encode(name string) ([]byte, error) {
	w := &writer{}
	fmt.Fprintf(&w.b, head, oneLine(f.Reviewed.Name))
	w.value(reflect.ValueOf(*f), "", "")
	if w.err != nil {
		return nil, fmt.Errorf("write proposals: %w", w.err)
	}
	got, err := Parse(name, []byte(w.b.String()))
	if err != nil {
		return nil, fmt.Errorf("write proposals: %w", err)
	}
	if !reflect.DeepEqual(tidy(got), tidy(f)) {
		return nil, fmt.Errorf("write proposals: the texts do not read back as they are")
	}
	return []byte(w.b.String()), nil
}

// tidy makes lists without items equal, there or not.
func tidy(f *File) File {
	c := *f
	c.Proposals = append([]Proposal{}, f.Proposals...)
	c.Left = append([]Left{}, f.Left...)
	for i := range c.Proposals {
		p := &c.Proposals[i]
		p.Questions, p.Topics = append([]string{}, p.Questions...), append([]string{}, p.Topics...)
		p.Controls, p.Rows = append([]string{}, p.Controls...), append([]string{}, p.Rows...)
		p.Flags = append([]Flag{}, p.Flags...)
	}
	return c
}

// writer writes tagged values as block YAML, leaving out what is empty, but for
// what a person must see: numbers and decisions.
type writer struct {
	b   strings.Builder
	err error
}

// value writes the fields of a struct, the first behind lead.
func (w *writer) value(v reflect.Value, indent, lead string) {
	first := true
	for i := range v.NumField() {
		key := v.Type().Field(i).Tag.Get("yaml")
		field := v.Field(i)
		if field.IsZero() && key != "accept" && key != "n" && key != "same" && key != "questions" || field.Kind() == reflect.Slice && field.Len() == 0 {
			continue
		}
		begin := indent
		if first && lead != "" {
			begin = lead
		}
		first = false
		w.field(begin+key+":", field, indent+"  ")
	}
}

func (w *writer) field(begin string, v reflect.Value, indent string) {
	switch v.Kind() {
	case reflect.Pointer:
		w.field(begin, v.Elem(), indent)
	case reflect.Struct:
		fmt.Fprintln(&w.b, begin)
		w.value(v, indent, "")
	case reflect.Slice:
		w.list(begin, v, indent)
	case reflect.String:
		fmt.Fprintln(&w.b, begin, w.text(v.String(), indent))
	case reflect.Int:
		fmt.Fprintln(&w.b, begin, strconv.FormatInt(v.Int(), 10))
	case reflect.Bool:
		fmt.Fprintln(&w.b, begin, v.Bool())
	default:
		w.err = fmt.Errorf("no form for a %s", v.Type())
	}
}

func (w *writer) list(begin string, v reflect.Value, indent string) {
	fmt.Fprintln(&w.b, begin)
	for i := range v.Len() {
		item := v.Index(i)
		if item.Kind() != reflect.Struct {
			fmt.Fprintln(&w.b, indent+"-", w.scalar(item.String()))
			continue
		}
		w.value(item, indent+"  ", indent+"- ")
	}
}

func (w *writer) scalar(s string) string {
	out, err := kbfile.Scalar(s)
	if err != nil {
		w.err = err
	}
	return out
}

// text writes paragraphs as a block that is easy to edit, where that reads back
// the same.
func (w *writer) text(s, indent string) string {
	if !strings.Contains(s, "\n") {
		return w.scalar(s)
	}
	block := "|-\n"
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			block += "\n"
		}
		if line != "" {
			block += indent + line
		}
	}
	var got struct {
		T string `yaml:"t"`
	}
	if _, err := kbfile.Parse("text", []byte(indent[2:]+"t: "+block+"\n"), &got); err != nil || got.T != s {
		return w.scalar(s)
	}
	return block
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
