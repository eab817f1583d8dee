package upkeep

import (
	"cmp"
	"slices"
)

// kindOf is the work that takes a barrier away.
func kindOf(b Barrier) WantKind {
	switch b {
	case BarrierDraft, BarrierExample:
		return Approve
	case BarrierStale:
		return Review
	case BarrierNoFact:
		return FillFacts
	case BarrierSharing:
		return Share
	case BarrierNoEntry:
		return Write
	case BarrierLanguage:
		return Translate
	case BarrierProduct, BarrierUnsure, BarrierFollowUp:
	}
	return Widen
}

// makeWant sums up a group of rows.
func makeWant(g []wanted, currency string) Want {
	slices.SortStableFunc(g, func(a, b wanted) int {
		return cmp.Or(cmp.Compare(a.run.File, b.run.File), cmp.Compare(a.row.Ref, b.row.Ref))
	})
	w := Want{Questions: len(g), Prospects: []string{}}
	files := map[string]bool{}
	counts := map[Barrier]int{}
	for _, x := range g {
		files[x.run.File] = true
		counts[x.barrier]++
		if p := x.run.prospect(); !slices.Contains(w.Prospects, p) {
			w.Prospects = append(w.Prospects, p)
		}
		w.Asked = append(w.Asked, Asked{x.run.File, x.row.Ref, x.row.Question, x.row.Status, x.barrier})
	}
	slices.Sort(w.Prospects)
	w.Files = len(files)
	w.Question = oftenest(g, func(x wanted) string { return x.row.Question })
	w.Topic = oftenest(g, func(x wanted) string { return x.row.Topic })
	w.Value, w.Currency = value(g, currency)
	w.Barriers = countBarriers(counts)
	w.Kind = kindOf(w.Barriers[0].Code)
	w.nearest(g)
	w.Do = w.advice(oftenest(g, func(x wanted) string { return x.row.Language }))
	return w
}

// value sums the deals of a group, each file's once.
func value(g []wanted, currency string) (sum *float64, in string) {
	if currency == "" {
		return nil, ""
	}
	seen := map[string]bool{}
	total, known := 0.0, false
	for _, x := range g {
		if x.run.Value != nil && !seen[x.run.File] {
			seen[x.run.File], known = true, true
			total += *x.run.Value
		}
	}
	if !known {
		return nil, ""
	}
	return &total, currency
}

// oftenest is what most prospects say, the shorter and then the earlier on a
// tie.
func oftenest(g []wanted, of func(wanted) string) string {
	who := map[string]map[string]bool{}
	for _, x := range g {
		if v := of(x); v != "" {
			if who[v] == nil {
				who[v] = map[string]bool{}
			}
			who[v][x.run.prospect()] = true
		}
	}
	best := ""
	for v := range who {
		if best == "" || cmp.Or(cmp.Compare(len(who[v]), len(who[best])), cmp.Compare(len(best), len(v)), cmp.Compare(best, v)) > 0 {
			best = v
		}
	}
	return best
}

// countBarriers puts the most frequent barrier first.
func countBarriers(counts map[Barrier]int) []BarrierCount {
	var out []BarrierCount
	for _, b := range barriers() {
		if counts[b] > 0 {
			out = append(out, BarrierCount{b, barrierText(b), counts[b]})
		}
	}
	slices.SortStableFunc(out, func(a, b BarrierCount) int { return cmp.Compare(b.Questions, a.Questions) })
	return out
}

// nearest names the entry that comes nearest to most of the questions.
func (w *Want) nearest(g []wanted) {
	w.Nearest = oftenest(g, func(x wanted) string { return x.entry })
	for _, x := range g {
		if x.entry == w.Nearest && len(x.row.Matches) > 0 && x.row.Matches[0].Entry == w.Nearest {
			w.Likeness = max(w.Likeness, x.row.Matches[0].Confidence)
		}
	}
}

func (w *Want) advice(language string) string {
	switch w.Kind {
	case Approve:
		return "make it true for you and approve it: candor library approve " + w.Nearest
	case Review:
		return "read it again and renew its day of review: candor library approve " + w.Nearest
	case FillFacts:
		return "give the facts of " + w.Nearest + " a value in company/facts.yaml"
	case Share:
		return "decide whether " + w.Nearest + " may be shared more widely, or run fill with --sharing nda"
	case Translate:
		return "write an entry with what " + w.Nearest + " says, language: " + language
	case Widen:
		return "if " + w.Nearest + " answers it, add the wording to its questions; else write an entry"
	case Write:
	}
	if w.Nearest == "" {
		return "write an entry"
	}
	return "write an entry (" + w.Nearest + " is the nearest, and far)"
}
