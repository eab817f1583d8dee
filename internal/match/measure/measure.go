package measure

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"candor/internal/guard"
	"candor/internal/match"
)

// Outcome is what became of one gold question.
type Outcome struct {
	Gold       Gold
	Matches    []match.Match
	Findings   []guard.Finding
	Confidence float64
	// Rank is the place of the wanted entry, 1 for the first, 0 if not found.
	Rank int
	// Filled is true if the answer would be written; Verdict is what it says.
	Filled  bool
	Verdict string
	// Right is true if the wanted entry was filled with the right verdict.
	Right bool
}

// WrongYes is true for the one unforgivable fault.
func (o *Outcome) WrongYes() bool {
	return o.Filled && !o.Right && (o.Verdict == "yes" || o.Verdict == "partial") && o.Gold.Verdict != "yes"
}

// Evaluate asks every gold question and guards the best match.
func Evaluate(ctx context.Context, m *match.Matcher, g *guard.Guard, entries []match.Entry, gold []Gold) ([]Outcome, error) {
	byID := map[string]match.Entry{}
	for _, e := range entries {
		byID[e.ID] = e
	}
	fill := m.Thresholds().Fill
	var out []Outcome
	for _, gq := range gold {
		q := gq.question()
		q.Topic = m.Topic(q)
		ranked, err := m.Rank(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("ask %q: %w", gq.Text, err)
		}
		o := Outcome{Gold: gq, Matches: ranked}
		for i, r := range ranked {
			if o.Rank == 0 && gq.wants(r.Entry) {
				o.Rank = i + 1
			}
		}
		if len(ranked) > 0 {
			e := byID[ranked[0].Entry]
			o.Confidence, o.Verdict = ranked[0].Confidence, e.Verdict
			o.Findings = g.Check(q, e, ranked[0].Question)
			o.Filled = o.Confidence >= fill && o.apply()
			o.Right = o.Filled && gq.answerable() && gq.wants(e.ID) && agree(o.Verdict, gq.Verdict)
		}
		out = append(out, o)
	}
	return out, nil
}

// agree is true unless both take a position and differ: an entry in words
// answers an open question as well as one that says Yes first.
func agree(a, b string) bool { return a == b || a == "text" || b == "text" }

func (g *Gold) question() match.Question {
	q := match.Question{Text: g.Text, Parent: g.Parent, Language: g.Lang}
	if g.Section != "" {
		q.Section = []string{g.Section}
	}
	return q
}

// apply lets the findings change the verdict; false if a person must look.
func (o *Outcome) apply() bool {
	for _, f := range o.Findings {
		switch f.Effect {
		case guard.EffectReview, guard.EffectBlock:
			return false
		case guard.EffectTurn:
			switch o.Verdict {
			case "yes":
				o.Verdict = "no"
			case "no":
				o.Verdict = "yes"
			}
		case guard.EffectNote:
		}
	}
	return true
}

// Stats are the figures of a set of outcomes.
type Stats struct {
	Questions, Wanted, Hit1, Hit3      int
	MRR                                float64
	Answerable, Filled, Right          int
	WrongYes, Unanswerable, FilledNone int
}

// Summarize counts.
func Summarize(list []Outcome) Stats {
	var s Stats
	for i := range list {
		s.add(&list[i])
	}
	if s.Wanted > 0 {
		s.MRR /= float64(s.Wanted)
	}
	return s
}

// add counts one outcome; MRR gathers the sum.
func (s *Stats) add(o *Outcome) {
	s.Questions++
	if o.Gold.Want != None {
		s.Wanted++
		if o.Rank == 1 {
			s.Hit1++
		}
		if o.Rank >= 1 && o.Rank <= 3 {
			s.Hit3++
		}
		if o.Rank > 0 {
			s.MRR += 1 / float64(o.Rank)
		}
	} else {
		s.Unanswerable++
	}
	if o.Gold.answerable() {
		s.Answerable++
	}
	if o.Filled {
		s.Filled++
		if o.Gold.Want == None {
			s.FilledNone++
		}
	}
	if o.Right {
		s.Right++
	}
	if o.WrongYes() {
		s.WrongYes++
	}
}

// Precision is the share of right ones among the filled.
func (s *Stats) Precision() float64 {
	if s.Filled == 0 {
		return 1
	}
	return rate(s.Right, s.Filled)
}

// Report prints the figures of both splits, each kind of trap, and how well
// confidence and right answers agree.
func Report(out io.Writer, list []Outcome, t match.Thresholds) {
	fmt.Fprintf(out, "thresholds: fill %.2f, review %.2f\n\n", t.Fill, t.Review)
	fmt.Fprintf(out, "%-22s %9s %6s %6s %6s %8s %6s %9s %9s\n", "set", "questions", "hit@1", "hit@3", "MRR", "filled", "wrong", "wrong yes", "precision")
	for _, split := range []string{"dev", "test"} {
		line(out, split, only(list, func(o *Outcome) bool { return o.Gold.Split == split }))
	}
	for _, split := range []string{"dev", "test"} {
		traps := map[string]bool{}
		for _, o := range list {
			traps[o.Gold.Trap] = true
		}
		for _, trap := range slices.Sorted(maps.Keys(traps)) {
			line(out, split+" "+cmp.Or(trap, "plain"), only(list, func(o *Outcome) bool { return o.Gold.Split == split && o.Gold.Trap == trap }))
		}
	}
	fmt.Fprintf(out, "\nreliability (best match of every question, before guards)\n")
	for _, lo := range []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9} {
		n, right := 0, 0
		for _, o := range list {
			if len(o.Matches) > 0 && o.Confidence >= lo && (o.Confidence < lo+0.1 || lo == 0.9) {
				n++
				if o.Rank == 1 {
					right++
				}
			}
		}
		fmt.Fprintf(out, "  %.1f to %.1f: %3d shown, %.2f right\n", lo, lo+0.1, n, rate(right, n))
	}
}

func only(list []Outcome, keep func(*Outcome) bool) []Outcome {
	var out []Outcome
	for i := range list {
		if keep(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

func line(out io.Writer, name string, list []Outcome) {
	if len(list) == 0 {
		return
	}
	s := Summarize(list)
	fmt.Fprintf(out, "%-22s %9d %6.3f %6.3f %6.3f %3d/%-4d %6d %9d %9.3f\n", name, s.Questions,
		rate(s.Hit1, s.Wanted), rate(s.Hit3, s.Wanted), s.MRR, s.Filled, s.Answerable, s.Filled-s.Right, s.WrongYes, s.Precision())
}

// Misses prints what went wrong: for people who mend it. Only the dev split is
// shown, since whoever reads the test split will fit it.
func Misses(out io.Writer, list []Outcome) {
	for i := range list {
		o := &list[i]
		if o.Gold.Split != "dev" || o.Right || !o.Filled && !o.Gold.answerable() {
			continue
		}
		kind := "not filled"
		if o.Filled {
			kind = "WRONG"
		} else if o.Rank != 1 {
			kind = "missed"
		}
		fmt.Fprintf(out, "%s [%s] %s\n    want %s (%s), rank %d\n", kind, o.Gold.Trap, o.Gold.Text, o.Gold.Want, o.Gold.Verdict, o.Rank)
		for j, m := range o.Matches {
			if j < 2 || o.Gold.wants(m.Entry) {
				fmt.Fprintf(out, "    %.3f %s %q %s\n", m.Confidence, m.Entry, m.Question, signalText(m.Signals))
			}
		}
		for _, f := range o.Findings {
			fmt.Fprintf(out, "    %s %s: %s\n", f.Effect, f.Code, f.Text)
		}
	}
}

func signalText(signals map[string]float64) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(signals)) {
		parts = append(parts, fmt.Sprintf("%s=%.2f", name, signals[name]))
	}
	return strings.Join(parts, " ")
}

func rate(part, total int) float64 {
	if total == 0 {
		return 0
	}
	return float64(part) / float64(total)
}
