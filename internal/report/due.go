package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/upkeep"
)

// Due is what a person reads of what is past its review day or soon will be:
// by owner, the most overdue first.
type Due struct {
	Report *upkeep.DueReport
	Width  int
}

// noOwner stands for entries that name no owner, and for facts and documents,
// which have none.
const (
	noOwner       = "no owner"
	factsAndFiles = "facts and documents"
)

// Write prints the report to w.
func (d Due) Write(w io.Writer) error {
	p := &printer{w: w, width: d.Width}
	r := d.Report
	p.linef("%s", dueHeadline(r))
	byOwner := map[string][]upkeep.Due{}
	var owners []string
	for _, item := range r.Items {
		owner := cmp.Or(item.Owner, noOwner)
		if item.Kind != upkeep.KindEntry {
			owner = factsAndFiles
		}
		if byOwner[owner] == nil {
			owners = append(owners, owner)
		}
		byOwner[owner] = append(byOwner[owner], item)
	}
	slices.SortFunc(owners, func(a, b string) int {
		return cmp.Or(cmp.Compare(overdue(byOwner[b]), overdue(byOwner[a])), cmp.Compare(len(byOwner[b]), len(byOwner[a])), cmp.Compare(a, b))
	})
	for _, owner := range owners {
		p.linef("")
		p.linef("%s: %s", clean(owner), dueCounts(overdue(byOwner[owner]), len(byOwner[owner])))
		dueTable(p, byOwner[owner])
	}
	if len(r.Undated) > 0 {
		p.linef("")
		p.wrapped("never due: ", "           ", strings.Join(r.Undated, ", ")+" (no day of review)")
	}
	if len(r.Items) > 0 {
		p.linef("")
		p.linef("next: read an entry, correct it, then: candor library approve <id>")
	}
	return p.done("review days")
}

func dueHeadline(r *upkeep.DueReport) string {
	if len(r.Items) == 0 {
		if r.Within == 0 {
			return "nothing is past its review day on " + r.AsOf
		}
		return fmt.Sprintf("nothing is past its review day on %s or due by %s", r.AsOf, r.Until)
	}
	out := fmt.Sprintf("%d past the review day on %s", r.Overdue, r.AsOf)
	if r.Within > 0 {
		out += fmt.Sprintf(", %d more due by %s", r.Soon, r.Until)
	}
	return out
}

func overdue(items []upkeep.Due) int {
	n := 0
	for _, i := range items {
		if i.Overdue() {
			n++
		}
	}
	return n
}

func dueCounts(overdue, all int) string {
	if overdue == 0 {
		return fmt.Sprintf("%d due soon", all)
	}
	if overdue == all {
		return fmt.Sprintf("%d overdue", all)
	}
	return fmt.Sprintf("%d overdue, %d due soon", overdue, all-overdue)
}

func dueTable(p *printer, items []upkeep.Due) {
	columns := []column{{head: "DUE"}, {head: "DAYS"}, {head: "WHAT"}, {head: "ID", least: 20}, {head: "STATUS", least: 6}, {head: "TITLE", least: 20}, {head: "USED BY", least: 12}}
	for _, i := range items {
		days := fmt.Sprintf("%d left", i.Days)
		if i.Overdue() {
			days = fmt.Sprintf("%d ago", -i.Days)
		}
		used := ""
		if i.Kind != upkeep.KindEntry {
			used = usedBy(i.Used)
		}
		for c, cell := range []string{i.Due, days, string(i.Kind), i.ID, i.Status, i.Title, used} {
			columns[c].cells = append(columns[c].cells, cell)
		}
	}
	p.fittedTable(dropEmpty(columns))
}

// dropEmpty leaves out columns without a value.
func dropEmpty(columns []column) []column {
	return slices.DeleteFunc(columns, func(c column) bool {
		return !slices.ContainsFunc(c.cells, func(s string) bool { return s != "" })
	})
}

func usedBy(ids []string) string {
	if len(ids) == 0 {
		return "no entry"
	}
	if len(ids) == 1 {
		return ids[0]
	}
	return fmt.Sprintf("%s and %d more", ids[0], len(ids)-1)
}
