package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// course is what a text puts first and what it puts then.
type course struct{ first, then []textnorm.Token }

// turningPoints part what comes first from what comes then; true for those
// behind which stands what comes first ("once approved"). "Blocked unless
// allowed" has no course in time, but the two sides must not change places
// either.
var turningPoints = map[string]bool{
	"before": false, "prior to": false, "until": false, "ahead of": false,
	"after": true, "once": true, "following": true, "as soon as": true, "unless": true, "except when": true,
}

// checkOrder finds a question that puts two doings in the opposite order of the
// one that the entry has: "Is access granted before approval?", "Is access
// approved before it is given?", "Is access approved after it was given?".
func (g *Guard) checkOrder(t *texts) []Finding {
	if !takesPosition(t.question.Text) {
		return nil // "How soon after hiring": no order is in doubt
	}
	if g.unlessTurned(t) {
		return []Finding{{Polarity, "the question puts what comes \"unless\" the other way round", EffectReview}}
	}
	asked, point, ok := g.course(t.q, t.question.Language)
	if !ok {
		return nil
	}
	straight, crossed := 0, 0
	for _, text := range t.sentences() {
		said, _, ok := g.course(padded(text), t.answer.Language)
		if !ok {
			continue
		}
		same := g.shared(asked.first, said.first) + g.shared(asked.then, said.then)
		there, back := g.shared(asked.first, said.then), g.shared(asked.then, said.first)
		turned := there + back
		if there*back == 0 && g.shared(doingOf(asked.first), said.then)+g.shared(doingOf(asked.then), said.first) == 0 {
			turned = 0 // the same thing on another side, and nothing done with it
		}
		switch { // each sentence has a voice: in a long one anything may be found
		case same > turned:
			straight++
		case turned > same:
			crossed++
		}
	}
	if crossed <= straight {
		return nil
	}
	return []Finding{{Polarity, fmt.Sprintf("the question puts what comes %q the other way round", point), EffectReview}}
}

// unlessTurned is true if question and phrasing say "unless" and the one denies
// before it what the other denies behind it: "allowed unless blocked", "blocked
// unless allowed".
func (g *Guard) unlessTurned(t *texts) bool {
	before, after, asks := strings.Cut(t.q, " unless ")
	first, then, says := strings.Cut(t.stance, " unless ")
	if !asks || !says {
		return false
	}
	deniedBefore, deniedAfter := g.polarity.sense(before+" ").turned(), g.polarity.sense(" "+after).turned()
	return deniedBefore != deniedAfter && deniedBefore == g.polarity.sense(" "+then).turned() && deniedAfter == g.polarity.sense(first+" ").turned()
}

// doingOf are the tokens that say what is done.
func doingOf(list []textnorm.Token) []textnorm.Token {
	return slices.DeleteFunc(slices.Clone(list), func(tok textnorm.Token) bool { return tok.Action == "" && !strings.HasSuffix(tok.Word, "ed") })
}

// sentences are the entry's phrasings and the sentences of its answer.
func (t *texts) sentences() []string {
	out := append([]string{t.phrasing}, t.answer.Questions...)
	return append(out, strings.FieldsFunc(strings.ReplaceAll(t.answer.Text+". "+t.answer.Short, ". ", "\n"), func(r rune) bool { return r == '\n' })...)
}

// negated is true if the padded text denies what it says: "no system goes live
// before it is tested" puts the test first.
func negated(padded string) bool {
	_, no := has(padded, []string{"no", "not", "never", "nobody", "none", "cannot", "nothing"})
	return no
}

// course reads what a padded text puts first, at the turning point that comes
// first in it. One that opens the text ("Before you sign, …") is passed over,
// since its end cannot be seen.
func (g *Guard) course(text, language string) (course, string, bool) {
	at, point := len(text), ""
	for p := range turningPoints {
		if i := strings.Index(text, " "+p+" "); i > 0 && (i < at || i == at && len(p) > len(point)) {
			at, point = i, p
		}
	}
	if point == "" {
		return course{}, "", false
	}
	one := g.lex.Analyze(text[:at], language).Core()
	other := g.lex.Analyze(text[at+len(point)+2:], language).Core()
	if turningPoints[point] != negated(text[:at]+" ") {
		one, other = other, one
	}
	return course{one, other}, point, len(one) > 0 && len(other) > 0
}
