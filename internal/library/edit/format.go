package edit

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"candor/internal/kbfile"
	"candor/internal/library"
)

// Format writes a new entry as the file name: keys in the usual order, one
// question and one sentence a line. It is for new files only; a file that is
// there is edited.
func Format(name string, e *library.Entry) ([]byte, error) {
	body, err := formatBody(e.Text, e.Short)
	if err != nil {
		return nil, fmt.Errorf("write entry %q: %w", e.ID, err)
	}
	var w writer
	w.line("---")
	w.value("id", e.ID)
	w.line("questions:")
	for _, q := range e.Questions {
		w.line("  - " + w.scalar(q))
	}
	w.value("verdict", string(e.Verdict))
	w.list("controls", e.Controls, kbfile.Quoted)
	if e.Meets {
		w.line("meets: true")
	}
	if e.Admits {
		w.line("admits: true")
	}
	w.list("topics", e.Topics, w.flowScalar)
	w.list("products", e.Products, w.flowScalar)
	w.claims(e.Claims)
	w.evidence(e.Evidence)
	w.value("sharing", string(e.Sharing))
	w.optional("language", e.Language)
	w.optional("owner", e.Owner)
	if e.Reviewed.IsZero() {
		w.line("reviewed:")
	} else {
		w.value("reviewed", e.Reviewed.String())
	}
	if e.ReviewEvery > 0 {
		w.value("review_every", strconv.Itoa(int(e.ReviewEvery))+"d")
	}
	w.value("status", string(e.Status))
	w.source(e.Source)
	w.line("---")
	w.b.WriteString(body)
	if w.err != nil {
		return nil, fmt.Errorf("write entry %q: %w", e.ID, w.err)
	}
	return []byte(w.b.String()), proved(name, e, w.b.String())
}

// proved holds what was written against what was meant.
func proved(name string, e *library.Entry, data string) error {
	got, err := decode(name, []byte(data))
	if err != nil {
		return fmt.Errorf("write entry %q: %w", e.ID, err)
	}
	if !reflect.DeepEqual(tidy(got.Front), tidy(e.Front)) {
		return fmt.Errorf("write entry %q: its values do not read back as they are", e.ID)
	}
	return nil
}

// tidy makes lists without items equal, there or not.
func tidy(f library.Front) library.Front {
	v := reflect.ValueOf(&f).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Slice && v.Field(i).Len() == 0 {
			v.Field(i).SetZero()
		}
	}
	return f
}

type writer struct {
	b   strings.Builder
	err error
}

func (w *writer) line(s string) { w.b.WriteString(s + "\n") }

func (w *writer) scalar(s string) string {
	written, err := kbfile.Scalar(s)
	w.err = errors.Join(w.err, err)
	return written
}

// flowScalar writes a value inside of brackets or braces.
func (w *writer) flowScalar(s string) (string, error) {
	if flowWord.MatchString(s) {
		return kbfile.Scalar(s)
	}
	return kbfile.Quoted(s)
}

// flowWord needs no quotes inside of brackets.
var flowWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

func (w *writer) flow(s string) string {
	written, err := w.flowScalar(s)
	w.err = errors.Join(w.err, err)
	return written
}

func (w *writer) value(key, value string) { w.line(key + ": " + w.scalar(value)) }

func (w *writer) optional(key, value string) {
	if value != "" {
		w.value(key, value)
	}
}

func (w *writer) list(key string, values []string, write func(string) (string, error)) {
	items := make([]string, len(values))
	for i, v := range values {
		var err error
		items[i], err = write(v)
		w.err = errors.Join(w.err, err)
	}
	if len(items) > 0 {
		w.line(key + ": [" + strings.Join(items, ", ") + "]")
	}
}

func (w *writer) claims(claims []library.Claim) {
	items := make([]string, len(claims))
	for i, c := range claims {
		items[i] = "{framework: " + w.flow(c.Framework) + ", assertion: " + w.flow(c.Assertion) + "}"
		if c.Value != "" {
			items[i] = strings.TrimSuffix(items[i], "}") + ", value: " + w.flow(c.Value) + "}"
		}
	}
	if len(items) > 0 {
		w.line("claims: [" + strings.Join(items, ", ") + "]")
	}
}

func (w *writer) evidence(evidence []library.Evidence) {
	items := make([]string, len(evidence))
	for i, ev := range evidence {
		items[i] = "{ref: " + w.flow(ev.Ref) + ", title: " + w.flow(ev.Title) + ", sharing: " + w.flow(string(ev.Sharing)) + "}"
	}
	if len(items) > 0 {
		w.line("evidence: [" + strings.Join(items, ", ") + "]")
	}
}

func (w *writer) source(s *library.Source) {
	if s == nil {
		return
	}
	parts := []string{"file: " + w.flow(s.File)}
	if s.Sheet != "" {
		parts = append(parts, "sheet: "+w.flow(s.Sheet))
	}
	if s.Row != 0 {
		parts = append(parts, "row: "+strconv.Itoa(s.Row))
	}
	if s.ID != "" {
		parts = append(parts, "id: "+w.flow(s.ID))
	}
	w.line("source: {" + strings.Join(parts, ", ") + "}")
}

// shortHeading begins the short answer in an entry's body.
const shortHeading = "## short"

// formatBody writes answer and short answer, one sentence a line.
func formatBody(answer, short string) (string, error) {
	if strings.TrimSpace(answer) == "" {
		return "", errors.New("the answer is blank")
	}
	body, err := formatText(answer)
	if err != nil || strings.TrimSpace(short) == "" {
		return body, err
	}
	tail, err := formatText(short)
	return body + "\n" + shortHeading + "\n" + tail, err
}

// sentenceEnd is where a line may be broken: the reader joins lines of a
// paragraph with a space, so only a single space may go, and what follows must
// begin like a sentence and not like an item of a list.
var sentenceEnd = regexp.MustCompile(`([\p{L}\p{N})"'’”}][.!?]) (\p{Lu})`)

func formatText(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", errors.New("the text is not UTF-8")
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.EqualFold(line, shortHeading) {
			return "", fmt.Errorf("a line %q begins the short answer and cannot be part of the text", line)
		}
		blank := line == ""
		if blank && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, sentenceEnd.ReplaceAllString(line, "$1\n$2"))
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n", nil
}
