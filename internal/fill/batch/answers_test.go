package batch

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/library"
	"candor/internal/runlog"
)

func given1(t *testing.T, rows ...runlog.Question) []byte {
	t.Helper()
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i].Language = "en"
		if rows[i].Written == nil {
			rows[i].Written = map[string]string{"B1": "x"}
		}
	}
	return p.pack(&runlog.Record{Rows: rows})
}

func row(text string, v library.Verdict, answer string, section ...string) runlog.Question {
	return runlog.Question{Ref: text, Question: text, Verdict: v, Answer: answer, Section: section}
}

// Each case is two records of one row; they conflict or not.
func TestDisagreements(t *testing.T) {
	t.Parallel()
	asked, other := "Is all customer data in your care encrypted at rest?", "is ALL customer data in your care  encrypted at rest"
	blank := row(asked, library.No, "")
	blank.Written = map[string]string{}
	for name, tt := range map[string]struct {
		a, b runlog.Question
		want bool
	}{
		"yes and no":            {row(asked, library.Yes, "A"), row(other, library.No, "A"), true},
		"yes twice":             {row(asked, library.Yes, "A"), row(other, library.Yes, "B"), false},
		"two texts":             {row(asked, library.Text, "A"), row(other, library.Text, "B"), true},
		"one text":              {row(asked, library.Text, "A b"), row(other, library.Text, "A  b"), false},
		"a position and a text": {row(asked, library.Yes, "A"), row(other, library.Text, "B"), false},
		"nothing written":       {row(asked, library.Yes, "A"), blank, false},
		"another question":      {row(asked, library.Yes, "A"), row("Is all customer data in your care deleted on request?", library.No, "B"), false},
		"no heading":            {row("Is MFA enforced?", library.Yes, "A"), row("Is MFA enforced?", library.No, "B"), true},
		"no words":              {row("…?", library.Yes, "A"), row("…?", library.No, "B"), false},
		"few words, one head":   {row("Policy in place?", library.Yes, "A", "Access"), row("Policy in place?", library.No, "B", "access"), true},
		"few words, two heads":  {row("Policy in place?", library.Yes, "A", "Access"), row("Policy in place?", library.No, "B", "Backup"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := append(unpack(given1(t, tt.a), 0), unpack(given1(t, tt.b), 1)...)
			if got := len(disagreements(all)) > 0; got != tt.want {
				t.Errorf("conflict: %v, want %v", got, tt.want)
			}
		})
	}
}

// Rows that depend on another mean what that one asks.
func TestFollowUpsAreComparedUnderTheirParents(t *testing.T) {
	t.Parallel()
	follow := func(parent, answer string) []byte {
		p := row(parent, library.Yes, "A")
		q := row("If yes, please describe how this is done in detail", library.Text, answer)
		q.Parent = p.Ref
		return given1(t, p, q)
	}
	encrypt, backup := "Do you encrypt all customer data at rest?", "Do you take backups of customer data daily?"
	for _, tt := range []struct {
		a, b []byte
		want int
	}{
		{follow(encrypt, "A"), follow(encrypt, "B"), 1},
		{follow(encrypt, "A"), follow(backup, "B"), 0},
	} {
		if got := disagreements(append(unpack(tt.a, 0), unpack(tt.b, 1)...)); len(got) != tt.want {
			t.Errorf("%d conflicts, want %d", len(got), tt.want)
		}
	}
}

// A record that answers like rows in two ways is no party to a conflict; the
// others are, each in its first place.
func TestDisagreementsNameTheFirstPlaces(t *testing.T) {
	t.Parallel()
	g := func(record, row int32, answered uint64) given {
		return given{asked: 7, answered: answered, record: record, row: row}
	}
	got := disagreements([]given{g(3, 1, 20), g(2, 5, 10), g(0, 1, 10), g(0, 2, 20), g(1, 4, 10), g(4, 4, 20), {asked: 1, answered: 9, record: 0}, {asked: 1, answered: 9, record: 5}})
	want := [][]given{{g(1, 4, 10), g(3, 1, 20)}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(given{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Answers of earlier records that say otherwise are named with their places,
// whoever made the records.
func TestConflictsWithEarlierRecords(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"old.csv": sheet(1)})
	s.run()
	if err := os.Rename(s.path("in/old.csv"), s.path("in/new.csv")); err != nil {
		t.Fatal(err)
	}
	s.write("kb/library/cryptography/rest.md", libraryEntry("no", "Data is not encrypted at rest."))
	s.learn()
	doc := s.run()
	want := []runlog.Conflict{{Question: "Is customer data encrypted at rest?", Answers: []runlog.ConflictAnswer{
		{Record: "new.answered.run.json", Ref: "new!A2", Verdict: library.No, Answer: "Data is not encrypted at rest."},
		{Record: "old.answered.run.json", Ref: "old!A2", Verdict: library.Yes, Answer: "All data is encrypted at rest."},
	}}}
	if diff := cmp.Diff(want, doc.Conflicts); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"old.answered.csv"}, doc.Orphans); diff != "" {
		t.Errorf("orphans (-want +got)\n%s", diff)
	}
	again := s.run()
	if diff := cmp.Diff(want, again.Conflicts); diff != "" {
		t.Errorf("when nothing is to do (-want +got)\n%s", diff)
	}
}
