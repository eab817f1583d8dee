package layout

import (
	"maps"
	"slices"
	"strings"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/vocab"
)

// headerPart is a header, or one of several that stand side by side in a row.
type headerPart struct {
	headerBlock
	from, to int
}

// sideBySide cuts a header that repeats itself in its own row, "Question |
// Answer | Question | Answer", or that a blank column cuts into complete ones,
// each part with its columns. All else is one part.
func (b headerBlock) sideBySide() []headerPart {
	cols := slices.Sorted(maps.Keys(b.heads))
	if len(cols) >= 4 {
		lead := vocab.Fold(b.heads[cols[0]].text)
		repeats, gaps := []int{1}, []int{1}
		for i, col := range cols[1:] {
			if vocab.Fold(b.heads[col].text) == lead {
				repeats = append(repeats, col)
			}
			if col > cols[i]+1 {
				gaps = append(gaps, col)
			}
		}
		if parts := b.cut(repeats, 0.9); parts != nil {
			return parts
		}
		if parts := b.cut(gaps, vocab.HeaderMinScore); parts != nil {
			return parts
		}
	}
	return []headerPart{{headerBlock: b, from: 1, to: cellref.MaxCol}}
}

// cut makes a part from each start to the next; nil if one of them would not
// be complete, or there is only one.
func (b headerBlock) cut(starts []int, score float64) []headerPart {
	if len(starts) < 2 {
		return nil
	}
	var out []headerPart
	for i, from := range starts {
		to := cellref.MaxCol
		if i+1 < len(starts) {
			to = starts[i+1] - 1
		}
		part := headerPart{headerBlock: headerBlock{rows: b.rows, heads: map[int]head{}, title: b.title, wide: b.wide}, from: from, to: to}
		for col, h := range b.heads {
			if from <= col && col <= to {
				part.heads[col] = h
			}
		}
		if !part.complete(score) {
			return nil
		}
		out = append(out, part)
	}
	return out
}

// complete is true for a header that names a question and an answer.
func (b headerBlock) complete(score float64) bool {
	question, answer := false, false
	for _, h := range b.heads {
		question = question || h.role == vocab.RoleQuestion && h.score >= score
		answer = answer || h.score >= vocab.HeaderMinScore && (h.role == vocab.RoleAnswer || h.role == vocab.RoleChoice)
	}
	return question && answer
}

// headerList reads choices out of a header: "Compliant? (Yes / No / Partial)".
func (d *detector) headerList(text string) []string {
	if i := strings.IndexAny(text, "([:"); i >= 0 {
		if words := d.choiceWords(strings.Trim(text[i:], "()[]: ")); words != nil {
			return words
		}
	}
	return d.choiceWords(text)
}

// choiceWords cuts a text at slashes, commas, bars or line ends if the pieces
// are known choice words.
func (d *detector) choiceWords(text string) []string {
	// The slash of N/A is no separator.
	text = strings.NewReplacer("N/A", "N\x00A", "n/a", "n\x00a", "N/a", "N\x00a", " or ", "/", " oder ", "/", " ou ", "/", " o ", "/").Replace(text)
	for _, sep := range []string{"\n", "/", ";", "|", ",", "、"} {
		var words []string
		for _, w := range strings.Split(text, sep) {
			w = cellref.Trim(strings.Trim(cellref.Trim(strings.ReplaceAll(w, "\x00", "/")), "•-*"))
			if w != "" {
				words = append(words, w)
			}
		}
		if len(words) >= 2 && len(words) <= 12 && d.lex.Vocabulary(words) == vocab.StateYes && d.mostlyKnown(words) {
			return words
		}
	}
	return nil
}

func (d *detector) mostlyKnown(words []string) bool {
	known := 0
	for _, w := range words {
		if _, ok := d.lex.State(w); ok && vocab.WordCount(vocab.Fold(w)) <= 6 {
			known++
		}
	}
	return known*3 >= len(words)*2
}
