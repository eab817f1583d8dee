package knowledge

import (
	"os"
	"strings"
	"testing"

	"candor/internal/library"
	"candor/internal/workbook"
)

// TestLettersSayNothingAlone keeps "o", the French yes, from being one beside
// "x"; lists that oppose two letters are read.
func TestLettersSayNothingAlone(t *testing.T) {
	t.Parallel()
	lexicon, err := workbook.LoadLexicon(os.DirFS("../../knowledgebase"))
	if err != nil {
		t.Fatal(err)
	}
	v := Vocabulary{lexicon: lexicon}
	for _, tt := range []struct {
		list, word string
		want       library.Verdict
	}{
		{"o,x", "o", library.None},
		{"x,o", "x", library.None},
		{"O,N", "O", library.Yes},
		{"Y,N,NA", "N", library.No},
		{"S,A,B", "S", library.None},
		{"○,△,×", "○", library.Yes},
		{"○,△,×", "×", library.No},
		{"○", "○", library.None},
		{"是,否", "是", library.Yes},
		{"C,PC,NC", "C", library.Yes},
		{"Tak,Nie,Nie dotyczy", "Nie", library.No},
		{"Да,Нет,Частично", "Частично", library.Partial},
	} {
		if got, _ := v.VerdictIn(tt.word, strings.Split(tt.list, ",")); got != tt.want {
			t.Errorf("%q of %s is %q, want %q", tt.word, tt.list, got, tt.want)
		}
	}
}
