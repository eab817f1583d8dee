package gap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/posture"
	"candor/internal/textnorm"
)

// thirdParty answers rows about providers from what is on record of them.
// Rows about how we deal with providers are for the library.
func (q *query) thirdParty() Outcome {
	if q.form.process || q.form.programme {
		return Outcome{Answer: AnswerLibrary, Reasons: []Reason{{"programme", "asks how providers are dealt with, not what they hold"}}}
	}
	orgs, named := q.relevant()
	if len(orgs) == 0 {
		return Outcome{
			Answer: AnswerHuman, NeedsHuman: true, Owner: OwnerCompliance, Text: q.e.text(q.lang, "providers.none", nil),
			Reasons: []Reason{{"third_party", "no provider of that kind is on record"}},
		}
	}
	var lacking, told []string
	var found []Source
	for _, o := range orgs {
		if !q.assured(o) {
			lacking = append(lacking, o.Name)
		}
		if list := q.assuranceList(o); list != "" {
			told = append(told, list)
			found = append(found, Source{"provider", o.Name})
		}
	}
	out := Outcome{Answer: AnswerYes, Sources: found}
	v := values{}
	v.set("providerlist", joinList(told))
	if len(lacking) > 0 {
		v["lacking"] = q.and(lacking)
		res := &result{framework: firstOf(q.r.Frameworks)}
		q.add(res, ThirdParty, true, v)
		out.Gaps = q.gaps(res.findings, "", nil)
		out.Text = limit(join(q.e.reply(q.lang, ThirdParty, v)...))
	} else {
		out.Text = q.e.text(q.lang, "providers", v)
	}
	switch {
	case q.form.open:
		out.Answer = AnswerText
	case len(lacking) == len(orgs):
		out.Answer = AnswerNo
	case len(lacking) > 0:
		out.Answer = q.orNo(AnswerPartial, q.ctx.allowsPartial())
	}
	sure := q.r.Polarity != ask.PolarityInverted && (named || !q.r.Unread) && (!q.form.every || out.Answer != AnswerYes)
	if !sure && out.Answer != AnswerText {
		out.Answer, out.NeedsHuman, out.Owner = AnswerHuman, true, OwnerCompliance
	}
	return out
}

func firstOf(ids []string) string {
	if len(ids) == 0 {
		return ask.AnyFramework
	}
	return ids[0]
}

// relevant returns the providers that the row is about and whether it names
// them: those it names, else those of the role it names; all of them if it
// names neither, and none if those that it names are not on record.
func (q *query) relevant() (orgs []posture.SubserviceOrg, byName bool) {
	folded := textnorm.Fold(q.ctx.Question)
	named := q.providers(func(o posture.SubserviceOrg) bool {
		return folded != "" && containsAny(folded, []string{textnorm.Fold(o.Name)})
	})
	if len(named) > 0 || len(q.r.Providers) > 0 {
		return named, true
	}
	role := ""
	for _, id := range sortedKeys(q.e.forms.Roles) {
		if role == "" && containsAny(folded, q.e.forms.Roles[id]) {
			role = id
		}
	}
	orgs = q.providers(func(o posture.SubserviceOrg) bool {
		return role == "" || o.Role == "" && role == roleHosting || strings.Contains(strings.ToLower(o.Role), role)
	})
	return orgs, false
}

// roleHosting is the role of a provider whose record names none.
const roleHosting = "hosting"

func (q *query) providers(keep func(posture.SubserviceOrg) bool) []posture.SubserviceOrg {
	var kept []posture.SubserviceOrg
	for _, o := range q.p.Subservice {
		if keep(o) {
			kept = append(kept, o)
		}
	}
	return kept
}

// assured reports whether the provider has what the row asks for.
func (q *query) assured(o posture.SubserviceOrg) bool {
	has := func(framework string) bool {
		return slices.ContainsFunc(o.Assurance, func(a posture.Assurance) bool { return q.fits(a, framework) })
	}
	if q.r.Logic == ask.LogicAll {
		return !slices.ContainsFunc(q.r.Frameworks, func(f string) bool { return !has(f) })
	}
	if len(q.r.Frameworks) == 0 {
		return has(ask.AnyFramework)
	}
	return slices.ContainsFunc(q.r.Frameworks, has)
}

func (q *query) fits(a posture.Assurance, framework string) bool {
	if !q.inForce(a) || framework != ask.AnyFramework && a.Framework != framework {
		return false
	}
	ladder := q.e.forms.Ladders[a.Framework]
	want := slices.Index(ladder, strings.ToLower(q.r.Requires.Level))
	if want >= 0 && slices.Index(ladder, strings.ToLower(a.Level)) < want {
		return false
	}
	return q.r.Requires.SOCType != 2 || !q.instrument(a.Framework).Typed || a.SOCType == 2
}

// assuranceList words what is on record of a provider: "AWS: SOC 2 Type II
// (checked on 12 August 2026), ISO/IEC 27001".
func (q *query) assuranceList(o posture.SubserviceOrg) string {
	var items []string
	for _, a := range o.Assurance {
		if !q.inForce(a) {
			continue
		}
		item := q.instrument(a.Framework).EditionName(a.Edition)
		if a.SOCType > 0 {
			item += " " + q.e.text(q.lang, "type", values{"type": strings.Repeat("I", min(a.SOCType, 2))})
		}
		if a.Level != "" {
			item += " " + q.e.text(q.lang, "level", values{"level": a.Level})
		}
		if on := q.day(a.CheckedOn); on != "" {
			item = q.e.text(q.lang, "provider.checked", values{"item": item, "on": on})
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		return ""
	}
	return q.e.text(q.lang, "provider", values{"provider": o.Name, "list": strings.Join(items, ", ")})
}
