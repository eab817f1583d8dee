package library

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/date"
	"candor/internal/kbfile"
)

// Fact is one value that answers refer to by name, so that a change of, say,
// the backup retention is made in one place.
type Fact struct {
	Value    string    `yaml:"value" kb:"required"`
	Reviewed date.Date `yaml:"reviewed"`
}

// IsFilled reports whether the fact has a value; `candor init` writes facts
// without one.
func (f Fact) IsFilled() bool { return strings.TrimSpace(f.Value) != "" }

// placeholder is {{name}}; any other {{…}} is a fault, since it would reach a
// prospect as it stands.
var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// shortHeading begins the short answer.
const shortHeading = "## short"

// setBody splits the body into answer and short answer, fills in the facts and
// takes the digest.
func (e *Entry) setBody(body string, firstLine int, facts map[string]Fact) kbfile.Faults {
	r := resolver{entry: e, facts: facts, used: map[string]bool{}}
	e.BodyLine = firstLine
	var text, short []string
	target := &text
	for i, line := range strings.Split(body, "\n") {
		line = strings.TrimRight(line, "\r \t")
		if strings.EqualFold(line, shortHeading) {
			target = &short
			continue
		}
		*target = append(*target, r.line(line, firstLine+i))
	}
	e.Text, e.Short = paragraphs(text), paragraphs(short)
	if e.Text == "" {
		r.fault(firstLine, 1, "BODY_EMPTY", "the entry has no answer text")
	}
	e.Facts = slices.Sorted(maps.Keys(r.used))
	e.Unfilled = slices.DeleteFunc(slices.Clone(e.Facts), func(name string) bool { return facts[name].IsFilled() })
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s", e.Verdict, e.Text, e.Short))
	e.Digest = hex.EncodeToString(sum[:])
	return r.faults
}

// resolver puts facts into the lines of one entry.
type resolver struct {
	entry  *Entry
	facts  map[string]Fact
	used   map[string]bool
	faults kbfile.Faults
}

func (r *resolver) fault(line, col int, code, message string) {
	r.faults = append(r.faults, kbfile.Fault{File: r.entry.File, Line: line, Col: col, Code: code, Message: message})
}

// line resolves one line. A fact without a value stays as it is written.
func (r *resolver) line(text string, n int) string {
	r.stray(text, n)
	var out strings.Builder
	end := 0
	for _, loc := range placeholder.FindAllStringIndex(text, -1) {
		name := strings.TrimSpace(text[loc[0]+2 : loc[1]-2])
		out.WriteString(text[end:loc[0]])
		end = loc[1]
		fact, ok := r.facts[name]
		switch {
		case !ok:
			r.unknown(name, n, column(text, loc[0]))
			out.WriteString(text[loc[0]:loc[1]])
		case !fact.IsFilled():
			out.WriteString(text[loc[0]:loc[1]])
		case loc[0] == 0:
			out.WriteString(capitalised(fact.Value))
		default:
			out.WriteString(fact.Value)
		}
		r.used[name] = true
	}
	return out.String() + text[end:]
}

// suggested is how many unknown facts of one entry get the nearest known one
// named: to look for it takes time, and nobody mends more in one go.
const suggested = 50

// unknown reports a fact that is not there. Only an approved answer cannot do
// without it; an example may name facts that the company has no use for.
func (r *resolver) unknown(name string, line, col int) {
	if r.entry.IsExample() {
		return
	}
	var known []string
	if len(r.faults) < suggested {
		known = slices.Collect(maps.Keys(r.facts))
	}
	r.fault(line, col, "FACT_UNKNOWN", kbfile.Unknown("fact", name, known))
	if r.entry.Status == Draft || r.entry.Status == Retired {
		r.faults[len(r.faults)-1].Warning = true
	}
}

// stray finds braces that begin or end no {{name}}: they would reach a
// prospect as they stand.
func (r *resolver) stray(text string, n int) {
	rest := placeholder.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) })
	for _, braces := range []string{"{{", "}}"} {
		if at := strings.Index(rest, braces); at >= 0 {
			r.fault(n, column(text, at), "PLACEHOLDER_BROKEN", fmt.Sprintf("%q belongs to no {{name}}; a placeholder begins and ends on one line", braces))
		}
	}
}

// capitalised begins a sentence with a fact such as "the Chief Information
// Security Officer". A single word stays as it is: it is a name or an address.
func capitalised(value string) string {
	if !strings.Contains(value, " ") {
		return value
	}
	first, size := utf8.DecodeRuneInString(value)
	return string(unicode.ToUpper(first)) + value[size:]
}

// paragraphs joins the lines of each paragraph with a space, since entries are
// written one sentence a line; blank lines and list items keep their breaks.
func paragraphs(lines []string) string {
	var b strings.Builder
	previous := ""
	for _, line := range lines {
		switch {
		case b.Len() == 0 || strings.TrimSpace(line) == "":
		case strings.TrimSpace(previous) == "":
			b.WriteString("\n\n")
		case isListItem(line):
			b.WriteString("\n")
		default:
			b.WriteString(" ")
		}
		if strings.TrimSpace(line) != "" {
			b.WriteString(strings.TrimSpace(line))
		}
		if b.Len() > 0 {
			previous = line
		}
	}
	return b.String()
}

func isListItem(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
}
