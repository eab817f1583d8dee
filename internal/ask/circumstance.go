package ask

// readCircumstances reads polarity, strength, condition and premise.
func (v *view) readCircumstances() {
	o := &v.out
	switch {
	case v.has(clsGoodNews):
		o.Why = v.why(o.Why, clsGoodNews)
	case o.Aspect == AspectExceptions, v.has(clsBadNews):
		o.Polarity = PolarityInverted
		o.Why = v.why(o.Why, clsBadNews)
	case v.has(clsNegated):
		o.Polarity = PolarityInverted
		o.Why = v.why(o.Why, clsNegated)
	}
	switch {
	case v.has(clsTypePreferred):
	case v.has(clsMandatory):
		o.Strength = StrengthMandatory
		o.Why = v.why(o.Why, clsMandatory)
	case v.has(clsPreferred):
		o.Strength = StrengthPreferred
		o.Why = v.why(o.Why, clsPreferred)
	}
	switch {
	case v.has(clsOnAbsence):
		o.Conditional = ConditionalOnAbsence
		o.Why = v.why(o.Why, clsOnAbsence)
	case v.has(clsOnYes):
		o.Conditional = ConditionalOnYes
		o.Why = v.why(o.Why, clsOnYes)
	case v.has(clsOnPresence):
		o.Conditional = ConditionalOnPresence
		o.Why = v.why(o.Why, clsOnPresence)
	}
	for _, m := range v.kept {
		if m.premise != "" {
			o.Premise = m.premise
		}
		o.Ambiguous = o.Ambiguous || m.ambiguous
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
