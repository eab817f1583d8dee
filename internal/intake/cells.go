package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/questionnaire"
)

// cells is what the slots of a row hold.
type cells struct {
	choices  []string
	texts    []string
	formulas int
}

func (c *cells) text(s string) {
	if s = strings.TrimSpace(s); s != "" && !slices.Contains(c.texts, s) {
		c.texts = append(c.texts, s)
	}
}

// longWord is the length from which a text in a choice cell is prose.
const longWord = 40

// longMark is the length up to which the text of a tick cell is a mark.
const longMark = 5

func (r *reader) cells(q *questionnaire.Question) cells {
	var c cells
	for _, s := range q.Slots {
		value := strings.TrimSpace(s.Value)
		if value == "" || s.Default {
			continue
		}
		if s.Refused == questionnaire.RefuseFormula || s.Refused == questionnaire.RefuseArray {
			c.formulas++
			continue
		}
		r.take(&c, s, value)
	}
	// "Yes" in one text cell and a remark in the next: the first is the choice.
	if len(c.choices) == 0 && len(c.texts) > 1 {
		if _, ok := r.voc.Verdict(strings.TrimRight(c.texts[0], ". ")); ok {
			c.choices, c.texts = c.texts[:1], c.texts[1:]
		}
	}
	return c
}

// take sorts the value of one cell.
func (r *reader) take(c *cells, s questionnaire.Slot, value string) {
	switch s.Kind {
	case questionnaire.SlotTick:
		if unticked(value) {
			return
		}
		c.choices = append(c.choices, s.Label)
		if utf8.RuneCountInString(value) > longMark {
			c.text(value)
		}
	case questionnaire.SlotChoice:
		if word, ok := ticked(value); ok {
			value = word
		}
		if _, known := r.voc.Verdict(value); !known && !slices.Contains(s.Choices, value) && utf8.RuneCountInString(value) > longWord {
			c.text(value)
			return
		}
		c.choices = append(c.choices, value)
	case questionnaire.SlotText, questionnaire.SlotComment:
		if word, ok := ticked(value); ok {
			value = word
		}
		c.text(value)
	case questionnaire.SlotEvidence:
	}
}

// unticked is true for what a tick cell holds that is no mark.
func unticked(value string) bool {
	switch strings.ToLower(value) {
	case "false", "0", "no", "n", "-", "falsch", "faux", "falso", "☐", "□", "○", "[ ]", "( )", "n/a":
		return true
	}
	return false
}

// ticked reads "☑ Yes  ☐ No": the one word behind a ticked box.
func ticked(value string) (string, bool) {
	if !strings.ContainsAny(value, "☑☒✔■") || !strings.ContainsAny(value, "☐□") {
		return "", false
	}
	word, n := "", 0
	for i, part := range strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune("☑☒✔■☐□", c) }) {
		if boxBefore(value, i) {
			word, n = strings.Trim(strings.TrimSpace(part), "/,;|"), n+1
		}
	}
	return strings.TrimSpace(word), n == 1
}

// boxBefore is true if the i-th box of value is ticked.
func boxBefore(value string, i int) bool {
	n := 0
	for _, c := range value {
		switch c {
		case '☑', '☒', '✔', '■':
			if n == i {
				return true
			}
			n++
		case '☐', '□':
			n++
		}
	}
	return false
}

func columnOf(cell string) string { return strings.TrimRight(cell, "0123456789") }
