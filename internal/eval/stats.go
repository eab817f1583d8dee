package eval

import (
	"cmp"
	"maps"
	"slices"

	"candor/internal/answer"
)

// Stats are the figures of some outcomes.
type Stats struct {
	Questions int `json:"questions"`
	// Wanted is how many have a known entry that takes part in matching; Hit1,
	// Hit3 and MRR are among those.
	Wanted int     `json:"wanted"`
	Hit1   int     `json:"hit1"`
	Hit3   int     `json:"hit3"`
	MRR    float64 `json:"mrr"`
	// Answerable is how many a run should fill in; Reached how many of those
	// it did.
	Answerable int `json:"answerable"`
	Reached    int `json:"reached"`
	// Filled = Right + Wrong + Unjudged; WrongYes is part of Wrong.
	Filled   int `json:"filled"`
	Right    int `json:"right"`
	Wrong    int `json:"wrong"`
	WrongYes int `json:"wrong_yes"`
	Unjudged int `json:"unjudged"`
	Review   int `json:"review"`
	Blank    int `json:"unmatched"`
	Blocked  int `json:"blocked"`
	// Overlap is the mean overlap of filled answers with the text that a
	// person wrote, -1 if there was none to compare.
	Overlap float64 `json:"overlap"`
}

// Summarize counts.
func Summarize(list []Outcome) Stats {
	s := Stats{Questions: len(list), Overlap: -1, Filled: filled(list)}
	var overlaps, reciprocal float64
	compared := 0
	for i := range list {
		o := &list[i]
		s.add(o)
		if o.Wanted && o.Rank > 0 {
			reciprocal += 1 / float64(o.Rank)
		}
		if o.Status == answer.Filled && o.Overlap >= 0 {
			overlaps += o.Overlap
			compared++
		}
	}
	s.MRR = share(reciprocal, s.Wanted)
	if compared > 0 {
		s.Overlap = overlaps / float64(compared)
	}
	return s
}

func (s *Stats) add(o *Outcome) {
	if o.Wanted {
		s.Wanted++
		if o.Rank == 1 {
			s.Hit1++
		}
		if o.Rank >= 1 && o.Rank <= 3 {
			s.Hit3++
		}
	}
	if o.Answerable {
		s.Answerable++
		if o.Status == answer.Filled {
			s.Reached++
		}
	}
	if o.WrongYes {
		s.WrongYes++
	}
	switch o.Judgement {
	case Right:
		s.Right++
	case Wrong:
		s.Wrong++
	case Unjudged:
		s.Unjudged++
	case Open:
	}
	switch o.Status {
	case answer.Review:
		s.Review++
	case answer.Unmatched:
		s.Blank++
	case answer.Blocked:
		s.Blocked++
	case answer.Filled, answer.Kept:
	}
}

// Precision is the share of right ones among the filled that could be judged;
// 1 if there are none.
func (s *Stats) Precision() float64 {
	if s.Right+s.Wrong == 0 {
		return 1
	}
	return share(float64(s.Right), s.Right+s.Wrong)
}

// FilledShare is the share of answerable questions that were filled in.
func (s *Stats) FilledShare() float64 { return share(float64(s.Reached), s.Answerable) }

func share(part float64, total int) float64 {
	if total == 0 {
		return 0
	}
	return part / float64(total)
}

// Group is some outcomes under a name, with their figures.
type Group struct {
	Name  string `json:"name"`
	Stats Stats  `json:"stats"`
}

// groups splits outcomes by the name that by returns, in the order of names;
// outcomes without a name are left out.
func groups(list []Outcome, by func(*Outcome) string) []Group {
	parts := map[string][]Outcome{}
	for i := range list {
		if name := by(&list[i]); name != "" {
			parts[name] = append(parts[name], list[i])
		}
	}
	var out []Group
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		out = append(out, Group{Name: name, Stats: Summarize(parts[name])})
	}
	return out
}

func bySet(o *Outcome) string { return trimJoin(o.Set, o.Case.Split) }

func bySplit(o *Outcome) string { return o.Case.Split }

func byTrap(o *Outcome) string {
	if o.Case.Split == "" {
		return ""
	}
	return trimJoin(o.Case.Split, cmp.Or(o.Case.Trap, "plain"))
}

func byLanguage(o *Outcome) string {
	if o.Case.Language == "" {
		return ""
	}
	return trimJoin(o.Case.Split, o.Case.Language)
}

func trimJoin(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
