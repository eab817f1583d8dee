package measure_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/internal/textnorm"
	"candor/knowledgebase"
)

func TestReadParaphrases(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"p/a.txt": {Data: []byte("# backup\nSpare copies?\n\nSafety net\n# keys\nWho holds keys?\n")},
		"p/b.txt": {Data: []byte("# backup\nCopies elsewhere\n")},
		"q/c.txt": {Data: []byte("no id above\n")},
	}
	got, err := measure.ReadParaphrases(fsys, "p/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := measure.Paraphrases{"backup": {"Spare copies?", "Safety net", "Copies elsewhere"}, "keys": {"Who holds keys?"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ReadParaphrases (-want +got)\n%s", diff)
	}
	if _, err := measure.ReadParaphrases(fsys, "q/*.txt"); err == nil || !strings.Contains(err.Error(), "q/c.txt") {
		t.Errorf("a file without an id: %v", err)
	}
}

// What stands in the place of a word in wordings of the same thing becomes its
// association; what only stands beside it does not.
func TestAssociate(t *testing.T) {
	t.Parallel()
	lex, err := textnorm.LoadLexicon(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	entries := []match.Entry{
		{ID: "a", Language: "en", Questions: []string{"Zebras of the giraffe", "Okapis of the giraffe"}},
		{ID: "b", Language: "en", Questions: []string{"Zebras with a pelican", "Okapis with a pelican"}},
		{ID: "c", Language: "en", Questions: []string{"Walrus and narwhal"}},
		{ID: "d", Language: "de", Questions: []string{"Zebras und Nashorn", "Walrus und Nashorn"}},
	}
	got := measure.Associate(lex, entries, measure.Paraphrases{"c": {"Walrus and narwhal alike"}})
	if !strings.Contains(got, "  okapi zebra ") && !strings.Contains(got, "  okapis zebra") {
		t.Errorf("no association of what stands for one another in:\n%s", got)
	}
	for _, beside := range []string{"giraff", "pelican", "nashorn"} {
		if strings.Contains(got, beside) {
			t.Errorf("%q stands for nothing, and yet:\n%s", beside, got)
		}
	}
	if again := measure.Associate(lex, entries, measure.Paraphrases{"c": {"Walrus and narwhal alike"}}); again != got {
		t.Error("learning twice gives two files")
	}
}
