package workbook

import (
	"slices"

	"candor/internal/questionnaire"
)

// sheet is the reading as others see it.
func (r *reading) sheet() questionnaire.Sheet {
	s := questionnaire.Sheet{
		Name: r.grid.name, Hidden: r.grid.hidden, Protected: r.grid.protected,
		Rows: r.grid.filled(), Questions: len(r.questions), Why: r.why,
	}
	for _, t := range r.tables {
		s.Tables = append(s.Tables, r.table(t))
	}
	return s
}

func (r *reading) table(t *layout) questionnaire.Table {
	out := questionnaire.Table{HeaderRows: slices.Concat(t.header.rows, t.repeats)}
	slices.Sort(out.HeaderRows)
	if t.first < t.last {
		out.FirstRow, out.LastRow = r.det.rows[t.first].num, r.det.rows[t.last-1].num
	}
	for _, k := range t.sorted() {
		if k.role == roleNone {
			continue
		}
		c := questionnaire.Column{Letter: colName(k.col), Role: k.role.public(), Header: k.head.text, Why: k.why}
		if (k.role == roleID || k.role == roleQuestion) && k.head.role != k.role && k.head.score < 0.9 {
			c.Header = "" // a section's title in the header row
		}
		if k.role == roleChoice {
			c.Choices = k.vocab
			if c.Choices == nil {
				c.Choices = k.options
			}
		}
		if k.role == roleTick {
			c.Choices = []string{k.head.tick}
		}
		out.Columns = append(out.Columns, c)
	}
	if t.appended > 0 {
		out.Columns = append(out.Columns, questionnaire.Column{
			Letter: colName(t.appended), Role: questionnaire.RoleText,
			Why: []string{"a new column, as asked for with --append-column"},
		})
	}
	return out
}
