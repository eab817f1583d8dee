package ask

// shortCell is the number of words up to which a cell with a framework and no
// control noun is a row label that asks whether it is held ("ISO 27001 (Y/N)").
const shortCell = 8

// settle writes the outcome of the gate.
func (v *view) settle(k Kind, a Aspect, s Subject, why ...string) {
	v.out.Kind, v.out.Aspect, v.out.Subject = k, a, s
	for _, w := range why {
		v.out.Why = appendString(v.out.Why, w)
	}
}

func (v *view) settleBy(k Kind, a Aspect, s Subject, classes ...class) {
	v.settle(k, a, s, v.why(nil, classes...)...)
}

// decide takes the rules in their order; the first that fires decides.
func (v *view) decide() {
	v.fws = frameworksOf(v.kept)
	v.out.Frameworks = v.fws
	if v.decideRow() {
		return
	}
	if len(v.fws) == 0 && !v.withoutName() {
		v.decideUnnamed()
		return
	}
	v.out.Frameworks = v.fws
	switch {
	case v.decidePerson(), v.decideCustomer(), v.decideThird(), v.decideRegulation(), v.decideReference(), v.decideAlignment():
	case v.asksCertification():
		v.readCertification()
	default:
		v.settle(KindControl, AspectControl, SubjectVendor, "control.default")
	}
	v.readLogic()
}

// decideRow sorts out rows that are no question.
func (v *view) decideRow() bool {
	none := func(classes ...class) bool {
		v.settleBy(KindNone, AspectNone, SubjectNone, classes...)
		return true
	}
	switch {
	case v.onlyRefs:
		v.settle(KindNone, AspectNone, SubjectNone, "row.references")
		return true
	case v.has(clsSignOff) && !v.asks && len(v.mentions) == 0:
		return none(clsSignOff)
	case v.has(clsInstruction) && !v.asks && !v.has(clsReportCopy) && !v.has(clsHoldAsk):
		return none(clsInstruction)
	case v.has(clsInstruction) && !v.asks && len(v.mentions) < 2 && v.instructionLeads():
		return none(clsInstruction)
	case v.has(clsHeading) && !v.asks && v.words <= 12 && !v.has(clsHoldAsk) && v.headingLeads():
		return none(clsHeading)
	}
	return false
}

// instructionLeads tells whether the instruction comes before anything is asked.
func (v *view) instructionLeads() bool {
	h, _ := v.first(clsInstruction)
	for _, c := range []class{clsReportCopy, clsHoldAsk} {
		if a, ok := v.first(c); ok && a.start < h.start {
			return false
		}
	}
	return true
}

func (v *view) headingLeads() bool {
	h, _ := v.first(clsHeading)
	return h.start <= 2 && !v.has(clsMandatory)
}

// withoutName finds what a question asks about that names no framework:
// paraphrases, what the parent row or the heading names, certifications in
// general. It reports whether there is anything to decide on.
func (v *view) withoutName() bool {
	if v.has(clsOtherCertificate) {
		return false
	}
	switch {
	case v.has(clsParaphrase):
		v.fws = v.values(clsParaphrase)[:1]
		v.out.Why = v.why(v.out.Why, clsParaphrase)
		return true
	case v.has(clsParaphraseSOC):
		v.fws = []string{"soc1", "soc2"}
		v.out.Ambiguous = true
		v.out.Why = v.why(v.out.Why, clsParaphraseSOC)
		return true
	case v.has(clsAnyCert) && v.speaksOfOther():
		v.fws = []string{AnyFramework}
		v.out.Why = v.why(v.out.Why, clsAnyCert)
		return true
	case v.inherits():
		return true
	case v.has(clsPerson):
		return false
	case v.has(clsAnyCert):
		v.fws = []string{AnyFramework}
		v.out.Why = v.why(v.out.Why, clsAnyCert)
		return true
	case v.has(clsAnyLabel) && v.labelOnly():
		v.fws = []string{AnyFramework}
		v.out.Why = v.why(v.out.Why, clsAnyLabel)
		return true
	}
	return false
}

// speaksOfOther tells of "any other certification" that it is not the one
// that the parent row names.
func (v *view) speaksOfOther() bool {
	for _, t := range v.toks {
		switch t.text {
		case "other", "another", "weitere", "andere", "autre", "autres", "otra", "otras", "outra", "outras":
			return true
		}
	}
	return false
}

// labelOnly tells of a short cell with nothing but "Certification expiry date"
// whether it is one: "certificate" needs a heading that speaks of certification.
func (v *view) labelOnly() bool {
	aspect := v.has(clsDate) || v.has(clsAuditor) || v.has(clsScope) || v.has(clsReportCopy) || v.has(clsExceptions)
	if v.has(clsCommitment) {
		return true
	}
	return v.around.cert && v.words <= shortCell && aspect || v.words <= 3 && v.fired("any.certification")
}

// inheritWords is how long a question may be to be read from its heading:
// longer ones say themselves what they are about.
const inheritWords = 12

// inherits takes the frameworks of the parent row, or of the headings, for a
// follow-up such as "Which type?" or "If yes, when does it expire?".
func (v *view) inherits() bool {
	strong := v.has(clsType) || v.has(clsCertStrong) || v.has(clsDocReport) || v.has(clsDocCertificate) || v.has(clsEdition) || v.has(clsCriteria)
	weak := v.has(clsDate) || v.has(clsAuditor) || v.has(clsScope) || v.has(clsReportCopy) || v.has(clsExceptions) || v.has(clsRoadmap)
	if p := v.parent; p != nil && (p.Kind == KindCert || p.Kind == KindThirdParty) {
		if (strong || weak) && v.words <= 2*inheritWords {
			v.fws = p.Frameworks
			v.out.Why = appendString(v.out.Why, "context.parent")
			return true
		}
		return false
	}
	if len(v.around.frameworks) == 0 || v.has(clsControlNoun) || v.has(clsPerson) {
		return false
	}
	if strong && v.words <= inheritWords || weak && v.words <= inheritWords/2 {
		v.fws = v.around.frameworks
		v.out.Why = appendString(v.out.Why, "context.section")
		return true
	}
	return false
}

// decideUnnamed is the outcome where no framework is in sight.
func (v *view) decideUnnamed() {
	switch {
	case v.has(clsOtherCertificate):
		v.settleBy(KindNone, AspectNone, SubjectNone, clsOtherCertificate)
	case v.has(clsPerson):
		v.settleBy(KindNone, AspectNone, SubjectNone, clsPerson)
	case len(v.controls) > 0:
		v.settle(KindControl, AspectControl, SubjectVendor, "control.id")
	default:
		v.settle(KindNone, AspectNone, SubjectNone, "none.no-mention")
	}
}

func (v *view) decidePerson() bool {
	if !v.has(clsPerson) || v.fired("hold.ask.company") {
		return false
	}
	v.settleBy(KindControl, AspectControl, SubjectVendor, clsPerson)
	return true
}

func (v *view) decideCustomer() bool {
	if !v.has(clsCustomer) || v.has(clsRespondent) {
		return false
	}
	v.settleBy(KindCustomer, AspectControl, SubjectCustomer, clsCustomer)
	return true
}

// only reports whether all frameworks in question are of a scheme.
func (v *view) only(s ...scheme) bool {
	for _, id := range v.fws {
		found := schemeCertifiable
		if sc, ok := v.reader.names.schemes[id]; ok {
			found = sc
		}
		ok := false
		for _, want := range s {
			ok = ok || found == want
		}
		if !ok {
			return false
		}
	}
	return true
}

// certWord tells that a word for certification itself stands in the text, not
// only "report" or "audit" beside a framework.
func (v *view) certWord() bool { return v.fired("cert.word") || v.fired("cert.audit") }

// decideRegulation reads laws: they apply or do not; a certificate for one is
// asked about only by that word.
func (v *view) decideRegulation() bool {
	if !v.only(schemeObligation) {
		return false
	}
	switch {
	case v.certWord() && !v.has(clsOtherCertificate) && !v.has(clsControlNoun):
		return false
	case v.has(clsApply) && !v.has(clsControlNoun):
		v.settleBy(KindApplicability, AspectApplicability, SubjectVendor, clsApply)
	default:
		v.settle(KindControl, AspectControl, SubjectVendor, "regulation.mention")
	}
	return true
}

// decideReference reads frameworks that are named as a reference only.
func (v *view) decideReference() bool {
	document := v.has(clsParaphrase) || v.has(clsDoc)
	switch {
	case v.only(schemeProduct):
		v.settle(KindControl, AspectControl, SubjectVendor, "control.product")
	case len(v.controls) > 0 && !document && !v.certWord():
		v.settle(KindControl, AspectControl, SubjectVendor, "control.id")
	case v.has(clsRationale) && !v.certWord():
		v.settleBy(KindControl, AspectControl, SubjectVendor, clsRationale)
	case v.has(clsControlNoun) && !v.certWord() && !document:
		v.settleBy(KindControl, AspectControl, SubjectVendor, clsControlNoun)
	default:
		return false
	}
	return true
}

// namesDocument tells that a document of a framework is asked for by name.
func (v *view) namesDocument() bool {
	for _, m := range v.kept {
		if m.doc != "" {
			return true
		}
	}
	return false
}

// decideAlignment reads "aligned to ISO 27001": following a framework is not
// being certified to it.
func (v *view) decideAlignment() bool {
	none := v.only(schemeNone, schemeObligation, schemeProduct)
	if v.certWord() || v.namesDocument() || !none && v.has(clsAuditor) || !none && (!v.has(clsYardstick) || v.has(clsCompliant)) {
		return false
	}
	if v.has(clsProgramme) {
		v.settleBy(KindAlignment, AspectAlignment, SubjectVendor, clsYardstick, clsProgramme)
		return true
	}
	v.settle(KindControl, AspectControl, SubjectVendor, v.why([]string{"align.control"}, clsYardstick)...)
	return true
}

// asksCertification tells whether anything in the text asks for the
// certification that it names.
func (v *view) asksCertification() bool {
	if v.words <= shortCell && !v.has(clsNarrative) || v.words <= 2*shortCell && (v.has(clsMandatory) || v.has(clsPreferred)) || v.namesDocument() {
		return true
	}
	for _, c := range []class{
		clsCertStrong, clsCompliant, clsHoldAsk, clsReportCopy, clsCommitment, clsRoadmap, clsEdition,
		clsAuditor, clsExceptions, clsType, clsScope, clsDate, clsParaphrase, clsAnyCert, clsSubservice, clsBadNews,
	} {
		if v.has(c) {
			return true
		}
	}
	return false
}
