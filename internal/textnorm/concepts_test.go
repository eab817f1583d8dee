package textnorm_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/textnorm"
)

func TestNeighbours(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	tests := []struct {
		name, a, b string
		near       bool
	}{
		{"words of one concept", "log", lex.KeyOf("history"), true},
		{"a word of the group's phrases", "deprovisioning", lex.KeyOf("revoke"), true},
		{"both ways", lex.KeyOf("revoke"), "deprovisioning", true},
		{"nothing in common", "visitor", "encryption", false},
	}
	for _, tt := range tests {
		if got := lex.Neighbours(tt.a)[tt.b] > 0; got != tt.near {
			t.Errorf("%s: %q near %q = %v", tt.name, tt.a, tt.b, got)
		}
	}
	if lex.Close("log")[lex.KeyOf("history")] > 0 || lex.Related("log", lex.KeyOf("history")) > 0 {
		t.Error("a concept made two keys close enough to stand for one another")
	}
}

// Words of one line are akin to its first, and to one another only where the
// line says that they are the same.
func TestAkin(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	revoke, block, disable, off := lex.KeyOf("revoke"), lex.KeyOf("block"), lex.KeyOf("disable"), lex.KeyOf("switch off")
	if lex.Akin("deprovisioning")[revoke] == 0 || lex.Akin(revoke)["deprovisioning"] == 0 || lex.Akin(disable)[off] == 0 {
		t.Error("words that a line relates are not akin")
	}
	if lex.Neighbours(block)[off] == 0 || lex.Akin(block)[off] > 0 {
		t.Error("two words for a third are akin, or are used in different places")
	}
	if key := lex.KeyOf("leave a trace"); !lex.IsEveryday(key) || lex.IsEveryday("deprovisioning") {
		t.Errorf("everyday phrases are told wrongly: %q", key)
	}
}

// A phrase tells the words it is made of.
func TestPartsOfPhrases(t *testing.T) {
	t.Parallel()
	f := lexicon(t).Analyze("Do you carry out risk assessments?", "en")
	for _, tok := range f.Tokens {
		if tok.Key == "risk_assessment" {
			if diff := cmp.Diff([]string{"risk", "assess"}, tok.Parts); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			return
		}
	}
	t.Errorf("no risk assessment in %+v", f.Tokens)
}

func TestClauses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"Is data encrypted, and do you hold the keys?", []string{"Is data encrypted", "do you hold the keys?"}},
		{"Is it updated annually and when things change?", []string{"Is it updated annually and when things change?"}},
		{"Is it updated, and when was it tested?", []string{"Is it updated", "when was it tested?"}},
		{"Is data encrypted and signed?", []string{"Is data encrypted and signed?"}},
		{"How long is it kept, and is that written down? Who decides that?", []string{"How long is it kept", "is that written down?", "Who decides that?"}},
		{"Werden Daten verschlüsselt und wer verwaltet die Schlüssel?", []string{"Werden Daten verschlüsselt", "wer verwaltet die Schlüssel?"}},
		{"", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, textnorm.Clauses(tt.text)); diff != "" {
			t.Errorf("Clauses(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

func FuzzClauses(f *testing.F) {
	for _, s := range []string{"Is a, and do b?", " and is and is and", "x und wer", "\xff and who"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		total := 0
		for _, c := range textnorm.Clauses(text) {
			total += letters(c)
		}
		if total > letters(text) {
			t.Errorf("Clauses(%q) grew the text", text)
		}
	})
}

// letters counts what is no space: parts are joined by one.
func letters(s string) int {
	return len(strings.Join(strings.Fields(s), ""))
}
