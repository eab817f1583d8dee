package review_test

import (
	"slices"
	"testing"

	"candor/internal/review"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	t.Parallel()
	rec := record(5)
	now := review.RowDigest(&rec.Rows[1])
	on := func(row string) func(*review.Decision) { return func(d *review.Decision) { d.Row = row } }
	tests := map[string]struct {
		ds    []review.Decision
		ref   int
		state review.State
		owner string
	}{
		"filled, nobody looked":       {nil, 0, review.StateProposed, "sec@example.com"},
		"to review":                   {nil, 1, review.StateOpen, "sec@example.com"},
		"unmatched":                   {nil, 2, review.StateOpen, "sec@example.com"},
		"kept":                        {nil, 3, review.StateProposed, "sec@example.com"},
		"blocked":                     {nil, 4, review.StateOpen, "sec@example.com"},
		"accepted":                    {[]review.Decision{decision("S!B2", review.Accept, on(now))}, 1, review.StateAccepted, "sec@example.com"},
		"edited":                      {[]review.Decision{decision("S!B2", review.Accept), decision("S!B2", review.Edit, edited("No", ""))}, 1, review.StateEdited, "sec@example.com"},
		"taken":                       {[]review.Decision{decision("S!B2", review.Take)}, 1, review.StateTaken, "sec@example.com"},
		"blank":                       {[]review.Decision{decision("S!B1", review.Blank)}, 0, review.StateBlank, "sec@example.com"},
		"another row by now":          {[]review.Decision{decision("S!B2", review.Accept, on("old"))}, 1, review.StateChanged, "sec@example.com"},
		"decided anew":                {[]review.Decision{decision("S!B2", review.Accept, on("old")), decision("S!B2", review.Blank, on(now))}, 1, review.StateBlank, "sec@example.com"},
		"assigned":                    {[]review.Decision{decision("S!B2", review.Assign, func(d *review.Decision) { d.Owner = "bob" })}, 1, review.StateOpen, "bob"},
		"assignment taken back":       {[]review.Decision{decision("S!B2", review.Assign, func(d *review.Decision) { d.Owner = "bob" }), decision("S!B2", review.Assign)}, 1, review.StateOpen, "sec@example.com"},
		"undone":                      {[]review.Decision{decision("S!B2", review.Accept), decision("S!B2", review.Blank), decision("S!B2", review.Undo)}, 1, review.StateAccepted, "sec@example.com"},
		"undone twice":                {[]review.Decision{decision("S!B2", review.Accept), decision("S!B2", review.Undo), decision("S!B2", review.Undo)}, 1, review.StateOpen, "sec@example.com"},
		"another row's, and no row's": {[]review.Decision{decision("S!B1", review.Blank), decision("S!Z9", review.Blank)}, 1, review.StateOpen, "sec@example.com"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := review.Fold(rec, tt.ds)[tt.ref]
			if got.State != tt.state || got.Owner != tt.owner || got.Assigned != (tt.owner != "sec@example.com") {
				t.Errorf("%+v", got)
			}
		})
	}
}

// anyDecisions are decisions on two rows as a journal would number them.
func anyDecisions(t *rapid.T) []review.Decision {
	actions := rapid.SliceOf(rapid.SampledFrom(review.Actions())).Draw(t, "actions")
	var out []review.Decision
	for i, a := range actions {
		d := decision(rapid.SampledFrom([]string{"S!B1", "S!B2"}).Draw(t, "ref"), a)
		d.Seq, d.Owner, d.Note = i+1, rapid.SampledFrom([]string{"", "bob"}).Draw(t, "owner"), "n"
		d.Row = rapid.SampledFrom([]string{"", "old"}).Draw(t, "row")
		out = append(out, d)
	}
	return out
}

// unnumbered leaves out what every further decision changes.
func unnumbered(states []review.RowState) []review.RowState {
	out := slices.Clone(states)
	for i := range out {
		out[i].Seq = 0
	}
	return out
}

// As many undos of a row as there were decisions on it give the state before.
func TestUndoGivesTheStateBefore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rec, before := record(5), anyDecisions(t)
		after := slices.Clone(before)
		n := rapid.IntRange(0, 6).Draw(t, "n")
		for range n {
			a := rapid.SampledFrom([]review.Action{review.Accept, review.Edit, review.Take, review.Blank, review.Assign, review.Note}).Draw(t, "action")
			after = append(after, decision("S!B2", a))
		}
		for range n {
			after = append(after, decision("S!B2", review.Undo))
		}
		if diff := cmp.Diff(unnumbered(review.Fold(rec, before)), unnumbered(review.Fold(rec, after))); diff != "" {
			t.Fatalf("(-before +after)\n%s", diff)
		}
	})
}

// Folding is a function of the list, leaves it alone, and rows do not concern
// each other.
func TestFoldIsPure(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rec, ds := record(5), anyDecisions(t)
		given := slices.Clone(ds)
		first := review.Fold(rec, ds)
		if diff := cmp.Diff(first, review.Fold(rec, ds)); diff != "" {
			t.Fatalf("again (-first +second)\n%s", diff)
		}
		if diff := cmp.Diff(given, ds); diff != "" {
			t.Fatalf("the list was changed\n%s", diff)
		}
		own := slices.DeleteFunc(slices.Clone(ds), func(d review.Decision) bool { return d.Ref != "S!B2" })
		if diff := cmp.Diff(first[1], review.Fold(rec, own)[1]); diff != "" {
			t.Fatalf("without the other rows (-with +without)\n%s", diff)
		}
	})
}

// The digest of a row changes with everything that a person decides on, and with
// nothing else.
func TestRowDigest(t *testing.T) {
	t.Parallel()
	base := record(1).Rows[0]
	want := review.RowDigest(&base)
	same, others := base, base
	same.Confidence, same.Status, same.Reasons, same.Written = 0.2, "review", nil, map[string]string{"C1": "Yes"}
	if got := review.RowDigest(&same); got != want {
		t.Error("the digest goes by how the answer came to be")
	}
	seen := map[string]bool{want: true}
	for _, change := range []func(){
		func() { others.Question += "?" }, func() { others.Choices = []string{"Yes", "No", "N/A"} }, func() { others.Slots.Text = "E1" },
		func() { others.Verdict = "no" }, func() { others.Choice = "No" }, func() { others.Answer = "It is not." },
	} {
		change()
		if got := review.RowDigest(&others); seen[got] {
			t.Errorf("not another: %+v", others)
		} else {
			seen[got] = true
		}
	}
}
