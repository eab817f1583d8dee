package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"candor/internal/runlog"
)

// Explanation is one question of a run in full.
type Explanation struct {
	Record   *runlog.Record
	Question *runlog.Question
	Width    int
}

// Write prints the explanation to w.
func (e Explanation) Write(w io.Writer) error {
	p := &printer{w: w, width: e.Width}
	q := e.Question
	p.linef("%s%s", clean(q.Ref), suffix("  ", q.ID))
	if len(q.Section) > 0 {
		p.linef("section:    %s", clean(strings.Join(q.Section, " > ")))
	}
	p.wrapped("question:   ", "            ", q.Question)
	p.linef("status:     %s, verdict %s, confidence %.2f", q.Status, q.Verdict, q.Confidence)
	if q.Choice != "" {
		p.linef("choice:     %q of %q", q.Choice, q.Choices)
	}
	if q.Answer != "" {
		p.wrapped("answer:     ", "            ", q.Answer)
	}
	for _, cell := range slices.Sorted(maps.Keys(q.Written)) {
		p.linef("written:    %s", cell)
	}
	e.reading(p)
	e.evidence(p)
	p.linef("because")
	for _, r := range q.Reasons {
		p.wrapped("  - ", "    ", r.Code+": "+r.Text)
	}
	return p.done("explanation")
}

func (e Explanation) reading(p *printer) {
	a := e.Question.Ask
	if a == nil {
		return
	}
	p.linef("asks about: %s; %s, %s, of the %s", strings.Join(a.Frameworks, ", "), a.Aspect, a.Logic, a.Subject)
	p.wrapped("  rules:    ", "            ", strings.Join(a.Why, ", "))
}

func (e Explanation) evidence(p *printer) {
	q := e.Question
	for i, m := range q.Matches {
		if i == 0 {
			p.linef("nearest entries")
		}
		p.wrapped(fmt.Sprintf("  %.2f  ", m.Confidence), "        ", fmt.Sprintf("%s: %q", m.Entry, m.Question))
		if len(m.Signals) > 0 {
			p.wrapped("        ", "        ", signals(m.Signals))
		}
	}
	for i, g := range q.Guards {
		if i == 0 {
			p.linef("guards")
		}
		p.wrapped("  - ", "    ", string(g.Code)+": "+g.Text)
	}
	for i, g := range q.Gaps {
		if i == 0 {
			p.linef("gaps")
		}
		p.wrapped("  - ", "    ", fmt.Sprintf("%s %s %s. asked: %s%s",
			g.Severity, g.Code, cmp.Or(strings.Join(g.Controls, ", "), g.Framework), g.Asked, suffix("; we have: ", g.Have)))
	}
	for i, s := range q.Sources {
		if i == 0 {
			p.linef("sources")
		}
		p.linef("  - %s%s%s%s", s.Entry, s.Posture, s.Document, suffix("  sha256:", short(s.Digest, 13)))
	}
}

// signals lists the signals of a match, the strongest first.
func signals(m map[string]float64) string {
	names := slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		switch {
		case m[a] > m[b]:
			return -1
		case m[a] < m[b]:
			return 1
		}
		return strings.Compare(a, b)
	})
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = fmt.Sprintf("%s %.2f", n, m[n])
	}
	return strings.Join(parts, ", ")
}

// suffix is text behind lead, or nothing for an empty text.
func suffix(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}
