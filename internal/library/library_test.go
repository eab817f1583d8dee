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
		`library/b.md:5:10: VERDICT_UNKNOWN unknown verdict "maybe"`, `unknown soc2 control "CC6.77"`, `did you mean "cryptography"?`, `did you mean "core"?`,
		`library/a.md:5:10: VERDICT_UNKNOWN`, `library/a.md:16:37: FACT_UNKNOWN`,
		`library/b.md:16:37: FACT_UNKNOWN unknown fact "encryption.algoritm"; did you mean "encryption.algorithm"?`,
		`library/y/at-rest.md:2:5: ID_TAKEN id "at-rest" is taken by library/x/at-rest.md`,
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

// loadOne loads one entry file beside the facts of the tests.
func loadOne(t *testing.T, text, facts string, opts ...library.Option) (*library.Entry, error) {
	t.Helper()
	fsys := fstest.MapFS{"library/cryptography/at-rest.md": {Data: []byte(text)}, "company/facts.yaml": {Data: []byte(facts)}}
	l, faults := library.Load(fsys, catalogue(t), []string{"core"}, opts...)
	e, _ := l.Entry("at-rest")
	return e, faults.Err()
}

func TestMaxAgeHoldsWhereNoPeriodIsNamed(t *testing.T) {
	t.Parallel()
	bare := strings.Replace(entry, "review_every: 365d\n", "", 1)
	tests := []struct {
		name, text string
		days       int
		want       string
	}{
		{"own period", entry, 30, "2027-09-14"},
		{"policy", bare, 30, "2026-10-14"},
		{"none", bare, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := loadOne(t, tt.text, facts, library.WithMaxAge(tt.days))
			if err != nil {
				t.Fatal(err)
			}
			if got := e.DueOn().String(); got != tt.want {
				t.Errorf("due on %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFactsWithoutValueAreNamed(t *testing.T) {
	t.Parallel()
	e, err := loadOne(t, entry, `encryption.algorithm: {value: ""}`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"encryption.algorithm"}, e.Unfilled); diff != "" {
		t.Errorf("unfilled (-want +got)\n%s", diff)
	}
	if want := "Yes, with {{ encryption.algorithm }}."; e.Short != want {
		t.Errorf("short %q, want %q", e.Short, want)
	}
}

// Whoever deletes facts that nothing approved needs can work on.
func TestUnknownFactsOfDraftsAreNoFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, status string
		faults       int
		warning      bool
	}{
		{"approved", "status: approved", 2, false},
		{"draft", "status: draft", 2, true},
		{"retired", "status: retired", 2, true},
		{"example", "status: draft\nsource: {file: candor starter}", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(entry, "status: approved", tt.status, 1)
			fsys := fstest.MapFS{"library/cryptography/at-rest.md": {Data: []byte(text)}}
			l, faults := library.Load(fsys, catalogue(t), []string{"core"})
			if len(faults) != tt.faults || len(faults) > 0 && faults[0].Warning != tt.warning {
				t.Errorf("faults %+v", faults)
			}
			e, ok := l.Entry("at-rest")
			if ok != (tt.status != "status: approved") {
				t.Errorf("loaded: %t", ok)
			}
			if ok && (len(e.Unfilled) != 1 || !strings.Contains(e.Short, "{{")) {
				t.Errorf("unfilled %v, short %q", e.Unfilled, e.Short)
			}
		})
	}
}

func TestEntriesThatCannotGoOut(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, text, want string }{
		{"unclosed", "Keys are rotated.", "Keys {{encryption.algorithm are rotated.", `at-rest.md:17:6: PLACEHOLDER_BROKEN "{{" belongs to no`},
		{"unopened", "Keys are rotated.", "Keys }} are rotated.", `at-rest.md:17:6: PLACEHOLDER_BROKEN "}}"`},
		{"in a question", "encrypted at rest?", "encrypted with {{encryption.algorithm}}?", "at-rest.md:4:5: PLACEHOLDER_BROKEN"},
		{"never reviewed", "2026-09-14\nreview_every", "null\nreview_every", "at-rest.md:12:11: REVIEW_MISSING"},
		{"two rounds in one", "verdict: yes", "verdit: yes", `at-rest.md:5:1: unknown key "verdit"; did you mean "verdict"?`},
		{"two rounds in one, the other", "verdict: yes\ncontrols: [\"soc2:CC6.1\"", "verdit: yes\ncontrols: [\"soc2:CC6.77\"", `at-rest.md:6:12: CONTROL_UNKNOWN`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(entry, tt.old, tt.text, 1)
			if text == entry {
				t.Fatal("nothing replaced")
			}
			_, err := loadOne(t, text, facts)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("faults lack %q:\n%v", tt.want, err)
			}
		})
	}
}

func TestLocate(t *testing.T) {
	t.Parallel()
	text := strings.Replace(entry, "Keys are rotated.", "Keys are kept in {{encryption.algorithm}} form. Keys are\nrotated twice.", 1)
	fsys := fstest.MapFS{"library/cryptography/at-rest.md": {Data: []byte(text)}, "company/facts.yaml": {Data: []byte(facts)}}
	l, faults := library.Load(fsys, catalogue(t), []string{"core"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	e, _ := l.Entry("at-rest")
	tests := []struct {
		phrase    string
		line, col int
	}{
		{"All customer data is encrypted with AES-256.", 16, 1},
		{"AES-256 form.", 17, 18},
		{"form.", 17, 43},
		{"Keys are rotated twice.", 17, 49},
		{"backups", 22, 3},
		{"Yes, with AES-256.", 25, 1},
		{"nowhere", 16, 1},
		{"", 16, 1},
	}
	for _, tt := range tests {
		if got := l.Locate(e, text, tt.phrase); got.Line != tt.line || got.Col != tt.col {
			t.Errorf("%q at %d:%d, want %d:%d", tt.phrase, got.Line, got.Col, tt.line, tt.col)
		}
	}
}
