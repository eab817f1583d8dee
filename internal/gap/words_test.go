package gap_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/posture"
)

func vendor(aspect ask.Aspect, frameworks ...string) ask.Reading {
	return ask.Reading{
		Kind: ask.KindCert, Frameworks: frameworks, Aspect: aspect, Logic: ask.LogicAny, Subject: ask.SubjectVendor,
		Polarity: ask.PolarityNormal, Strength: ask.StrengthNormal,
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	e, all := engine(t), postures(t)
	typed := vendor(ask.AspectHolds, "soc2")
	typed.Requires.SOCType = 2
	solely := vendor(ask.AspectHolds, "soc2")
	solely.Polarity = ask.PolarityInverted
	for name, tt := range map[string]struct {
		reading     ask.Reading
		posture     string
		lang        string
		has, hasNot []string
	}{
		"what is held is told with its type":    {vendor(ask.AspectHolds, "soc2"), "t1", "en", []string{"SOC 2 Type I report", "15 February 2026", "under NDA"}, []string{"Type II"}},
		"a wrong type is told first":            {typed, "t1", "en", []string{"We do not currently hold a SOC 2 Type II report. We hold a SOC 2 Type I report"}, nil},
		"another one is offered, not instead":   {vendor(ask.AspectHolds, "iso27001"), "t2", "en", []string{"do not currently hold", "We hold a SOC 2 Type II report"}, []string{"80"}},
		"an outdated edition in German":         {vendor(ask.AspectHolds, "iso27001"), "iso13", "de", []string{"Ausgabe 2013", "1. November 2025"}, nil},
		"a plan in French":                      {vendor(ask.AspectHolds, "iso27001"), "in_progress", "fr", []string{"30 juin 2027"}, nil},
		"the auditor in Spanish":                {vendor(ask.AspectAuditor, "soc2"), "t2", "es", []string{"Emitido por: Example CPA LLP."}, nil},
		"the issue date in Portuguese":          {vendor(ask.AspectDate, "soc2"), "t2", "pt", []string{"Data de emissão: 10 de maio de 2026."}, nil},
		"every exception":                       {vendor(ask.AspectExceptions, "soc2"), "t2_qualified", "en", []string{"CC6.3: quarterly access reviews not performed in Q3 (not yet remediated)", "The auditor's opinion is qualified."}, nil},
		"a modified opinion goes with a yes":    {vendor(ask.AspectHolds, "soc2"), "t2_qualified", "en", []string{"The auditor's opinion is qualified."}, nil},
		"no accreditation goes with a yes":      {vendor(ask.AspectHolds, "iso27001"), "iso_unaccredited", "en", []string{"does not hold the accreditation"}, []string{"UKAS"}},
		"the whole list":                        {vendor(ask.AspectHolds, ask.AnyFramework), "full", "en", []string{"SOC 2", "SOC 1", "SOC 3", "ISO/IEC 27001:2022", "PCI DSS", "CSA STAR", "Cyber Essentials"}, nil},
		"a law":                                 {vendor(ask.AspectHolds, "gdpr"), "o_law", "en", []string{"GDPR is a law", "data processing agreement", "SOC 2 Type II"}, []string{"GDPR certif"}},
		"a law where nothing is held":           {vendor(ask.AspectHolds, "gdpr"), "empty", "de", []string{"gesetzliche Vorgabe"}, []string{"()"}},
		"a guide":                               {vendor(ask.AspectHolds, "nist-csf"), "empty", "en", []string{"NIST CSF is a framework that organisations follow"}, nil},
		"a provider's report is not ours":       {solely, "aws_only", "en", []string{"We do not currently hold a SOC 2 report.", "AWS: SOC 2 Type II", "not our own operation"}, nil},
		"a record that must not be mentioned":   {vendor(ask.AspectHolds, "soc2"), "o_hidden", "en", nil, []string{"SOC"}},
		"an unknown language falls to English":  {vendor(ask.AspectHolds, "soc2"), "empty", "ja", []string{"We do not currently hold a SOC 2 report."}, nil},
		"a framework that we have no entry for": {vendor(ask.AspectHolds, "mtcs"), "empty", "en", []string{"We do not currently hold MTCS."}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := e.Check(tt.reading, all[tt.posture], gap.Context{AsOf: date.MustParse("2026-06-30"), Product: "core", Language: tt.lang})
			for _, want := range tt.has {
				if !strings.Contains(out.Text, want) {
					t.Errorf("%q lacks %q", out.Text, want)
				}
			}
			for _, bad := range tt.hasNot {
				if strings.Contains(out.Text, bad) {
					t.Errorf("%q says %q", out.Text, bad)
				}
			}
		})
	}
}

// A dropdown that offers Partial changes nothing by itself; the switch does.
func TestPartialForDefects(t *testing.T) {
	t.Parallel()
	e, all := engine(t), postures(t)
	typed := vendor(ask.AspectHolds, "soc2")
	typed.Requires.SOCType = 2
	for name, tt := range map[string]struct {
		posture string
		ctx     gap.Context
		want    gap.Answer
	}{
		"no switch":              {"t1", gap.Context{Closed: true, HasPartial: true}, gap.AnswerNo},
		"switch":                 {"t1", gap.Context{Closed: true, HasPartial: true, PartialForDefects: true}, gap.AnswerPartial},
		"switch without Partial": {"t1", gap.Context{Closed: true, PartialForDefects: true}, gap.AnswerNo},
		"never for nothing":      {"empty", gap.Context{Closed: true, HasPartial: true, PartialForDefects: true}, gap.AnswerNo},
		"never for another one":  {"iso22", gap.Context{Closed: true, HasPartial: true, PartialForDefects: true}, gap.AnswerNo},
		"never for an audit under way by default": {"in_progress", gap.Context{Closed: true, HasPartial: true, PartialForDefects: true}, gap.AnswerNo},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.ctx.AsOf, tt.ctx.Product = date.MustParse("2026-06-30"), "core"
			if out := e.Check(typed, all[tt.posture], tt.ctx); out.Answer != tt.want {
				t.Errorf("got %s, want %s", out.Answer, tt.want)
			}
		})
	}
}

func TestInProgressChoice(t *testing.T) {
	t.Parallel()
	ctx := gap.Context{AsOf: date.MustParse("2026-06-30"), Closed: true, InProgressOption: true}
	out := engine(t).Check(vendor(ask.AspectHolds, "soc2"), postures(t)["in_progress"], ctx)
	if out.Answer != gap.AnswerNo || !out.InProgress {
		t.Errorf("got %s, in progress %v", out.Answer, out.InProgress)
	}
}

func TestFollowUpsShareTheSlot(t *testing.T) {
	t.Parallel()
	e, p := engine(t), postures(t)["empty"]
	ctx := gap.Context{AsOf: date.MustParse("2026-06-30")}
	parent := e.Check(vendor(ask.AspectHolds, "soc2", "iso27001"), p, ctx)
	if got := parent.Gaps[0].Slot; got != "iso27001|soc2" {
		t.Fatalf("slot %q", got)
	}
	if diff := cmp.Diff([]string{"iso27001"}, parent.Gaps[0].Alternatives); diff != "" {
		t.Errorf("alternatives (-want +got)\n%s", diff)
	}
	follow := vendor(ask.AspectAuditor, "soc2")
	follow.Conditional = ask.ConditionalOnYes
	ctx.ParentSlot = parent.Gaps[0].Slot
	if got := e.Check(follow, p, ctx).Gaps[0].Slot; got != "iso27001|soc2" {
		t.Errorf("the follow-up has slot %q", got)
	}
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	e, all := engine(t), postures(t)
	ctx := gap.Context{AsOf: date.MustParse("2026-06-30"), Language: "en"}
	for name, tt := range map[string]struct {
		posture string
		kinds   []string
		answer  gap.Answer
		codes   []gap.Code
	}{
		"old":           {"o_docs", []string{"pentest_summary"}, gap.AnswerYes, []gap.Code{gap.EvidenceStale, gap.EvidenceRestricted}},
		"missing":       {"o_docs", []string{"insurance"}, gap.AnswerNo, []gap.Code{gap.EvidenceMissing}},
		"one of two":    {"o_docs", []string{"certificate", "insurance"}, gap.AnswerPartial, []gap.Code{gap.EvidenceMissing}},
		"open":          {"o_docs", []string{"certificate"}, gap.AnswerYes, nil},
		"nothing asked": {"o_docs", nil, gap.AnswerLibrary, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := e.Evidence(tt.kinds, all[tt.posture], ctx)
			var codes []gap.Code
			for _, g := range out.Gaps {
				codes = append(codes, g.Code)
			}
			if out.Answer != tt.answer {
				t.Errorf("answer %s, want %s", out.Answer, tt.answer)
			}
			if diff := cmp.Diff(tt.codes, codes); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestApplicabilityIsForTheLibraryFirst(t *testing.T) {
	t.Parallel()
	out := engine(t).Check(vendor(ask.AspectApplicability, "hipaa"), postures(t)["o_law"], gap.Context{AsOf: date.MustParse("2026-06-30"), Language: "en"})
	want := "HIPAA does not apply to us: the service is not offered for health information."
	if out.Answer != gap.AnswerLibrary || out.Text != want || len(out.Gaps) > 0 {
		t.Errorf("got %+v", out)
	}
}

func TestAnAbsentPostureFileHoldsNothing(t *testing.T) {
	t.Parallel()
	out := engine(t).Check(vendor(ask.AspectHolds, "soc2"), posture.New(reference(t)), gap.Context{AsOf: date.MustParse("2026-06-30")})
	if out.Answer != gap.AnswerNo || out.Severity() != gap.High {
		t.Errorf("got %s %s", out.Answer, out.Severity())
	}
}

func TestMakeTakesTheTextsOfTheDefinition(t *testing.T) {
	t.Parallel()
	e := engine(t)
	g := e.Make(gap.ClaimUnsupported, "", "soc2", gap.Context{Language: "de"}, map[string]string{"name": "SOC 2"})
	if g.Severity != gap.Blocker || g.Remedy != "FIX-ANSWER" || !strings.Contains(g.Why, "about SOC 2") || !strings.HasPrefix(g.Reply, "Wir klären") {
		t.Errorf("got %+v", g)
	}
	if g := e.Make(gap.AnswerStale, gap.Medium, "", gap.Context{}, nil); g.Severity != gap.Medium || g.Slot != "ANSWER_STALE" {
		t.Errorf("got %+v", g)
	}
}

// The worked example of DOMAIN.md 4.2 rests on these closings.
func TestIdealRecordsClose(t *testing.T) {
	t.Parallel()
	e, p := engine(t), postures(t)["empty"]
	ctx := gap.Context{AsOf: date.MustParse("2026-06-30"), Product: "core"}
	typed := vendor(ask.AspectHolds, "soc2")
	typed.Requires.SOCType, typed.Strength = 2, ask.StrengthMandatory
	for name, tt := range map[string]struct {
		reading ask.Reading
		with    []posture.Attestation
		want    gap.Severity
	}{
		"nothing":              {typed, nil, gap.Blocker},
		"Type I lowers it":     {typed, []posture.Attestation{e.Ideal("soc2", 1, p, ctx)}, gap.High},
		"Type II closes it":    {typed, []posture.Attestation{e.Ideal("soc2", 2, p, ctx)}, ""},
		"another does not":     {typed, []posture.Attestation{e.Ideal("iso27001", 0, p, ctx)}, gap.Blocker},
		"one of two is enough": {vendor(ask.AspectHolds, "soc2", "iso27001"), []posture.Attestation{e.Ideal("iso27001", 0, p, ctx)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := p
			for _, a := range tt.with {
				q = q.With(a)
			}
			if got := e.Check(tt.reading, q, ctx).Severity(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRowsAboutTheProspectHaveNoGap(t *testing.T) {
	t.Parallel()
	r := vendor(ask.AspectControl, "iso27001")
	r.Subject, r.Controls = ask.SubjectCustomer, []string{"iso27001:A.8.30"}
	out := engine(t).Check(r, postures(t)["iso22"], gap.Context{AsOf: date.MustParse("2026-06-30")})
	if out.Answer != gap.AnswerLibrary || len(out.Gaps) > 0 {
		t.Errorf("got %s %v", out.Answer, out.Gaps)
	}
}

// "No exceptions?" is answered by a bare Yes only where there are none, however
// its negation was read: with exceptions on record a Yes would deny them.
func TestAbsenceOfExceptions(t *testing.T) {
	t.Parallel()
	e, all := engine(t), postures(t)
	for _, tt := range []struct {
		posture, question string
		polarity          ask.Polarity
		want              gap.Answer
	}{
		{"t2_qualified", "Does your SOC 2 report contain no exceptions?", ask.PolarityNormal, gap.AnswerHuman},
		{"t2_qualified", "Please confirm that you have never had a SOC 2 exception.", ask.PolarityInverted, gap.AnswerHuman},
		{"t2_qualified", "Were exceptions noted in your SOC 2 report?", ask.PolarityInverted, gap.AnswerYes},
		{"o_clean", "Does your SOC 2 report contain no exceptions?", ask.PolarityNormal, gap.AnswerYes},
		{"o_clean", "Please confirm that you have never had a SOC 2 exception.", ask.PolarityInverted, gap.AnswerHuman},
		{"o_clean", "Were exceptions noted in your SOC 2 report?", ask.PolarityInverted, gap.AnswerNo},
	} {
		r := vendor(ask.AspectExceptions, "soc2")
		r.Polarity = tt.polarity
		out := e.Check(r, all[tt.posture], gap.Context{AsOf: date.MustParse("2026-06-30"), Product: "core", Language: "en", Question: tt.question})
		if out.Answer != tt.want {
			t.Errorf("%s: %q is answered %q, want %q", tt.posture, tt.question, out.Answer, tt.want)
		}
	}
}
