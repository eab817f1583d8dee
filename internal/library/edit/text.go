package edit

import (
	"regexp"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

// text is an entry's file that is being changed. Positions are byte offsets;
// lines count from 1 as in messages.
type text struct {
	name   string
	s      string
	eol    string
	starts []int // offset of each line, and the end of the text
	places []kbfile.Place
}

func newText(name string, data []byte) (*text, error) {
	places, err := kbfile.Places(name, data)
	if err != nil {
		return nil, err
	}
	t := &text{name: name, s: string(data), eol: "\n", places: places}
	if first, _, _ := strings.Cut(t.s, "\n"); strings.HasSuffix(first, "\r") {
		t.eol = "\r\n"
	}
	at := 0
	for line := range strings.SplitAfterSeq(t.s, "\n") {
		t.starts = append(t.starts, at)
		at += len(line)
	}
	t.starts = append(t.starts, at)
	// Single carriage returns are line ends to YAML and to nobody else.
	if p := places[len(places)-1]; p.Next >= len(t.starts) || strings.Contains(strings.ReplaceAll(t.s[:t.starts[p.Next-1]], "\r\n", ""), "\r") {
		return nil, ErrUnwritable
	}
	return t, nil
}

// line returns a line without its end.
func (t *text) line(n int) string {
	return strings.TrimRight(t.s[t.starts[n-1]:t.starts[n]], "\r\n")
}

func (t *text) place(key string) (kbfile.Place, bool) {
	i := slices.IndexFunc(t.places, func(p kbfile.Place) bool { return p.Key == key })
	if i < 0 {
		return kbfile.Place{}, false
	}
	return t.places[i], true
}

// splice replaces what stands between two offsets.
func (t *text) splice(from, to int, by string) { t.s = t.s[:from] + by + t.s[to:] }

// keyHead is a key with its colon, quoted or not.
var keyHead = regexp.MustCompile(`^[ ]*(?:"[^"]*"|'[^']*'|[A-Za-z_]+)[ \t]*:`)

// valueAt returns the offset behind the key's colon and the end of the key's
// lines.
func (t *text) valueAt(p kbfile.Place) (from, to int, err error) {
	head := keyHead.FindString(t.line(p.Line))
	if head == "" {
		return 0, 0, ErrUnwritable
	}
	return t.starts[p.Line-1] + len(head), t.starts[p.Next-1], nil
}

// set gives a key a value, in the quotes that the value had.
func (t *text) set(key, value string) error {
	p, ok := t.place(key)
	if !ok {
		written, err := kbfile.Scalar(value)
		if err != nil {
			return err
		}
		return t.insertKey(key, written)
	}
	from, to, err := t.valueAt(p)
	if err != nil {
		return err
	}
	start, end, err := scalarSpan(t.s[from:to], p.Style)
	if err != nil {
		return err
	}
	old := t.s[from+start : from+end]
	written, err := alike(old, value)
	if err != nil {
		return err
	}
	if readsAs(old, value) {
		return nil
	}
	if old == "" {
		written = " " + written
	}
	t.splice(from+start, from+end, written)
	return nil
}

// readsAs reports whether a value as written means value already. One that
// cannot be read on its own does not.
func readsAs(old, value string) bool {
	var got struct {
		V string `yaml:"v"`
	}
	_, err := kbfile.Parse("value", []byte("v: "+old+"\n"), &got)
	return err == nil && old != "" && got.V == value
}

// alike writes a value in the quotes of its neighbour.
func alike(neighbour, value string) (string, error) {
	switch {
	case strings.HasPrefix(neighbour, `"`):
		return kbfile.Quoted(value)
	case strings.HasPrefix(neighbour, "'"):
		return kbfile.SingleQuoted(value)
	default:
		return kbfile.Scalar(value)
	}
}

// has reports whether the list of a key holds value already.
func (t *text) has(key, value string) (bool, error) {
	m, err := decode(t.name, []byte(t.s))
	if err != nil {
		return false, err
	}
	list, err := m.list(key)
	if err != nil {
		return false, err
	}
	return slices.Contains(*list, value), nil
}

// append adds a value to the list of a key.
func (t *text) append(key, value string) error {
	p, ok := t.place(key)
	if !ok {
		quoted, err := kbfile.Quoted(value)
		if err != nil {
			return err
		}
		return t.insertKey(key, "["+quoted+"]")
	}
	from, to, err := t.valueAt(p)
	if err != nil {
		return err
	}
	switch p.Style {
	case kbfile.BlockList:
		return t.appendLine(p, value)
	case kbfile.FlowList:
		return t.appendFlow(from, to, value)
	case kbfile.Single, kbfile.Block, kbfile.Other:
		start, end, err := scalarSpan(t.s[from:to], p.Style)
		if err != nil || start != end {
			return ErrUnwritable
		}
		quoted, err := kbfile.Quoted(value)
		if err != nil {
			return err
		}
		t.splice(from+start, from+start, " ["+quoted+"]")
	}
	return nil
}

// dash is how an item of a list begins.
var dash = regexp.MustCompile(`^([ ]*)-[ \t]+`)

// appendLine adds an item to a list of one item a line.
func (t *text) appendLine(p kbfile.Place, value string) error {
	first := ""
	for n := p.Line + 1; n < p.Next && first == ""; n++ {
		if line := t.line(n); strings.HasPrefix(strings.TrimSpace(line), "-") {
			first = line
		}
	}
	m := dash.FindStringSubmatch(first)
	if m == nil {
		return ErrUnwritable
	}
	written, err := alike(first[len(m[0]):], value)
	if err != nil {
		return err
	}
	at := t.starts[t.lastLine(p, len(m[1]))]
	t.splice(at, at, m[0]+written+t.eol)
	return nil
}

func (t *text) appendFlow(from, to int, value string) error {
	list, err := scanFlow(t.s[from:to])
	if err != nil {
		return err
	}
	written, err := flowItem(list.last, value)
	if err != nil {
		return err
	}
	switch {
	case list.empty:
	case list.comma:
		written = " " + written
	default:
		written = ", " + written
	}
	t.splice(from+list.end, from+list.end, written)
	return nil
}

// lastLine is the last line that belongs to a key: blank lines and comments
// before the next key are not its own, unless they stand deeper than indent,
// where they may be part of a text.
func (t *text) lastLine(p kbfile.Place, indent int) int {
	for n := p.Next - 1; n > p.Line; n-- {
		trimmed := strings.TrimLeft(t.line(n), " ")
		deep := len(t.line(n))-len(trimmed) > indent
		if strings.TrimSpace(trimmed) != "" && (deep || trimmed[0] != '#') {
			return n
		}
	}
	return p.Line
}

// insertKey adds a line for a key that is not there, after the key that comes
// before it in an entry as the tool writes it.
func (t *text) insertKey(key, written string) error {
	order := keys()
	rank := func(k string) int { return slices.Index(order, k) }
	at := t.starts[t.places[0].Line-1]
	indent := keyHead.FindString(t.line(t.places[0].Line))
	indent = indent[:len(indent)-len(strings.TrimLeft(indent, " "))]
	best := -1
	for _, p := range t.places {
		if r := rank(p.Key); r < rank(key) && r > best {
			best = r
			at = t.starts[t.lastLine(p, len(indent))]
		}
	}
	t.splice(at, at, indent+key+": "+written+t.eol)
	return nil
}
