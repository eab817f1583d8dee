package textnorm_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/textnorm"
)

func TestQuantities(t *testing.T) {
	t.Parallel()
	q := func(kind textnorm.QuantityKind, value float64, unit string, cmp textnorm.Comparator, text string) textnorm.Quantity {
		return textnorm.Quantity{Kind: kind, Value: value, Unit: unit, Cmp: cmp, Text: text}
	}
	tests := []struct {
		text string
		want []textnorm.Quantity
	}{
		{"Do you notify us within 24 hours?", []textnorm.Quantity{q(textnorm.Duration, 24, "", textnorm.AtMost, "24 hours")}},
		{"reviewed at least annually", []textnorm.Quantity{q(textnorm.Frequency, 8760, "", textnorm.AtLeast, "annually")}},
		{"tested every six months", []textnorm.Quantity{q(textnorm.Frequency, 4380, "", textnorm.AtLeast, "every six months")}},
		{"exercised twice a year", []textnorm.Quantity{q(textnorm.Frequency, 4380, "", textnorm.AtLeast, "twice a year")}},
		{"TLS 1.2 or higher", []textnorm.Quantity{q(textnorm.Version, 1.2, "tls", textnorm.AtLeast, "tls 1.2")}},
		{"encrypted with AES-256", []textnorm.Quantity{q(textnorm.KeyLength, 256, "aes", textnorm.Exactly, "aes-256")}},
		{"retain logs for at least 7 years", []textnorm.Quantity{q(textnorm.Duration, 61320, "", textnorm.AtLeast, "7 years")}},
		{"a minimum of 14 characters", []textnorm.Quantity{q(textnorm.Count, 14, "charact", textnorm.AtLeast, "14 characters")}},
		{"availability of 99.9 % or better", []textnorm.Quantity{q(textnorm.Percent, 99.9, "", textnorm.AtLeast, "99.9 %")}},
		{"no later than 72 hours", []textnorm.Quantity{q(textnorm.Duration, 72, "", textnorm.AtMost, "72 hours")}},
		{"kept no longer than 30 days", []textnorm.Quantity{q(textnorm.Duration, 720, "", textnorm.AtMost, "30 days")}},
		{"within no more than 5 days", []textnorm.Quantity{q(textnorm.Duration, 120, "", textnorm.AtMost, "5 days")}},
		{"longer than 12 months", []textnorm.Quantity{q(textnorm.Duration, 8760, "", textnorm.AtLeast, "12 months")}},
		{"an RTO of six hours or shorter", []textnorm.Quantity{q(textnorm.Duration, 6, "", textnorm.AtMost, "six hours")}},
		{"an RTO of eight hours or better", []textnorm.Quantity{q(textnorm.Duration, 8, "", textnorm.AtMost, "eight hours")}},
		{"lock after 10 failed attempts", []textnorm.Quantity{q(textnorm.Count, 10, "attempt", textnorm.Exactly, "10 failed attempts")}},
		{"mindestens 12 Monate", []textnorm.Quantity{q(textnorm.Duration, 8760, "", textnorm.AtLeast, "12 monate")}},
		{"a recovery of 4 hours", []textnorm.Quantity{q(textnorm.Duration, 4, "", textnorm.Exactly, "4 hours")}},
		{"over 4 hours", []textnorm.Quantity{q(textnorm.Duration, 4, "", textnorm.AtLeast, "4 hours")}},
		{"Do you encrypt data?", nil},
		{"ISO 27001 and SOC 2", nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, textnorm.Quantities(tt.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"Do you encrypt data?", []string{"Do you encrypt data?"}},
		{"Do you encrypt data? Do you rotate keys?", []string{"Do you encrypt data?", "Do you rotate keys?"}},
		{"Do you encrypt data at rest? If yes, which algorithm?", []string{"Do you encrypt data at rest? If yes, which algorithm?"}},
		{"Are backups encrypted and tested?", []string{"Are backups encrypted and tested?"}},
		{"Is there a policy? Please describe.", []string{"Is there a policy? Please describe."}},
		{"Do you have a CISO? Who does the CISO report to?", []string{"Do you have a CISO?", "Who does the CISO report to?"}},
		{"We take privacy seriously. Describe your retention rules.", []string{"We take privacy seriously. Describe your retention rules."}},
		{"a) Do you log access?\nb) Do you review logs?", []string{"a) Do you log access?", "b) Do you review logs?"}},
		{"", nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, textnorm.Parts(tt.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A text that is not searched must hold nothing to be found: the shortcut
// changes no result.
func TestQuantitiesOfOddForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want int
	}{
		{"kept for 24hrs", 1},
		{"an hour", 1},
		{"one week", 1},
		{"TLS1.2", 1},
		{"IPv6", 1},
		{"RSA2048", 1},
		{"AES256-GCM", 1},
		{"a 256-bit key", 1},
		{"99.9%", 1},
		{"five per cent", 0},
		{"5 per cent", 1},
		{"twice per quarter", 1},
		{"semi-annually", 1},
		{"jedes Jahr", 1},
		{"chaque année", 1},
		{"all' inizio", 0},
		{"two independent reviewers", 1},
		{"three copies", 1},
		{"2 kilometres", 1},
		{"15 chars", 1},
		{"one of the sites", 0},
		{"site 7", 0},
		{"12\u00a0months", 1},
	}
	for _, tt := range tests {
		if got := textnorm.Quantities(tt.text); len(got) != tt.want {
			t.Errorf("Quantities(%q) = %v, want %d", tt.text, got, tt.want)
		}
	}
}
