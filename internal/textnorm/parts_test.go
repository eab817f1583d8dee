package textnorm_test

import (
	"testing"

	"candor/internal/textnorm"
)

func TestRefersBack(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"are they tested?": true, "how is it kept": true, "werden diese geprüft?": true, "¿se prueban estas?": true,
		"do you test restoring?": false, "Is there a policy": false, "are visitors escorted?": false, "": false,
	} {
		if got := textnorm.RefersBack(text); got != want {
			t.Errorf("RefersBack(%q) = %t", text, got)
		}
	}
}

func TestSubject(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	for text, want := range map[string]string{
		"Are backups encrypted": "backups", "Do you have a documented visitor policy?": "visitor", "Is there a process?": "",
	} {
		if got := lex.Subject(text, "en"); got != want {
			t.Errorf("Subject(%q) = %q, want %q", text, got, want)
		}
	}
}

// A statement that goes on about its subject asks one thing.
func TestClausesOfStatements(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"A continuity plan exists and is tested annually.": 1, "Logs are kept and are regularly reviewed.": 1,
		"Is there a plan, and is it tested?": 2, "Is there a plan and is tested annually?": 2,
		"Backups are encrypted, and do customers hold the keys?": 2,
	} {
		if got := textnorm.Clauses(text); len(got) != want {
			t.Errorf("Clauses(%q) = %q, want %d", text, got, want)
		}
	}
}
