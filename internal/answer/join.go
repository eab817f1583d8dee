package answer

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
)

// Part is one of the questions that a row asks.
type Part struct {
	Text string
	// Matches are the entries ranked for this part alone, best first.
	Matches []match.Match
	// Guards returns the objections to answering this part with an entry.
	Guards func(e *library.Entry, phrasing string) []guard.Finding
}

// mostParts is how many parts may be joined: a longer list of questions wants a
// person who writes one answer.
const mostParts = 3

// join answers a row that asks several things from an entry for each, if every
// part has one that would be written by itself and that no guard objects to.
// Answers that differ in position are shown to a person side by side.
func join(in Input, whole []guard.Finding) (Decision, bool) {
	if len(in.Parts) < 2 || len(in.Parts) > mostParts || slices.ContainsFunc(whole, forbids) {
		return Decision{}, false
	}
	var parts []Decision
	for i := range in.Parts {
		d, ok := answerPart(in, &in.Parts[i])
		if !ok {
			return Decision{}, false
		}
		if !slices.ContainsFunc(parts, func(p Decision) bool { return p.Sources[0].Entry == d.Sources[0].Entry && p.Verdict == d.Verdict }) {
			parts = append(parts, d)
		}
	}
	return joined(parts), true
}

// openPart finds a part of the row that the chosen entry does not answer: asked
// alone, another entry comes first, or none does though it wants a yes or no. A
// request for more ("State the algorithm.") says too little alone to be found.
func openPart(in Input, d Decision) (Part, bool) {
	if len(d.Sources) == 0 {
		return Part{}, false
	}
	if in.Halved {
		return openHalf(in, d)
	}
	enough := (in.Policy.Review + in.Policy.Fill) / 2
	for _, p := range in.Parts {
		sure := len(p.Matches) > 0 && p.Matches[0].Confidence >= enough
		closed := match.FormOf(p.Text) == match.FormClosed
		switch {
		case !sure && !closed, sure && p.Matches[0].Entry == d.Sources[0].Entry:
		case closed || !alsoAnswers(in, p, d.Sources[0].Entry):
			return p, true
		}
	}
	return Part{}, false
}

// openHalf finds the one of two things of a clause that the chosen entry does not
// answer: asked alone, it is about somebody or something else ("Do employees
// and customers sign an NDA?"). What else guards say of it may come of the cut.
func openHalf(in Input, d Decision) (Part, bool) {
	e, ok := in.Entry(d.Sources[0].Entry)
	if !ok || d.Status != Filled {
		return Part{}, false
	}
	for _, p := range in.Parts {
		if slices.ContainsFunc(p.Guards(e, phrasingFor(p, e)), func(f guard.Finding) bool {
			return f.Effect == guard.EffectReview && (f.Code == guard.Subject || f.Code == guard.Scope || f.Code == guard.Object)
		}) {
			return p, true
		}
	}
	return Part{}, false
}

// phrasingFor is the phrasing of an entry that a part came nearest to.
func phrasingFor(p Part, e *library.Entry) string {
	if i := slices.IndexFunc(p.Matches, func(m match.Match) bool { return m.Entry == e.ID }); i >= 0 {
		return p.Matches[i].Question
	}
	if len(e.Questions) == 0 {
		return ""
	}
	return e.Questions[0]
}

// alsoAnswers is true if the chosen entry may answer a part that wants words,
// though another entry comes first for the part alone: that one is not sure
// enough to be written, since a part such as "and by when?" says little, and no
// guard objects to the chosen one. "Which laws apply, and how do you keep track
// of them?"
func alsoAnswers(in Input, p Part, id string) bool {
	e, ok := in.Entry(id)
	if !ok || p.Guards == nil || p.Matches[0].Confidence >= in.Policy.Fill {
		return false
	}
	return !slices.ContainsFunc(p.Guards(e, phrasingFor(p, e)), func(f guard.Finding) bool {
		return f.Effect != guard.EffectNote && f.Code != guard.Dependent
	})
}

// forbids is true for objections to the row as such, whatever its parts say.
func forbids(f guard.Finding) bool {
	return f.Code == guard.Instruction || f.Effect == guard.EffectBlock
}

// answerPart answers one part as if it were a row of its own, and only for sure:
// half of a row says less than a row, so it takes half the doubt.
func answerPart(in Input, part *Part) (Decision, bool) {
	if len(part.Matches) == 0 || part.Matches[0].Confidence < (1+in.Policy.Fill)/2 {
		return Decision{}, false
	}
	alone := in
	alone.Matches, alone.Guards, alone.Parts = part.Matches, part.Guards, nil
	d, _ := fromLibrary(alone)
	return d, d.Status == Filled
}

// joined puts the answers of the parts one after the other.
func joined(parts []Decision) Decision {
	d := parts[0]
	d.Reasons = nil
	d.because("joined", fmt.Sprintf("the row asks several things, which %d entries answer", len(parts)))
	if len(parts) == 1 {
		d.Reasons[0].Text = "the row asks several things, all of which one entry answers"
	}
	var texts, shorts []string
	for _, p := range parts {
		texts = append(texts, p.Text)
		if p.Short != "" {
			shorts = append(shorts, p.Short)
		}
		d.Reasons = append(d.Reasons, p.Reasons...)
		d.Confidence = min(d.Confidence, p.Confidence)
	}
	for _, p := range parts[1:] {
		d.Sources = append(d.Sources, p.Sources...)
		d.Gaps = append(d.Gaps, p.Gaps...)
		for _, title := range p.Evidence {
			if !slices.Contains(d.Evidence, title) {
				d.Evidence = append(d.Evidence, title)
			}
		}
		d.take(p.Verdict)
	}
	d.Text, d.Short = strings.Join(texts, "\n"), ""
	if len(shorts) == len(parts) {
		d.Short = strings.Join(shorts, " ")
	}
	return d
}

// take adds the position of a further part. One without a position leaves that
// of the others; two that differ leave none that a tool may choose.
func (d *Decision) take(v library.Verdict) {
	switch {
	case v == d.Verdict || v == library.Text:
	case d.Verdict == library.Text:
		d.Verdict = v
	default:
		d.lower("parts_differ", fmt.Sprintf("one part is answered with %s, another with %s", d.Verdict, v))
	}
}
