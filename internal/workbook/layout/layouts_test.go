package layout

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/questionnaire"
)

var updateLayouts = flag.Bool("update-layouts", false, "rewrite the wanted readings in testdata/layouts")

// TestLayouts reads each workbook of testdata/layouts: the specification, a
// line "-- want --", and the reading as listed by listing.
func TestLayouts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil || len(files) < 30 {
		t.Fatalf("layouts: %d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			spec, want, _ := strings.Cut(string(text), "-- want --\n")
			got := listing(readSpec(t, spec, Options{}))
			if *updateLayouts {
				if err := os.WriteFile(file, []byte(strings.TrimRight(spec, "\n")+"\n-- want --\n"+got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("reading of %s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// listing writes a reading down for comparison.
func listing(q *questionnaire.Questionnaire) string {
	var b strings.Builder
	for _, s := range q.Sheets {
		fmt.Fprintf(&b, "sheet %q: %s\n", s.Name, s.Why)
		for _, t := range s.Tables {
			fmt.Fprintf(&b, "  table %v %d-%d:", t.HeaderRows, t.FirstRow, t.LastRow)
			for _, c := range t.Columns {
				fmt.Fprintf(&b, " %s=%s", c.Letter, c.Role)
			}
			b.WriteByte('\n')
		}
	}
	for _, x := range q.Questions {
		fmt.Fprintf(&b, "%s", x.Ref)
		if x.ID != "" {
			fmt.Fprintf(&b, " [%s]", x.ID)
		}
		if x.Section != nil {
			fmt.Fprintf(&b, " (%s)", strings.Join(x.Section, " > "))
		}
		if x.Parent != "" {
			fmt.Fprintf(&b, " under %s", x.Parent)
		}
		fmt.Fprintf(&b, " %s\n", x.Text)
		for _, s := range x.Slots {
			b.WriteString("    " + listSlot(s) + "\n")
		}
	}
	for _, s := range q.Skipped {
		fmt.Fprintf(&b, "skipped %s: %s\n", s.Ref, s.Why)
	}
	return b.String()
}

func listSlot(s questionnaire.Slot) string {
	out := string(s.Kind) + " " + s.Cell
	if s.Label != "" {
		out += " for " + s.Label
	}
	if s.Choices != nil {
		out += " {" + strings.Join(s.Choices, "|") + "}"
	}
	if s.Value != "" {
		out += fmt.Sprintf(" = %q", s.Value)
	}
	if s.Default {
		out += " (default)"
	}
	if s.Shared {
		out += " shared"
	}
	if s.MaxLength > 0 {
		out += fmt.Sprintf(" <= %d", s.MaxLength)
	}
	if s.Refused != "" {
		out += " refused: " + string(s.Refused)
	}
	return out
}
