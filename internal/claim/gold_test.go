package claim_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/posture"
	"candor/knowledgebase"
)

// lintCase is a line of fixtures/gold/answer-lint.dev.jsonl.
type lintCase struct {
	ID       string    `json:"id"`
	Posture  string    `json:"posture"`
	AsOf     date.Date `json:"as_of"`
	Answer   string    `json:"answer"`
	Expect   []string  `json:"expect"`
	Severity string    `json:"severity"`
}

// tools are what the tests share; loading them takes longer than a check.
type tools struct {
	reader   *ask.Reader
	ref      *posture.Reference
	postures map[string]*posture.Posture
}

func newTools(t testing.TB) *tools {
	t.Helper()
	reader, err := ask.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	tl := &tools{reader: reader, ref: ref, postures: map[string]*posture.Posture{}}
	data, err := os.ReadFile("../../fixtures/gold/postures.json")
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		Products json.RawMessage                       `json:"products"`
		Policy   json.RawMessage                       `json:"policy"`
		Postures map[string]map[string]json.RawMessage `json:"postures"`
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	for name, p := range gold.Postures {
		p["products"], p["policy"] = gold.Products, gold.Policy
		text, err := json.MarshalIndent(p, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		tl.postures[name] = tl.parse(t, string(text))
	}
	return tl
}

func (tl *tools) parse(t testing.TB, text string) *posture.Posture {
	t.Helper()
	p, faults := posture.Load(fstest.MapFS{"c/posture.yaml": {Data: []byte(text)}}, "c", tl.ref)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func (tl *tools) checker(t testing.TB, p *posture.Posture) *claim.Checker {
	t.Helper()
	c, err := claim.New(knowledgebase.FS, tl.reader, p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func codes(findings []claim.Finding) []string {
	var cs []string
	for _, f := range findings {
		cs = append(cs, f.Code)
	}
	return cs
}

func TestGoldLintCases(t *testing.T) {
	t.Parallel()
	tl := newTools(t)
	f, err := os.Open("../../fixtures/gold/answer-lint.dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		var lc lintCase
		if err := json.Unmarshal(lines.Bytes(), &lc); err != nil {
			t.Fatal(err)
		}
		got := tl.checker(t, tl.postures[lc.Posture]).Check(lc.Answer, lc.AsOf)
		for _, code := range lc.Expect {
			if !slices.Contains(codes(got), code) {
				t.Errorf("%s %q: %s is missing in %+v", lc.ID, lc.Answer, code, got)
			}
		}
		worst := string(claim.Worst(got))
		if len(lc.Expect) == 0 && claim.Worst(got).Rank() >= claim.Low.Rank() || len(lc.Expect) > 0 && worst != lc.Severity {
			t.Errorf("%s %q: severity %q, want %q: %+v", lc.ID, lc.Answer, worst, lc.Severity, got)
		}
	}
	if n != 23 {
		t.Errorf("%d cases were read, want 23", n)
	}
}
