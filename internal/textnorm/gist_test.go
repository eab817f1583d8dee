package textnorm_test

import (
	"testing"

	"candor/internal/textnorm"
)

// What a question adds on grounds and on what the law lets it is left out; what
// it asks is not.
func TestUngrounded(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Are new hires screened, to the extent permitted by law?": "Are new hires screened?",
		"Are staff screened where legally permissible?":           "Are staff screened?",
		"Are servers hardened in line with benchmarks?":           "Are servers hardened?",
		"Are guests permitted by law to enter?":                   "Are guests permitted by law to enter?",
		"Are test results available to customers upon request?":   "Are test results available to customers?",
		"Is remote work permitted?":                               "Is remote work permitted?",
	} {
		if got := textnorm.Ungrounded(text); got != want {
			t.Errorf("Ungrounded(%q) = %q, want %q", text, got, want)
		}
	}
}
