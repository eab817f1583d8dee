package alike_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/alike"
	"candor/internal/growthtest"
	"candor/internal/librarytest"
)

func item(id string, questions ...string) alike.Item {
	return alike.Item{ID: id, Questions: questions, Language: "en"}
}

func clusters(tb testing.TB, f *alike.Finder, items []alike.Item) []alike.Cluster {
	tb.Helper()
	s, err := f.NewSet(tb.Context(), items)
	if err != nil {
		tb.Fatal(err)
	}
	out, err := s.Clusters(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// Each pair shows one thing that turns a question into another.
func TestKeptApart(t *testing.T) {
	t.Parallel()
	f := finder(t)
	tests := []struct {
		name, a, b string
		same       bool
		code       string
	}{
		{"same words", "Are backups encrypted?", "are  backups encrypted?", true, ""},
		{"reworded", "Do you have a business continuity plan?", "Is there a BCP?", true, ""},
		{"every quarter", "Are access rights reviewed every 3 months?", "Are access rights reviewed quarterly?", true, ""},
		{"sense", "Are removable media blocked on laptops?", "Are removable media allowed on laptops?", false, "extra"},
		{"number", "Are logs retained for 12 months?", "Are logs retained for 24 months?", false, "quantity"},
		{"number missing", "Are backups tested?", "Are backups tested every 6 months?", false, "quantity"},
		{"thing", "Is antivirus software installed and updated on all servers?", "Is antivirus software installed and updated on all phones?", false, "thing"},
		{"form", "Are firewall rules reviewed?", "How often are firewall rules reviewed?", false, "form"},
		{"document", "Do you have an information security policy?", "Please attach the information security policy.", false, "form"},
		{"kind", "Do you have an incident response plan?", "Do you have an incident response team?", false, "kind"},
		{"party", "Do you train employees in security?", "Do your suppliers train employees in security?", false, "subject"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := f.Compare(tt.a, "en", tt.b, "en")
			code := ""
			if len(v.Apart) > 0 {
				code = v.Apart[0].Code
			}
			if v.Same != tt.same || code != tt.code {
				t.Errorf("same %t, apart %v (likeness %.2f); want same %t, %q", v.Same, v.Apart, v.Likeness, tt.same, tt.code)
			}
			back := f.Compare(tt.b, "en", tt.a, "en")
			if back.Same != v.Same || back.Likeness != v.Likeness || !slices.Equal(back.OnlyA, v.OnlyB) {
				t.Errorf("the other way round: %+v, want %+v turned", back, v)
			}
		})
	}
}

func TestClusters(t *testing.T) {
	t.Parallel()
	items := []alike.Item{
		item("plan", "Do you have a business continuity plan?", "Who owns continuity?"),
		item("bcp", "Is there a BCP?"),
		item("continuity", "Is a business continuity plan in place?"),
		item("backup", "Are backups encrypted?"),
		item("laptop", "Are laptops encrypted?"),
		item("alone", "Where are your offices?"),
	}
	got := clusters(t, finder(t), items)
	if len(got) != 1 {
		t.Fatalf("%d clusters, want 1: %+v", len(got), got)
	}
	if diff := cmp.Diff([]string{"bcp", "continuity", "plan"}, slices.Sorted(slices.Values(got[0].Items))); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if len(got[0].Links) < 2 || got[0].Links[0].TextA == "" || len(got[0].Links[0].Shared) == 0 {
		t.Errorf("links do not say what they rest on: %+v", got[0].Links)
	}
}

func TestAnswersThatReadAlike(t *testing.T) {
	t.Parallel()
	text := "Backups are made every night, encrypted before they leave the primary site, and kept in a second region under another account for %s."
	with := func(id, question, length string) alike.Item {
		it := item(id, question)
		it.Text = fmt.Sprintf(text, length)
		return it
	}
	items := []alike.Item{
		with("schedule", "Describe your backup schedule.", "35 days"),
		with("region", "Where do copies of our data go?", "35 days"),
		with("longer", "How is an archive protected?", "90 days"),
	}
	got := clusters(t, finder(t), items)
	if len(got) != 1 || len(got[0].Items) != 2 || got[0].Links[0].Basis != alike.Says {
		t.Fatalf("want schedule and region to say the same, got %+v", got)
	}
	items[0].Text, items[1].Text = "Yes, we do.", "Yes, we do."
	if got := clusters(t, finder(t), items); len(got) != 0 {
		t.Errorf("formulas are no likeness: %+v", got)
	}
}

func TestWhatStandsAboveCounts(t *testing.T) {
	t.Parallel()
	f := finder(t)
	under := func(id, heading string) alike.Item {
		it := item(id, "Is it reviewed?")
		it.Under = []string{heading}
		return it
	}
	got := clusters(t, f, []alike.Item{under("a", "Firewall rules"), under("b", "Password policy"), under("c", "Firewall rules")})
	if len(got) != 1 || !slices.Equal(slices.Sorted(slices.Values(got[0].Items)), []string{"a", "c"}) {
		t.Errorf("want a and c together: %+v", got)
	}
}

func TestLike(t *testing.T) {
	t.Parallel()
	f := finder(t)
	s, err := f.NewSet(t.Context(), []alike.Item{
		item("bcp", "Do you have a business continuity plan?"), item("mfa", "Is multi-factor authentication enforced?"),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := s.Like(item("new", "Is there a BCP?"))
	if len(got) != 1 || got[0].A != "new" || got[0].B != "bcp" || got[0].TextB != "Do you have a business continuity plan?" {
		t.Errorf("Like = %+v", got)
	}
	if got := s.Like(item("other", "Which frobnicator do you use?")); len(got) != 0 {
		t.Errorf("an unknown thing is like nothing: %+v", got)
	}
}

func TestLooseGroupsOneSubject(t *testing.T) {
	t.Parallel()
	f := finder(t)
	items := []alike.Item{item("a", "How long are security logs retained?"), item("b", "How long is customer data retained?")}
	if got := clusters(t, f, items); len(got) != 0 {
		t.Errorf("these do not ask the same: %+v", got)
	}
	if got := clusters(t, f.Loose(), items); len(got) != 1 {
		t.Errorf("these are on one subject: %+v", got)
	}
}

// The order of items, and of their questions, never shows, and no item is in
// two clusters.
func TestOrderDoesNotShow(t *testing.T) {
	t.Parallel()
	f := finder(t)
	all := make([]alike.Item, 0, 400)
	for _, e := range librarytest.Make(200, 3) {
		all = append(all, alike.Item{ID: e.ID, Questions: e.Questions, Text: e.Text, Language: "en"})
	}
	for i, p := range gold(t) {
		all = append(all, alike.Item{ID: fmt.Sprint("a", i), Questions: []string{p.A}}, alike.Item{ID: fmt.Sprint("b", i), Questions: []string{p.B}})
	}
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		r := rand.New(rand.NewPCG(seed, 1))
		items := slices.Clone(all)
		r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		items = items[:rapid.IntRange(2, 120).Draw(rt, "n")]
		finder := f
		if seed%2 == 0 {
			finder = f.Loose()
		}
		first := clusters(t, finder, items)
		slices.Reverse(items)
		if diff := cmp.Diff(first, clusters(t, finder, items)); diff != "" {
			rt.Fatalf("the order of items shows (-first +reversed):\n%s", diff)
		}
		seen := map[string]bool{}
		for _, c := range first {
			for _, id := range c.Items {
				if seen[id] {
					rt.Fatalf("%s is in two clusters", id)
				}
				seen[id] = true
			}
			for _, id := range c.Items[1:] {
				if !slices.ContainsFunc(c.Links, func(l alike.Link) bool {
					return l.A == min(c.Centre, id) && l.B == max(c.Centre, id)
				}) {
					rt.Fatalf("%s is in the cluster of %s without being like it", id, c.Centre)
				}
			}
		}
	})
}

// What the index and the estimate drop, the comparison of all pairs would drop
// too, but for a few at the threshold.
func TestIndexLosesLittle(t *testing.T) {
	t.Parallel()
	f := finder(t)
	var items []alike.Item
	for i, p := range gold(t) {
		items = append(items, alike.Item{ID: fmt.Sprintf("a%03d", i), Questions: []string{p.A}, Language: p.Lang[0]}, alike.Item{ID: fmt.Sprintf("b%03d", i), Questions: []string{p.B}, Language: p.Lang[1]})
	}
	s, err := f.NewSet(t.Context(), items)
	if err != nil {
		t.Fatal(err)
	}
	links, err := s.Links(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, l := range links {
		found[l.A+" "+l.B] = true
	}
	want, lost := 0, []string{}
	for i, p := range gold(t) {
		if f.Compare(p.A, p.Lang[0], p.B, p.Lang[1]).Same {
			want++
			if !found[fmt.Sprintf("a%03d b%03d", i, i)] {
				lost = append(lost, p.A+" / "+p.B)
			}
		}
	}
	if len(lost)*50 > want {
		t.Errorf("the index loses %d of %d pairs:\n%s", len(lost), want, strings.Join(lost, "\n"))
	}
}

// Comparing a library does not grow with the square of its entries.
func TestTenThousand(t *testing.T) {
	t.Parallel()
	items := make([]alike.Item, 0, 10000)
	for _, e := range librarytest.Make(10000, 1) {
		items = append(items, alike.Item{ID: e.ID, Questions: e.Questions, Text: e.Text, Language: "en"})
	}
	growthtest.Check(t, "comparing 10,000 entries", time.Minute, 20,
		func() { clusters(t, finder(t), items[:2000]) },
		func() { clusters(t, finder(t), items) })
}
