package knowledge_test

import (
	"slices"
	"strings"
	"testing"
)

func TestPrivateDataInAnswers(t *testing.T) {
	t.Parallel()
	// The shapes are put together here, so that no scanner of this repository
	// takes them for real ones.
	x := func(n int) string { return strings.Repeat("aB3", n)[:n] }
	tests := []struct{ text, want string }{
		{"Use ASIA" + strings.ToUpper(strings.Repeat("AB3C", 4)) + " there.", "error SECRET"},
		{"-----BEGIN RSA PRIVATE" + " KEY-----", "error SECRET"},
		{"Our token is ghp_" + x(36) + ".", "error SECRET"},
		{"Our token is glpat-" + x(20) + ".", "error SECRET"},
		{"Our hook is xoxb-" + x(24) + ".", "error SECRET"},
		{"The map uses AIza" + x(35) + " today.", "error SECRET"},
		{"We pay with sk_live_" + x(24) + ".", "error SECRET"},
		{"It sends eyJ" + x(20) + ".eyJ" + x(20) + ".x back.", "error SECRET"},
		{"Fetch it from https://reader:" + x(9) + "@files.example.com/x.", "error SECRET"},
		{"Password: " + x(10), "warning SECRET"},
		{"api-key=" + x(12), "warning SECRET"},
		{"Write to maria.lopez@example.com.", "warning PERSON_EMAIL"},
		{"Escriba a josé@ejemplo.example por favor.", "warning PERSON_EMAIL"},
		{"Write to security-team@example.com or privacy@example.com.", ""},
		{"Password: at least 14 characters, with a second factor.", ""},
		{"Tokens: rotated every 90 days. Secret: kept in a vault.", ""},
		{"See https://trust.example.com:8443/reports@latest for more.", ""},
		{"The secret is [secret removed] and the rest is not.", "error BLANK_LEFT"},
		{"Unser Beauftragter ist [Name]", "error BLANK_LEFT"},
		{"We host in [insert region here], nowhere else.", "error BLANK_LEFT"},
		{"See [our portal](https://trust.example.com), list [1] and row [A].", ""},
		{"Keys begin with AKIA and are rotated.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			got := found(t, change{atRest, "Write to security@nordhaven.example for the details.", tt.text})
			if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.ContainsFunc(got, func(l string) bool { return strings.Contains(l, tt.want) }) {
				t.Errorf("want %q, found\n%s", tt.want, strings.Join(got, "\n"))
			}
		})
	}
}
