package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/runlog"
)

// StarterNote is said wherever the embedded fictional company answered.
const StarterNote = "answers of a fictional company (%s): not yours to send. `candor init` starts yours."

// Summary is what a person reads in the terminal after a run: gaps first, then
// what needs a person and why, then the counts, the proof and the files.
type Summary struct {
	Record             *runlog.Record
	Output, RecordPath string
	// Page is the report page's path, "" if none was asked for.
	Page string
	// Width is the terminal's, in columns.
	Width int
}

// maxListed bounds each list in the terminal; the record has them all.
const maxListed = 12

// Write prints the summary to w.
func (s Summary) Write(w io.Writer) error {
	p := &printer{w: w, width: s.Width}
	rec := s.Record
	p.linef("%s, as of %s", clean(rec.Input.Name), rec.AsOf)
	if rec.KB.Starter {
		p.wrapped("note: ", "      ", fmt.Sprintf(StarterNote, rec.KB.Company))
	}
	s.gaps(p)
	s.people(p)
	s.counts(p)
	return p.done("summary")
}

func (s Summary) gaps(p *printer) {
	groups := groupGaps(s.Record)
	if len(groups) == 0 {
		return
	}
	p.linef("")
	p.linef("Gaps")
	notes := 0
	for len(groups) > 0 && groups[len(groups)-1].Severity == gap.Info {
		notes += len(groups[len(groups)-1].Rows)
		groups = groups[:len(groups)-1]
	}
	s.gapLines(p, groups)
	if notes > 0 {
		p.linef("  %-8s%s without weight; the record has them", gap.Info, plural(notes, "remark"))
	}
}

func (s Summary) gapLines(p *printer, groups []gapGroup) {
	for i, g := range groups {
		if i == maxListed {
			p.linef("  and %d more in the run record", len(groups)-i)
			break
		}
		p.wrapped(fmt.Sprintf("  %-8s", g.Severity), "          ", fmt.Sprintf("%s, %s: %s", strings.TrimSpace(string(g.Code)+" "+g.Framework), plural(len(g.Rows), "question"), listed(g.Refs(), 4)))
		if g.Have != "" {
			p.wrapped("          ", "          ", "we have: "+g.Have)
		}
		if remedy := cmp.Or(g.RemedyTitle, g.Remedy); remedy != "" {
			p.wrapped("          ", "          ", "remedy: "+remedy)
		}
	}
}

func (s Summary) people(p *printer) {
	var rows []*runlog.Question
	for i := range s.Record.Rows {
		switch q := &s.Record.Rows[i]; q.Status {
		case answer.Blocked, answer.Review, answer.Unmatched:
			rows = append(rows, q)
		case answer.Filled, answer.Kept:
		}
	}
	if len(rows) == 0 {
		return
	}
	p.linef("")
	p.linef("Needs a person")
	for _, status := range []answer.Status{answer.Blocked, answer.Review, answer.Unmatched} {
		s.statusRows(p, status, rows)
	}
}

func (s Summary) statusRows(p *printer, status answer.Status, rows []*runlog.Question) {
	n := 0
	for _, q := range rows {
		if q.Status != status {
			continue
		}
		n++
		if n > maxListed {
			continue
		}
		p.linef("  %-10s%s  %s", status, clean(q.Ref), short(q.Question, max(20, p.width-14-len(q.Ref))))
		why := mainReason(q)
		if q.Owner != "" {
			why += " (" + q.Owner + ")"
		}
		p.wrapped("            ", "            ", why)
	}
	if n > maxListed {
		p.linef("  %-10sand %d more", status, n-maxListed)
	}
}

func (s Summary) counts(p *printer) {
	c := s.Record.Summary
	p.linef("")
	p.linef("%s: %d filled (%d %%), %d review, %d unmatched, %d kept, %d blocked",
		plural(c.Questions, "question"), c.Filled, percent(c.Filled, c.Questions), c.Review, c.Unmatched, c.Kept, c.Blocked)
	if v := s.Record.Verification; v != nil {
		p.linef("proof: %s changed, all of them answers; %s", plural(v.CellsChanged, "cell"), v.Rest())
	}
	if s.Output == "" {
		p.linef("dry run: nothing was written")
		return
	}
	p.linef("answers: %s", s.Output)
	p.linef("record:  %s", s.RecordPath)
	if s.Page != "" {
		p.linef("report:  %s", s.Page)
	}
}

// mainReason is the reason that decided the status: the last one, since each
// step that lowers an answer adds its own.
func mainReason(q *runlog.Question) string {
	if len(q.Reasons) == 0 {
		return ""
	}
	return q.Reasons[len(q.Reasons)-1].Text
}

// listed joins at most n items and counts the rest.
func listed(items []string, n int) string {
	for i := range items {
		items[i] = clean(items[i])
	}
	if len(items) <= n {
		return strings.Join(items, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(items[:n], ", "), len(items)-n)
}
