package workbook

import (
	"regexp"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

var (
	// textID is an id before a question: "CO-03a - Do you", "1.2.3 Describe",
	// "Q12: Is", "(4) Has". Names such as "ISO 27001 - …" have a space inside.
	textID = regexp.MustCompile(`^\(?((?:[A-Za-z&]{1,6}[-._]?){0,3}\d+(?:[.\-]\d+)*[a-z]?)\)?(?:\s*[-–—:.)]\s*|\s+)(\S.*)$`)
	// numbered begins a line that is an item of its own.
	numbered = regexp.MustCompile(`^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[-•*–])\s+`)
)

// splitID cuts an id off the beginning of a question.
func splitID(text string) (id, rest string) {
	m := textID.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	return m[1], m[2]
}

// idsInText tells whether the questions of a table carry their ids in their
// own cell: there is no id column and more than half begin with one.
func (d *detector) idsInText(t *layout) bool {
	if t.idcol > 0 {
		return false
	}
	with, all := 0, 0
	for _, r := range d.sample(t) {
		text := r.text(t.qcol)
		if text == "" || d.lex.ask(text) < askSentence {
			continue
		}
		all++
		if id, _ := splitID(strings.Join(strings.Fields(text), " ")); id != "" {
			with++
		}
	}
	return with*2 > all && with >= 2
}

// parts cuts a cell into its questions. Two or more lines must each end with a
// question mark, or each be a numbered question; other lines belong to the
// question before them, or to the first one.
func (d *detector) parts(text string) []string {
	if !strings.Contains(text, "\n") {
		return []string{text}
	}
	var out []string
	lead := ""
	for _, line := range strings.Split(text, "\n") {
		line = trim(line)
		if line == "" {
			continue
		}
		bare := numbered.ReplaceAllString(line, "")
		asks := strings.HasSuffix(line, "?") || strings.HasSuffix(line, "？") || bare != line && d.lex.ask(bare).strong()
		// A list under a question ends no line with "?" and is part of it.
		switch {
		case asks && wordCount(fold(bare)) >= 3 && !d.lex.dependents.begins(fold(bare)):
			if lead != "" {
				bare = lead + " " + bare
				lead = ""
			}
			out = append(out, bare)
		case len(out) == 0:
			lead = strings.TrimSpace(lead + " " + line)
		default:
			out[len(out)-1] += " " + line
		}
	}
	if len(out) < 2 {
		return []string{text}
	}
	return out
}
