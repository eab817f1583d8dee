package library

import (
	"strings"
	"unicode/utf8"

	"candor/internal/kbfile"
)

// Locate finds where in the entry's file a phrase of its text stands; file is
// the file's content. A phrase that cannot be found stands where the body
// begins.
func (l *Library) Locate(e *Entry, file, phrase string) kbfile.Pos {
	phrase = strings.TrimSpace(phrase)
	part := kbfile.Pos{Line: e.BodyLine, Col: 1}
	found := false
	for i, raw := range strings.Split(file, "\n") {
		if i+1 < e.BodyLine || phrase == "" {
			continue
		}
		r := l.resolveLine(strings.TrimRight(raw, "\r \t"))
		at, whole := r.find(phrase)
		switch {
		case at < 0:
		case whole:
			return kbfile.Pos{Line: i + 1, Col: column(raw, r.raw(at))}
		case !found:
			part, found = kbfile.Pos{Line: i + 1, Col: column(raw, r.raw(at))}, true
		}
	}
	return part
}

// column is the place of a byte of a line, counted in characters from 1.
func column(line string, at int) int {
	return utf8.RuneCountInString(line[:min(at, len(line))]) + 1
}

// resolvedLine is a line with its facts filled in, and where each stretch of it
// was written.
type resolvedLine struct {
	text string
	// from and to pair offsets of the resolved and of the written line.
	from, to []int
}

func (l *Library) resolveLine(raw string) resolvedLine {
	r := resolvedLine{from: []int{0}, to: []int{0}}
	var b strings.Builder
	end := 0
	for _, loc := range placeholder.FindAllStringIndex(raw, -1) {
		b.WriteString(raw[end:loc[0]])
		end = loc[1]
		r.from, r.to = append(r.from, b.Len()), append(r.to, loc[0])
		fact := l.facts[strings.TrimSpace(raw[loc[0]+2:loc[1]-2])]
		switch {
		case !fact.IsFilled():
			b.WriteString(raw[loc[0]:loc[1]])
		case loc[0] == 0:
			b.WriteString(capitalised(fact.Value))
		default:
			b.WriteString(fact.Value)
		}
		r.from, r.to = append(r.from, b.Len()), append(r.to, loc[1])
	}
	r.text = b.String() + raw[end:]
	return r
}

// find returns where phrase begins in the line, and whether all of it stands
// there; a sentence may go on in the next line.
func (r resolvedLine) find(phrase string) (at int, whole bool) {
	if at := strings.Index(r.text, phrase); at >= 0 {
		return at, true
	}
	for at := range len(r.text) {
		// A sentence begins at a line's start or after a blank.
		if (at == 0 || r.text[at-1] == ' ') && r.text[at] != ' ' && strings.HasPrefix(phrase, r.text[at:]) {
			return at, false
		}
	}
	return -1, false
}

// raw is the written offset of a resolved one.
func (r resolvedLine) raw(at int) int {
	i := 0
	for j, from := range r.from {
		if from <= at {
			i = j
		}
	}
	if i+1 < len(r.to) && i%2 == 1 {
		return r.to[i] // inside a fact: where its name is written
	}
	return r.to[i] + at - r.from[i]
}
