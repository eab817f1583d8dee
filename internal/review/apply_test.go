package review_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/review"
	"candor/internal/runlog"
	"candor/internal/workbook"
	"candor/internal/xlsxtest"

	"github.com/google/go-cmp/cmp"
)

var asOf = date.MustParse("2026-11-22")

func starter(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Open(context.Background(), "", asOf)
	if err != nil {
		t.Fatalf("open starter: %v", err)
	}
	return b
}

// site is a questionnaire with its run.
type site struct {
	t    *testing.T
	base *knowledge.Base
	dir  string
	opt  review.Options
	run  *runlog.Record
	// filled is the run's output.
	filled string
}

// filled runs over a questionnaire, which is copied or built from a
// specification.
func filledSite(t *testing.T, base *knowledge.Base, from string, change ...func(*fill.Options)) *site {
	t.Helper()
	s := &site{t: t, base: base, dir: t.TempDir()}
	name := "asked.xlsx"
	var data []byte
	var err error
	if strings.Contains(from, "\n") {
		data, err = xlsxtest.Build(from)
	} else {
		name = filepath.Base(from)
		data, err = os.ReadFile(from)
	}
	if err != nil {
		t.Fatal(err)
	}
	in := filepath.Join(s.dir, name)
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s.filled = filepath.Join(s.dir, "out"+filepath.Ext(name))
	o := fill.Options{Input: in, Output: s.filled, AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled, Version: "test"}
	for _, c := range change {
		c(&o)
	}
	res, err := fill.Run(t.Context(), base, o)
	if err != nil {
		t.Fatal(err)
	}
	if s.run, err = runlog.Load(res.RecordPath); err != nil {
		t.Fatal(err)
	}
	s.opt = review.Options{Record: res.RecordPath, Output: filepath.Join(s.dir, "final"+filepath.Ext(name)), Map: o.Map, Version: "test"}
	return s
}

// ref is the row of a question that begins so.
func (s *site) ref(begins string) string {
	s.t.Helper()
	for i := range s.run.Rows {
		if strings.HasPrefix(s.run.Rows[i].Question, begins) {
			return s.run.Rows[i].Ref
		}
	}
	s.t.Fatalf("no question begins with %q", begins)
	return ""
}

func (s *site) decide(ds ...review.Decision) *site {
	s.t.Helper()
	j := open(s.t, review.DecisionsPath(s.opt.Record), s.run)
	for _, d := range ds {
		d.Seen = len(j.Decisions())
		add(s.t, j, d)
	}
	return s
}

func (s *site) apply() *review.Result {
	s.t.Helper()
	res, err := review.Apply(s.t.Context(), s.base, s.opt)
	if err != nil {
		s.t.Fatal(err)
	}
	s.holds(res)
	return res
}

// holds are the promises of every finished file.
func (s *site) holds(res *review.Result) {
	s.t.Helper()
	rec, err := runlog.Load(res.RecordPath)
	if err != nil {
		s.t.Fatal(err)
	}
	input := filepath.Join(s.dir, s.run.Input.Name)
	changes, proof, err := workbook.Diff(s.t.Context(), input, res.Output)
	if err != nil || !proof.OK {
		s.t.Fatalf("%v %v", err, proof.Faults)
	}
	written := map[string]bool{}
	for i := range rec.Rows {
		q := &rec.Rows[i]
		if len(q.Reasons) == 0 || q.Status == answer.Filled && len(q.Sources) == 0 {
			s.t.Errorf("%s has no reason or no source", q.Ref)
		}
		open := q.Review != nil && q.Review.State == "open"
		if (q.Status == answer.Filled) != (len(q.Written) > 0) && !open {
			s.t.Errorf("%s is %s and %d cells were written", q.Ref, q.Status, len(q.Written))
		}
		for cell := range q.Written {
			written[q.Sheet+"!"+cell] = true
		}
	}
	for _, c := range changes {
		if c.Sheet == "" { // a CSV file
			c.Sheet = rec.Rows[0].Sheet
		}
		if !written[c.Sheet+"!"+c.Cell] {
			s.t.Errorf("%s!%s changed and is in no row of the record", c.Sheet, c.Cell)
		}
	}
	sum := rec.Summary
	if sum.Filled+sum.Review+sum.Unmatched+sum.Kept+sum.Blocked != sum.Questions || sum.Questions != len(rec.Rows) {
		s.t.Errorf("the statuses do not add up: %+v", sum)
	}
	if diff := cmp.Diff(s.run.Rows, rec.BeforeReview().Rows); diff != "" {
		s.t.Errorf("the record before the review (-run +restored)\n%s", diff)
	}
}

func bytesOf(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func fixtures(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.xlsx", "*.csv"} {
		names, err := filepath.Glob(filepath.Join("../../fixtures/questionnaires", pattern))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, slices.DeleteFunc(names, func(n string) bool { return strings.Contains(n, "register") })...)
	}
	if len(out) < 5 {
		t.Fatalf("fixtures: %q", out)
	}
	return out
}

// With nothing decided the finished file is what the run wrote, to the byte; with
// every draft accepted it is what a run that writes drafts writes, but for what
// the checks refuse.
func TestApplyWritesAsARunDoes(t *testing.T) {
	t.Parallel()
	base := starter(t)
	for _, name := range fixtures(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			s := filledSite(t, base, name)
			res := s.apply()
			if !bytes.Equal(bytesOf(t, s.filled), bytesOf(t, res.Output)) {
				t.Error("nothing was decided, and the file is not that of the run")
			}
			drafts := filledSite(t, base, name, func(o *fill.Options) { o.Write = fill.WriteDrafts })
			for i := range s.run.Rows {
				if q := &s.run.Rows[i]; q.Status == answer.Review && (q.Answer != "" || q.Choice != "") {
					s.decide(decision(q.Ref, review.Accept))
				}
			}
			s.opt.Force = true
			res = s.apply()
			for i := range drafts.run.Rows {
				want, got := &drafts.run.Rows[i], &res.Final.Rows[i]
				if diff := cmp.Diff(want.Written, got.Written); diff != "" && !res.Finals[i].Refused {
					t.Errorf("%s (-drafts +accepted)\n%s%v", got.Ref, diff, res.Finals[i].Faults)
				}
			}
		})
	}
}

// Equal decisions give equal bytes, of the file and of its record.
func TestApplyTwice(t *testing.T) {
	t.Parallel()
	s := filledSite(t, starter(t), "../../fixtures/questionnaires/acme-vendor-assessment.xlsx")
	q := &s.run.Rows[slices.IndexFunc(s.run.Rows, func(q runlog.Question) bool { return q.Ask == nil && q.Status == answer.Review })]
	s.decide(decision(q.Ref, review.Edit, edited("", "We decide this with each customer.")), decision(s.run.Rows[0].Ref, review.Blank))
	first := s.apply()
	file, record := bytesOf(t, first.Output), bytesOf(t, first.RecordPath)
	if _, err := review.Apply(t.Context(), s.base, s.opt); !isExists(err) {
		t.Errorf("the output was there: %v", err)
	}
	s.opt.Force = true
	second := s.apply()
	if !bytes.Equal(file, bytesOf(t, second.Output)) || !bytes.Equal(record, bytesOf(t, second.RecordPath)) {
		t.Error("the second time gives other bytes")
	}
	// The finished file's own record will do as the run's.
	s.opt.Record, s.opt.Decisions = first.RecordPath, review.DecisionsPath(s.opt.Record)
	if third := s.apply(); !bytes.Equal(file, bytesOf(t, third.Output)) || !bytes.Equal(record, bytesOf(t, third.RecordPath)) {
		t.Error("from the finished record it gives other bytes")
	}
}

func isExists(err error) bool {
	_, ok := errors.AsType[*review.ExistsError](err)
	return ok
}

const layout = `sheet "Vendor"
|* Question | Answer | Explanation | Evidence
| Is customer data encrypted at rest? |  |  |
| Are backups tested by restoring them? |  |  |
| Is multi-factor authentication enforced for staff? |  |  |
| Do you hold a SOC 2 Type II report? |  |  |
| Do you pay unlimited damages for any breach? |  |  |
| Is the moon made of cheese? |  |  |
list B2:B7 Yes,No,Partly
length C2:C7 120
`

// What people decided stands in the file, and only that.
func TestApplyDecisions(t *testing.T) {
	t.Parallel()
	s := filledSite(t, starter(t), layout)
	note := "our auditor asked for this"
	s.decide(
		decision("Vendor!A2", review.Edit, edited("Partly", "Most of it is.\r\nThe rest follows.")),
		decision("Vendor!A3", review.Blank, func(d *review.Decision) { d.Note = note }),
		decision("Vendor!A4", review.Accept),
		decision("Vendor!A6", review.Assign, func(d *review.Decision) { d.Owner = "legal@example.com" }),
		decision("Vendor!A7", review.Edit, edited("No", "It is made of rock.")),
	)
	res := s.apply()
	cells, err := workbook.ReadCells(t.Context(), res.Output)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, cell := range []string{"B2", "C2", "B3", "C3", "B6", "C6", "B7", "C7"} {
		got[cell] = cells.Text("Vendor", cell)
	}
	want := map[string]string{"B2": "Partly", "C2": "Most of it is.\nThe rest follows.", "B3": "", "C3": "", "B6": "", "C6": "", "B7": "No", "C7": "It is made of rock."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got)\n%s", diff)
	}
	rows := map[string]*runlog.Question{}
	for i := range res.Final.Rows {
		rows[res.Final.Rows[i].Ref] = &res.Final.Rows[i]
	}
	first := rows["Vendor!A2"]
	if first.Status != answer.Filled || first.Verdict != library.Partial || first.Sources[0].Person != "ann@example.com" || first.Review.When != stamp(5) || first.Review.Was.Choice != "Yes" {
		t.Errorf("%+v %+v", first, first.Review)
	}
	if r := rows["Vendor!A3"]; r.Status != answer.Unmatched || r.Reasons[0].Text != "left blank by ann@example.com on "+stamp(5) {
		t.Errorf("%+v", r)
	}
	if r := rows["Vendor!A4"]; r.Review == nil || r.Review.State != "accepted" || r.Verdict != library.Yes {
		t.Errorf("%+v", r)
	}
	if r := rows["Vendor!A6"]; r.Owner != "legal@example.com" || r.Status == answer.Filled {
		t.Errorf("%+v", r)
	}
	if res.Proposals != 2 || res.Final.Review.States["edited"] != 2 || res.Final.Review.Decisions != 5 {
		t.Errorf("%d proposals, %+v", res.Proposals, res.Final.Review)
	}
	data := string(bytesOf(t, res.Output))
	if strings.Contains(data, note) || strings.Contains(data, "ann@example.com") {
		t.Error("what is ours stands in the file")
	}
}

// A cell that rows share holds the answers of all; changing one keeps the
// others.
func TestApplySharedCells(t *testing.T) {
	t.Parallel()
	const shared = `sheet "Vendor"
|* Question | Answer
| Is customer data encrypted at rest? |
| Are backups tested by restoring them? |
merge B2:B3
`
	s := filledSite(t, starter(t), shared)
	both := s.run.Rows[0].Written["B2"]
	if both == "" || both != s.run.Rows[1].Written["B2"] || !strings.Contains(both, "\n\n") {
		t.Fatalf("nothing is shared: %q, %q", both, s.run.Rows[1].Written)
	}
	if got := s.apply().Final.Rows[0].Written["B2"]; got != both {
		t.Errorf("nothing was decided: %q", got)
	}
	second := both[strings.Index(both, "\n\n")+2:]
	s.decide(decision(s.run.Rows[0].Ref, review.Edit, edited("", "Ours alone.")))
	s.opt.Force = true
	if got := s.apply().Final.Rows[0].Written["B2"]; got != "Ours alone.\n\n"+second {
		t.Errorf("one edited: %q", got)
	}
	s.decide(decision(s.run.Rows[0].Ref, review.Blank))
	res := s.apply()
	if got := res.Final.Rows[1].Written["B2"]; got != second || len(res.Final.Rows[0].Written) > 0 {
		t.Errorf("one left blank: %q", got)
	}
}

// The layouts that a run was told about need not be told again.
func TestApplyUnderstandsTheRunsLayout(t *testing.T) {
	t.Parallel()
	base := starter(t)
	const noAnswers = "sheet \"Vendor\"\n|* No. | Question\n| 1 | Is customer data encrypted at rest?\n| 2 | Are backups tested by restoring them?\n"
	const hidden = "sheet \"Cover\"\n| Hello\nsheet \"Vendor\" hidden\n|* Question | Answer\n| Is customer data encrypted at rest? |\n| Are backups tested by restoring them? |\n"
	const odd = "sheet \"Vendor\"\n| Is customer data encrypted at rest? | x | |\n| Are backups tested by restoring them? | y | |\n"
	mapping := &workbook.Mapping{Sheets: []workbook.SheetMap{{Sheet: "Vendor", FirstRow: 1, Columns: workbook.ColumnMap{Question: "A", Text: "D"}}}}
	for name, tt := range map[string]struct {
		spec   string
		change func(*fill.Options)
	}{
		"append column": {noAnswers, func(o *fill.Options) { o.AppendColumn = true }},
		"hidden sheet":  {hidden, func(o *fill.Options) { o.IncludeHidden = true }},
		"map":           {odd, func(o *fill.Options) { o.Map = mapping }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := filledSite(t, base, tt.spec, tt.change)
			s.opt.Map = nil
			if res := s.apply(); !bytes.Equal(bytesOf(t, s.filled), bytesOf(t, res.Output)) {
				t.Error("nothing was decided, and the file is not that of the run")
			}
			s.decide(decision(s.run.Rows[1].Ref, review.Edit, edited("", "Ours alone.")))
			s.opt.Force = true
			row := s.apply().Final.Rows[1]
			if values := slices.Collect(maps.Values(row.Written)); len(values) != 1 || values[0] != "Ours alone." {
				t.Errorf("%q, the run wrote %q", row.Written, s.run.Rows[1].Written)
			}
		})
	}
}

// What stood in a cell before is replaced where the run did so, or by somebody
// who says why.
func TestApplyLeavesAnswersOfOthers(t *testing.T) {
	t.Parallel()
	const answered = "sheet \"Vendor\"\n|* Question | Answer\n| Is customer data encrypted at rest? | We think so.\n| Are backups tested by restoring them? |\n"
	s := filledSite(t, starter(t), answered)
	mine := decision("Vendor!A2", review.Edit, edited("", "It is."))
	res := s.decide(mine).apply()
	if res.Final.Rows[0].Status != answer.Kept || !res.Finals[0].Refused || res.Finals[0].Faults[0].Code != review.FaultAnswered {
		t.Errorf("%+v", res.Finals[0])
	}
	mine.Override = "the sales team filled it in"
	s.opt.Force = true
	res = s.decide(mine).apply()
	if got := res.Final.Rows[0]; got.Written["B2"] != "It is." || got.Review.Override != mine.Override || got.Review.Overridden[0].Code != review.FaultAnswered {
		t.Errorf("%+v %+v", got, got.Review)
	}
	over := filledSite(t, s.base, answered, func(o *fill.Options) { o.Overwrite = true })
	if res := over.apply(); !bytes.Equal(bytesOf(t, over.filled), bytesOf(t, res.Output)) {
		t.Error("a run that overwrote, with nothing decided")
	}
}
