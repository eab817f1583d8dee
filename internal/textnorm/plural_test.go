package textnorm_test

import "testing"

func TestNormalizeTellsPluralsFromOtherAbbreviations(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	key := func(text string) string {
		t.Helper()
		tokens := lex.AnalyzeText(text, "en").Tokens
		return tokens[len(tokens)-1].Key
	}
	for plural, other := range map[string]string{"employee IDs": "host IDS", "blocked IPs": "inline IPS"} {
		if key(plural) == key(other) {
			t.Errorf("%q and %q end on the same key %q", plural, other, key(other))
		}
	}
	if got, want := key("employee IDs"), key("employee ID"); got != want {
		t.Errorf("plural has key %q, singular %q", got, want)
	}
	if got, want := key("blocked IPs, logged"), key("blocked IP, logged"); got != want {
		t.Errorf("plural has key %q, singular %q", got, want)
	}
}
