package ask

// decideThird reads whose certification is asked about. Providers win unless
// the sentence says that it is about us: taking their report for ours would be
// the worst answer there is.
func (v *view) decideThird() bool {
	if v.only(schemeNone, schemeProduct) && !v.certWord() {
		return false // nobody holds these
	}
	ours, theirs := v.bySentence()
	switch {
	case len(theirs) == 0 && !v.inheritedThird():
		v.out.AsksSubservice = v.has(clsSubservice)
		return false
	case len(theirs) > 0 && ours:
		v.keepOthers(theirs)
		return false
	}
	v.settleBy(KindThirdParty, AspectThirdParty, SubjectSubprocessor, clsThird, clsThirdWeak, clsThirdName, clsAgentNoun, clsAgentNounOf)
	if len(theirs) == 0 {
		v.out.Why = appendString(v.out.Why, "third-party.context")
	}
	if v.negated() || v.denied() {
		v.out.Polarity = PolarityInverted
	}
	v.out.Unread = v.unread()
	v.out.Providers = v.providers()
	return true
}

// knownProvider is the rule of names that can be compared with the records.
const knownProvider = "third-party.known"

// providers are the well-known providers that the question names.
func (v *view) providers() []string {
	var named []string
	for _, h := range v.hits {
		if v.rules.list[h.rule].id == knownProvider {
			named = appendString(named, v.word(h.start))
		}
	}
	return named
}

// bySentence returns the sentences that ask about providers, and whether
// another sentence asks about us.
func (v *view) bySentence() (ours bool, theirs map[int]bool) {
	theirs = map[int]bool{}
	for _, s := range v.askingSentences() {
		named := v.namedBefore(s)
		switch {
		case v.thirdIn(s), named && v.in(clsThirdPronoun, s), named && !v.in(clsYou, s):
			theirs[s] = true
		default:
			ours = true
		}
	}
	if len(v.askingSentences()) == 0 && (v.has(clsThird) || v.has(clsThirdWeak)) {
		return false, map[int]bool{0: true}
	}
	return ours, theirs
}

// askingSentences are the sentences that name a framework, or for a question
// without a name those that speak of certification.
func (v *view) askingSentences() []int {
	var out []int
	add := func(s int) {
		if len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	for i, m := range v.mention {
		if m >= 0 {
			add(v.toks[i].sentence)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, h := range v.hits {
		if h.class == clsAnyCert || h.class == clsParaphrase || h.class == clsParaphraseSOC || h.class == clsAnyLabel {
			add(v.toks[h.start].sentence)
		}
	}
	return out
}

// thirdIn tells whether a sentence is about providers. A plain plural
// ("vendors must hold …") may mean the bidders; a possessive never does.
func (v *view) thirdIn(s int) bool {
	strong, weak := v.in(clsThird, s), v.weakIn(s)
	switch {
	case v.in(clsSubservice, s), v.in(clsOurs, s), v.in(clsYouAndThem, s) && !v.in(clsYouRequire, s):
		return false
	case strong, v.otherTrade(s), v.in(clsThirdName, s) && !v.in(clsYou, s), v.otherHolder(s):
		return true
	case weak:
		return !v.in(clsRespondent, s) || v.in(clsYouRequire, s)
	}
	return false
}

// weakIn tells whether a plain plural of a sentence is the holder: before the
// framework it is ("vendors hold SOC 2"), after it only as "reports of
// vendors"; "our partners" and "services to suppliers" are none.
func (v *view) weakIn(s int) bool {
	for _, h := range v.hits {
		if h.class != clsThirdWeak || v.toks[h.start].sentence != s || h.start > 0 && isOur(v.toks[h.start-1].text) || v.byThirdParty(h) {
			continue
		}
		if !v.mentionBefore(h.start, s) || v.linked(h.start) {
			return true
		}
	}
	return false
}

// byThirdParty tells of "third-party assessed" that it names who assessed us.
func (v *view) byThirdParty(h hit) bool {
	return v.word(h.start) == "third" && v.word(h.start+1) == "party" && v.marked(clsFunctionWord, h.start+2)
}

func (v *view) mentionBefore(at, sentence int) bool {
	for i := at - 1; i >= 0 && v.toks[i].sentence == sentence; i-- {
		if v.mention[i] >= 0 {
			return true
		}
	}
	return false
}

// linked tells whether a preposition of belonging stands up to three words
// before a noun.
func (v *view) linked(at int) bool {
	for i := at - 1; i >= 0 && i >= at-3; i-- {
		switch v.toks[i].text {
		case "of", "from", "by", "for", "with", "your", "its", "their", "any", "von", "der", "bei", "de", "des", "del", "dos", "das", "los":
			return true
		}
	}
	return false
}

func isOur(w string) bool {
	switch w {
	case "our", "unsere", "unseren", "nos", "nuestros", "nossos":
		return true
	}
	return false
}

// tradeWords is how many words may stand between an article and its noun in
// "the managed data destruction vendor".
const tradeWords = 3

// otherTrade tells of a singular noun for a provider whether the words with it
// name a trade that is not the respondent's.
func (v *view) otherTrade(s int) bool {
	if !v.has(clsAgentNoun) && !v.has(clsAgentNounOf) {
		return false
	}
	own := map[int]bool{}
	for _, h := range v.hits {
		if h.class == clsOwnTrade {
			own[h.start] = true
		}
	}
	for _, h := range v.hits {
		switch {
		case v.toks[h.start].sentence != s:
		case h.class == clsAgentNoun && v.tradeBefore(h.start, own), h.class == clsAgentNounOf && v.tradeAfter(h.end, own):
			return true
		}
	}
	return false
}

func (v *view) tradeBefore(noun int, own map[int]bool) bool {
	for i := noun - 1; i >= 0 && noun-i <= tradeWords+1; i-- {
		t := v.toks[i]
		switch {
		case t.text == "the" || t.text == "any" || t.text == "each":
			return noun-i > 1
		case t.punct, v.mention[i] >= 0, own[i], t.number():
			return false
		}
	}
	return false
}

func (v *view) tradeAfter(i int, own map[int]bool) bool {
	if i+1 >= len(v.toks) {
		return false
	}
	switch v.toks[i].text {
	case "de", "d", "del", "da", "do", "des":
		return !v.toks[i+1].punct && v.mention[i+1] < 0 && !own[i+1]
	}
	return false
}

// namedBefore tells whether providers were the topic of a sentence before s.
func (v *view) namedBefore(s int) bool {
	for k := 0; k < s; k++ {
		if v.thirdIn(k) {
			return true
		}
	}
	return false
}

// inheritedThird tells that the parent row or the heading is about providers
// and nothing in the row says otherwise.
func (v *view) inheritedThird() bool {
	if v.has(clsOurs) || v.has(clsSubservice) {
		return false
	}
	if v.parent != nil && v.parent.Kind == KindThirdParty {
		return v.has(clsThirdPronoun) || !v.has(clsYou)
	}
	return v.around.third && !v.has(clsYou)
}

// keepOthers drops the mentions of sentences about providers from a question
// that also asks about us.
func (v *view) keepOthers(theirs map[int]bool) {
	var kept []mention
	for i, m := range v.mention {
		if m >= 0 && !theirs[v.toks[i].sentence] {
			kept = append(kept, v.mentions[m])
		}
	}
	if len(kept) > 0 {
		v.kept, v.fws = kept, frameworksOf(kept)
		v.out.Frameworks = v.fws
	}
	v.out.Why = appendString(v.out.Why, "third-party.also")
}
