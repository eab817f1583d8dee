package claim_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/posture"
	"candor/knowledgebase"
)

// lintCase is a line of a file of labelled answers.
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
	base     *claim.Checker // compiled once; With gives it another posture
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
	if tl.base, err = claim.New(knowledgebase.FS, reader, posture.New(ref)); err != nil {
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
	return tl.base.With(p)
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
	for name, want := range map[string]int{"answer-lint.dev.jsonl": 23, "lint-own.jsonl": 139} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile("../../fixtures/gold/" + name)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for line := range bytes.Lines(data) {
				var lc lintCase
				if err := json.Unmarshal(line, &lc); err != nil {
					t.Fatal(err)
				}
				tl.exact(t, lc)
				n++
			}
			if n != want {
				t.Errorf("%d cases were read, want %d", n, want)
			}
		})
	}
}

// exact fails unless every expected code is found and the worst severity is
// the expected one; a clean text has nothing at low or above.
func (tl *tools) exact(t *testing.T, lc lintCase) {
	t.Helper()
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

// Better wording comes in the language of the text.
func TestSuggestSpeaksTheLanguage(t *testing.T) {
	t.Parallel()
	tl := newTools(t)
	for _, tt := range []struct{ posture, answer, want string }{
		{"both", "Wir sind SOC 2 zertifiziert und geben den Bericht gern weiter.", "Wir verfügen über"},
		{"both", "Nous sommes certifiés SOC 2 et nous partageons le rapport.", "Nous disposons"},
		{"both", "We are SOC 2 certified.", "We have a SOC 2"},
		{"empty", "Sí, contamos con la certificación ISO 27001 para nuestros servicios.", "Actualmente no"},
	} {
		got := tl.checker(t, tl.postures[tt.posture]).Check(tt.answer, date.MustParse("2026-06-30"))
		if len(got) == 0 || !strings.Contains(got[0].Suggest, tt.want) {
			t.Errorf("%q: the suggestion lacks %q: %+v", tt.answer, tt.want, got)
		}
	}
}
