package review_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"candor/internal/review"
	"candor/internal/runlog"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const mixed = `sheet "Vendor"
|* Question | Answer | Explanation
| Is customer data encrypted at rest? | | |
| Are restores from backup tested? | | |
| Do you hold an ISO 27001 certificate? | | |
| Is there a canteen? | | |
| Where is the master password kept? | | |
| Are visitors given badges? | Yes | |
list B2:B7 Yes,No,Partly
length C2:C7 200
sheet "Notes"
|* Question | Response
| Is customer data encrypted at rest? |
| Are restores from backup tested? |
| Is customer data sold to third parties? |
merge B2:B3
`

// anything draws decisions of which many are wrong, as lines of a journal.
func anything(t *rapid.T, rec *runlog.Record) []review.Decision {
	words := rapid.SampledFrom([]string{"", "Yes", "No", "Partly", "yes", "Maybe"})
	texts := rapid.SampledFrom([]string{"", "It is.", "No, it is not.", "We are ISO 27001 certified.", secretText, "bell\a", "=1+1", strings.Repeat("long ", 60), "Two\nlines."})
	entries := rapid.SampledFrom([]string{"at-rest", "restores", "vault", "pentest", "canteen", "badges", "gone"})
	rows := rapid.Custom(func(t *rapid.T) review.Decision {
		row := rapid.SampledFrom(rec.Rows).Draw(t, "row")
		d := decision(row.Ref, rapid.SampledFrom(review.Actions()).Draw(t, "action"))
		d.Override = rapid.SampledFrom([]string{"", "they asked"}).Draw(t, "override")
		switch d.Action {
		case review.Edit:
			d.Choice, d.Text = words.Draw(t, "choice"), texts.Draw(t, "text")
			if d.Choice+d.Text == "" {
				d.Action = review.Blank
			}
		case review.Take:
			d.Entry, d.Choice = entries.Draw(t, "entry"), words.Draw(t, "choice")
		case review.Note:
			d.Note = "our own remark"
		case review.Assign:
			d.Owner = "owner@example.com"
		case review.Accept, review.Blank, review.Undo:
		}
		return d
	})
	return rapid.SliceOfN(rows, 0, 12).Draw(t, "decisions")
}

func journalOf(t testing.TB, path string, rec *runlog.Record, ds []review.Decision) {
	t.Helper()
	head, err := json.Marshal(map[string]any{"schema": review.Schema, "input": rec.Input})
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{string(head)}
	for _, d := range ds {
		line, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Whatever people decide: the file differs from the input in answers only, what
// is internal or not approved is not in it, a claim that no record backs only by
// an override, each choice is of its list, and the next time gives the same.
func TestApplyWhateverIsDecided(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), mixed)
	s.opt.Decisions, s.opt.Force = filepath.Join(s.dir, "any.jsonl"), true
	rapid.Check(t, func(rt *rapid.T) {
		journalOf(t, s.opt.Decisions, s.run, anything(rt, s.run))
		plan, err := review.Plan(t.Context(), s.base, s.opt)
		if err != nil {
			rt.Fatal(err)
		}
		res := s.apply()
		if diff := cmp.Diff(plan.Finals, res.Finals); diff != "" {
			rt.Fatalf("apply did otherwise than planned (-planned +done)\n%s", diff)
		}
		for i := range res.Final.Rows {
			permitted(rt, &res.Final.Rows[i])
		}
		if rapid.Bool().Draw(rt, "once") {
			return
		}
		file, record := string(bytesOf(t, res.Output)), string(bytesOf(t, res.RecordPath))
		if again := s.apply(); string(bytesOf(t, again.Output)) != file || string(bytesOf(t, again.RecordPath)) != record {
			rt.Fatal("the second time gives other bytes")
		}
	})
}

// permitted holds what was written for a row to the promises.
func permitted(t *rapid.T, q *runlog.Question) {
	for cell, value := range q.Written {
		for _, never := range []string{"server room", "canteen in the office", "\a", "our own remark", "ann@example.com", "owner@example.com"} {
			if strings.Contains(value, never) {
				t.Fatalf("%s %s holds %q", q.Ref, cell, value)
			}
		}
		if cell == q.Slots.Choice && len(q.Choices) > 0 && !slices.Contains(q.Choices, value) {
			t.Fatalf("%s %s holds %q, which is not in its list", q.Ref, cell, value)
		}
	}
	overridden := q.Review != nil && len(q.Review.Overridden) > 0
	if strings.Contains(q.Answer, "ISO 27001 certified") && len(q.Written) > 0 && (!overridden || q.Review.Override == "") {
		t.Fatalf("%s claims %q with nobody's override", q.Ref, q.Answer)
	}
}
