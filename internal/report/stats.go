package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"candor/internal/upkeep"
)

// Stats is what a person reads of a library and its use.
type Stats struct {
	Report *upkeep.Stats
	Width  int
}

// shownCounts bounds the rows of one table.
const shownCounts = 40

// Write prints the figures to w.
func (s Stats) Write(w io.Writer) error {
	p := &printer{w: w, width: s.Width}
	r := s.Report
	p.linef("%s with %s, as of %s", plural(r.Entries, "entry"), plural(r.Questions, "question"), r.AsOf)
	if r.Age.Entries > 0 {
		p.linef("age: %d days on average since the last review; the oldest, %s, %d days", r.Age.Mean, r.Age.ID, r.Age.Oldest)
	}
	p.linef("")
	for _, c := range []struct {
		what string
		list []upkeep.Count
	}{{"status", r.Status}, {"state", r.State}, {"verdict", r.Verdict}, {"sharing", r.Sharing}, {"language", r.Language}} {
		p.wrapped(fmt.Sprintf("%-10s", c.what), "          ", countsText(c.list))
	}
	bars := barTable{p}
	bars.write("topics", r.Topics)
	if len(r.Owners) > 1 {
		bars.write("owners", r.Owners)
	}
	if r.Usage != nil {
		s.usage(p, r.Usage)
	}
	return p.done("figures")
}

func countsText(list []upkeep.Count) string {
	parts := make([]string, 0, len(list))
	for _, c := range list {
		parts = append(parts, fmt.Sprintf("%d %s", c.N, c.Name))
	}
	return strings.Join(parts, " · ")
}

func (s Stats) usage(p *printer, u *upkeep.Usage) {
	p.linef("")
	p.linef("use in %s, %s", plural(u.Questionnaires, "questionnaire"), plural(u.Rows, "question"))
	p.wrapped("          ", "          ", countsText(u.Outcomes))
	if len(u.MostUsed) > 0 {
		columns := []column{{head: "MOST USED", least: 24}, {head: "FILES"}, {head: "ROWS"}, {head: "FILLED"}}
		for _, x := range u.MostUsed {
			for i, cell := range []string{x.ID, fmt.Sprint(x.Questionnaires), fmt.Sprint(x.Rows), fmt.Sprint(x.Filled)} {
				columns[i].cells = append(columns[i].cells, cell)
			}
		}
		p.fittedTable(columns)
	}
	if len(u.Unused) > 0 {
		shown := u.Unused[:min(len(u.Unused), shownCounts)]
		text := strings.Join(shown, ", ")
		if n := len(u.Unused) - len(shown); n > 0 {
			text += fmt.Sprintf(" and %d more (--json lists all)", n)
		}
		p.linef("")
		p.wrapped(fmt.Sprintf("unused (%d): ", len(u.Unused)), "  ", text)
	}
	if len(u.Gone) > 0 {
		p.wrapped("answered with and gone since: ", "  ", strings.Join(u.Gone, ", "))
	}
	edits(p, u.Edits)
}

func edits(p *printer, e upkeep.Edits) {
	p.linef("")
	switch {
	case e.Rate != nil:
		p.linef("edit rate: %.1f%% (%d of %d written cells changed, in %s)", 100*(*e.Rate), e.Changed, e.Cells, plural(e.Reviewed, "reviewed file"))
	case e.Untouched > 0:
		p.linef("edit rate: unknown, no answered file was changed since it was written")
	default:
		p.linef("edit rate: unknown, no answered file lies beside its run record")
	}
	if e.Rate != nil && e.Untouched > 0 {
		p.linef("           %s left out: as written", plural(e.Untouched, "file"))
	}
	for i, x := range e.Entries {
		if i == 0 {
			p.linef("changed most often:")
		}
		if i < shownEdits {
			p.linef("  %s: %d of %d cells", x.ID, x.Changed, x.Cells)
		}
	}
}

// shownEdits is how many entries are listed whose answers were changed.
const shownEdits = 8

// barTable writes counts with bars.
type barTable struct{ p *printer }

// barWidth is how long the longest bar is.
const barWidth = 30

func (t barTable) write(title string, list []upkeep.Count) {
	if len(list) == 0 {
		return
	}
	t.p.linef("")
	t.p.linef("%s", title)
	widest, most := 0, 0
	for _, c := range list {
		widest, most = max(widest, utf8.RuneCountInString(clean(c.Name))), max(most, c.N)
	}
	widest = min(widest, 40)
	for i, c := range list {
		if i == shownCounts {
			t.p.linef("  and %d more", len(list)-i)
			return
		}
		name := short(c.Name, widest)
		t.p.linef("  %s%s %5d %s", name, strings.Repeat(" ", widest-utf8.RuneCountInString(name)), c.N, strings.Repeat("▇", max(1, c.N*barWidth/most)))
	}
}
