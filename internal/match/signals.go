package match

import (
	"math"
	"slices"
)

// The signals, in the order of the weights. Each is 0..1, and more is better.
const (
	// sigQuestion is how much of the question's weight the phrasing covers.
	sigQuestion = "question_covered"
	// sigPhrasing is how much of the phrasing's weight the question covers.
	sigPhrasing = "phrasing_covered"
	// sigBoth is the harmonic mean of the two: both must hold.
	sigBoth = "covered_both"
	// sigNear is sigBoth squared: half the words in common is little, all of
	// them is nearly everything.
	sigNear = "near"
	// sigEntry is how much of the question all phrasings and the text cover.
	sigEntry = "entry_covered"
	// sigEntryObject is sigEntry over the words that name a thing.
	sigEntryObject = "entry_object"
	// sigExact is sigEntry over words met as such, not by a related one.
	sigExact = "exact"
	// sigObject is sigQuestion over the words that name a thing.
	sigObject = "object"
	// sigObjectBack is sigPhrasing over the words that name a thing.
	sigObjectBack = "object_back"
	// sigAction is whether the same is done with the thing.
	sigAction = "action"
	// sigRareQuestion falls with the rarest word of the question left over.
	sigRareQuestion = "no_rare_left"
	// sigRareEntry is the same with what phrasings and text leave over.
	sigRareEntry = "no_rare_left_entry"
	// sigRarePhrasing falls with the rarest word of the phrasing left over.
	sigRarePhrasing = "no_rare_extra"
	// sigOrder is how far the shared words stand in the same order.
	sigOrder = "order"
	// sigText is how much of the question the answer text covers.
	sigText = "text_covered"
	// sigName is how much of the entry's name the question covers.
	sigName = "name_covered"
	// sigOther is sigBoth of the best other phrasing of the entry.
	sigOther = "other_phrasing"
	// sigGuessed is sigEntry with the words that may stand for one another.
	sigGuessed = "guessed"
	// sigSurface is how many of the words as they stand the two have in common.
	sigSurface = "surface"
	// sigForm is whether the entry gives the kind of answer that is wanted.
	sigForm = "form"
	// sigTopic is whether the entry's topics are those that the words suggest.
	sigTopic = "topic"
	// sigSection is how much of the section's words the entry knows.
	sigSection = "section"
	// sigControl is whether sheet and entry name the same control.
	sigControl = "control"
	// sigCentral is how much of the question an average phrasing of the entry
	// covers: what one of many mentions is not what the entry is about.
	sigCentral = "central"
	// sigAbout is how much the question covers of what the entry's phrasings
	// have in common.
	sigAbout = "about"
	// sigDoing is how many of the entry's phrasings do what is asked about.
	sigDoing = "doing"
	// sigMatter is whether question and entry are about the same of the matters
	// that questionnaires ask about, as far as the wording leaves that open.
	sigMatter = "matter"
	// sigLent is how much of the question the words explain of the matters that
	// the entry is about.
	sigLent = "matter_covered"
	// sigKnown is how much the words of the nearest matter explain: the same for
	// each entry, it tells what questionnaires ask from what they do not.
	sigKnown = "known"
	// sigSpoken is sigGuessed with the words by which questionnaires ask about
	// what the entry is about.
	sigSpoken = "spoken"
	// sigRareSpoken falls with the rarest word that even then is left over.
	sigRareSpoken = "no_rare_unspoken"
	// sigSide is whether both are about the product, or both about the company.
	sigSide = "side"
	// sigMargin is the lead over the runner-up.
	sigMargin = "margin"
	// sigExample is how far an example leads over an entry that is none; it is
	// told, and has no weight.
	sigExample = "example_lead"
)

// signalNames lists the signals that the logistic weighs.
var signalNames = []string{
	sigQuestion, sigPhrasing, sigBoth, sigNear, sigEntry, sigExact, sigEntryObject, sigObject, sigObjectBack, sigAction,
	sigRareQuestion, sigRareEntry, sigRarePhrasing, sigOrder, sigText, sigName, sigOther, sigGuessed, sigSurface, sigForm,
	sigTopic, sigSection, sigControl, sigCentral, sigAbout, sigDoing, sigMatter, sigLent, sigKnown, sigSpoken, sigRareSpoken, sigSide,
}

// indexBoth and indexEntry are the places of sigBoth and sigEntry in signalNames.
const (
	indexBoth  = 2
	indexEntry = 4
)

// unknown is the value of a signal about which nothing can be said.
const unknown = 0.5

// otherCredit is what a word counts that another phrasing of the entry has.
const otherCredit = 0.9

// guessText is what a guess counts that rests on the answer text only.
const guessText = 0.7

// textCredit is what a word counts that stands in the answer text only: the
// text says how and when, so it backs the question without being about it.
const textCredit = 0.6

// coverage is how much of the question is met: by weight, by weight of things
// only, and the weight of the rarest term left over.
type coverage struct{ all, things, rarest float64 }

// covered weighs the credit of each of the question's terms.
func (b *bag) covered(credit []float64) coverage {
	var got, gotThings, things, rarest float64
	for i, t := range b.terms {
		c := credit[i]
		got += c * t.weight
		rarest = max(rarest, (1-c)*t.weight)
		if !t.generic && t.action == "" {
			things += t.weight
			gotThings += c * t.weight
		}
	}
	return coverage{share(got, b.total), share(gotThings, things), rarest}
}

// exactly is the least credit of a word that is met as such.
const exactly = 0.79

// exact is the share of the question that a phrasing, or at a discount another
// one of the entry, has in the same words.
func (b *bag) exact(credit, best []float64) float64 {
	got := 0.0
	for i, t := range b.terms {
		switch {
		case credit[i] > exactly:
			got += t.weight
		case best[i] > exactly:
			got += t.weight * otherCredit
		}
	}
	return share(got, b.total)
}

// view is an entry seen through a question's lens.
type view struct {
	// credit of the question's terms by phrasing; back is what the question
	// covers of each phrasing.
	credit [][]float64
	back   []coverage
	// both is how near each phrasing is in wording.
	both []float64
	// best is the credit over all phrasings, text that of the answer.
	best, text []float64
	// guessed is the credit by words that may stand for the question's.
	guessed []float64
	name    float64
	section float64
	// central, about and doing are the signals of these names: they are those
	// of the entry, whichever phrasing is looked at.
	central, about, doing float64
	// matter and lent are of what the entry is about.
	matter, lent float64
	// asks is how far questionnaires use the question's terms for what the entry
	// is about.
	asks []float64
}

func (m *Matcher) view(q *asked, p *prepared) view {
	n := len(p.phrasings)
	// Each phrasing, the answer, the name and what is common have a row, and so do
	// the best and the guessed.
	s := newScratch(q.lens, n+5)
	v := view{
		credit: make([][]float64, 0, n), back: make([]coverage, 0, n), both: make([]float64, n),
		best: s.row(), guessed: s.row(),
	}
	for i := range p.phrasings {
		credit, back := q.lens.through(&p.phrasings[i], s)
		v.credit, v.back = append(v.credit, credit), append(v.back, back)
		v.both[i] = harmonic(q.covered(credit).all, back.all)
		q.lens.guess(&p.phrasings[i], 1, v.guessed)
		for j, c := range credit {
			v.best[j] = max(v.best[j], c)
		}
	}
	v.text, _ = q.lens.through(&p.text, s)
	q.lens.guess(&p.text, guessText, v.guessed)
	_, name := q.lens.through(&p.name, s)
	v.name = name.all * name.all
	v.section = m.sectionAgreement(q, p)
	_, common := q.lens.through(&p.common, s)
	v.central, v.about, v.doing = v.average(q), common.all, p.does(q.actions)
	v.matter, v.lent = sameMatters(q.inquiry.kin, p.matters()), q.inquiry.covers(p.matters())
	v.asks = q.inquiry.asks(p.matters())
	return v
}

// average is what the phrasings cover of the question, on average.
func (v *view) average(q *asked) float64 {
	sum := 0.0
	for _, credit := range v.credit {
		sum += q.covered(credit).all
	}
	return share(sum, float64(len(v.credit)))
}

// does is the share of phrasings, on average, that do what is asked about.
func (p *prepared) does(asked map[string]bool) float64 {
	if len(asked) == 0 {
		return unknown
	}
	n, of := 0, 0
	for i := range p.phrasings {
		of += len(asked)
		for a := range asked {
			if p.phrasings[i].actions[a] {
				n++
			}
		}
	}
	return share(float64(n), float64(of))
}

// scratch is room for comparing one entry: the rows that a view keeps are cut
// from one piece, and what is only needed in between is used again.
type scratch struct {
	rows             []float64
	terms            int
	atoms, met, part []float64
}

func newScratch(l *lens, rows int) *scratch {
	n, atoms := len(l.q.terms), len(l.atoms)
	all := make([]float64, rows*n+atoms+n)
	return &scratch{rows: all[:rows*n], terms: n, atoms: all[rows*n : rows*n+atoms], part: all[rows*n+atoms:]}
}

// row returns a row of zeros with a place for each term of the question.
func (s *scratch) row() []float64 {
	row := s.rows[:s.terms:s.terms]
	s.rows = s.rows[s.terms:]
	return row
}

// through compares the question with another text in both directions. The
// credit is a row of s.
func (l *lens) through(b *bag, s *scratch) (credit []float64, back coverage) {
	clear(s.atoms)
	s.met = s.met[:0]
	for i := range b.terms {
		s.met = append(s.met, l.meet(&b.terms[i], s.atoms))
	}
	clear(s.part)
	return l.fold(s.atoms, s.row(), s.part), b.covered(s.met)
}

// other is how near the nearest phrasing but i is.
func (v *view) other(i int) float64 {
	best := 0.0
	for j, b := range v.both {
		if j != i {
			best = max(best, b)
		}
	}
	return best
}

// entry is the credit of the question's terms by all that the entry says,
// phrasing i foremost.
func (v *view) entry(i int) []float64 {
	out := make([]float64, len(v.best))
	for j := range out {
		out[j] = max(v.credit[i][j], otherCredit*v.best[j], textCredit*v.text[j])
	}
	return out
}

// inCommon is the harmonic mean of what each of two sorted sets has of the other.
func inCommon(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	n, j := 0, 0
	for _, w := range a {
		for j < len(b) && b[j] < w {
			j++
		}
		if j < len(b) && b[j] == w {
			n++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}

// share is part of total; nothing of nothing is unknown.
func share(part, total float64) float64 {
	if total == 0 {
		return unknown
	}
	return part / total
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// actionAgreement is 1 if both texts do the same, 0 if they do different
// things, and in between if only one of them says what is done.
func actionAgreement(a, b map[string]bool) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	same := 0
	for x := range a {
		if b[x] {
			same++
		}
	}
	return float64(same) / float64(min(len(a), len(b)))
}

// order is the length of the longest common subsequence of the shared keys
// against their number: 1 if they come in the same order.
func order(a, b *bag) float64 {
	var places []int
	for _, t := range a.terms {
		if j, ok := b.index[t.key]; ok {
			places = append(places, j)
		}
	}
	if len(places) < 2 {
		return unknown
	}
	var tails []int // longest rising run, by patience sorting
	for _, p := range places {
		i, _ := slices.BinarySearch(tails, p)
		if i == len(tails) {
			tails = append(tails, p)
		} else {
			tails[i] = p
		}
	}
	return float64(len(tails)) / float64(len(places))
}

// pair computes the signals of a question and phrasing i of an entry.
func (m *Matcher) pair(q *asked, p *prepared, v *view, i int) []float64 {
	phrasing := &p.phrasings[i]
	forward := q.covered(v.credit[i])
	back := v.back[i]
	said := v.entry(i)
	entry := q.covered(said)
	for j, g := range v.guessed {
		said[j] = max(said[j], g)
	}
	guessed := q.covered(said)
	for j, a := range v.asks {
		said[j] = max(said[j], a)
	}
	spoken := q.covered(said)
	both := harmonic(forward.all, back.all)
	return []float64{
		forward.all,
		back.all,
		both,
		both * both,
		entry.all,
		q.exact(v.credit[i], v.best),
		entry.things,
		forward.things,
		back.things,
		actionAgreement(q.actions, phrasing.actions),
		1 - forward.rarest,
		1 - entry.rarest,
		1 - back.rarest,
		order(&q.bag, phrasing),
		q.covered(v.text).all * p.brief,
		v.name,
		v.other(i),
		guessed.all,
		inCommon(q.surface, phrasing.surface),
		formAgreement(q.form, p, i),
		q.topicAgreement(p.entry.Topics),
		v.section,
		controlAgreement(q.controls, p.entry.Controls),
		v.central,
		v.about,
		v.doing,
		v.matter * (1 - both),
		v.lent,
		q.inquiry.known,
		spoken.all,
		1 - spoken.rarest,
		sameSide(q.side, p.side()),
	}
}

func (q *asked) topicAgreement(topics []string) float64 {
	if q.topicTotal == 0 || len(topics) == 0 {
		return unknown
	}
	best := q.topicScores[topics[0]]
	for _, t := range topics[1:] {
		best = max(best, 0.8*q.topicScores[t])
	}
	return math.Min(1, best/q.topicBest)
}

func (m *Matcher) sectionAgreement(q *asked, p *prepared) float64 {
	if len(q.section.terms) == 0 {
		return unknown
	}
	got := 0.0
	for _, t := range q.section.terms {
		got += t.weight * p.knows(t.key)
	}
	return share(got, q.section.total)
}

// knows is how far an entry speaks of a key.
func (p *prepared) knows(key string) float64 {
	for i := range p.phrasings {
		if _, ok := p.phrasings[i].index[key]; ok {
			return 1
		}
	}
	if _, ok := p.text.index[key]; ok {
		return textCredit
	}
	return 0
}

func controlAgreement(asked map[string]bool, have []string) float64 {
	if len(asked) == 0 || len(have) == 0 {
		return unknown
	}
	for _, c := range have {
		if asked[c] {
			return 1
		}
	}
	return 0
}
