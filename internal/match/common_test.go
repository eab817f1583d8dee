package match_test

import (
	"testing"

	"candor/internal/match"
)

// What all phrasings of an entry share tells it from an entry beside it.
func TestWhatPhrasingsHaveInCommon(t *testing.T) {
	t.Parallel()
	m := newMatcher(t, []match.Entry{
		{ID: "a-practice", Questions: []string{"Do you screen new staff?", "Is staff screened before the first day?", "Screening of staff takes place under the policy."}, Text: "Staff is screened.", Verdict: "yes"},
		{ID: "b-policy", Questions: []string{"Is there a screening policy?", "Do you have a policy on screening staff?", "The screening policy is reviewed for new staff."}, Text: "There is a policy.", Verdict: "yes"},
	})
	for text, want := range map[string]string{"Is new staff screened?": "a-practice", "Is there a policy for screening new staff?": "b-policy"} {
		got := rank(t, m, match.Question{Text: text})
		if len(got) != 2 || got[0].Entry != want {
			t.Fatalf("%q: ranked %+v, want %s first", text, got, want)
		}
		if first, second := got[0].Signals["about"], got[1].Signals["about"]; want == "a-practice" && first <= second {
			t.Errorf("%q: the question covers %.2f of what is common to %s, and %.2f of the other", text, first, want, second)
		}
		for _, name := range []string{"central", "about", "doing"} {
			for _, g := range got {
				if s := g.Signals[name]; s < 0 || s > 1 {
					t.Errorf("%q: signal %s of %s is %v", text, name, g.Entry, s)
				}
			}
		}
	}
}
