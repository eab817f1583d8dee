package review_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/knowledge"
	"candor/internal/review"
	"candor/internal/runlog"
	"candor/internal/workbook"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, err := knowledge.Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("file:///"+name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("file:///" + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, text string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Error(err)
	}
}

// The journal and the record of a finished questionnaire are as their schemas
// say.
func TestFilesMatchTheirSchemas(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), asked)
	s.decide(
		decision("Vendor!A2", review.Edit, edited("Yes", "We are ISO 27001 certified."), func(d *review.Decision) { d.Override = "since today" }),
		decision("Vendor!A3", review.Take, func(d *review.Decision) { d.Entry, d.Digest = "restores", "old" }),
		decision("Vendor!A4", review.Blank), decision("Vendor!A5", review.Assign, func(d *review.Decision) { d.Owner = "bob" }),
		decision("Vendor!A5", review.Note, func(d *review.Decision) { d.Note = "hm" }), decision("Vendor!A5", review.Undo),
	)
	res := s.apply()
	validate(t, schema(t, "run"), string(bytesOf(t, res.RecordPath)))
	lines := strings.Split(strings.TrimSpace(string(bytesOf(t, review.DecisionsPath(s.opt.Record)))), "\n")
	if len(lines) != 7 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, line := range lines {
		validate(t, schema(t, "review"), line)
	}
	var out struct {
		Summary runlog.Summary `json:"summary"`
	}
	if err := json.Unmarshal(bytesOf(t, res.RecordPath), &out); err != nil || out.Summary.Filled != res.Final.Summary.Filled {
		t.Errorf("%v %+v", err, out)
	}
}

// Of tick columns, the one that a person chose is marked and no other.
func TestApplyTicks(t *testing.T) {
	t.Parallel()
	s := filledSite(t, starter(t), "../../fixtures/questionnaires/globex-tick-columns.xlsx")
	var q *runlog.Question
	for i := range s.run.Rows {
		if r := &s.run.Rows[i]; r.Status == answer.Filled && r.Choice == "Yes" && r.Ask == nil {
			q = r
			break
		}
	}
	s.decide(decision(q.Ref, review.Edit, edited("N/A", "There is no such thing here.")))
	row, err := s.apply().Final.Find(q.Ref)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{q.Slots.Ticks["N/A"]: q.Written[q.Slots.Ticks["Yes"]], q.Slots.Comment: "There is no such thing here."}
	if q.Slots.Text != "" {
		delete(want, q.Slots.Comment)
		want[q.Slots.Text] = "There is no such thing here."
	}
	if diff := cmp.Diff(want, row.Written); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What would be a formula in a spreadsheet is none in a finished CSV file.
func TestApplyNeutralisesFormulas(t *testing.T) {
	t.Parallel()
	s := filledSite(t, starter(t), "../../fixtures/questionnaires/umbrella-rfp.csv")
	s.decide(decision(s.run.Rows[1].Ref, review.Edit, edited("Yes", `=HYPERLINK("http://evil.example";"x")`)))
	res := s.apply()
	text := string(bytesOf(t, res.Output))
	if strings.Contains(text, `,"=HYPERLINK`) || strings.Contains(text, ",=HYPERLINK") || !strings.Contains(text, "HYPERLINK") {
		t.Errorf("%s", text)
	}
	var edits []string
	for cell, value := range res.Final.Rows[1].Written {
		edits = append(edits, cell+"="+value)
	}
	proof, err := workbook.Verify(t.Context(), filepath.Join(s.dir, s.run.Input.Name), res.Output, nil)
	if err != nil || proof.OK || len(edits) != 2 {
		t.Errorf("%v, %v, %q", proof, err, edits)
	}
}
