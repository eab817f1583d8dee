package eval_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"candor/internal/guard"
	"candor/internal/knowledge"
	"candor/internal/match"
)

// guardPair is a question and an entry that answers it, or only seems to.
type guardPair struct {
	Q     string `json:"q"`
	Entry string `json:"entry"`
	Kind  string `json:"kind"`
	Held  bool   `json:"held"`
	Set   string `json:"set"`
}

// tally counts the pairs of a kind that must be held back or let through, and
// those that are.
type tally struct{ toHold, held, toPass, passed int }

// Guards hold back what only seems to be answered, and let through what is: one
// that always speaks would fail here, and so would one that never does.
func TestGuardPairs(t *testing.T) {
	t.Parallel()
	b := base(t, day(t, "2026-11-22"))
	data, err := os.ReadFile(goldDir + "/guards.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]*tally{}
	for line := range bytes.Lines(bytes.TrimSpace(data)) {
		var p guardPair
		if err := json.Unmarshal(line, &p); err != nil {
			t.Fatal(err)
		}
		if counts[p.Kind] == nil {
			counts[p.Kind] = &tally{}
		}
		counts[p.Kind].add(p.Held, objected(t, b, p))
	}
	floors := map[string][2]int{
		"object": {78, 22}, "polarity": {58, 18}, "scope": {89, 17}, "subject": {45, 19},
		"plain": {0, 149}, "compound": {20, 18}, "order": {12, 14}, "telling": {15, 14},
	}
	for kind, floor := range floors {
		c := counts[kind]
		if c == nil {
			t.Fatalf("no pairs of kind %q", kind)
		}
		t.Logf("%s: held %d of %d, let through %d of %d", kind, c.held, c.toHold, c.passed, c.toPass)
		if c.held < floor[0] || c.passed < floor[1] {
			t.Errorf("%s: held %d of %d, let through %d of %d; floors %v", kind, c.held, c.toHold, c.passed, c.toPass, floor)
		}
	}
}

func (c *tally) add(hold, objected bool) {
	switch {
	case hold:
		c.toHold++
		if objected {
			c.held++
		}
	default:
		c.toPass++
		if !objected {
			c.passed++
		}
	}
}

// objected is true if a guard speaks against answering with the entry, whose
// phrasing the matcher chooses.
func objected(t *testing.T, b *knowledge.Base, p guardPair) bool {
	t.Helper()
	e, ok := b.Library.Entry(p.Entry)
	if !ok {
		t.Fatalf("no entry %q", p.Entry)
	}
	q := match.Question{Text: p.Q, Language: "en"}
	q.Topic = b.Matcher.Topic(q)
	matches, err := b.Matcher.Rank(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	phrasing := e.Questions[0]
	for _, m := range matches {
		if m.Entry == p.Entry {
			phrasing = m.Question
		}
	}
	for _, f := range b.Guard.Check(q, knowledge.MatchEntry(e), phrasing) {
		if f.Effect != guard.EffectNote {
			return true
		}
	}
	return false
}
