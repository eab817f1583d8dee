package posture_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/framework"
	"candor/internal/posture"
	"candor/knowledgebase"
)

func TestGoldPosturesLoadAndAreValid(t *testing.T) {
	t.Parallel()
	g := readGold(t)
	catalogue, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(g.Postures)) {
		p := g.load(t, name)
		for _, f := range p.Validate(catalogue, g.AsOf) {
			if !f.Warning {
				t.Errorf("%s: %s", name, f)
			}
		}
	}
	full := g.load(t, "full")
	if len(full.Attestations) != 7 || !full.Attestations[0].CoversProduct("mobile") {
		t.Errorf("full: %d records, products %v", len(full.Attestations), full.Attestations[0].Scope.Products)
	}
	iso := g.load(t, "iso22").Attestations[0]
	if diff := cmp.Diff([]posture.Exclusion{{Control: "A.8.30"}, {Control: "A.7.6"}}, iso.SoA.Excluded); diff != "" {
		t.Errorf("exclusions (-want +got)\n%s", diff)
	}
}

func TestStarterPostureIsValid(t *testing.T) {
	t.Parallel()
	p, faults := posture.Load(knowledgebase.FS, "company", reference(t))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	catalogue, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Validate(catalogue, date.MustParse("2026-11-22")); len(got) != 0 {
		t.Errorf("faults:\n%s", got.Error())
	}
}

func TestLoadMissingIsEmpty(t *testing.T) {
	t.Parallel()
	p, faults := posture.Load(fstest.MapFS{}, "company", reference(t))
	if len(faults) != 0 || len(p.Attestations) != 0 || p.Policy.ReportMaxAgeMonths != 12 || !p.Policy.DiscloseInProgress {
		t.Errorf("got %+v with faults %v", p, faults)
	}
}

func TestLoadNamesEveryFaultOfForm(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"company/posture.yaml": {Data: []byte("attestations:\n  - id: a\n    framework: soc2\n    status: held\n    dates: {issued: soon}\n    colour: red\n")}}
	p, faults := posture.Load(fsys, "company", reference(t))
	if p != nil {
		t.Error("a posture came back beside faults")
	}
	want := "company/posture.yaml:5:21: \"soon\" is no date; write it as 2026-11-22\ncompany/posture.yaml:6:5: unknown key \"colour\""
	if err := faults.Err(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestPolicyKeepsDefaultsThatTheFileLeavesOut(t *testing.T) {
	t.Parallel()
	p := loadText(t, "policy: {expiring_days: 30}\n")
	want := reference(t).Defaults()
	want.ExpiringDays = 30
	if diff := cmp.Diff(want, p.Policy); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCopiesLeaveTheOriginalAlone(t *testing.T) {
	t.Parallel()
	p := loadText(t, "attestations: [{id: a, framework: soc2, status: planned}]\n")
	q := p.With(posture.Attestation{ID: "b", Framework: "iso27001", Status: posture.RecordedHeld})
	changed := q.Attestations[0]
	changed.Status = posture.RecordedHeld
	r := q.Replacing(changed).WithDocument(posture.Document{ID: "d", Kind: "policy"})
	if len(p.Attestations) != 1 || p.Attestations[0].Status != posture.RecordedPlanned || len(p.Documents) != 0 {
		t.Errorf("the original changed: %+v", p)
	}
	if len(q.Attestations) != 2 || q.Attestations[0].Status != posture.RecordedPlanned {
		t.Errorf("With: %+v", q.Attestations)
	}
	if r.Attestations[0].Status != posture.RecordedHeld || len(r.Documents) != 1 || r.Reference() == nil {
		t.Errorf("Replacing: %+v", r)
	}
}
