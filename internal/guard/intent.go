package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// checkHarm finds questions whether something bad can happen, where the entry
// says Yes to the protection from it.
func (g *Guard) checkHarm(t *texts) []Finding {
	word, harm := has(t.q, g.polarity.harm)
	if !harm || t.answer.Verdict != "yes" || !g.isClosed(t.q) {
		return nil
	}
	if asksWhether(t.q, word) && !asksWhether(t.stance, word) {
		return []Finding{{Polarity, fmt.Sprintf("the question asks whether there is something bad (%q), the entry affirms what is done against it", word), EffectReview}}
	}
	if speaksOf(t.e, word) || g.doesHarm(t, word) {
		return nil
	}
	if _, cured := has(t.q, append(g.polarity.limit, g.polarity.deny...)); cured {
		return nil
	}
	effect := EffectReview
	if _, can := opens(t.q, g.polarity.modal); can && !g.polarity.sense(t.q).turned() {
		effect = EffectTurn // "could it be stolen" against what keeps it from being
	}
	return []Finding{{Polarity, fmt.Sprintf("the question asks whether something bad happens (%q), the entry affirms what is done against it", word), effect}}
}

// doesHarm is true if the phrasing says that this is what is done ("Is data deleted
// at the end?", asked as "destroyed").
func (g *Guard) doesHarm(t *texts, word string) bool {
	_, cured := has(t.stance, g.polarity.cure)
	return !cured && !g.polarity.sense(t.stance).turned() && hasKey(t.forms.p, g.lex.KeyOf(word), g.lex)
}

// checkAgainst finds questions whether somebody can do what the entry affirms
// protection from: "Can administrators alter logs?" against "Are logs protected
// against alteration?".
func (g *Guard) checkAgainst(t *texts) []Finding {
	if _, can := opens(t.q, g.polarity.modal); !can || t.answer.Verdict != "yes" || g.byAsker(t) || g.polarity.sense(t.q).turned() {
		return nil
	}
	_, danger, ok := strings.Cut(t.stance, " against ")
	if _, limited := has(t.q, g.polarity.limit); !ok || limited {
		return nil
	}
	for _, tok := range g.lex.AnalyzeText(danger, t.answer.Language).Core() {
		for _, asked := range t.forms.q.Core() {
			if asked.Action != "" && asked.Action == tok.Action {
				return []Finding{{Polarity, fmt.Sprintf("the question asks whether what the entry affirms protection from can be done (%q)", asked.Word), EffectTurn}}
			}
		}
	}
	return nil
}

// asksWhether is true if the padded text asks whether there is such a thing
// ("Are there single points of failure …").
func asksWhether(text, thing string) bool {
	for _, opener := range []string{" are there ", " is there ", " do you have ", " are there any ", " is there any ", " is there a ", " do you have any ", " do you have a "} {
		if strings.HasPrefix(text, opener+thing+" ") {
			return true
		}
	}
	return false
}

// speaksOf is true if the text has the longest word of a phrase, or one that
// begins alike ("destroy", "destruction"): what both speak of is their subject.
// Of a phrase of short words ("for ever") it must have the whole.
func speaksOf(text, phrase string) bool {
	longest := ""
	for w := range strings.FieldsSeq(phrase) {
		if len(w) > len(longest) {
			longest = w
		}
	}
	if len(longest) < sameStart && longest != phrase {
		return strings.Contains(text, " "+phrase+" ")
	}
	return strings.Contains(text, " "+longest[:min(len(longest), sameStart)])
}

// checkAny finds questions that hunt for exceptions ("Do any devices go live
// with …?"), where the entry affirms the rule.
func (g *Guard) checkAny(t *texts) []Finding {
	word, hunts := opens(t.q, g.polarity.anyOf)
	if !hunts || t.answer.Verdict != "yes" {
		return nil
	}
	if _, also := has(t.lead, []string{"any"}); also {
		return nil
	}
	if _, exists := has(t.q, g.polarity.records); exists {
		return nil
	}
	return []Finding{{Polarity, fmt.Sprintf("the question asks for exceptions (%q), the entry states the rule", word), EffectReview}}
}

// checkAlarm finds questions on things being as they should not be, where the
// entry says Yes and nothing of that.
func (g *Guard) checkAlarm(t *texts) []Finding {
	if t.answer.Verdict != "yes" || !g.isClosed(t.q) || g.byAsker(t) {
		return nil
	}
	if _, cured := has(t.q, g.polarity.cure); cured {
		return nil
	}
	asked := withoutCase(t.q)
	for _, word := range g.polarity.alarm {
		if alarming(asked, word) && !speaksOf(t.e, word) {
			return []Finding{{Polarity, fmt.Sprintf("the question may ask whether something is not as it should be (%q), of which the entry says nothing", word), EffectReview}}
		}
	}
	return nil
}

// checkScant finds questions whether a thing is hardly done, no more, or badly,
// where the entry says that it is done and nothing of that.
func (g *Guard) checkScant(t *texts) []Finding {
	if t.answer.Verdict == "no" || t.answer.Verdict == "na" || !takesPosition(t.question.Text) {
		return nil
	}
	asked := withoutCase(mainClause(t.q))
	word, scant := has(asked, lacking(g.polarity.scant, t.e))
	_, rest, _ := strings.Cut(asked, " "+word+" ")
	if !scant || strings.Contains(asked, " to "+word+" ") || strings.Contains(" "+rest, " from ") { // "to stop guessing of passwords", "stop data from leaking" are what for
		return nil
	}
	return []Finding{{Polarity, fmt.Sprintf("the question asks whether something is hardly or badly done (%q), of which the entry says nothing", word), EffectReview}}
}

// cases open a clause on what may befall; the question asks what holds then.
var cases = []string{"if", "when", "in case", "in the event", "even if", "should"}

// withoutCase is a padded question without what it supposes ("does the service go
// on if a server is lost?").
func withoutCase(padded string) string {
	for _, opener := range cases {
		if before, _, ok := strings.Cut(padded, " "+opener+" "); ok && before != "" {
			padded = before + " "
		}
	}
	return padded
}

// alarming is true if the padded text has the word, in any of its endings.
func alarming(text, word string) bool {
	for _, end := range []string{" ", "s ", "d ", "ed ", "ing "} {
		if strings.Contains(text, " "+word+end) {
			return true
		}
	}
	return false
}

// checkInsider finds questions on what somebody is free to do, where the entry
// says Yes to another kind of question.
func (g *Guard) checkInsider(t *texts) []Finding {
	modal, can := opens(t.q, g.polarity.modal)
	if !can || t.answer.Verdict != "yes" {
		return nil
	}
	if _, too := opens(t.stance, g.polarity.modal); too {
		return nil
	}
	rest := strings.TrimPrefix(t.q, " "+modal) // begins with a blank
	for _, article := range []string{" your", " an", " a", " the", " any", " one of your", " for"} {
		rest = strings.TrimPrefix(rest, article+" ")
	}
	who, inside := g.insider(strings.Fields(rest))
	if !inside && !strings.Contains(modal, " ") { // "is it possible to …" means anybody
		return nil
	}
	if _, grants := has(t.stance, g.polarity.grants); grants && !inside {
		return nil
	}
	return []Finding{{Polarity, fmt.Sprintf("the question asks what somebody is free to do (%q), the entry affirms something else", modal+" "+who), EffectReview}}
}

// beforeInsider is how many words may say which insiders are meant ("production
// administrators").
const beforeInsider = 2

// insider returns the insiders that words begin with. Those of the asker are
// none: they do with their own what they like.
func (g *Guard) insider(words []string) (string, bool) {
	for i := range min(beforeInsider+1, len(words)) {
		if slices.Contains(askers, words[i]) || slices.Contains(g.customers, words[i]) {
			return "", false
		}
		if who, ok := opens(" "+strings.Join(words[i:], " ")+" ", g.polarity.insiders); ok {
			return who, true
		}
	}
	return "", false
}

// askers are the words by which the one who asks speaks of itself.
var askers = []string{"we", "our", "us", "i", "my"}

// byAsker is true for a question whether the asker can do something ("Can we
// make a second factor compulsory for everybody?").
func (g *Guard) byAsker(t *texts) bool {
	can, able := opens(t.q, []string{"can", "could", "may", "are", "is it possible for"})
	first, _, _ := strings.Cut(strings.TrimPrefix(t.q, " "+can+" "), " ")
	return able && slices.Contains(askers, first)
}

// opens returns the first of the phrases that the padded text begins with.
func opens(text string, phrases []string) (string, bool) {
	for _, p := range phrases {
		if strings.HasPrefix(text, " "+p+" ") {
			return p, true
		}
	}
	return "", false
}

// checkLeave finds questions whether something is allowed, where the entry says
// what is done and neither grants nor refuses, or grants it to a few only. That
// it is not done at all refuses it.
func (g *Guard) checkLeave(t *texts) []Finding {
	word, asks := has(mainClause(t.q), g.polarity.asks)
	if t.answer.Verdict == "no" { // what is not done is not allowed either
		return g.checkFreedom(t)
	}
	if !asks || !g.isClosed(t.q) {
		return nil
	}
	for _, text := range []string{t.stance, t.lead} {
		if _, grants := has(text, g.polarity.grants); grants && g.limited(text) == g.limited(t.q) {
			return nil
		}
	}
	return []Finding{{Polarity, fmt.Sprintf("the question asks whether something is allowed (%q), which the entry does not plainly grant or refuse", word), EffectReview}}
}

// narrowing are the words that keep a thing to a few.
var narrowing = []string{"restricted", "restrict", "restricts", "limited", "limit", "limits", "kept to", "confined"}

// possessing are the words with which a question asks who has or gets a thing.
var possessing = []string{
	"have", "has", "get", "gets", "given", "give", "granted", "grant", "hold", "holds", "access", "able", "can", "could", "may", "everyone", "everybody",
	"anyone", "anybody", "all", "any", "every", "receive", "receives", "use", "uses", "used", "open", "shared", "share", "visible", "see", "read", "enabled", "available", "possible",
}

// checkNarrow finds questions whether somebody has or gets a thing, where the
// entry affirms that it is kept to a few ("Do employees have administrator
// rights?" against "Are administrator rights restricted?"): its Yes would read
// as the opposite.
func (g *Guard) checkNarrow(t *texts) []Finding {
	if t.answer.Verdict != "yes" && t.answer.Verdict != "partial" || !g.isClosed(t.q) {
		return nil
	}
	word, narrow := has(t.stance, narrowing)
	_, having := has(t.q, possessing)
	if !narrow || !having || g.limited(t.q) {
		return nil
	}
	if _, cured := has(t.q, g.polarity.cure); cured {
		return nil
	}
	if s := g.polarity.sense(t.q); s.denied != "" || len(s.negations) > 0 {
		return nil // checkSense weighs it
	}
	return []Finding{{Polarity, fmt.Sprintf("the question asks whether something is so, the entry that it is kept to a few (%q)", word), EffectReview}}
}

// mainClause is a padded question up to a clause that only says which thing is
// meant ("devices that have access to …").
func mainClause(padded string) string {
	for _, opener := range []string{" that ", " which ", " who "} {
		if before, _, ok := strings.Cut(padded, opener); ok && before != "" {
			padded = before + " "
		}
	}
	return padded
}

// checkFreedom finds questions whether people may do what the entry says they
// need not: that nothing forces them does not keep them from it.
func (g *Guard) checkFreedom(t *texts) []Finding {
	word, lets := has(t.q, g.polarity.lets)
	demand, demands := has(t.stance, g.polarity.demands)
	if !lets || !demands {
		return nil
	}
	return []Finding{{Polarity, fmt.Sprintf("the question asks whether something is possible (%q), the entry whether it is demanded (%q)", word, demand), EffectReview}}
}

func (g *Guard) limited(text string) bool {
	_, limits := has(text, g.polarity.limit)
	return limits || strings.Contains(text, " only ")
}

// people are keys of those who do or get something: they stand on both sides
// of whatever is put in order.
var people = []string{"staff", "person", "user", "customer"}

// shared counts the tokens of a that b has too, or nearly, people apart.
func (g *Guard) shared(a, b []textnorm.Token) int {
	n := 0
	for _, x := range a {
		if slices.Contains(people, x.Key) {
			continue
		}
		for _, y := range b {
			if x.Key == y.Key || g.lex.Akin(x.Key)[y.Key] >= nearEnough {
				n++
				break
			}
		}
	}
	return n
}
