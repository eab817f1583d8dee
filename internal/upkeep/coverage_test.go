package upkeep_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/posture"
	"candor/internal/upkeep"
)

func TestCover(t *testing.T) {
	t.Parallel()
	lib := load(t, "",
		entry{id: "yes", controls: `"soc2:CC6.1", "soc2:CC6.2", "iso27001:A.8.30"`},
		entry{id: "partly", verdict: "partial", controls: `"soc2:CC6.2", "soc2:CC6.3"`},
		entry{id: "good-no", verdict: "no", controls: `"soc2:CC6.4"`, more: "meets: true"},
		entry{id: "old", reviewed: "2024-01-01", controls: `"soc2:CC6.5"`},
		entry{id: "draft", status: "draft", controls: `"soc2:CC6.5", "soc2:CC6.6"`},
		entry{id: "inside", sharing: "internal", controls: `"soc2:CC6.7"`},
		entry{id: "retired", status: "retired", controls: `"soc2:CC6.8"`},
		entry{id: "iso-only", controls: `"iso27001:A.8.7"`},
	)
	r, err := upkeep.Cover(lib, catalogue(t), nil, "soc2", asOf())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Groups, func(g upkeep.GroupCover) bool { return g.ID == "CC6" })
	got := map[string]string{}
	for _, c := range r.Groups[i].Controls {
		got[c.ID] = string(c.State)
	}
	want := map[string]string{
		"CC6.1": "covered", "CC6.2": "mixed", "CC6.3": "no", "CC6.4": "covered",
		"CC6.5": "stale", "CC6.6": "draft", "CC6.7": "held", "CC6.8": "none",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	last := r.Groups[i].Controls[7]
	if !slices.Contains(last.Suggest, "iso-only") || last.State != upkeep.Missing {
		t.Errorf("a mapping suggests and never covers: %+v", last)
	}
	if r.Total != 61 || len(r.Groups) < 10 {
		t.Errorf("%d criteria in %d series, want 61", r.Total, len(r.Groups))
	}
}

func TestStatementOfApplicability(t *testing.T) {
	t.Parallel()
	p := emptyPosture()
	p.Attestations = []posture.Attestation{
		{ID: "iso", Framework: "iso27001", SoA: posture.SoA{Excluded: []posture.Exclusion{{Control: "A.8.30", Justification: "nothing is outsourced"}, {Control: "A.99.1"}}}},
		{ID: "soc", Framework: "soc2", Criteria: []string{"security"}},
	}
	lib := load(t, "", entry{id: "yes", controls: `"iso27001:A.8.30"`})
	r, err := upkeep.Cover(lib, catalogue(t), p, "iso27001", asOf())
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range r.Groups {
		for _, c := range g.Controls {
			if (c.State == upkeep.Excluded) != (c.ID == "A.8.30") {
				t.Errorf("%s is %s", c.ID, c.State)
			}
			if c.ID == "A.8.30" && !strings.Contains(c.Why, "nothing is outsourced") {
				t.Errorf("why: %q", c.Why)
			}
		}
	}
	soc, err := upkeep.Cover(lib, catalogue(t), p, "soc2", asOf())
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range soc.Groups {
		if strings.HasPrefix(g.ID, "CC") == (g.Note != "") {
			t.Errorf("series %s: note %q", g.ID, g.Note)
		}
	}
	if _, err := upkeep.Cover(lib, catalogue(t), p, "sox", asOf()); err == nil {
		t.Error("no error for a framework that is not there")
	}
}

// Every control is in one state, and the counts add up.
func TestCoverAddsUp(t *testing.T) {
	t.Parallel()
	cat := catalogue(t)
	rapid.Check(t, func(rt *rapid.T) {
		var entries []entry
		for i := range rapid.IntRange(0, 8).Draw(rt, "n") {
			entries = append(entries, entry{
				id:       string(rune('a' + i)),
				verdict:  rapid.SampledFrom([]string{"yes", "no", "partial", "na", "text"}).Draw(rt, "verdict"),
				status:   rapid.SampledFrom([]string{"approved", "draft", "retired"}).Draw(rt, "status"),
				reviewed: rapid.SampledFrom([]string{"2026-10-01", "2024-01-01"}).Draw(rt, "reviewed"),
				controls: rapid.SampledFrom([]string{`"soc2:CC6.1"`, `"soc2:CC6.1", "soc2:A1.1"`, ""}).Draw(rt, "controls"),
			})
		}
		r, err := upkeep.Cover(load(t, "", entries...), cat, nil, "soc2", asOf())
		if err != nil {
			rt.Fatal(err)
		}
		sum, listed := 0, 0
		for _, n := range r.Counts {
			sum += n
		}
		for _, g := range r.Groups {
			for _, n := range g.Counts {
				listed += n
			}
		}
		if sum != r.Total || listed != r.Total {
			rt.Fatalf("%d counted, %d in groups, %d controls", sum, listed, r.Total)
		}
	})
}
