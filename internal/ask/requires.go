package ask

import (
	"slices"
	"strconv"
)

// readRequires reads the attributes that are demanded.
func (v *view) readRequires() {
	r := &v.out.Requires
	v.widenSOC()
	v.requireType(r)
	v.requireEdition(r)
	r.Criteria = v.criteria()
	if v.plus() {
		r.Plus = v.fws[1:]
		v.fws = v.fws[:1]
		v.out.Frameworks = v.fws
	}
	r.Level = v.level()
	if v.out.Aspect == AspectType && v.has(clsLogicAny) {
		r.Level = "" // "Cyber Essentials or Cyber Essentials Plus?"
	}
	r.Current = v.has(clsCurrent) && v.out.Aspect != AspectDate
	r.Accredited = v.has(clsAccredited)
	r.OrEquivalent = v.has(clsOrEquivalent)
	r.AlignmentOK = v.has(clsAlignmentOK)
	r.Continuous = v.has(clsContinuous)
	r.IssuerKind = firstOf(v.values(clsIssuer))
	r.Opinion = firstOf(v.values(clsOpinion))
	r.Sharing = firstOf(v.values(clsSharing))
	r.Doc = v.documents()
	if v.out.Aspect != AspectRoadmap && v.out.Aspect != AspectCommitment { // "within 12 months" is a target there
		r.MaxAgeMonths = v.months(clsMonthsAge)
		if r.MaxAgeMonths == 0 {
			r.MinPeriodMonths = v.months(clsMonthsPeriod)
		}
	}
	v.requireScope(r)
}

// widenSOC adds SOC 3 where a report without number is asked back with it:
// "Which SOC report (1, 2 or 3)?".
func (v *view) widenSOC() {
	if !slices.Equal(v.fws, []string{"soc1", "soc2"}) || len(v.kept) != 1 {
		return
	}
	for i := 2; i < len(v.toks); i++ {
		if v.toks[i].text == "3" && v.toks[i-2].text == "2" {
			v.fws = []string{"soc1", "soc2", "soc3"}
			v.out.Frameworks = v.fws
		}
	}
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// requireType takes a type that is demanded, not two that are offered as
// alternatives, and not one that is only asked back ("Type I or Type II?").
func (v *view) requireType(r *Requires) {
	one, two := false, false
	for _, m := range v.kept {
		one = one || slices.Contains(m.types, 1)
		two = two || slices.Contains(m.types, 2)
	}
	for i := 0; i+1 < len(v.toks); i++ {
		if t := v.toks[i].text; v.reader.names.typeWord[t] && v.mention[i] < 0 && v.mention[i+1] < 0 {
			n := v.toks[i+1].text
			one = one || n == "1" || n == "i"
			two = two || n == "2" || n == "ii"
		}
	}
	switch {
	case two && v.out.Aspect == AspectRoadmap:
		r.SOCType = 2 // "we hold Type I, Type II follows"
	case one == two:
		return
	case two && v.prefersType():
		r.SOCTypePreferred = 2
	case two:
		r.SOCType = 2
	}
}

// prefersType tells that Type II is only preferred: "SOC 2 (Type II preferred)".
func (v *view) prefersType() bool {
	for _, m := range v.kept {
		if len(m.types) > 0 && v.has(clsTypePreferred) {
			return true
		}
	}
	return false
}

func (v *view) requireEdition(r *Requires) {
	editions := []string{}
	for _, m := range v.kept {
		if m.edition != "" {
			editions = appendString(editions, m.edition)
		}
	}
	switch {
	case v.has(clsEdition):
		// "moved from 2013 to 2022" demands the newer one; "2013 or 2022?" none.
		for _, t := range v.toks {
			if (t.text == "2022" || t.text == "2025") && v.fired("aspect.edition") && !v.fired("logic.or") {
				r.Edition = t.text
			}
		}
		if r.Edition == "" && len(editions) == 1 && editions[0] >= "2022" {
			r.Edition = editions[0]
		}
	case len(editions) == 1:
		r.Edition = editions[0]
	}
}

// plus tells of "SOC 2+" whether further frameworks are its add-ons.
func (v *view) plus() bool {
	return len(v.fws) > 1 && len(v.kept) > 0 && v.kept[0].plus
}

func (v *view) criteria() []string {
	if !slices.Contains(v.fws, "soc2") && !slices.Contains(v.fws, "soc3") || v.listsScope() {
		return nil
	}
	found := v.values(clsCriteria)
	if slices.Contains(found, allCriteria) {
		return []string{"security", "availability", "processing_integrity", "confidentiality", "privacy"}
	}
	return found
}

// allCriteria is the lexicon's value for "all five criteria".
const allCriteria = "all"

// level takes a level only where a framework in question has such a one.
func (v *view) level() string {
	for _, fw := range v.fws {
		if fits := v.levels(fw); len(fits) == 1 {
			return fits[0]
		}
	}
	return ""
}

// levels are those named that the framework has.
func (v *view) levels(framework string) []string {
	allowed := map[string][]string{
		"pci-dss": {"1", "2", "3", "4"}, "hitrust": {"r2", "i1", "e1"}, "csa-star": {"1", "2"}, "tisax": {"AL3", "AL2"},
		"fedramp": {"low", "moderate", "high"}, "ens": {"alta", "media", "basica"}, "cyber-essentials": {"plus", "basic"},
		"cmmc": {"1", "2", "3"}, "irap": {"protected", "official"},
	}
	var fits []string
	for _, l := range v.values(clsLevel) {
		if slices.Contains(allowed[framework], l) {
			fits = append(fits, l)
		}
	}
	return fits
}

// documents takes named documents always, "report" and "certificate" only
// where a copy is what is asked for.
func (v *view) documents() []string {
	var docs []string
	for _, m := range v.kept {
		if m.doc != "" {
			docs = appendString(docs, m.doc)
		}
	}
	copyAsked := v.out.Aspect == AspectReportCopy && v.fired("aspect.report.provide")
	for _, h := range v.hits {
		named := h.class == clsDoc || h.class == clsDocBeside && copyAsked
		plain := h.class == clsDocCertificate || h.class == clsDocReport
		if named || plain && copyAsked && !slices.ContainsFunc(docs, isOfCertification) {
			docs = appendString(docs, v.rules.list[h.rule].value)
		}
	}
	return docs
}

// isOfCertification tells of a document that it is one of the certification
// itself: "the AOC report" asks for one document, "the certificate and the
// SoA" for two.
func isOfCertification(doc string) bool {
	return doc != "soa" && doc != "pentest_summary"
}

// monthWords are numbers of months that are written out.
func monthWords() map[string]int {
	return map[string]int{
		"six": 6, "twelve": 12, "nine": 9, "three": 3, "sechs": 6, "zwolf": 12, "douze": 12, "doce": 12, "doze": 12, "seis": 6,
		"two": 2, "four": 4, "eighteen": 18, "zwei": 2, "drei": 3, "vier": 4, "neun": 9, "achtzehn": 18,
		"deux": 2, "trois": 3, "quatre": 4, "neuf": 9, "dos": 2, "tres": 3, "cuatro": 4, "nueve": 9, "dois": 2, "quatro": 4, "nove": 9, "dezoito": 18,
		"un": 12, "one": 12, "a": 12, "einem": 12, "year": 12,
	}
}

// months reads the number of months within the first hit of a class.
func (v *view) months(c class) int {
	h, ok := v.first(c)
	if !ok {
		return 0
	}
	years := false
	for _, t := range v.toks[h.start:h.end] {
		switch t.text {
		case "an", "ans", "ano", "anos", "year", "years", "jahr", "jahre":
			years = true
		}
	}
	words := monthWords()
	for _, t := range v.toks[h.start:h.end] {
		if n, err := strconv.Atoi(t.text); err == nil && n > 0 && n <= 60 {
			if years {
				n *= 12
			}
			return n
		}
		if n, ok := words[t.text]; ok {
			return n
		}
	}
	return 0
}

// requireScope takes what the scope must cover, where scope is in question.
func (v *view) requireScope(r *Requires) {
	if !v.has(clsScope) && !v.has(clsProduct) {
		return
	}
	if v.has(clsProduct) {
		r.Product = TargetOffered
	}
	if v.has(clsEntity) && v.fired("aspect.scope") && !v.listsScope() {
		r.LegalEntity = TargetOffered
	}
	if places := v.places(); len(places) > 0 && !v.listsScope() {
		r.Location = Target(places[0])
		for _, p := range places {
			if p != string(TargetOffered) {
				r.Location = Target(p)
			}
		}
	}
}

// places are the values of the places named; a short name such as "US" counts
// only in capitals.
func (v *view) places() []string {
	var out []string
	for _, h := range v.hits {
		if h.class != clsLocation {
			continue
		}
		r := v.rules.list[h.rule]
		if t := v.toks[h.start]; !r.exact || t.upper {
			out = appendString(out, r.value)
		}
	}
	return out
}

// listsScope tells that the scope is to be listed, not required.
func (v *view) listsScope() bool {
	for _, t := range v.toks {
		switch t.text {
		case "list", "which", "what", "welche", "welchen", "quels", "quelles", "cuales", "quais", "describe", "state", "indicate":
			return true
		}
	}
	return false
}
