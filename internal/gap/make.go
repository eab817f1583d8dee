package gap

import (
	"candor/internal/posture"
)

// Make returns a gap that another package has found, such as a stale answer or
// a claim that nothing backs, with the texts of its definition. An empty
// severity is the definition's own; facts fill the placeholders of its texts.
func (e *Engine) Make(c Code, severity Severity, framework string, ctx Context, facts map[string]string) Gap {
	d := e.definitions[c]
	if severity == "" {
		severity = d.Severity.Asked
	}
	remedy := d.Remedy
	if remedy == remedyNone || remedy == remedyGet {
		remedy = ""
	}
	slot := framework
	if slot == "" {
		slot = string(c)
	}
	return Gap{
		Code: c, Severity: severity, Framework: framework, Remedy: remedy, Slot: slot, Controls: ctx.Controls,
		Why: fill(d.Why, facts), Reply: limit(join(e.reply(ctx.Language, c, facts)...)),
	}
}

// highest returns the highest level of framework, "" if its levels have no order.
func (e *Engine) highest(framework string) string {
	ladder := e.forms.Ladders[framework]
	if len(ladder) == 0 {
		return ""
	}
	return ladder[len(ladder)-1]
}

// Ideal returns a record of framework to which nothing is wanting on the day of
// ctx: current, of the newest edition and the highest level, for every product
// and place, accredited, without exceptions, its document public. A report is
// of socType. For asking what would change if the company held it
// (posture.With); it is never written anywhere.
func (e *Engine) Ideal(framework string, socType int, p *posture.Posture, ctx Context) posture.Attestation {
	yes, asOf := true, ctx.AsOf
	in, _ := p.Reference().Instrument(framework)
	a := posture.Attestation{
		ID: "ideal-" + framework, Framework: framework, Kind: posture.KindCertificate, Status: posture.RecordedHeld,
		Level: e.highest(framework), Opinion: "unqualified",
		Scope:     posture.Scope{Products: posture.IDs{posture.All}, Locations: posture.IDs{posture.All}, LegalEntities: posture.IDs{posture.All}},
		Dates:     posture.Dates{Issued: asOf.AddMonths(-1), Expires: asOf.AddMonths(11)},
		Issuer:    posture.Issuer{Name: "Independent assessor", Accredited: &yes},
		Documents: []posture.Document{{Kind: "report", Sharing: posture.SharingPublic}},
	}
	for _, kind := range in.Issuers {
		if a.Issuer.Kind == "" && kind != issuerSelf {
			a.Issuer.Kind = kind
		}
	}
	if n := len(in.Editions); n > 0 {
		a.Edition = in.Editions[n-1].ID
	}
	if in.Form != posture.FormReport {
		return a
	}
	a.Kind, a.Dates = posture.KindReport, posture.Dates{Issued: asOf}
	if in.Criteria {
		a.Criteria = p.Reference().Criteria()
	}
	if in.Typed {
		a.SOCType = socType
	}
	if a.SOCType == 1 {
		a.Dates.AsOf = asOf.AddMonths(-1)
		return a
	}
	a.Dates.PeriodStart, a.Dates.PeriodEnd = asOf.AddMonths(-13), asOf.AddMonths(-1)
	a.BridgeLetters = []posture.BridgeLetter{{CoversFrom: a.Dates.PeriodEnd.AddDays(1), CoversTo: asOf, Issued: asOf}}
	return a
}
