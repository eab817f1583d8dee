package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/gap"
	"candor/internal/runlog"
)

// BatchSummary is what a person reads after a batch: a line for each file,
// then what went wrong and why, then the counts.
type BatchSummary struct {
	Batch *runlog.Batch
	// Output is the folder that the answers went to.
	Output string
	// Width is the terminal's, in columns.
	Width int
}

// Write prints the summary to w.
func (s BatchSummary) Write(w io.Writer) error {
	p := &printer{w: w, width: s.Width}
	b := s.Batch
	p.linef("%s, as of %s", plural(b.Totals.Files, "questionnaire"), b.AsOf)
	if b.KB.Starter {
		p.wrapped("note: ", "      ", fmt.Sprintf(StarterNote, b.KB.Company))
	}
	s.table(p)
	s.failures(p)
	s.leftOut(p)
	s.conflicts(p)
	s.counts(p)
	return p.done("summary")
}

// table prints a line for each file that has a record.
func (s BatchSummary) table(p *printer) {
	var rows []runlog.BatchFile
	wide := len("file")
	for _, f := range s.Batch.Files {
		if f.Summary != nil {
			rows = append(rows, f)
			wide = max(wide, utf8.RuneCountInString(clean(f.File)))
		}
	}
	if len(rows) == 0 {
		return
	}
	wide = min(wide, max(20, p.width-66))
	p.linef("")
	p.linef("%-*s  questions  filled  review  unmatched  kept  blocked  gaps", wide, "file")
	for _, f := range rows {
		s.line(p, wide, short(f.File, wide), *f.Summary)
	}
	if len(rows) > 1 {
		s.line(p, wide, "all", s.Batch.Totals.Summary)
	}
}

func (BatchSummary) line(p *printer, wide int, name string, c runlog.Summary) {
	pad := strings.Repeat(" ", max(0, wide-utf8.RuneCountInString(name)))
	p.linef("%s%s  %9d  %6d  %6d  %9d  %4d  %7d  %s", name, pad, c.Questions, c.Filled, c.Review, c.Unmatched, c.Kept, c.Blocked, gapCounts(c.Gaps))
}

// gapCounts writes gaps by severity, the heaviest first.
func gapCounts(gaps map[string]int) string {
	var parts []string
	for _, severity := range []gap.Severity{gap.Blocker, gap.High, gap.Medium, gap.Low, gap.Info} {
		if n := gaps[string(severity)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, severity))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func (s BatchSummary) failures(p *printer) {
	if s.Batch.Totals.Failed == 0 {
		return
	}
	p.linef("")
	p.linef("Not answered")
	for _, f := range s.Batch.Files {
		if f.Status == runlog.FileFailed {
			p.linef("  %s", clean(f.File))
			p.wrapped("    ", "    ", f.Why)
		}
	}
}

// leftOut groups the paths by reason.
func (s BatchSummary) leftOut(p *printer) {
	var reasons []string
	paths := map[string][]string{}
	for _, l := range s.Batch.LeftOut {
		if paths[l.Why] == nil {
			reasons = append(reasons, l.Why)
		}
		paths[l.Why] = append(paths[l.Why], l.Path)
	}
	if len(reasons) == 0 {
		return
	}
	slices.Sort(reasons)
	p.linef("")
	p.linef("Left out")
	for _, why := range reasons {
		p.wrapped("  ", "  ", fmt.Sprintf("%s: %s", listed(paths[why], 4), why))
	}
}

func (s BatchSummary) conflicts(p *printer) {
	if len(s.Batch.Conflicts) == 0 {
		return
	}
	p.linef("")
	p.linef("One question, different answers")
	for i, c := range s.Batch.Conflicts {
		if i == maxListed {
			p.linef("  and %d more; --json lists them", len(s.Batch.Conflicts)-i)
			break
		}
		p.linef("  %s", short(c.Question, max(20, p.width-2)))
		for _, a := range c.Answers {
			p.linef("    %s", short(fmt.Sprintf("%s in %s, %s: %s", a.Verdict, a.Record, a.Ref, a.Answer), max(20, p.width-4)))
		}
	}
}

func (s BatchSummary) counts(p *printer) {
	b, t := s.Batch, s.Batch.Totals
	p.linef("")
	p.linef("%s: %d answered, %d unchanged, %d not answered", plural(t.Files, "file"), t.Answered, t.Unchanged, t.Failed+t.Pending)
	c := t.Summary
	p.linef("%s: %d filled (%d %%), %d review, %d unmatched, %d kept, %d blocked",
		plural(c.Questions, "question"), c.Filled, percent(c.Filled, c.Questions), c.Review, c.Unmatched, c.Kept, c.Blocked)
	if n := len(b.Orphans); n > 0 {
		p.wrapped("", "", fmt.Sprintf("no input any more for %s: %s", plural(n, "output"), listed(slices.Clone(b.Orphans), 4)))
	}
	switch {
	case b.DryRun:
		p.linef("dry run: nothing was written")
	case b.Interrupted:
		p.linef("stopped before the end; the same command goes on with the rest")
	default:
		p.linef("answers: %s", s.Output)
	}
}

// FileLine tells in one line what became of a file.
func FileLine(f runlog.BatchFile) string {
	line := clean(f.File) + ": "
	switch f.Status {
	case runlog.FileAnswered:
		s := f.Summary
		return line + fmt.Sprintf("%s, %d filled, %d review, %d unmatched, %d blocked", plural(s.Questions, "question"), s.Filled, s.Review, s.Unmatched, s.Blocked)
	case runlog.FileUnchanged:
		return line + "unchanged"
	case runlog.FileFailed:
		return line + "not answered: " + clean(f.Why)
	case runlog.FilePending:
		return line + "not reached"
	case runlog.FileLeftOut:
		return line + "left out: " + clean(f.Why)
	}
	return line + string(f.Status)
}
