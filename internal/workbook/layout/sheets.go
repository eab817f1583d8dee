package layout

import (
	"slices"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/vocab"
)

// sheet is the reading as others see it.
func (r *reading) sheet() questionnaire.Sheet {
	s := questionnaire.Sheet{
		Name: r.grid.Name, Hidden: r.grid.Hidden, Protected: r.grid.Protected,
		Rows: r.grid.Filled(), Questions: len(r.questions), Why: r.why,
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
		out.FirstRow, out.LastRow = r.det.rows[t.first].Num, r.det.rows[t.last-1].Num
	}
	for _, k := range t.sorted() {
		if k.role == vocab.RoleNone {
			continue
		}
		c := questionnaire.Column{Letter: cellref.ColName(k.col), Role: k.role.Public(), Header: k.head.text, Why: k.why}
		if (k.role == vocab.RoleID || k.role == vocab.RoleQuestion) && k.head.role != k.role && k.head.score < 0.9 {
			c.Header = "" // a section's title in the header row
		}
		if k.role == vocab.RoleChoice {
			c.Choices = k.vocab
			if c.Choices == nil {
				c.Choices = k.options
			}
		}
		if k.role == vocab.RoleTick {
			c.Choices = []string{k.head.tick}
		}
		out.Columns = append(out.Columns, c)
	}
	if t.appended > 0 {
		out.Columns = append(out.Columns, questionnaire.Column{
			Letter: cellref.ColName(t.appended), Role: questionnaire.RoleText,
			Why: []string{"a new column, as asked for with --append-column"},
		})
	}
	return out
}
