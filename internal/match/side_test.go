package match

import (
	"os"
	"testing"
)

// Questions and phrasings tell whether they are about the product or about the
// company's own people; the same thing is asked of both.
func TestSides(t *testing.T) {
	t.Parallel()
	s, err := loadSides(os.DirFS("../../knowledgebase"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]float64{
		"Does the product support single sign-on?":             1,
		"Can our users sign in with a second factor?":          1,
		"Do employees use single sign-on?":                     0,
		"Is a second factor required of your administrators?":  0,
		"Is single sign-on in use?":                            unknown,
		"Do employees sign in to the application by SSO?":      unknown,
		"Products-of-others appear in a word only: reproduced": unknown,
	} {
		if got := s.of(text); got != want {
			t.Errorf("%q: side %v, want %v", text, got, want)
		}
	}
	e := Entry{Questions: []string{"Does the product log sign-ins?", "Do employees see them?", "Are sign-ins logged?", "Is the application watched?"}}
	if got := s.ofEntry(&e); got != 0.625 {
		t.Errorf("side of the entry: %v, want 0.625", got)
	}
	for _, tt := range []struct{ question, entry, want float64 }{{1, 0.75, 0.75}, {0, 0.75, 0.25}, {unknown, 0.75, unknown}} {
		if got := sameSide(tt.question, tt.entry); got != tt.want {
			t.Errorf("sameSide(%v, %v) = %v, want %v", tt.question, tt.entry, got, tt.want)
		}
	}
}
