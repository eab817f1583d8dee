package ask

// unread tells of "Is your SOC 2 auditor one of the Big Four?" that it is read
// as asking what is held for want of anything better: it is a sentence without
// words for holding, and some of its words no rule knows. Likewise of
// providers of a kind that no rule knows.
func (v *view) unread() bool {
	if !v.asks || v.words <= labelWords {
		return false
	}
	if v.out.Aspect == AspectExceptions { // "Did an auditor find faults with your backups?"
		return len(v.mentions) == 0 && v.saysMore()
	}
	if v.out.Polarity == PolarityInverted {
		return false
	}
	switch v.out.Aspect { //nolint:exhaustive // the others were asked for in words
	case AspectHolds:
		return len(v.mentions) > 0 && !v.asksHolding() && v.saysMore()
	case AspectThirdParty:
		return v.saysMore()
	}
	return false
}

// asksHolding tells whether words for holding, or for demanding it, stand there.
func (v *view) asksHolding() bool {
	for _, c := range []class{clsHoldAsk, clsCompliant, clsMandatory, clsPreferred, clsContinuous} {
		if v.has(c) {
			return true
		}
	}
	return false
}

// saysMore tells whether no rule knows some word of the question.
func (v *view) saysMore() bool {
	known := v.knownWords()
	for i, t := range v.toks {
		if !t.punct && !t.number() && t.text != "" && !known[i] {
			return true
		}
	}
	return false
}

// labelWords is how many words a row label has at most, "SOC 2 report held?".
const labelWords = 3

// knownWords marks the words that a rule speaks of. Of a rule that takes words
// of any kind in between the shortest match counts.
func (v *view) knownWords() []bool {
	known := make([]bool, len(v.toks))
	for i := range v.toks {
		known[i] = v.mention[i] >= 0
	}
	for _, h := range v.hits {
		if v.hides(h.class) {
			continue
		}
		for i := h.start; i < h.near; i++ {
			known[i] = true
		}
	}
	return known
}

// hides tells of the classes that name a word without telling what it does to
// the question.
func (v *view) hides(c class) bool {
	switch c { //nolint:exhaustive // the others mean something to the reading
	case clsDepends, clsServes:
		return v.out.Aspect != AspectThirdParty // the provider that we use
	case clsHoldAsk:
		return v.out.Aspect == AspectThirdParty // who holds stands in between
	case clsFunctionWord, clsAgentNoun, clsAgentNounOf, clsOwnTrade, clsOwnNoun, clsOwnThing, clsOwnModifier, clsOwnCompany, clsNarrative, clsDenial:
		return true
	}
	return false
}
