package report

import (
	"strings"
	"testing"

	"candor/internal/roadmap"
	"candor/internal/upkeep"
)

func TestPartsCarryNoStyles(t *testing.T) {
	t.Parallel()
	parts := PartsOf(&roadmap.Report{Questionnaires: 1, Blocked: 1, Remedies: []roadmap.Remedy{{ID: "X", Name: `<b>"x"</b>`, Deals: 1}}})
	if !strings.Contains(string(parts.Ranked), "&lt;b&gt;") {
		t.Errorf("chart does not hold the remedy's name as text: %s", parts.Ranked)
	}
	for _, not := range []string{"style=", "<b>", "onload"} {
		if strings.Contains(string(parts.Ranked), not) {
			t.Errorf("chart holds %q", not)
		}
	}
}

func TestEveryCoverStateHasWords(t *testing.T) {
	t.Parallel()
	for _, s := range upkeep.States() {
		if word, text := CoverWords(s); word == "" || text == "" {
			t.Errorf("CoverWords(%s) = %q, %q", s, word, text)
		}
	}
}
