package fill_test

import (
	"path/filepath"
	"testing"

	"candor/internal/answer"
)

// Two things of one clause are answered from an entry for each; a row that an
// entry lists as it stands is not taken apart, and one of two things that is about
// somebody else sends the row to a person.
func TestRowsThatAskTwoThings(t *testing.T) {
	t.Parallel()
	in := filepath.Join(t.TempDir(), "in.csv")
	write(t, in, "Question,Answer\n"+
		"Is data encrypted at rest and in transit?,\n"+
		"\"Is your office Wi-Fi safe, and do visitors have their own?\",\n"+
		"Do employees and customers sign NDAs?,\n")
	rows := run(t, shared(t), in).Record.Rows
	want := []struct {
		status  answer.Status
		sources int
	}{{answer.Filled, 2}, {answer.Filled, 1}, {answer.Review, 1}}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, w := range want {
		if r := &rows[i]; r.Status != w.status || len(r.Sources) != w.sources {
			t.Errorf("%q: %s from %+v, want %s from %d; %+v", r.Question, r.Status, r.Sources, w.status, w.sources, r.Reasons)
		}
	}
}
