//go:build realdata

package claim_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"candor/internal/claim"
	"candor/internal/date"
)

func sharedDir() string {
	if dir := os.Getenv("CANDOR_SHARED"); dir != "" {
		return dir
	}
	return "../../../shared/data"
}

// TestRealAnswers prints what is found in other people's answers, held against
// a company that holds nothing, and bounds its share.
func TestRealAnswers(t *testing.T) {
	t.Parallel()
	tl := newTools(t)
	c := tl.checker(t, tl.postures["empty"])
	total, found := 0, 0
	for _, name := range []string{"plainanswer_cc0.jsonl", "fimil_mvsp.jsonl"} {
		f, err := os.Open(filepath.Join(sharedDir(), name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var row struct{ Explanation string }
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			total++
			findings := c.Check(row.Explanation, date.MustParse("2026-06-30"))
			if claim.Worst(findings).Rank() >= claim.Low.Rank() {
				found++
			}
			for _, f := range findings {
				t.Logf("%s %s %s: %q (%s)", name, f.Code, f.Severity, f.Text, f.Why)
			}
		}
	}
	t.Logf("%d of %d answers have findings", found, total)
	if total < 100 || found*10 > total {
		t.Errorf("%d of %d answers have findings, more than one in ten", found, total)
	}
}
