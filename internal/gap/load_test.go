package gap_test

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"candor/internal/gap"
	"candor/internal/posture"
	"candor/knowledgebase"
)

// Code and data name the same gaps, both ways.
func TestCodesAndFilesAreTheSame(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(knowledgebase.FS, "gaps/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, n := range names {
		files = append(files, strings.TrimSuffix(strings.TrimPrefix(n, "gaps/"), ".yaml"))
	}
	var inCode []string
	for _, c := range gap.Codes() {
		inCode = append(inCode, string(c))
	}
	slices.Sort(inCode)
	if diff := cmp.Diff(inCode, files); diff != "" {
		t.Errorf("(-code +files)\n%s", diff)
	}
}

// The severities are those of DOMAIN.md 2.1.
func TestSeverities(t *testing.T) {
	t.Parallel()
	e := engine(t)
	want := map[gap.Code][2]gap.Severity{
		gap.NotHeld: {gap.High, ""}, gap.OtherHeld: {gap.High, ""}, gap.Planned: {gap.High, ""}, gap.InProgress: {gap.Medium, ""},
		gap.WrongType: {gap.Medium, ""}, gap.WrongLevel: {gap.Medium, ""}, gap.SelfAssessed: {gap.Medium, gap.Low},
		gap.ScopeCriteria: {gap.Medium, ""}, gap.ScopeProduct: {gap.High, gap.High}, gap.EditionOutdated: {gap.High, gap.High},
		gap.Expired: {gap.High, gap.High}, gap.ReportStale: {gap.Medium, gap.Medium}, gap.Expiring: {gap.Low, gap.Low},
		gap.BridgeMissing: {gap.Medium, ""}, gap.PeriodShort: {gap.Medium, gap.Low}, gap.OpinionModified: {gap.High, gap.Medium},
		gap.ExceptionsOpen: {gap.Medium, ""}, gap.CertSuspended: {gap.Blocker, gap.Blocker}, gap.SurveillanceOverdue: {gap.Medium, gap.Medium},
		gap.NotAccredited: {gap.High, gap.Low}, gap.CarveOut: {gap.Low, ""}, gap.Borrowed: {gap.High, gap.Info},
		gap.RegulationAsCert: {gap.Info, ""}, gap.PremiseOutdated: {gap.Info, ""}, gap.AmbiguousRef: {gap.Info, ""}, gap.Commitment: {gap.Medium, ""},
	}
	for c, w := range want {
		d := e.Definition(c)
		if got := [2]gap.Severity{d.Severity.Asked, d.Severity.Unasked}; got != w {
			t.Errorf("%s: %v, want %v", c, got, w)
		}
	}
}

func TestRemediesNameTheirSources(t *testing.T) {
	t.Parallel()
	e := engine(t)
	want := map[string][5]any{ // cost and months of a mid-size company
		"SOC2-T1":  {30000.0, 70000.0, "F02", 2.0, 5.0},
		"SOC2-T2":  {30000.0, 100000.0, "F03", 6.0, 12.0},
		"ISO27001": {50000.0, 200000.0, "F11", 6.0, 18.0},
		"BOTH":     {50000.0, 140000.0, "F23", 15.0, 25.0},
	}
	for id, w := range want {
		r, ok := e.Remedy(id)
		if !ok {
			t.Errorf("no remedy %s", id)
			continue
		}
		f := r.Cost["mid"]
		if got := [5]any{f.Low, f.High, f.Source, r.Months.Low, r.Months.High}; got != w {
			t.Errorf("%s: %v, want %v", id, got, w)
		}
	}
	for _, r := range e.Remedies() {
		figured := r.Framework != "" || r.ID == "BOTH" || r.ID == "SURVEILLANCE"
		if (len(r.Cost) > 0) != figured {
			t.Errorf("%s: cost %v; the source has figures for SOC 2, ISO 27001, both and surveillance only", r.ID, r.Cost)
		}
	}
	if n := len(e.Figures()); n != 25 {
		t.Errorf("%d figures, want F01 to F25", n)
	}
	if cut := e.SecondFramework(); cut.CostCut.High != 0.5 || cut.TimeCut.High != 0.4 {
		t.Errorf("discounts of a second framework: %+v", cut)
	}
}

func TestEveryReplyStandsInEveryLanguage(t *testing.T) {
	t.Parallel()
	e := engine(t)
	for _, c := range gap.Codes() {
		d := e.Definition(c)
		for _, lang := range posture.Languages() {
			if len(d.Reply[lang]) != len(d.Reply["en"]) {
				t.Errorf("%s: %d sentences in %s, %d in English", c, len(d.Reply[lang]), lang, len(d.Reply["en"]))
			}
			text := strings.Join(d.Reply[lang], " ")
			if internalWords.MatchString(strings.NewReplacer("{", "", "}", "", " || ", " ").Replace(text)) {
				t.Errorf("%s in %s: %q", c, lang, text)
			}
		}
	}
}

// overlay is the knowledge base with some files replaced; "" removes one.
func overlay(t *testing.T, files map[string]string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(knowledgebase.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(name, "gaps/") && !strings.HasPrefix(name, "lexicon/") && name != "remedies.yaml" {
			return err
		}
		data, err := fs.ReadFile(knowledgebase.FS, name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		delete(all, name)
		if text := files[name]; text != "" {
			all[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return all
}

func TestFaultsOfTheData(t *testing.T) {
	t.Parallel()
	good, err := fs.ReadFile(knowledgebase.FS, "gaps/EXPIRED.yaml")
	if err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) string { return strings.Replace(string(good), from, to, 1) }
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a code without file":  {map[string]string{"gaps/EXPIRED.yaml": ""}, "no file for the gap EXPIRED"},
		"a file without code":  {map[string]string{"gaps/NEW_ONE.yaml": change("EXPIRED", "NEW_ONE")}, `no rule raises a gap "NEW_ONE"`},
		"another code inside":  {map[string]string{"gaps/EXPIRED.yaml": change("EXPIRED", "EXPIRING")}, "does not match the file's name"},
		"an unknown severity":  {map[string]string{"gaps/EXPIRED.yaml": change("asked: high", "asked: huge")}, `"huge" is no severity`},
		"an unknown remedy":    {map[string]string{"gaps/EXPIRED.yaml": change("remedy: RECERTIFY", "remedy: PRAY")}, `no remedy "PRAY"`},
		"an unknown group":     {map[string]string{"gaps/EXPIRED.yaml": change("group: A", "group: Z")}, `"Z" is no group`},
		"a missing language":   {map[string]string{"gaps/EXPIRED.yaml": change("  pt:", "  it:")}, `no reply in language "pt"`},
		"an unknown figure":    {map[string]string{"remedies.yaml": remedy("source: F99")}, `no source figure "F99"`},
		"a range backwards":    {map[string]string{"remedies.yaml": remedy("low: 9, source: F01")}, "begins above its end"},
		"a text half worded":   {map[string]string{"lexicon/certification-answers.yaml": "texts: {and: {en: x}}"}, `no text "and" in language "de"`},
		"forms of no language": {map[string]string{"lexicon/question-forms.yaml": forms}, `no phrases in language "de"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := gap.Load(overlay(t, tt.files)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a fault with %q", err, tt.want)
			}
		})
	}
}

func remedy(figure string) string {
	low := "low: 1, "
	if strings.HasPrefix(figure, "low") {
		low = ""
	}
	return "figures: [{id: F01, text: x}, {id: F21, text: x}, {id: F22, text: x}]\n" +
		"second_framework: {cost_cut: {low: 0, high: 1, source: F21}, time_cut: {low: 0, high: 1, source: F22}}\n" +
		"remedies: [{id: SOC2-T1, title: x, kind: obtain, cost_usd: {mid: {" + low + "high: 2, " + figure + "}}}]\n"
}

const forms = `
forms: {open: {en: [x]}, process: {en: [x]}, programme: {en: [x]}, suspension: {en: [x]}, carve_out: {en: [x]}, inclusive: {en: [x]}, underway: {en: [x]}, absence: {en: [x]}, either: {en: [x]}, besides: {en: [x]}, opinion: {en: [x]}, findings: {en: [x]}, certifier: {en: [x]}, contents: {en: [x]}, unrecorded: {en: [x]}, every: {en: [x]}, reason: {en: [x]}}
premises: {}
ladders: {}
remedies: {}
conditions: {en: [x]}
`
