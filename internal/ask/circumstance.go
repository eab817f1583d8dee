package ask

import "slices"

// readCircumstances reads polarity, strength, condition and premise.
func (v *view) readCircumstances() {
	o := &v.out
	switch {
	case v.has(clsGoodNews):
		o.Why = v.why(o.Why, clsGoodNews)
	case o.Aspect == AspectExceptions && (v.fired("aspect.exceptions") || !v.has(clsExceptions)), v.has(clsBadNews):
		o.Polarity = PolarityInverted
		o.Why = v.why(o.Why, clsBadNews)
	case v.negated():
		o.Polarity = PolarityInverted
		o.Why = v.why(o.Why, clsNegated)
	case o.Aspect == AspectHolds && v.denied():
		o.Polarity, o.Unread = PolarityInverted, true
		o.Why = v.why(o.Why, clsDenial)
	}
	demanded := v.demanded()
	switch {
	case v.has(clsNotMandatory) && !demanded:
		o.Strength = StrengthPreferred
		o.Why = v.why(o.Why, clsNotMandatory)
	case v.prefersType():
	case o.Aspect == AspectCommitment && !v.fired("aspect.commitment.term"):
		// A promise is asked for, not demanded.
	case o.Aspect == AspectCommitment:
		o.Strength = StrengthMandatory // a term of the contract
	case demanded:
		o.Strength = StrengthMandatory
		o.Why = v.why(o.Why, clsMandatory)
	case v.has(clsPreferred):
		o.Strength = StrengthPreferred
		o.Why = v.why(o.Why, clsPreferred)
	}
	if named := v.values(clsPremise); len(named) > 0 && slices.Contains(v.fws, "soc2") {
		o.Premise = named[0]
	}
	for _, m := range v.kept {
		if m.premise != "" {
			o.Premise = m.premise
		}
		o.Ambiguous = o.Ambiguous || m.ambiguous
	}
}

// negated tells whether the question itself is denied ("Are you without a
// report?"), not only a case that it supposes: "Say so if you have none".
func (v *view) negated() bool {
	h, ok := v.first(clsNegated)
	return ok && !slices.ContainsFunc(v.toks[:h.start], func(t token) bool { return isIf(t.text) || isWhere(t.text) })
}

// denied tells of a question that a word denies ("There is no report,
// correct?") in a way that no rule knows. Behind the framework such a word
// says something else: "SOC 2, not ISO 27001".
func (v *view) denied() bool {
	h, ok := v.first(clsDenial)
	if !v.asks || !ok || v.explained(h) {
		return false
	}
	for i := range v.toks {
		switch {
		case i >= h.start && v.mention[i] >= 0:
			return v.toks[i].sentence == v.toks[h.start].sentence && v.asksIn(v.toks[i].sentence)
		case v.mention[i] >= 0, isIf(v.toks[i].text), isWhere(v.toks[i].text), v.word(i) == "or", v.word(i) == "whether":
			return false
		}
	}
	return false
}

// asksIn tells whether a sentence ends in a question mark.
func (v *view) asksIn(sentence int) bool {
	return slices.ContainsFunc(v.toks, func(t token) bool { return t.sentence == sentence && t.is("?") })
}

// explained tells whether a rule about more than denial covers h.
func (v *view) explained(h hit) bool {
	return slices.ContainsFunc(v.hits, func(o hit) bool {
		weak := v.hides(o.class) || o.class == clsFamiliar || o.class == clsHoldAsk || o.class == clsCertStrong
		return !weak && o.start <= h.start && h.end <= o.near
	})
}

// isWhere tells of a word that begins a case beside "if".
func isWhere(w string) bool {
	switch w {
	case "where", "wherever", "should", "wo", "soweit", "donde", "onde", "cuando", "quando":
		return true
	}
	return false
}

// demanded tells whether a word of demand stands there that is not denied:
// "preferred but not required" demands nothing.
func (v *view) demanded() bool {
	for _, h := range v.hits {
		if h.class == clsMandatory && !v.within(h, clsNotMandatory) {
			return true
		}
	}
	return false
}

// within tells whether a hit of c covers h.
func (v *view) within(h hit, c class) bool {
	return v.has(c) && slices.ContainsFunc(v.hits, func(o hit) bool { return o.class == c && o.start <= h.start && h.end <= o.end })
}

// leadWords is how far into a question its condition may begin: "If you are
// not certified, …" makes the question conditional, "…? If so, describe" not.
const leadWords = 2

func (v *view) readCondition() {
	o := &v.out
	for _, c := range []struct {
		class class
		cond  Conditional
	}{{clsOnAbsence, ConditionalOnAbsence}, {clsOnYes, ConditionalOnYes}, {clsOnPresence, ConditionalOnPresence}} {
		if h, ok := v.first(c.class); ok && (h.start == 0 || h.start <= leadWords && c.class != clsOnPresence) {
			o.Conditional = c.cond
			o.Why = v.why(o.Why, c.class)
			return
		}
	}
}

// readLogic reads how several frameworks combine; any is the default, since a
// list without a cue is what could be offered.
func (v *view) readLogic() {
	o := &v.out
	several := len(o.Frameworks) > 1 || v.twoPremises()
	switch {
	case v.has(clsOrEquivalent) && o.Kind == KindCert:
		o.Logic = LogicAny
	case !several:
		o.Logic = LogicSingle
	case o.Ambiguous && len(v.kept) <= 1:
		o.Logic = LogicAny
	case v.has(clsLogicAny) && !v.has(clsLogicAll):
		o.Logic = LogicAny
	case v.has(clsLogicAll), v.has(clsLogicAnd) && o.Kind == KindCert, v.cumulative():
		o.Logic = LogicAll
		o.Why = v.why(o.Why, clsLogicAll, clsLogicAnd)
	default:
		o.Logic = LogicAny
	}
}

// twoPremises tells of two obsolete names of one framework: "BS 7799 or ISO 17799".
func (v *view) twoPremises() bool {
	n := 0
	for _, m := range v.kept {
		if m.premise != "" {
			n++
		}
	}
	return n > 1
}

// cumulative tells that a list is asked for as a whole: "submit valid
// certificates for ISO 27001, ISO 27701, ISO 22301", "must hold A, B".
func (v *view) cumulative() bool {
	return v.out.Kind == KindCert && (v.out.Aspect == AspectReportCopy || v.out.Strength == StrengthMandatory) && len(v.kept) > 1 && !v.has(clsLogicAny)
}
