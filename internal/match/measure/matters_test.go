package measure_test

import (
	"strings"
	"testing"

	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/internal/textnorm"
	"candor/knowledgebase"
)

func TestMattersCountWordings(t *testing.T) {
	t.Parallel()
	lex, err := textnorm.LoadLexicon(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	entries := []match.Entry{
		{ID: "a", Language: "en", Questions: []string{"Zebras of the giraffe, zebra?", "Zebras with a pelican"}},
		{ID: "b", Language: "de", Questions: []string{"Zebras und Nashorn"}},
		{ID: "c", Language: "en", Questions: []string{"Pelican and walrus"}},
	}
	got := measure.Matters(lex, entries, measure.Paraphrases{"c": {"A walrus"}, "b": {"Okapi"}})
	for _, want := range []string{"matters: |\n  a\n  c\n", "  pelican 0 1\n", " 0:2\n", "  walru", " 1:2\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, got)
		}
	}
	for _, other := range []string{"nashorn", "okapi"} {
		if strings.Contains(got, other) {
			t.Errorf("%q of another language was counted:\n%s", other, got)
		}
	}
}
