package library_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/date"
	"candor/internal/framework"
	"candor/internal/library"
	"candor/knowledgebase"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func catalogue(t *testing.T) *framework.Catalogue {
	t.Helper()
	c, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatalf("load catalogue: %v", err)
	}
	return c
}

const facts = "encryption.algorithm: {value: AES-256, reviewed: 2026-09-14}\n"

const entry = `---
id: at-rest
questions:
  - Is customer data encrypted at rest?
verdict: yes
controls: ["soc2:CC6.1", "iso27001:A.8.24"]
topics: [cryptography]
products: [core]
evidence: [{ref: POL-07, title: Cryptography policy, sharing: nda}]
sharing: public
owner: security@example.com
reviewed: 2026-09-14
review_every: 365d
status: approved
---
All customer data is encrypted with {{encryption.algorithm}}.
Keys are rotated.

Two cases:
- disks
- backups

## short
Yes, with {{ encryption.algorithm }}.
`

func TestLoad(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"library/cryptography/at-rest.md": {Data: []byte(entry)},
		"library/README.md":               {Data: []byte("no entry")},
		"company/facts.yaml":              {Data: []byte(facts)},
	}
	l, faults := library.Load(fsys, catalogue(t), []string{"core"})
	if err := faults.Err(); err != nil {
		t.Fatalf("Load: %v", err)
	}
	e, ok := l.Entry("at-rest")
	if !ok || len(l.Entries()) != 1 {
		t.Fatalf("entry not loaded; %d entries", len(l.Entries()))
	}
	want := "All customer data is encrypted with AES-256. Keys are rotated.\n\nTwo cases:\n- disks\n- backups"
	if diff := cmp.Diff(want, e.Text); diff != "" {
		t.Errorf("text (-want +got)\n%s", diff)
	}
	if e.Short != "Yes, with AES-256." || e.Verdict != library.Yes || e.Language != "en" || len(e.Digest) != 64 {
		t.Errorf("entry = %+v", e)
	}
	if diff := cmp.Diff([]string{"encryption.algorithm"}, e.Facts); diff != "" {
		t.Errorf("facts (-want +got)\n%s", diff)
	}
	if e.Stale(date.MustParse("2027-09-14")) || !e.Stale(date.MustParse("2027-09-15")) {
		t.Errorf("due %s: the due day is in time, the day after is not", e.DueOn())
	}
	if got := l.Line("at-rest", "topics"); got != 7 {
		t.Errorf("topics on line %d, want 7", got)
	}
}

func TestLoadReportsEveryFault(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"company/facts.yaml": {Data: []byte(facts + "unused: {value: x}\n")},
		"library/a.md": {Data: []byte(strings.NewReplacer(
			"id: at-rest", "id: other", "verdict: yes", "verdict: maybe", "soc2:CC6.1", "soc2:CC6.77",
			"[cryptography]", "[cryptografy]", "[core]", "[cor]", "{{encryption.algorithm}}", "{{encryption.algoritm}}",
			"365d", "yearly").Replace(entry))},
		"library/b.md": {Data: []byte(strings.NewReplacer(
			"id: at-rest", "id: b", "verdict: yes", "verdict: maybe", "soc2:CC6.1", "soc2:CC6.77",
			"[cryptography]", "[cryptografy]", "[core]", "[cor]", "{{encryption.algorithm}}", "{{encryption.algoritm}}").Replace(entry))},
		"library/x/at-rest.md": {Data: []byte(entry)},
		"library/y/at-rest.md": {Data: []byte(entry)},
	}
	l, faults := library.Load(fsys, catalogue(t), []string{"core"})
	err := faults.Err()
	if err == nil || len(l.Entries()) != 1 {
		t.Fatalf("%d entries, faults %v", len(l.Entries()), err)
	}
	for _, want := range []string{
		`library/a.md:13:15: "yearly" is no period`,
		`library/b.md:5:10: unknown verdict "maybe"`, `unknown soc2 control "CC6.77"`, `nearest: "cryptography"`, `nearest: "core"`,
		`library/b.md:16:37: unknown fact "encryption.algoritm" (nearest: "encryption.algorithm")`,
		`library/y/at-rest.md:2:5: id "at-rest" is taken by library/x/at-rest.md`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("faults lack %q:\n%v", want, err)
		}
	}
	if got := l.UnusedFacts().Err(); got == nil || !strings.Contains(got.Error(), "company/facts.yaml:2:1: FACT_UNUSED") {
		t.Errorf("UnusedFacts = %v", got)
	}
}

// A fact at the beginning of a sentence begins it with a capital; an address
// stays as it is.
func TestFactsBeginSentences(t *testing.T) {
	t.Parallel()
	text := strings.Replace(entry, "All customer data is encrypted with {{encryption.algorithm}}.", "{{who}} approves it, as {{who}} said.\n{{site}} has it.", 1)
	fsys := fstest.MapFS{
		"library/cryptography/at-rest.md": {Data: []byte(text)},
		"company/facts.yaml":              {Data: []byte(facts + "who: {value: the head of IT}\nsite: {value: trust.example}\n")},
	}
	l, faults := library.Load(fsys, catalogue(t), []string{"core"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	e, _ := l.Entry("at-rest")
	if want := "The head of IT approves it, as the head of IT said. trust.example has it. Keys are rotated."; !strings.HasPrefix(e.Text, want) {
		t.Errorf("text %q, want it to begin with %q", e.Text, want)
	}
}

func TestNoLibraryIsAnEmptyOne(t *testing.T) {
	t.Parallel()
	l, faults := library.Load(fstest.MapFS{}, catalogue(t), nil)
	if len(faults) != 0 || len(l.Entries()) != 0 {
		t.Errorf("%d entries, faults %v", len(l.Entries()), faults)
	}
}

func TestSharingNeverAllowsInternal(t *testing.T) {
	t.Parallel()
	levels := []library.Sharing{library.Public, library.NDA, library.Internal, "nonsense"}
	rapid.Check(t, func(t *rapid.T) {
		ceiling := rapid.SampledFrom(levels).Draw(t, "ceiling")
		level := rapid.SampledFrom(levels).Draw(t, "level")
		got := ceiling.Allows(level)
		want := level == library.Public || level == library.NDA && (ceiling == library.NDA || ceiling == library.Internal)
		if got != want {
			t.Fatalf("ceiling %q allows %q: %t", ceiling, level, got)
		}
	})
}
