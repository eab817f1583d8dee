package ask

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// matches runs one pattern over text and returns "start-end" of each match.
func matches(t *testing.T, pattern, text string) []string {
	t.Helper()
	m := newMatcher()
	if err := m.add(pattern, 0); err != nil {
		t.Fatalf("add %q: %v", pattern, err)
	}
	toks := tokenize(text)
	w := &walker{m: m}
	for _, tok := range toks {
		syms := m.resolve(nil, tok)
		if tok.text == "fw" {
			syms = []symbol{symFramework}
		}
		w.syms = append(w.syms, syms)
		w.words = append(w.words, kindOfWord(tok, tok.text == "fw"))
	}
	var out []string
	for i := range toks {
		w.found = func(_ int32, end int) {
			var words []string
			for _, tok := range toks[i:end] {
				words = append(words, tok.text)
			}
			out = append(out, strings.Join(words, " "))
		}
		w.begin(i)
	}
	return out
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, pattern, text string
		want                []string
	}{
		{"word", "soc", "a soc b", []string{"soc"}},
		{"phrase", "data center", "the data center here", []string{"data center"}},
		{"hyphen in the text", "sub processor", "sub-processor", []string{"sub processor"}},
		{"prefix", "certif*", "certified certification cert", []string{"certified", "certification"}},
		{"suffix", "*zertifikat", "Sicherheitszertifikat", []string{"sicherheitszertifikat"}},
		{"group", "[hold|have] it", "have it or hold it", []string{"have it", "hold it"}},
		{"longer alternative", "[third part*|vendor] risk", "third party risk, vendor risk", []string{"third party risk", "vendor risk"}},
		{"optional", "a [big|] dog", "a dog, a big dog", []string{"a dog", "a big dog"}},
		{"gap", "hold ..2 it", "hold x y it; hold x y z it", []string{"hold x y it"}},
		{"gap of none", "hold ..2 it", "hold it", []string{"hold it"}},
		{"gap ends at a mark", "hold ..2 it", "hold, it", nil},
		{"gap ends at a framework", "hold ..2 it", "hold fw it", nil},
		{"wide gap", "hold ~2 it", "hold fw (it", []string{"hold fw ( it"}},
		{"framework", "hold <fw>", "hold fw", []string{"hold fw"}},
		{"number", "<num> months", "12 months", []string{"12 months"}},
		{"mark", "certified ?", "certified?", []string{"certified ?"}},
		{"trailing gap is idle", "hold ..3", "hold a b", []string{"hold"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, matches(t, tt.pattern, tt.text)); diff != "" {
				t.Errorf("%q over %q (-want +got):\n%s", tt.pattern, tt.text, diff)
			}
		})
	}
}

func TestPatternFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, pattern, want string }{
		{"empty", "", "begin with a word"},
		{"only a gap", "..3", "begin with a word"},
		{"leading gap", "..3 it", "begin with a word"},
		{"optional only", "[a|]", "begin with a word"},
		{"open group", "[a|b", "not closed"},
		{"nested group", "[a|[b|c]|d]", "stands within another"},
		{"short wildcard", "ab*", "too short"},
		{"gap too long", "a ..99 b", "want 1 to"},
		{"gap without number", "a ..x b", "want 1 to"},
		{"too many", strings.Repeat("[a b|c d|e f|g h|i j] ", 6), "more than"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := newMatcher().add(tt.pattern, 0)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("add(%q) = %v, want an error with %q", tt.pattern, err, tt.want)
			}
		})
	}
}
