package gap_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/posture"
)

var frameworks = []string{"soc1", "soc2", "soc3", "iso27001", "iso27701", "pci-dss", "hitrust", "csa-star", "c5", "any", "gdpr"}

func genDate(t *rapid.T, label string) date.Date {
	return date.Of(2023, 1, 1).AddDays(rapid.IntRange(0, 1800).Draw(t, label))
}

func genAttestation(t *rapid.T, i int) posture.Attestation {
	framework := rapid.SampledFrom(frameworks[:9]).Draw(t, "framework")
	start := genDate(t, "start")
	a := posture.Attestation{
		ID: fmt.Sprintf("%s-%d", framework, i), Framework: framework, Kind: posture.KindCertificate,
		Status: rapid.SampledFrom([]posture.Recorded{
			posture.RecordedHeld, posture.RecordedHeld, posture.RecordedInProgress, posture.RecordedPlanned,
			posture.RecordedLapsed, posture.RecordedSuspended,
		}).Draw(t, "status"),
		SOCType: rapid.IntRange(1, 2).Draw(t, "type"),
		Edition: map[string]string{"iso27001": rapid.SampledFrom([]string{"2013", "2022"}).Draw(t, "edition"), "iso27701": "2019", "pci-dss": "4.0.1"}[framework],
		Level:   map[string]string{"csa-star": "1", "hitrust": "e1", "pci-dss": "2"}[framework],
		Dates: posture.Dates{
			PeriodStart: start, PeriodEnd: start.AddMonths(rapid.IntRange(2, 12).Draw(t, "window")), AsOf: start,
			Issued: start.AddMonths(13), Expires: start.AddMonths(rapid.IntRange(14, 49).Draw(t, "validity")), Target: genDate(t, "target"),
		},
		Issuer:  posture.Issuer{Name: "Assessor", Kind: rapid.SampledFrom([]string{"cpa_firm", "certification_body", "qsa", "assessor"}).Draw(t, "issuer")},
		Opinion: rapid.SampledFrom([]string{"", "unqualified", "qualified", "adverse"}).Draw(t, "opinion"),
		Scope:   posture.Scope{Products: rapid.SampledFrom([]posture.IDs{nil, {"core"}, {"mobile"}, {posture.All}}).Draw(t, "products")},
	}
	if slices.Contains([]string{"soc1", "soc2", "soc3", "c5"}, framework) {
		a.Kind, a.Dates.Expires = posture.KindReport, date.Date{}
		a.Criteria = rapid.SampledFrom([][]string{{"security"}, {"security", "availability"}}).Draw(t, "criteria")
	}
	if rapid.Bool().Draw(t, "documented") {
		a.Documents = []posture.Document{{Kind: "report", Sharing: rapid.SampledFrom([]string{"public", "nda", "internal"}).Draw(t, "sharing")}}
	}
	if rapid.IntRange(0, 9).Draw(t, "secret") == 0 {
		no := false
		a.Disclosable = &no
	}
	return a
}

func genPosture(t *rapid.T, ref *posture.Reference) *posture.Posture {
	p := posture.New(ref)
	p.Products = []posture.Product{{ID: "core", Name: "Core"}, {ID: "mobile", Name: "Mobile"}}
	for i := range rapid.IntRange(0, 4).Draw(t, "records") {
		p.Attestations = append(p.Attestations, genAttestation(t, i))
	}
	p.Policy.DiscloseInProgress = rapid.Bool().Draw(t, "disclose")
	if rapid.Bool().Draw(t, "providers") {
		p.Subservice = []posture.SubserviceOrg{{Name: "Hoster", Assurance: []posture.Assurance{{Framework: "soc2", SOCType: 2}}}}
	}
	return p
}

func genReading(t *rapid.T) ask.Reading {
	named := rapid.SliceOfNDistinct(rapid.SampledFrom(frameworks), 1, 3, rapid.ID[string]).Draw(t, "named")
	r := ask.Reading{
		Kind: ask.KindCert, Frameworks: named, Subject: ask.SubjectVendor,
		Aspect: rapid.SampledFrom([]ask.Aspect{
			ask.AspectHolds, ask.AspectHolds, ask.AspectType, ask.AspectEdition, ask.AspectScope, ask.AspectDate,
			ask.AspectAuditor, ask.AspectReportCopy, ask.AspectExceptions, ask.AspectRoadmap, ask.AspectCommitment,
		}).Draw(t, "aspect"),
		Logic:       rapid.SampledFrom([]ask.Logic{ask.LogicSingle, ask.LogicAny, ask.LogicAll}).Draw(t, "logic"),
		Polarity:    rapid.SampledFrom([]ask.Polarity{ask.PolarityNormal, ask.PolarityNormal, ask.PolarityInverted}).Draw(t, "polarity"),
		Strength:    rapid.SampledFrom([]ask.Strength{ask.StrengthNormal, ask.StrengthMandatory, ask.StrengthPreferred}).Draw(t, "strength"),
		Conditional: rapid.SampledFrom([]ask.Conditional{"", "", ask.ConditionalOnAbsence, ask.ConditionalOnYes}).Draw(t, "conditional"),
	}
	r.Requires = ask.Requires{
		SOCType:      rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "wanted type"),
		Current:      rapid.Bool().Draw(t, "current"),
		Edition:      rapid.SampledFrom([]string{"", "", "2022"}).Draw(t, "wanted edition"),
		Accredited:   rapid.IntRange(0, 4).Draw(t, "accredited") == 0,
		OrEquivalent: rapid.IntRange(0, 4).Draw(t, "equivalent") == 0,
		MaxAgeMonths: rapid.SampledFrom([]int{0, 0, 6, 12}).Draw(t, "age"),
		Criteria:     rapid.SampledFrom([][]string{nil, nil, {"security"}, {"security", "privacy"}}).Draw(t, "wanted criteria"),
	}
	return r
}

func genContext(t *rapid.T) gap.Context {
	return gap.Context{
		AsOf:     genDate(t, "as of").AddMonths(18),
		Product:  rapid.SampledFrom([]string{"", "core", "mobile"}).Draw(t, "product"),
		Language: rapid.SampledFrom(append(posture.Languages(), "")).Draw(t, "language"),
		Question: rapid.SampledFrom([]string{"", "Do you?", "When do you?", "Was it suspended?"}).Draw(t, "question"),
		Closed:   rapid.Bool().Draw(t, "closed"), HasPartial: rapid.Bool().Draw(t, "partial"), HasNA: rapid.Bool().Draw(t, "na"),
	}
}

func backs(p *posture.Posture, asOf date.Date, framework string) bool {
	return slices.ContainsFunc(p.Usable(asOf), func(a *posture.Attestation) bool { return a.Framework == framework })
}

// affirmed are the ways in which our texts claim to hold something.
var affirmed = regexp.MustCompile(`(?:We hold a|We are certified to|We are validated|We have been assessed|We are listed) [^.;]*`)

func TestNoOutcomeClaimsWhatIsNotHeld(t *testing.T) {
	t.Parallel()
	e, ref := engine(t), reference(t)
	rapid.Check(t, func(t *rapid.T) {
		p, r, ctx := genPosture(t, ref), genReading(t), genContext(t)
		out := e.Check(r, p, ctx)
		anything := len(p.Usable(ctx.AsOf)) > 0
		held := slices.ContainsFunc(r.Frameworks, func(f string) bool { return backs(p, ctx.AsOf, f) || f == ask.AnyFramework && anything })
		certifiable := slices.ContainsFunc(r.Frameworks, func(f string) bool { return f != "gdpr" })
		if out.Answer == gap.AnswerYes && r.Aspect == ask.AspectHolds && r.Polarity == ask.PolarityNormal && certifiable && !held && !r.Requires.OrEquivalent {
			t.Fatalf("Yes to %v from %+v", r, p.Attestations)
		}
		if (out.Answer == gap.AnswerYes || out.Answer == gap.AnswerPartial) && r.Requires.OrEquivalent && !anything && r.Aspect == ask.AspectHolds && r.Polarity == ask.PolarityNormal {
			t.Fatalf("%s by equivalence without any record: %v", out.Answer, r)
		}
		ctx.Language = "en"
		checkClaims(t, e.Check(r, p, ctx), p, ctx)
	})
}

// A Yes to one framework is backed by one record that meets every demand.
func TestYesMeetsEveryDemand(t *testing.T) {
	t.Parallel()
	e, ref := engine(t), reference(t)
	rapid.Check(t, func(t *rapid.T) {
		p, r, ctx := genPosture(t, ref), genReading(t), genContext(t)
		f := rapid.SampledFrom(frameworks[:9]).Draw(t, "asked")
		r.Frameworks, r.Aspect, r.Polarity, r.Requires.OrEquivalent = []string{f}, ask.AspectHolds, ask.PolarityNormal, false
		p.Attestations = append(p.Attestations, genAttestation(t, 9))
		if e.Check(r, p, ctx).Answer != gap.AnswerYes {
			return
		}
		in, _ := ref.Instrument(f)
		meets := slices.ContainsFunc(p.Usable(ctx.AsOf), func(a *posture.Attestation) bool {
			return a.Framework == f && a.CoversProduct(ctx.Product) &&
				(!in.Typed || r.Requires.SOCType < 2 || a.SOCType == 2) &&
				(!in.Criteria || len(r.Requires.Criteria) < 2 || slices.Contains(a.Criteria, "privacy")) &&
				(!r.Requires.Current || p.Effective(a, ctx.AsOf).Status != posture.StatusStale) &&
				!r.Requires.Accredited
		})
		if !meets {
			t.Fatalf("Yes to %+v on %s (%s) from %+v", r, ctx.AsOf, ctx.Product, p.Attestations)
		}
	})
}

// checkClaims holds each affirmative sentence against the usable records.
func checkClaims(t *rapid.T, out gap.Outcome, p *posture.Posture, ctx gap.Context) {
	texts := []string{out.Text}
	for _, g := range out.Gaps {
		texts = append(texts, g.Reply)
	}
	for _, claim := range affirmed.FindAllString(strings.Join(texts, " "), -1) {
		backed := slices.ContainsFunc(p.Usable(ctx.AsOf), func(a *posture.Attestation) bool {
			name := p.Reference().Name(a.Framework)
			typed := strings.Contains(claim, "Type II ") == (a.SOCType == 2) || !strings.Contains(claim, "Type")
			return strings.Contains(claim, name) && typed
		})
		if !backed {
			t.Fatalf("%q is not backed on %s by %+v", claim, ctx.AsOf, p.Attestations)
		}
	}
}

func TestAnIdealRecordNeverAddsGaps(t *testing.T) {
	t.Parallel()
	e, ref := engine(t), reference(t)
	rapid.Check(t, func(t *rapid.T) {
		p, r, ctx := genPosture(t, ref), genReading(t), genContext(t)
		f := rapid.SampledFrom(frameworks[:9]).Draw(t, "added")
		if f == "iso27701" {
			f = "iso27001"
		}
		before := gapsOf(e.Check(r, p, ctx), f)
		after := gapsOf(e.Check(r, p.With(e.Ideal(f, 2, p, ctx)), ctx), f)
		for code, severity := range after {
			if had, ok := before[code]; !ok || severity.Rank() > had.Rank() {
				if !explained(r, f, code) {
					t.Fatalf("with an ideal %s: %v, before: %v", f, after, before)
				}
			}
		}
	})
}

// explained are the gaps that a record may bring: where any of several would
// do, the row is answered by another framework than before.
func explained(r ask.Reading, f string, code gap.Code) bool {
	other := len(r.Frameworks) > 1 || r.Frameworks[0] == ask.AnyFramework || r.Frameworks[0] != f
	return other && code == gap.Commitment
}

func gapsOf(out gap.Outcome, framework string) map[gap.Code]gap.Severity {
	all := map[gap.Code]gap.Severity{}
	for _, g := range out.Gaps {
		if g.Framework == framework {
			all[g.Code] = g.Severity
		}
	}
	return all
}

var internalWords = regexp.MustCompile(`[A-Z]{3,}_[A-Z]|\b(?:blocker|severity)\b|[{}]|\|\||SOC 2 certif|  `)

func TestOutcomesAreWellFormed(t *testing.T) {
	t.Parallel()
	e, ref := engine(t), reference(t)
	rapid.Check(t, func(t *rapid.T) {
		p, r, ctx := genPosture(t, ref), genReading(t), genContext(t)
		out := e.Check(r, p, ctx)
		if diff := cmp.Diff(out, e.Check(r, p, ctx)); diff != "" {
			t.Fatalf("twice the same question (-first +second)\n%s", diff)
		}
		for i, g := range out.Gaps {
			if i > 0 && g.Severity.Rank() > out.Gaps[i-1].Severity.Rank() {
				t.Fatalf("%s after %s", g.Severity, out.Gaps[i-1].Severity)
			}
			if g.Severity.Rank() < 0 || g.Slot == "" {
				t.Fatalf("gap without severity or slot: %+v", g)
			}
			if internalWords.MatchString(g.Reply) {
				t.Fatalf("reply of %s: %q", g.Code, g.Reply)
			}
		}
		if internalWords.MatchString(out.Text) {
			t.Fatalf("text: %q", out.Text)
		}
		if ctx.Closed && (out.Answer == gap.AnswerPartial && !ctx.HasPartial || out.Answer == gap.AnswerNA && !ctx.HasNA) {
			t.Fatalf("%s is not in the row's list", out.Answer)
		}
		if out.Answer == gap.AnswerHuman && !out.NeedsHuman {
			t.Fatalf("nobody is named for %+v", out)
		}
	})
}
