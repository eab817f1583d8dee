package textnorm_test

import (
	"slices"
	"strings"
	"testing"
)

func TestCoordinated(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	for _, test := range []struct {
		text string
		want []string
	}{
		{"Do you encrypt data at rest and in transit?", []string{"Do you encrypt data at rest?", "Do you encrypt data in transit?"}},
		{"Is data encrypted both at rest and in transit?", []string{"Is data encrypted at rest?", "Is data encrypted in transit?"}},
		{"Is data at rest and in transit encrypted?", []string{"Is data at rest encrypted?", "Is data in transit encrypted?"}},
		{"Are backups encrypted and tested every month?", []string{"Are backups encrypted every month?", "Are backups tested every month?"}},
		{"Backups are encrypted and regularly tested.", []string{"Backups are encrypted.", "Backups are regularly tested."}},
		{"Are laptops encrypted at first use and wiped when lost?", []string{"Are laptops encrypted at first use?", "Are laptops wiped when lost?"}},
		{"Are employees and contractors screened before they start?", []string{"Are employees screened before they start?", "Are contractors screened before they start?"}},
		{"Do employees and contractors sign an NDA?", []string{"Do employees sign an NDA?", "Do contractors sign an NDA?"}},
		{"Do you encrypt laptops and require a second factor for remote access?", []string{"Do you encrypt laptops?", "Do you require a second factor for remote access?"}},
		{"Do you encrypt backups and laptops?", []string{"Do you encrypt backups?", "Do you encrypt laptops?"}},
		{"Do you have firewalls as well as intrusion detection on all networks?", []string{"Do you have firewalls on all networks?", "Do you have intrusion detection on all networks?"}},
		{"Is MFA required for administrators and remote access?", []string{"Is MFA required for administrators?", "Is MFA required for remote access?"}},
		{"Are backups encrypted?", nil},
		{"Are backups not encrypted and tested?", nil},
		{"Is a firewall between the office and production?", nil},
		{"Are backups encrypted, tested and stored off site?", nil},
		{"Is it logged and monitored and reviewed?", nil},
		{"Describe your backups and your archives.", nil},
		{"and", nil},
		{"", nil},
	} {
		if got := lex.Coordinated(test.text); !slices.Equal(got, test.want) {
			t.Errorf("Coordinated(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

// Whatever the text, the two hold no word that it does not.
func FuzzCoordinated(f *testing.F) {
	lex := lexicon(f)
	f.Add("Do you encrypt data at rest and in transit?")
	f.Add("Are a and b")
	f.Add("do x y and")
	f.Fuzz(func(t *testing.T, text string) {
		got := lex.Coordinated(text)
		if len(got) != 0 && len(got) != 2 {
			t.Fatalf("Coordinated(%q) = %q", text, got)
		}
		has := strings.Fields(text)
		for _, part := range got {
			for _, w := range strings.Fields(strings.TrimRight(part, "?.")) {
				if !slices.ContainsFunc(has, func(h string) bool { return strings.TrimRight(h, "?.! ") == w || strings.HasPrefix(h, w) }) {
					t.Errorf("Coordinated(%q) = %q, which puts in %q", text, got, w)
				}
			}
		}
	})
}
