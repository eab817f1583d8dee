package gap

import (
	"slices"
	"strings"

	"candor/internal/posture"
)

// principal are the kinds of documents that a record itself is handed out as;
// a row that says "report" of a certificate means that one.
var principal = []string{"report", "certificate", "aoc", "soc3", "saq"}

// checkEvidence looks for the documents asked for: those of the record, then
// any of that kind which belongs to none.
func (q *query) checkEvidence(res *result) {
	wanted := q.documentKinds(res.record)
	var missing []string
	for _, kinds := range wanted {
		docs := q.documents(res.record, kinds)
		if len(docs) == 0 {
			missing = append(missing, q.documentName(kinds[0]))
			continue
		}
		q.checkDocument(res, docs[0])
	}
	if len(missing) > 0 {
		q.add(res, EvidenceMissing, true, values{"docs": q.and(missing)})
	}
}

// documentKinds returns what is wanted, each as the kinds that will do. A
// bridge letter that is missing is a matter of dates and checked there.
func (q *query) documentKinds(a *posture.Attestation) [][]string {
	var wanted [][]string
	for _, kind := range q.r.Requires.Doc {
		switch {
		case kind == docBridgeLetter && q.isReport(a) && len(q.documents(a, []string{kind})) == 0:
		case slices.Contains(principal, kind):
			if !slices.ContainsFunc(wanted, func(k []string) bool { return slices.Contains(principal, k[0]) }) {
				wanted = append(wanted, append([]string{kind}, principal...))
			}
		default:
			wanted = append(wanted, []string{kind})
		}
	}
	if len(q.r.Requires.Doc) == 0 {
		wanted = append(wanted, append([]string{q.principalKind(a)}, principal...))
	}
	return wanted
}

func (q *query) principalKind(a *posture.Attestation) string {
	switch {
	case q.isReport(a):
		return "report"
	case q.instrument(a.Framework).Form == posture.FormValidation:
		return "aoc"
	default:
		return "certificate"
	}
}

// documents returns those of kinds that may be handed out, best first: the
// record's own before others. One that stays inside counts as missing.
func (q *query) documents(a *posture.Attestation, kinds []string) []posture.Evidence {
	all := q.p.Evidence(q.asOf(), kinds...)
	own := slices.DeleteFunc(slices.Clone(all), func(d posture.Evidence) bool { return d.Attestation != a.ID })
	if len(own) > 0 || slices.ContainsFunc(kinds, func(k string) bool { return slices.Contains(principal, k) }) {
		return own
	}
	return slices.DeleteFunc(all, func(d posture.Evidence) bool { return d.Attestation != "" })
}

func (q *query) checkDocument(res *result, d posture.Evidence) {
	v := q.documentValues(d)
	if d.Stale {
		q.add(res, EvidenceStale, true, v)
	}
	if d.Restricted {
		q.add(res, EvidenceRestricted, true, v)
	}
}

func (q *query) documentValues(d posture.Evidence) values {
	name := d.Title
	if name == "" {
		name = q.documentName(d.Kind)
	}
	v := values{"docs": upperFirst(name)}
	v.set("docdate", q.day(d.Date))
	v.set("location", d.Location)
	v.set("route", q.e.text(q.lang, "route."+d.Sharing, v))
	v["docid"] = d.ID
	return v
}

func (q *query) documentName(kind string) string {
	if name := q.e.text(q.lang, "doc."+kind, nil); name != "" {
		return name
	}
	return q.e.text(q.lang, "doc.other", nil)
}

// Evidence answers a request for documents that belong to no certification
// asked about: "provide your latest penetration test". kinds are those of the
// posture; each is a gap by itself if it is missing, old or not for everybody.
func (e *Engine) Evidence(kinds []string, p *posture.Posture, ctx Context) Outcome {
	q := e.query(askNothing(), p, ctx)
	res := &result{}
	var said, missing []string
	var sources []Source
	for _, kind := range kinds {
		docs := p.Evidence(ctx.AsOf, kind)
		if len(docs) == 0 {
			missing = append(missing, q.documentName(kind))
			continue
		}
		q.checkDocument(res, docs[0])
		said = append(said, q.documentValues(docs[0])["route"])
		sources = append(sources, Source{"document", docs[0].ID})
	}
	if len(missing) > 0 {
		v := values{"docs": q.and(missing)}
		q.add(res, EvidenceMissing, true, v)
		said = append(said, e.reply(q.lang, EvidenceMissing, v)...)
	}
	order(res.findings)
	for _, f := range res.findings {
		if f.code == EvidenceStale {
			said = append(said, e.reply(q.lang, EvidenceStale, f.values)...)
		}
	}
	out := Outcome{Answer: AnswerYes, Sources: sources, Text: limit(join(said...))}
	out.Gaps = q.gaps(res.findings, "evidence:"+strings.Join(slices.Sorted(slices.Values(kinds)), "|"), nil)
	switch {
	case len(kinds) == 0:
		out.Answer = AnswerLibrary
	case len(missing) == len(kinds):
		out.Answer, out.NeedsHuman, out.Owner = AnswerNo, true, OwnerCompliance
	case len(missing) > 0:
		out.Answer = q.orNo(AnswerPartial, ctx.allowsPartial())
	}
	return out
}

// documentSources names the registered documents that findings are about.
func documentSources(all []finding) []Source {
	var found []Source
	for _, f := range all {
		s := Source{"document", f.values["docid"]}
		if s.ID != "" && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	return found
}

// limit keeps the first sentences.
func limit(sentences []string) string {
	return strings.Join(sentences[:min(len(sentences), maxSentences)], " ")
}
