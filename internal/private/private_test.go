package private_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/private"
	"candor/knowledgebase"
)

func TestLoadSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"schema: 1\nsecrets: [{name: a key, severity: grave, needs: [k], pattern: 'k('}]\nmailboxes: [it]\n": `unknown severity "grave"`,
		"schema: 1\nsecrets: [{name: a key, severity: error, needs: [k], pattern: 'k('}]\nmailboxes: [it]\n": "missing closing )",
		"schema: 1\nsecrets: []\n": "mailboxes",
	} {
		if _, err := private.Load(fstest.MapFS{private.File: {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngave %v, want %q", text, err, want)
		}
	}
}

func TestPersonsAndRoles(t *testing.T) {
	t.Parallel()
	shapes, err := private.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Write to maria.lopez@example.com.":                  "maria.lopez@example.com",
		"Ask security@example.com or jo'an@example.co.uk":    "jo'an@example.co.uk",
		"Ask security@example.com, it_helpdesk@example.com.": "",
		"No address at all, 3 @ 4.":                          "",
	} {
		if got := shapes.Person(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Every shape must be found by way of the strings that it needs: a need that no
// match holds would make it blind.
func TestSecretsHoldWhatTheyNeed(t *testing.T) {
	t.Parallel()
	shapes, err := private.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	key := "-----BEGIN EC PRIVATE" + " KEY-----"
	if found, s := shapes.Secret("Here: " + key); found != key || s.Severity != private.Error || !s.Expr().MatchString(key) {
		t.Errorf("found %q as %+v", found, s)
	}
	if found, _ := shapes.Secret("Keys are kept in a vault."); found != "" {
		t.Errorf("found %q", found)
	}
	if got := private.Hidden("ghp_" + strings.Repeat("x", 36)); got != "ghp_…" {
		t.Errorf("hidden is %q", got)
	}
	if len(shapes.Secrets()) < 5 {
		t.Errorf("%d shapes", len(shapes.Secrets()))
	}
}
