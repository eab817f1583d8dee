package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printer writes lines and keeps the first error, so that a report reads as a
// run of lines and is checked once at its end.
type printer struct {
	w     io.Writer
	width int
	err   error
}

func (p *printer) linef(format string, args ...any) {
	if p.err != nil {
		return
	}
	_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
}

// wrapped writes text folded at the width, each line behind indent; the first
// line begins with lead instead, which must be as wide.
func (p *printer) wrapped(lead, indent, text string) {
	for i, line := range fold(clean(text), p.width-utf8.RuneCountInString(indent)) {
		if i > 0 {
			lead = indent
		}
		p.linef("%s%s", lead, line)
	}
}

// done returns the first error that writing met.
func (p *printer) done(what string) error {
	if p.err != nil {
		return fmt.Errorf("print %s: %w", what, p.err)
	}
	return nil
}

// clean makes text of a workbook safe for a terminal: white space becomes a
// single space, control and format characters (escape sequences, direction
// marks) go.
func clean(s string) string {
	mapped := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(mapped), " ")
}

// fold breaks text into lines of at most width runes, at spaces where it can.
func fold(text string, width int) []string {
	width = max(width, 20)
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// short cuts text to n runes with an ellipsis.
func short(s string, n int) string {
	s = clean(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	return strings.TrimRight(string(runes[:n-1]), " ") + "…"
}

// plural writes "1 question", "3 questions", "2 entries".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if stem, ok := strings.CutSuffix(what, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// percent is part of whole in whole percent, 0 for an empty whole.
func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (part*100 + whole/2) / whole
}
