package upkeep_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/posture"
	"candor/internal/upkeep"
)

func TestStale(t *testing.T) {
	t.Parallel()
	lib := load(t, "kms: {value: Vault, reviewed: 2025-11-01}\nidle: {value: x, reviewed: 2020-01-01}\n",
		entry{id: "fresh"},
		entry{id: "today", reviewed: "2025-11-22"},
		entry{id: "late", reviewed: "2025-10-01", text: "Keys are in {{kms}}."},
		entry{id: "soon", reviewed: "2025-12-10"},
		entry{id: "gone", reviewed: "2020-01-01", status: "retired"},
		entry{id: "draft", reviewed: "2025-01-01", status: "draft"},
	)
	p := emptyPosture()
	p.Documents = []posture.Document{
		{ID: "insurance", Title: "Insurance", Expires: date.MustParse("2026-12-01")},
		{ID: "pentest", Kind: "pentest_summary", Date: date.MustParse("2025-10-01")},
		{ID: "endless", Title: "Policy"},
	}
	tests := []struct {
		within        int
		overdue, soon int
		want          []string
	}{
		{0, 4, 1, []string{"entry draft 2026-01-01", "entry late 2026-10-01", "document pentest 2026-10-01", "fact kms 2026-11-01", "entry today 2026-11-22"}},
		{30, 4, 3, []string{
			"entry draft 2026-01-01", "entry late 2026-10-01", "document pentest 2026-10-01", "fact kms 2026-11-01", "entry today 2026-11-22",
			"document insurance 2026-12-01", "entry soon 2026-12-10",
		}},
	}
	for _, tt := range tests {
		r := upkeep.Stale(lib, p, asOf(), tt.within)
		var got []string
		for _, i := range r.Items {
			got = append(got, fmt.Sprint(i.Kind, " ", i.ID, " ", i.Due))
		}
		// On one day documents stand before entries.
		want := append([]string{}, tt.want...)
		want[1], want[2] = want[2], want[1]
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("within %d (-want +got):\n%s", tt.within, diff)
		}
		if r.Overdue != tt.overdue || r.Soon != tt.soon {
			t.Errorf("within %d: %d overdue, %d soon; want %d, %d", tt.within, r.Overdue, r.Soon, tt.overdue, tt.soon)
		}
	}
	fact := upkeep.Stale(lib, p, asOf(), 0).Items[3]
	if diff := cmp.Diff([]string{"late"}, fact.Used); diff != "" || fact.Line != 1 || fact.File != "company/facts.yaml" {
		t.Errorf("the fact %+v does not say who uses it and where it stands", fact)
	}
}
