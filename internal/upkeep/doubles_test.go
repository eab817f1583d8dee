package upkeep_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/upkeep"
)

func TestFindDoubles(t *testing.T) {
	t.Parallel()
	lib := load(t, "",
		entry{id: "bcp", question: "Do you have a business continuity plan?", reviewed: "2026-01-05"},
		entry{id: "bcp-draft", question: "Is there a BCP?", status: "draft"},
		entry{id: "bcp-old", question: "Is there a BCP?", status: "retired", verdict: "no"},
		entry{id: "bcp-mobile", question: "Is there a BCP?", verdict: "no", more: "products: [mobile]"},
		entry{id: "laptops", question: "Are laptops protected by full disk encryption?", owner: "it", more: "products: [core]"},
		entry{id: "disks", question: "Is whole-disk encryption used on notebooks?", verdict: "no", owner: "sec", more: "products: [core]"},
		entry{id: "logs-short", question: "How long are security logs retained?", verdict: "text", text: "Security logs are kept in the central store for 90 days."},
		entry{id: "logs-long", question: "How long do you retain security logs?", verdict: "text", text: "Security logs are kept in the central store for 400 days."},
		entry{id: "backup-de", question: "Werden Backups verschlüsselt?", more: "language: de"},
		entry{id: "backup", question: "Are backups encrypted?"},
	)
	r, err := upkeep.FindDoubles(t.Context(), lib, finder(t), asOf())
	if err != nil {
		t.Fatal(err)
	}
	if r.Entries != 9 {
		t.Errorf("%d entries compared, want 9: retired ones are left out", r.Entries)
	}
	var conflicts, doubles, translations []string
	for _, c := range r.Conflicts {
		conflicts = append(conflicts, c.A.ID+"/"+c.B.ID+": "+c.Why)
	}
	for _, d := range r.Duplicates {
		for i, x := range d.Retire {
			doubles = append(doubles, d.Keep.ID+" for "+x.ID)
			if !strings.Contains(d.Do[i], "candor library retire "+x.ID) || !strings.Contains(d.Do[i], d.Keep.File) {
				t.Errorf("what to do does not name both: %q", d.Do[i])
			}
		}
	}
	for _, d := range r.Translations {
		translations = append(translations, d.Keep.ID+" and "+d.Retire[0].ID)
	}
	got := map[string][]string{"conflicts": conflicts, "doubles": doubles, "translations": translations}
	want := map[string][]string{
		"conflicts": {
			"bcp/bcp-mobile: asked the same: bcp says yes and bcp-mobile says no",
			"bcp-draft/bcp-mobile: asked the same: bcp-draft says yes and bcp-mobile says no",
			"logs-long/logs-short: asked the same: logs-long says \"400 days\" and logs-short says \"90 days\"",
			"disks/laptops: asked nearly the same (94%): disks says no and laptops says yes",
		},
		"doubles":      {"bcp for bcp-draft"},
		"translations": {"backup and backup-de"},
	}
	for _, c := range want["conflicts"] {
		if !slices.Contains(got["conflicts"], c) {
			t.Errorf("no conflict %q in %q", c, got["conflicts"])
		}
	}
	if len(got["conflicts"]) != len(want["conflicts"]) {
		t.Errorf("conflicts %q, want %d", got["conflicts"], len(want["conflicts"]))
	}
	delete(got, "conflicts")
	delete(want, "conflicts")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProductsKeepApart(t *testing.T) {
	t.Parallel()
	lib := load(t, "",
		entry{id: "a", question: "Are backups encrypted?", more: "products: [core]"},
		entry{id: "b", question: "Do you encrypt backups?", verdict: "no", more: "products: [mobile]"},
	)
	r, err := upkeep.FindDoubles(t.Context(), lib, finder(t), asOf())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Conflicts)+len(r.Duplicates) != 0 {
		t.Errorf("entries for different products are no doubles: %+v", r)
	}
}
