package guard_test

import (
	"strings"
	"testing"

	"candor/internal/guard"
	"candor/internal/match"
)

// A standard is told by its number: what follows another one answers nothing.
func TestStandardsAreToldByTheirNumbers(t *testing.T) {
	t.Parallel()
	wiped := match.Entry{
		ID: "media-disposal", Verdict: "yes", Topics: []string{"asset-management"}, Language: "en",
		Questions: []string{"Are media wiped as NIST SP 800-88 has it?"}, Text: "Media are wiped as NIST SP 800-88 has it.",
	}
	g := load(t)
	for question, held := range map[string]bool{
		"Are media wiped as NIST SP 800-88 has it?":              false,
		"Are media wiped in accordance with NIST 800-88 Rev. 1?": false,
		"Are media wiped (NIST SP 800-53 MP-6)?":                 false,
		"Are media wiped, e.g. as NIST SP 800-53 has it?":        false,
		"Are media wiped as ISO/IEC 27040 or similar has it?":    false,
		"Are media wiped as NIST SP 800-53 has it?":              true,
		"Are media wiped in accordance with ISO/IEC 27040:2024?": true,
		"Are media wiped as DoD 5220.22-M has it?":               true,
		"Werden Datenträger gemäß DIN 66399 gelöscht?":           true,
		"Are media wiped as version 3 of the SP manual has it?":  false,
	} {
		named := false
		for _, f := range g.Check(match.Question{Text: question}, wiped, wiped.Questions[0]) {
			named = named || f.Code == guard.Object && f.Effect == guard.EffectReview && strings.Contains(f.Text, "names the standard")
		}
		if named != held {
			t.Errorf("%q: held %t, want %t", question, named, held)
		}
	}
}
