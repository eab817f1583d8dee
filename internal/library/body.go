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

// placeholder is {{name}}; any other {{…}} is a fault, since it would reach a
// prospect as it stands.
var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// shortHeading begins the short answer.
const shortHeading = "## short"

// setBody splits the body into answer and short answer, fills in the facts and
// takes the digest.
func (e *Entry) setBody(body string, firstLine int, facts map[string]Fact) kbfile.Faults {
	var faults kbfile.Faults
	used := map[string]bool{}
	resolve := func(text string, line int) string {
		var out strings.Builder
		end := 0
		for _, loc := range placeholder.FindAllStringIndex(text, -1) {
			name := strings.TrimSpace(text[loc[0]+2 : loc[1]-2])
			out.WriteString(text[end:loc[0]])
			end = loc[1]
			fact, ok := facts[name]
			switch {
			case !ok:
				faults = append(faults, kbfile.Fault{
					File: e.File, Line: line, Col: loc[0] + 1,
					Message: kbfile.Unknown("fact", name, slices.Collect(maps.Keys(facts))),
				})
			case loc[0] == 0:
				out.WriteString(capitalised(fact.Value))
			default:
				out.WriteString(fact.Value)
			}
			used[name] = used[name] || ok
		}
		return out.String() + text[end:]
	}
	e.BodyLine = firstLine
	var text, short []string
	target := &text
	for i, line := range strings.Split(body, "\n") {
		line = strings.TrimRight(line, "\r \t")
		if strings.EqualFold(line, shortHeading) {
			target = &short
			continue
		}
		*target = append(*target, resolve(line, firstLine+i))
	}
	e.Text, e.Short = paragraphs(text), paragraphs(short)
	if e.Text == "" {
		faults = append(faults, kbfile.Fault{File: e.File, Line: firstLine, Col: 1, Message: "the entry has no answer text"})
	}
	maps.DeleteFunc(used, func(_ string, known bool) bool { return !known })
	e.Facts = slices.Sorted(maps.Keys(used))
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s", e.Verdict, e.Text, e.Short))
	e.Digest = hex.EncodeToString(sum[:])
	return faults
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
