package report

import (
	"fmt"
	"io"
	"strings"

	"candor/internal/questionnaire"
)

// Inspection shows a questionnaire as the reader sees it.
type Inspection struct {
	Questionnaire *questionnaire.Questionnaire
	Width         int
}

// exampleRows is how many questions of a table are shown.
const exampleRows = 3

// Write prints the inspection to w.
func (in Inspection) Write(w io.Writer) error {
	p := &printer{w: w, width: in.Width}
	q := in.Questionnaire
	p.linef("%s: %s on %s", clean(q.Name), plural(len(q.Questions), "question"), plural(len(q.Sheets), "sheet"))
	for _, line := range q.Inventory {
		p.linef("  note: %s", clean(line))
	}
	for _, s := range q.Sheets {
		in.sheet(p, s)
	}
	if len(q.Questions) == 0 {
		p.linef("")
		p.linef("no questions found")
	}
	return p.done("inspection")
}

func (in Inspection) sheet(p *printer, s questionnaire.Sheet) {
	p.linef("")
	p.linef("sheet %q%s: %s, %s", clean(s.Name), flags(s), plural(s.Rows, "row"), plural(s.Questions, "question"))
	p.wrapped("  ", "  ", s.Why)
	for _, t := range s.Tables {
		p.linef("  rows %d-%d, header %s", t.FirstRow, t.LastRow, headerRows(t.HeaderRows))
		for _, c := range t.Columns {
			line := fmt.Sprintf("%-3s %-10s %s", c.Letter, c.Role, short(c.Header, 40))
			if len(c.Choices) > 0 {
				line += "  [" + short(strings.Join(c.Choices, " | "), 60) + "]"
			}
			p.linef("    %s", strings.TrimRight(line, " "))
			if len(c.Why) > 0 {
				p.wrapped("        ", "        ", strings.Join(c.Why, "; "))
			}
		}
	}
	in.examples(p, s)
	in.skipped(p, s)
}

func flags(s questionnaire.Sheet) string {
	var words []string
	if s.Hidden {
		words = append(words, "hidden")
	}
	if s.Protected {
		words = append(words, "protected")
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, ", ") + ")"
}

func headerRows(rows []int) string {
	if len(rows) == 0 {
		return "none"
	}
	parts := make([]string, len(rows))
	for i, r := range rows {
		parts[i] = fmt.Sprint(r)
	}
	return listed(parts, 6)
}

func (in Inspection) examples(p *printer, s questionnaire.Sheet) {
	shown := 0
	for _, q := range in.Questionnaire.Questions {
		if q.Sheet != s.Name || shown == exampleRows {
			continue
		}
		shown++
		var slots []string
		for _, slot := range q.Slots {
			word := slot.Cell + " " + string(slot.Kind)
			if slot.Refused != "" {
				word += " (" + string(slot.Refused) + ")"
			}
			slots = append(slots, word)
		}
		p.linef("    %s  %s", clean(q.Ref), short(strings.TrimSpace(q.ID+" "+q.Text), p.width-20))
		p.linef("        -> %s", strings.Join(slots, ", "))
	}
	if s.Questions > shown && shown > 0 {
		p.linef("    … and %d more", s.Questions-shown)
	}
}

// skipped counts the rows left out by reason and shows one of each.
func (in Inspection) skipped(p *printer, s questionnaire.Sheet) {
	if s.Questions == 0 {
		return
	}
	counts, example := map[string]int{}, map[string]questionnaire.Skipped{}
	var order []string
	for _, sk := range in.Questionnaire.Skipped {
		if !strings.HasPrefix(sk.Ref, s.Name+"!") {
			continue
		}
		if counts[sk.Why]++; counts[sk.Why] == 1 {
			order = append(order, sk.Why)
			example[sk.Why] = sk
		}
	}
	for _, why := range order {
		p.linef("    skipped %d × %s, such as %s %q", counts[why], clean(why), clean(example[why].Ref), short(example[why].Text, 50))
	}
}
