package ask

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokenize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, want string
	}{
		{"glued number", "SOC2 T2?", "soc 2 t 2 ?"},
		{"hyphens part words", "SOC-2-Typ-II-Bericht", "soc 2 typ ii bericht"},
		{"dash between spaces is a mark", "SOC 2 – in progress", "soc 2 - in progress"},
		{"apostrophes part words", "d’un rapport, s'appuie", "d un rapport , s appuie"},
		{"diacritics", "Êtes-vous certifié ?", "etes vous certifie ?"},
		{"decomposed diacritics", "certifie\u0301", "certifie"},
		{"zero width inside a word", "cer\u200btified", "certified"},
		{"full width", "ＳＯＣ２", "soc 2"},
		{"roman numeral sign", "Type Ⅱ", "type ii"},
		{"brackets alike", "[x] {y}", "( x ) ( y )"},
		{"stars drop", "*SOC* 2 *", "soc 2"},
		{"control id", "A.8.24; CC6.1", "a 8 24 ; cc 6 1"},
		{"abbreviation", "e.g. z. B. U.S. office", "e g z b u s office"},
		{"abbreviation with a comma", "e.g., SOC", "e g soc"},
		{"empty", "", ""},
		{"marks only", "***", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var words []string
			for _, tok := range tokenize(tt.text) {
				words = append(words, tok.text)
			}
			if diff := cmp.Diff(tt.want, strings.Join(words, " ")); diff != "" {
				t.Errorf("tokenize (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       int
	}{
		{"one", "Do you hold SOC 2", 1},
		{"question and statement", "Do you hold SOC 2? Attach it.", 2},
		{"line break", "SOC 2\nISO 27001", 2},
		{"article number", "nach Art. 28 DSGVO", 1},
		{"type one ends", "We hold Type I. Type II follows.", 2},
		{"blank lines", "a word\n\n\nb word", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			seen := map[int]bool{}
			for _, tok := range tokenize(tt.text) {
				seen[tok.sentence] = true
			}
			if len(seen) != tt.want {
				t.Errorf("%q has %d sentences, want %d", tt.text, len(seen), tt.want)
			}
		})
	}
}

func TestTokensPointIntoTheText(t *testing.T) {
	t.Parallel()
	const text = "Êtes-vous  certifié ISO/IEC 27001:2022 ?"
	last := 0
	for _, tok := range tokenize(text) {
		if tok.start < last || tok.end <= tok.start || tok.end > len(text) {
			t.Fatalf("token %+v does not lie behind byte %d", tok, last)
		}
		last = tok.end
	}
	if last != len(text) {
		t.Errorf("the last token ends at %d, want %d", last, len(text))
	}
}

func TestLongTextIsBounded(t *testing.T) {
	t.Parallel()
	if n := len(tokenize(strings.Repeat("soc 2 ", maxTokens))); n != maxTokens {
		t.Errorf("%d tokens, want %d", n, maxTokens)
	}
}
