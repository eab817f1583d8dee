package layout

import (
	"regexp"
	"strconv"
	"strings"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/vocab"
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
		text := r.Text(t.qcol)
		if text == "" || d.ask(text) < vocab.AskSentence {
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
// question mark, or each be a numbered question; lines after one of them belong
// to it. A list under a question or an opening line is part of one question.
func (d *detector) parts(text string) []string {
	if !strings.Contains(text, "\n") {
		return []string{text}
	}
	var out []string
	items, lead := 0, false
	for _, line := range strings.Split(text, "\n") {
		if line = cellref.Trim(line); line == "" {
			continue
		}
		bare := numbered.ReplaceAllString(line, "")
		folded := vocab.Fold(bare)
		asks := strings.HasSuffix(line, "?") || strings.HasSuffix(line, "？")
		if bare != line {
			kind, starts := d.lex.FirstWord(folded)
			asks = asks || starts && kind > vocab.AskDemand
		}
		switch {
		case asks && (vocab.WordCount(folded) >= 3) && !d.lex.Dependents.Begins(folded):
			out = append(out, bare)
			if bare != line {
				items++
			}
		case len(out) == 0:
			lead = true
		default:
			out[len(out)-1] += " " + line
		}
	}
	if len(out) < 2 || lead || items != 0 && items != len(out) {
		return []string{text}
	}
	return out
}
