package ask

import "strings"

// Nouns for providers are an open set: "your payroll bureau", "the couriers
// that you use". What tells them is the form of the sentence: something of
// yours, or that you use, which is neither you nor your product, nor the
// report and who wrote it (classes own_noun
// and own_thing).

// nounWords is how many words of a noun are looked at: "your card production
// bureau".
const nounWords = 4

// otherHolder tells of a sentence whether its form gives the certification to
// something that the respondent has or uses.
func (v *view) otherHolder(s int) bool {
	for i, t := range v.toks {
		if t.sentence != s || t.punct {
			continue
		}
		if v.genitive(i) || v.usedByYou(i) || v.servesYou(i) || v.ofYours(i) || v.yourAgent(i) || v.agentOfYours(i) || v.contracted(i) || v.thirdPartys(i) || v.foreignSubject(i) || v.takenUp(i) {
			v.out.Why = appendString(v.out.Why, "third-party.form")
			return true
		}
	}
	return false
}

// marked tells whether a hit of c begins at a token.
func (v *view) marked(c class, i int) bool {
	if i < 0 || i >= len(v.toks) || v.count[c] == 0 {
		return false
	}
	for _, h := range v.hits {
		if h.start == i && h.class == c {
			return true
		}
	}
	return false
}

// ownBetween tells whether any word from..to-1 is ours, a mark or a framework.
func (v *view) ownBetween(from, to int) bool {
	for i := from; i < to; i++ {
		if v.mention[i] >= 0 || v.toks[i].punct || v.ours(i) {
			return true
		}
	}
	return false
}

// ours tells of a word that it names us, our product or the report. A company
// is ours unless a trade of its own stands before it: "your archiving company".
func (v *view) ours(i int) bool {
	switch {
	case v.marked(clsOwnNoun, i), v.marked(clsOwnThing, i), isAbstract(v.word(i)):
		return true
	case !v.marked(clsOwnCompany, i):
		return false
	}
	w := v.word(i - 1)
	return len(w) <= 3 || strings.HasPrefix(w, "you") || v.marked(clsFunctionWord, i-1) || v.marked(clsOwnModifier, i-1) ||
		v.marked(clsOwnNoun, i-1) || v.marked(clsOwnThing, i-1) || v.marked(clsOwnCompany, i-1)
}

// isAbstract takes nouns such as "development" for activities, which are ours.
func isAbstract(w string) bool {
	for _, end := range []string{"ment", "tion", "ity", "ness", "ance"} {
		if len(w) > 2*len(end) && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

func (v *view) word(i int) string {
	if i < 0 || i >= len(v.toks) || v.toks[i].punct {
		return ""
	}
	return v.toks[i].text
}

// genitive reads "your bureau's SOC 2".
func (v *view) genitive(i int) bool {
	if v.word(i) != "your" {
		return false
	}
	for k := i + 2; k < len(v.toks) && k <= i+nounWords+1; k++ {
		if v.toks[k].text == "s" && !v.toks[k].spaced {
			return !v.ownBetween(i+1, k) && v.certNear(k+1)
		}
	}
	return false
}

// certNear tells whether a certification is named within three words from i.
func (v *view) certNear(i int) bool {
	for k := i; k < len(v.toks) && k < i+3; k++ {
		if v.mention[k] >= 0 || v.marked(clsCertStrong, k) {
			return true
		}
	}
	return false
}

// usedByYou reads "the bureau (that) you use" and "the bureau used by you".
func (v *view) usedByYou(i int) bool {
	switch {
	case v.word(i) == "you" && v.depends(i+1):
		noun := i - 1
		switch v.word(noun) {
		case "that", "which", "whom", "who":
			noun--
		}
		if w := v.word(noun); w == "to" || w == "with" || w == "of" || w == "on" {
			noun--
		}
		return v.otherNoun(noun)
	case v.marked(clsDepends, i) && v.word(i+1) == "by" && strings.HasPrefix(v.word(i+2), "you"):
		noun := i - 1
		for noun > 0 && isFiller(v.word(noun)) {
			noun--
		}
		return v.otherNoun(noun)
	}
	return false
}

// depends tells whether a verb of using stands at i, maybe after an adverb.
func (v *view) depends(i int) bool {
	return v.marked(clsDepends, i) || strings.HasSuffix(v.word(i), "ly") && v.marked(clsDepends, i+1)
}

func isFiller(w string) bool {
	switch w {
	case "is", "are", "being", "been", "that", "which", "who", "currently":
		return true
	}
	return false
}

// otherNoun tells of a word that it can be a noun and is not ours.
func (v *view) otherNoun(i int) bool {
	w := v.word(i)
	return len(w) > 2 && v.mention[i] < 0 && !v.marked(clsOwnNoun, i) && (!v.marked(clsOwnCompany, i) || !v.ours(i)) && !v.marked(clsFunctionWord, i) && !v.toks[i].number()
}

// servesYou reads "the bureau that runs your servers".
func (v *view) servesYou(i int) bool {
	switch v.word(i) {
	case "that", "which", "who":
	default:
		return false
	}
	if !v.otherNoun(i-1) || v.marked(clsOwnThing, i-1) || !v.marked(clsServes, i+1) {
		return false
	}
	for k := i + 2; k < i+5; k++ {
		if strings.HasPrefix(v.word(k), "you") {
			return true
		}
	}
	return false
}

// ofYours reads "the SOC 2 report of your bureau": nothing after "of your"
// is ours.
func (v *view) ofYours(i int) bool {
	next := i + 2
	switch w, n := v.word(i), v.word(i+1); {
	case (w == "of" || w == "from" || w == "by") && n == "your":
	case w == "de" && (n == "votre" || n == "vos" || n == "su" || n == "sus" || n == "seu" || n == "sua"):
	case (w == "do" || w == "da" || w == "dos" || w == "das") && strings.HasPrefix(n, "se") && len(n) <= 4:
	case w == "ihres":
		next = i + 1
	default:
		return false
	}
	if v.word(next) == "" || !v.mentionBefore(i, v.toks[i].sentence) {
		return false
	}
	for k := next; k < len(v.toks) && k < next+nounWords; k++ {
		switch {
		case v.mention[k] >= 0, v.ours(k):
			return false
		case v.toks[k].punct:
			return true
		}
	}
	return true
}

// yourAgent reads "is your outsourcer certified": a noun of agency that is not
// ours directly before what is asked.
func (v *view) yourAgent(i int) bool {
	if v.word(i) != "your" {
		return false
	}
	for k := i + 1; k < len(v.toks) && k <= i+nounWords; k++ {
		w := v.word(k)
		switch {
		case k > i+1 && v.holdsAt(k):
			return true
		case w == "", v.mention[k] >= 0, v.ours(k):
			return false
		case isAgent(w):
			return true
		}
	}
	return false
}

// holdsAt tells whether at k begins what the words before are said to hold.
func (v *view) holdsAt(k int) bool {
	switch v.word(k) {
	case "have", "has", "had", "hold", "holds", "possess", "possesses", "maintain", "maintains", "been", "certified", "accredited", "undergo", "undergoes", "also", "currently":
		return true
	}
	return v.mention[k] >= 0 && v.named(k)
}

// named tells of a mention that a word for being certified follows: "your
// bureau ISO 27001 certified", not "your latest SOC 2 report".
func (v *view) named(k int) bool {
	switch v.word(k + 1) {
	case "certified", "accredited", "compliant", "audited", "attested", "validated":
		return true
	}
	return false
}

// agentOfYours reads "the operator of your servers", "l'infogérant de votre
// plateforme".
func (v *view) agentOfYours(i int) bool {
	w, next := v.word(i), v.word(i+2)
	switch v.word(i + 1) {
	case "of", "de", "da", "do", "des", "der", "dos", "das":
	default:
		return false
	}
	switch next {
	case "your", "votre", "vos", "su", "sus", "seu", "seus", "sua", "suas":
	default:
		return false
	}
	romance := len(w) > 5 && (strings.HasSuffix(w, "ant") || strings.HasSuffix(w, "eur") || strings.HasSuffix(w, "dora") || strings.HasSuffix(w, "nte"))
	return (isAgent(w) || romance) && !v.ours(i) && !v.marked(clsFunctionWord, i)
}

// contracted reads "a gráfica contratada"; "a contratada" and "la empresa
// contratada" are the respondent.
func (v *view) contracted(i int) bool {
	w := v.word(i)
	for _, stem := range []string{"contratad", "terceirizad", "tercerizad", "subcontratad"} {
		if strings.HasPrefix(w, stem) {
			return v.otherNoun(i-1) && !v.ours(i-1)
		}
	}
	return false
}

// subjectWords is how long a subject may be that is looked through.
const subjectWords = 9

// foreignSubject reads "are couriers transporting our media certified": a
// question of yes or no whose subject holds no word for us, our product or
// what a report is asked about.
func (v *view) foreignSubject(i int) bool {
	if !isAuxiliary(v.word(i)) || i > 0 && !v.toks[i-1].punct && v.word(i-1) != "and" && v.toks[i-1].sentence == v.toks[i].sentence {
		return false
	}
	from := i + 1
	for isDeterminer(v.word(from)) {
		from++
	}
	for k := from; k < len(v.toks) && k < from+subjectWords; k++ {
		switch w := v.word(k); {
		case v.predicate(k):
			// "The offeror" alone is the respondent; who "has certified" us holds nothing.
			bare := k == from+1 && v.word(from-1) == "the" && isAgent(v.word(from))
			certifies := strings.HasPrefix(v.word(i), "ha") && strings.HasSuffix(w, "ed")
			return k > from && !bare && !certifies
		case w == "", v.familiar(k), strings.HasSuffix(w, "ing") && k == from, w == "s":
			return false
		}
	}
	return false
}

// predicate tells whether what is said of a subject begins at k.
func (v *view) predicate(k int) bool {
	switch v.word(k) {
	case "hold", "holds", "have", "possess", "maintain", "undergo", "certified", "accredited", "compliant", "audited":
		return v.certNear(k) || v.certNear(k+1)
	}
	return v.mention[k] >= 0 && v.named(k)
}

// familiar tells of a word that it belongs to us or to what is asked about.
func (v *view) familiar(k int) bool {
	if v.ours(k) || v.marked(clsYou, k) {
		return true
	}
	for _, ac := range aspectOrder() {
		if v.marked(ac.class, k) {
			return true
		}
	}
	switch v.word(k) {
	case "it", "there", "they", "this", "we", "us", "anyone", "which", "proof", "not", "what":
		return true
	}
	return false
}

func isAuxiliary(w string) bool {
	switch w {
	case "is", "are", "was", "were", "does", "do", "did", "has", "have":
		return true
	}
	return false
}

func isDeterminer(w string) bool {
	switch w {
	case "the", "a", "an", "any", "all", "each", "every", "these", "those", "that", "such":
		return true
	}
	return false
}

// thirdPartys reads "the third-party help desk"; a third-party audit or report
// is one of us.
func (v *view) thirdPartys(i int) bool {
	if w := v.word(i); w != "third" && w != "rd" || v.word(i+1) != "party" || v.word(i+2) == "" || v.mention[i+2] >= 0 {
		return false
	}
	for k := i + 2; k < i+4 && v.word(k) != "" && v.mention[k] < 0; k++ {
		if v.marked(clsOwnNoun, k) || v.marked(clsCertStrong, k) || v.marked(clsFunctionWord, k) {
			return k > i+2 && v.marked(clsFunctionWord, k)
		}
	}
	return true
}

// isAgent takes words such as "courier" and "distributors" for agents.
func isAgent(w string) bool {
	w = strings.TrimSuffix(w, "s")
	return len(w) > 5 && (strings.HasSuffix(w, "er") || strings.HasSuffix(w, "or"))
}

// takenUp reads "if you use a bureau, is it certified".
func (v *view) takenUp(i int) bool {
	if v.word(i) != "you" || !v.depends(i+1) || !v.has(clsThirdPronoun) {
		return false
	}
	for k := i + 2; k+1 < len(v.toks) && v.toks[k].sentence == v.toks[i].sentence; k++ {
		switch v.word(k) {
		case "is", "are", "does", "do", "has", "have":
			if w := v.word(k + 1); w == "it" || w == "they" {
				return true
			}
		}
	}
	return false
}
