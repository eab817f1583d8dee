package match_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/match"
	"candor/knowledgebase"
)

func newMatcher(t testing.TB, entries []match.Entry) *match.Matcher {
	t.Helper()
	m, err := match.New(t.Context(), knowledgebase.FS, entries)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return m
}

func rank(t testing.TB, m *match.Matcher, q match.Question) []match.Match {
	t.Helper()
	got, err := m.Rank(t.Context(), q)
	if err != nil {
		t.Fatalf("Rank(%q): %v", q.Text, err)
	}
	return got
}

// few are entries about different things, enough to tell ranking from luck.
var few = []match.Entry{
	{ID: "encryption-at-rest", Questions: []string{"Is customer data encrypted at rest?", "Which algorithm protects stored data?"}, Text: "All customer data is encrypted at rest with AES-256.", Verdict: "yes", Topics: []string{"cryptography"}, Controls: []string{"iso27001:A.8.24"}},
	{ID: "encryption-in-transit", Questions: []string{"Is data encrypted in transit?", "Do you enforce TLS on external connections?"}, Text: "Connections use TLS 1.2 or later.", Verdict: "yes", Topics: []string{"cryptography"}},
	{ID: "backup-encryption", Questions: []string{"Are backups encrypted?", "Describe how backup copies are protected."}, Text: "Backups are encrypted.", Verdict: "yes", Topics: []string{"backup"}},
	{ID: "restore-test", Questions: []string{"Are backups tested by restoring them?", "How often do you test restoration?"}, Text: "Restores are tested quarterly.", Verdict: "yes", Topics: []string{"backup"}},
	{ID: "staff-mfa", Questions: []string{"Is multi-factor authentication required for employees?", "Do staff use MFA?"}, Text: "Staff sign in with a second factor.", Verdict: "yes", Topics: []string{"authentication"}},
	{ID: "background-checks", Questions: []string{"Are background checks performed on employees?", "Describe your employment screening."}, Text: "Staff are screened before they start.", Verdict: "yes", Topics: []string{"hr-security"}, Controls: []string{"iso27001:A.6.1"}},
	{ID: "bcp-policy", Questions: []string{"Is there a business continuity policy?", "Is the business continuity policy reviewed at least annually?"}, Text: "The policy is reviewed every 12 months.", Verdict: "yes", Topics: []string{"business-continuity"}},
	{ID: "log-retention", Questions: []string{"How long are audit logs retained?", "Are logs kept for at least one year?"}, Text: "Logs are kept for 13 months.", Verdict: "yes", Topics: []string{"logging-monitoring"}},
}

func TestRankFindsTheEntry(t *testing.T) {
	t.Parallel()
	m := newMatcher(t, few)
	tests := []struct {
		q    match.Question
		want string
	}{
		{match.Question{Text: "Do you encrypt stored client information?"}, "encryption-at-rest"},
		{match.Question{Text: "Is traffic over public networks protected with SSL/TLS?"}, "encryption-in-transit"},
		{match.Question{Text: "Please describe whether back-ups are enciphered."}, "backup-encryption"},
		{match.Question{Text: "Is 2FA mandatory for all personnel?"}, "staff-mfa"},
		{match.Question{Text: "Does the organisation vet new staff (criminal records, references)?"}, "background-checks"},
		{match.Question{Text: "Are the policies and procedures reviewed and updated at least annually?", Section: []string{"Business Continuity Management"}}, "bcp-policy"},
		{match.Question{Text: "What is your log retention period?"}, "log-retention"},
		{match.Question{Text: "How do you verify people?", Controls: []string{"iso27001:A.6.1"}}, "background-checks"},
	}
	for _, tt := range tests {
		t.Run(tt.q.Text, func(t *testing.T) {
			t.Parallel()
			got := rank(t, m, tt.q)
			if len(got) == 0 || got[0].Entry != tt.want {
				t.Errorf("Rank(%q) = %+v, want %q first", tt.q.Text, got, tt.want)
			}
		})
	}
}

func TestRankOfNothing(t *testing.T) {
	t.Parallel()
	if got := rank(t, newMatcher(t, nil), match.Question{Text: "Do you encrypt?"}); len(got) != 0 {
		t.Errorf("Rank over no entries = %v", got)
	}
	if got := rank(t, newMatcher(t, few), match.Question{}); len(got) != 0 {
		t.Errorf("Rank of no question = %v", got)
	}
}

func TestNewRefusesDoubledIDs(t *testing.T) {
	t.Parallel()
	if _, err := match.New(t.Context(), knowledgebase.FS, []match.Entry{few[0], few[0]}); err == nil {
		t.Error("New took two entries with one id")
	}
}

// P4: the order of the library's files changes nothing.
func TestRankDoesNotDependOnEntryOrder(t *testing.T) {
	t.Parallel()
	turned := slices.Clone(few)
	slices.Reverse(turned)
	a, b := newMatcher(t, few), newMatcher(t, turned)
	for _, e := range few {
		for _, text := range e.Questions {
			q := match.Question{Text: "Please explain: " + text}
			if diff := cmp.Diff(rank(t, a, q), rank(t, b, q)); diff != "" {
				t.Errorf("%q (-one order +other):\n%s", q.Text, diff)
			}
		}
	}
}

// P8: entries about other things neither overtake the right one nor move its
// confidence.
func TestUnrelatedEntriesChangeNothing(t *testing.T) {
	t.Parallel()
	grown := slices.Clone(few)
	for i := range 2000 {
		grown = append(grown, match.Entry{
			ID:        fmt.Sprintf("unrelated-%04d", i),
			Questions: []string{fmt.Sprintf("Which colour has gasket %d of pump %d?", i, i%7), fmt.Sprintf("Who paints valve %d?", i)},
			Text:      fmt.Sprintf("Gasket %d is green.", i), Verdict: "text", Topics: []string{"other"},
		})
	}
	a, b := newMatcher(t, few), newMatcher(t, grown)
	for _, e := range few {
		q := match.Question{Text: "Kindly tell us: " + e.Questions[0]}
		small, large := rank(t, a, q), rank(t, b, q)
		if diff := cmp.Diff(small[0], large[0]); diff != "" {
			t.Errorf("%q (-8 entries +2008):\n%s", q.Text, diff)
		}
	}
}

func TestTopic(t *testing.T) {
	t.Parallel()
	m := newMatcher(t, nil)
	tests := []struct {
		q    match.Question
		want string
	}{
		{match.Question{Text: "Do you run a bug bounty?"}, "vulnerability-management"},
		{match.Question{Text: "Is it reviewed?", Section: []string{"Backup"}}, "backup"},
		{match.Question{Text: "Anything else?", Topic: "ai"}, "ai"},
		{match.Question{Text: "Anything else?"}, ""},
	}
	for _, tt := range tests {
		if got := m.Topic(tt.q); got != tt.want {
			t.Errorf("Topic(%q) = %q, want %q", tt.q.Text, got, tt.want)
		}
	}
}
