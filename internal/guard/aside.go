package guard

import (
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// asides open a clause that says which thing is meant, or what for; ensures one
// that says what is made sure of.
var (
	asides  = []string{"so that", "so as", "such that", "in order", "that", "which", "who", "whose"}
	ensures = []string{"ensure that", "ensure", "ensures that", "ensured that", "make sure that", "make sure", "makes sure that", "guarantee that", "see to it that"}
)

// isAside is true if a negation of the question stands in a clause that the
// entry's doing is not in, so that it does not turn that: "Are rules reviewed to
// remove those that nobody needs?", "Do you make sure that no system goes live
// with default passwords?" against what is done with default passwords. What
// hunts for things of some kind ("Are there accounts that no one uses?") asks by
// its clause.
func (g *Guard) isAside(t *texts, negation string) bool {
	before, after, ok := strings.Cut(t.q, " "+negation+" ")
	_, can := opens(t.q, g.polarity.modal) // "Can a system start with software that nobody has signed?"
	if _, hunts := opens(t.q, g.polarity.anyOf); !ok || can || hunts || strings.HasPrefix(t.q, " are there ") {
		return false
	}
	done := doings(t.forms.p)
	if saysWhich(before, negation) && g.sharesWord(t, before) {
		// "Are accounts that nobody uses disabled?": the verb is the clause's.
		verb, rest, _ := strings.Cut(after, " ")
		return !g.doesAny(t, verb, done) && g.doesAny(t, before+" "+rest, done)
	}
	if g.doesAny(t, after, done) {
		return false
	}
	if _, ensured := has(before+" ", ensures); ensured && len(done) > 0 {
		return true
	}
	at := -1
	for _, opener := range asides {
		if i := strings.LastIndex(before+" ", " "+opener+" "); i > 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at < 0 || isPredicate(before[:at]) {
		return false
	}
	main := before[:at] + " "
	if _, paper := has(main, g.polarity.records); paper && g.shared(g.lex.Analyze(main, t.question.Language).Core(), t.forms.p.Core()) > 0 {
		return true
	}
	return g.doesAny(t, main, done) || !takesPosition(t.question.Text)
}

// isPredicate is true for a main clause that says what something is by the
// clause behind it ("Is the plan something that …").
func isPredicate(main string) bool {
	_, is := opens(main+" ", []string{"is", "are", "was", "were"})
	words := strings.Fields(main)
	return is && slices.Contains([]string{"something", "one", "ones", "thing", "things"}, words[len(words)-1])
}

// saysWhich is true for a negation that opens a clause on which thing is meant.
func saysWhich(before, negation string) bool {
	return (negation == "nobody" || negation == "no one") && (strings.HasSuffix(before, " that") || strings.HasSuffix(before, " which"))
}

// sharesWord is true if the phrasing has one of the text's words.
func (g *Guard) sharesWord(t *texts, text string) bool {
	for _, tok := range g.lex.AnalyzeText(text, t.question.Language).Core() {
		if strings.Contains(t.p, " "+tok.Word+" ") || hasKey(t.forms.p, tok.Key, g.lex) {
			return true
		}
	}
	return false
}

// doings are the classes of what a text says is done, and the words for it that
// are in no class ("changed").
func doings(f textnorm.Form) map[string]bool {
	out := actions(f)
	for _, tok := range f.Tokens {
		if tok.Kind == textnorm.Core && strings.HasSuffix(tok.Word, "ed") {
			out[tok.Key] = true
		}
	}
	return out
}

// doesAny is true if the text names one of the doings.
func (g *Guard) doesAny(t *texts, text string, doings map[string]bool) bool {
	for _, tok := range g.lex.AnalyzeText(text, t.question.Language).Tokens {
		if tok.Kind != textnorm.Function && (doings[tok.Key] || tok.Action != "" && doings[tok.Action]) {
			return true
		}
	}
	return false
}

// idle opens a clause on the case that nobody does a thing.
var idle = strings.NewReplacer(" when nobody ", " when ", " when no one ", " when ", " while nobody ", " while ", " while no one ", " while ", " if nobody ", " if ", " if no one ", " if ", " where nobody ", " where ", " where no one ", " where ", " when unattended ", " ", " while unattended ", " ", " if unattended ", " ", " when left unattended ", " ")

// withoutIdle is a padded text without the denials that only say in which case
// it holds ("Do computers lock when nobody uses them?").
func withoutIdle(padded string) string { return idle.Replace(padded) }

// isCondition is true for a padded text that denies a thing until another is
// done: "No result takes effect until a person has accepted it" demands that.
func isCondition(text string) bool {
	if _, denies := opens(text, []string{"no", "nobody", "no one", "none", "nothing"}); !denies {
		return false
	}
	_, until := has(text, []string{"until", "unless", "before"})
	return until
}

// lacks are the negations of a thing, not of what is said; lackWords is how far
// behind them the thing stands.
var lacks = []string{"without", "absence of", "missing", "lack of", "lacking", "free of"}

const lackWords = 4

// lacksElse is true if what the phrasing says is lacking is nothing that the
// question speaks of: "Can staff report without giving their name?" turns no
// question on reporting.
func (g *Guard) lacksElse(t *texts, negation string) bool {
	if !slices.Contains(lacks, negation) || g.polarity.sense(t.q).turned() {
		return false
	}
	_, after, _ := strings.Cut(t.stance, " "+negation+" ")
	words := strings.Fields(after)
	lacking := g.lex.AnalyzeText(strings.Join(words[:min(lackWords, len(words))], " "), t.answer.Language).Core()
	return len(lacking) > 0 && !slices.ContainsFunc(lacking, func(tok textnorm.Token) bool {
		return g.hasNear(t.forms.q, tok) || slices.ContainsFunc(tok.Parts, func(p string) bool { return hasKey(t.forms.q, p, g.lex) })
	})
}
