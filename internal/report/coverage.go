package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/upkeep"
)

// Coverage is what a person reads of how far a library answers a framework:
// a bar for each series or theme, then the controls to act on.
type Coverage struct {
	Report *upkeep.Coverage
	// Page is where the HTML matrix was written, "" if none was.
	Page  string
	Width int
}

// coverMarks stand for the states in the bars, so that they are told apart
// without colour.
var coverMarks = map[upkeep.Answered]string{
	upkeep.Covered: "█", upkeep.Mixed: "▓", upkeep.Denied: "N", upkeep.Aged: "s", upkeep.Held: "h",
	upkeep.Drafted: "d", upkeep.Missing: "·", upkeep.Excluded: "x",
}

// coverTexts say what the states mean.
var coverTexts = map[upkeep.Answered]string{
	upkeep.Covered:  "by an approved entry",
	upkeep.Mixed:    "another entry says No or Partial",
	upkeep.Denied:   "all entries say No or Partial",
	upkeep.Aged:     "every entry is past its review day",
	upkeep.Held:     "every entry is internal or lacks a fact",
	upkeep.Drafted:  "every entry is a draft",
	upkeep.Missing:  "no entry names it",
	upkeep.Excluded: "left out by the Statement of Applicability",
}

// Write prints the report to w.
func (c Coverage) Write(w io.Writer) error {
	p := &printer{w: w, width: c.Width}
	r := c.Report
	p.linef("%s %s: %s of %d answered, as of %s", r.Name, r.Edition, coverCount(r.Counts), r.Total-r.Counts[upkeep.Excluded], r.AsOf)
	p.linef("")
	for _, g := range r.Groups {
		var marks strings.Builder
		for _, ctl := range g.Controls {
			marks.WriteString(coverMarks[ctl.State])
		}
		p.linef("  %-5s %-38s %s", g.ID, marks.String(), groupText(g))
	}
	p.linef("")
	if i := slices.IndexFunc(r.Groups, func(g upkeep.GroupCover) bool { return g.Note != "" }); i >= 0 {
		p.linef("  * %s", r.Groups[i].Note)
	}
	for _, s := range upkeep.States() {
		if n := r.Counts[s]; n > 0 {
			p.linef("  %s %4d %s: %s", coverMarks[s], n, coverWords[s], coverTexts[s])
		}
	}
	for _, s := range upkeep.States() {
		if s != upkeep.Covered {
			c.list(p, s)
		}
	}
	if c.Page != "" {
		p.linef("")
		p.linef("page: %s", c.Page)
	}
	return p.done("coverage")
}

func coverCount(counts map[upkeep.Answered]int) string {
	return fmt.Sprint(counts[upkeep.Covered] + counts[upkeep.Mixed])
}

func groupText(g upkeep.GroupCover) string {
	text := fmt.Sprintf("%s of %d", coverCount(g.Counts), len(g.Controls)-g.Counts[upkeep.Excluded])
	text += " " + g.Title
	if g.Note != "" {
		text += " *"
	}
	return text
}

func (c Coverage) list(p *printer, s upkeep.Answered) {
	if c.Report.Counts[s] == 0 {
		return
	}
	p.linef("")
	p.linef("%s (%s):", coverWords[s], coverTexts[s])
	for _, g := range c.Report.Groups {
		for _, ctl := range g.Controls {
			if ctl.State == s {
				coverLine(p, &ctl)
			}
		}
	}
}

func coverLine(p *printer, ctl *upkeep.ControlCover) {
	p.wrapped(fmt.Sprintf("  %-8s", ctl.ID), "          ", ctl.Title)
	if ctl.State != upkeep.Missing {
		p.wrapped("          ", "          ", ctl.Why)
	}
	if len(ctl.Suggest) > 0 {
		p.wrapped("          ", "          ", "may be answered by "+strings.Join(ctl.Suggest, ", ")+" (by the mapping; judge it)")
	}
}
