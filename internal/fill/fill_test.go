package fill_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/workbook"
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

func run(t testing.TB, base *knowledge.Base, in string, change ...func(*fill.Options)) *fill.Result {
	t.Helper()
	opt := fill.Options{Input: in, Output: filepath.Join(t.TempDir(), "out"+filepath.Ext(in)), AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled, Version: "test"}
	for _, c := range change {
		c(&opt)
	}
	res, err := fill.Run(context.Background(), base, opt)
	if err != nil {
		t.Fatalf("fill %s: %v", in, err)
	}
	return res
}

// questionnaires are the fixtures that hold questions.
func questionnaires(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.xlsx", "*.csv"} {
		names, err := filepath.Glob(filepath.Join("../../fixtures/questionnaires", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			if !strings.Contains(n, "register") {
				out = append(out, n)
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("no fixture")
	}
	return out
}

// The promises of a run, on every fixture: the input stays, the statuses add
// up, each answer has a source, each choice is of its list, what is written
// was asked for, and a second run gives the same bytes.
func TestPromises(t *testing.T) {
	t.Parallel()
	base := starter(t)
	for _, in := range questionnaires(t) {
		t.Run(filepath.Base(in), func(t *testing.T) {
			t.Parallel()
			before, err := os.ReadFile(in)
			if err != nil {
				t.Fatal(err)
			}
			first, second := run(t, base, in), run(t, base, in)
			after, err := os.ReadFile(in)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the input changed (%v)", err)
			}
			rec := first.Record
			s := rec.Summary
			if s.Filled+s.Review+s.Unmatched+s.Kept+s.Blocked != len(rec.Rows) || s.Questions != len(rec.Rows) {
				t.Errorf("the statuses do not add up: %+v", s)
			}
			if rec.Verification == nil || !rec.Verification.OK {
				t.Errorf("not verified: %+v", rec.Verification)
			}
			for _, q := range rec.Rows {
				checkRow(t, q)
			}
			for _, pair := range [][2]string{{first.Output, second.Output}, {first.RecordPath, second.RecordPath}} {
				if !bytes.Equal(read(t, pair[0]), read(t, pair[1])) {
					t.Errorf("%s differs between two runs", filepath.Ext(pair[0]))
				}
			}
		})
	}
}

func checkRow(t *testing.T, q runlog.Question) {
	t.Helper()
	if len(q.Reasons) == 0 {
		t.Errorf("%s has no reason", q.Ref)
	}
	if q.Status == answer.Filled && (len(q.Sources) == 0 || len(q.Written) == 0) {
		t.Errorf("%s is filled with sources %v and cells %v", q.Ref, q.Sources, q.Written)
	}
	if q.Status != answer.Filled && len(q.Written) > 0 {
		t.Errorf("%s is %s and has written cells %v", q.Ref, q.Status, q.Written)
	}
	if q.Choice != "" && len(q.Choices) > 0 && !contains(q.Choices, q.Choice) {
		t.Errorf("%s: choice %q is not of %q", q.Ref, q.Choice, q.Choices)
	}
	for cell, value := range q.Written {
		for _, internal := range []string{"NOT_HELD", "OTHER_HELD", "CONTROL_", "confidence", "{{", "entry \""} {
			if strings.Contains(value, internal) {
				t.Errorf("%s: internal text in %s: %q", q.Ref, cell, value)
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A filled file is filled again: nothing changes, since every answered cell is
// kept.
func TestFillingAFilledFileChangesNothing(t *testing.T) {
	t.Parallel()
	base := starter(t)
	in := "../../fixtures/questionnaires/acme-vendor-assessment.xlsx"
	first := run(t, base, in)
	second := run(t, base, first.Output)
	if !bytes.Equal(read(t, first.Output), read(t, second.Output)) {
		changes, _, err := workbook.Diff(context.Background(), first.Output, second.Output)
		t.Errorf("the second run changed %v (%v)", changes, err)
	}
	if n := second.Record.Summary.Filled; n != 0 {
		t.Errorf("%d rows filled again", n)
	}
}

// Canary texts of entries above the ceiling reach neither output nor record.
func TestNothingAboveTheSharingLevelLeaves(t *testing.T) {
	t.Parallel()
	kb := t.TempDir()
	entry := func(id, sharing, canary string) string {
		return "---\nid: " + id + "\nquestions: [Is customer data encrypted at rest?]\nverdict: yes\ntopics: [cryptography]\nsharing: " + sharing +
			"\nowner: a@example.com\nreviewed: 2026-10-01\nstatus: approved\nevidence: [{ref: P, title: \"" + canary + "-title\", sharing: " + sharing + "}]\n---\n" + canary + " is our answer.\n"
	}
	write(t, filepath.Join(kb, "library/cryptography/inner.md"), entry("inner", "internal", "CANARYINTERNAL"))
	draft := strings.Replace(entry("sketch", "public", "CANARYDRAFT"), "status: approved", "status: draft", 1)
	write(t, filepath.Join(kb, "library/cryptography/sketch.md"), strings.Replace(draft, "Is customer data encrypted at rest?", "Are backups tested?", 1))
	write(t, filepath.Join(kb, "library/cryptography/secret.md"), entry("secret", "nda", "CANARYNDA"))
	in := filepath.Join(t.TempDir(), "in.csv")
	write(t, in, "Question,Answer,Evidence\nIs customer data encrypted at rest?,,\nAre backups tested?,,\nWhere is data stored?,,\n")
	base, err := knowledge.Open(context.Background(), kb, asOf)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		sharing library.Sharing
		absent  []string
	}{{library.Public, []string{"CANARYINTERNAL", "CANARYNDA"}}, {library.NDA, []string{"CANARYINTERNAL"}}} {
		for _, mode := range []fill.WriteMode{fill.WriteFilled, fill.WriteDrafts} {
			res := run(t, base, in, func(o *fill.Options) { o.Sharing, o.Write = tt.sharing, mode })
			if bytes.Contains(read(t, res.Output), []byte("CANARYDRAFT")) {
				t.Errorf("write %s: the output holds a draft's text", mode)
			}
			if nda := bytes.Contains(read(t, res.Output), []byte("CANARYNDA")); nda != (tt.sharing == library.NDA) {
				t.Errorf("sharing %s, %s: the output holds what is for readers under NDA: %v", tt.sharing, mode, nda)
			}
			for _, canary := range tt.absent {
				for _, path := range []string{res.Output, res.RecordPath} {
					if bytes.Contains(read(t, path), []byte(canary)) {
						t.Errorf("sharing %s, write %s: %s holds %s", tt.sharing, mode, filepath.Ext(path), canary)
					}
				}
			}
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Of a question in a language that is not read only "SOC 2" is understood, so
// that "does the report contain exceptions?" looks like "do you have a report?".
func TestLanguagesThatAreNotReadGoToAPerson(t *testing.T) {
	t.Parallel()
	in := filepath.Join(t.TempDir(), "in.csv")
	write(t, in, `ID,Question,Response
1,Il vostro rapporto SOC 2 Type II contiene eccezioni?,
2,Richiedete ai subappaltatori un rapporto SOC 2 Type II?,
3,Avete mai perso la certificazione SOC 2?,
4,贵公司的 SOC 2 Type II 报告是否包含例外事项？,
5,Was your SOC 2 Type II report issued by a licensed CPA firm?,
`)
	rec := run(t, starter(t), in).Record
	for _, q := range rec.Rows {
		if english := q.ID == "5"; english != (q.Status == answer.Filled) {
			t.Errorf("%s %q is %s", q.ID, q.Question, q.Status)
		}
	}
	if len(rec.Rows) != 5 {
		t.Errorf("%d questions", len(rec.Rows))
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	base := starter(t)
	dir := t.TempDir()
	in := filepath.Join(dir, "in.csv")
	write(t, in, "Question,Answer\nIs customer data encrypted at rest?,\nAre backups tested?,\n")
	write(t, filepath.Join(dir, "there.csv"), "x")
	decoy := filepath.Join(dir, "decoy.csv")
	write(t, decoy, "Name,Salary\nAnn,1\nBob,2\n")
	if err := os.Link(in, filepath.Join(dir, "link.csv")); err != nil {
		t.Fatal(err)
	}
	opt := func(in, out string) fill.Options {
		return fill.Options{Input: in, Output: filepath.Join(dir, out), AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled, Force: out == "link.csv"}
	}
	if _, err := fill.Run(context.Background(), base, opt(in, "link.csv")); err == nil || !strings.Contains(err.Error(), "is the input itself") {
		t.Errorf("a hard link to the input: %v", err)
	}
	var exists *fill.ExistsError
	if _, err := fill.Run(context.Background(), base, opt(in, "there.csv")); !errors.As(err, &exists) {
		t.Errorf("an output that exists: %v", err)
	}
	var none *fill.NoQuestionsError
	if _, err := fill.Run(context.Background(), base, opt(decoy, "x.csv")); !errors.As(err, &none) {
		t.Errorf("a decoy: %v", err)
	}
	for _, other := range []string{"x.xlsx", "x.tsv", "x"} {
		if _, err := fill.Run(context.Background(), base, opt(in, other)); err == nil || !strings.Contains(err.Error(), "must end in .csv") {
			t.Errorf("another kind of file, %s: %v", other, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := fill.Run(ctx, base, opt(in, "y.csv")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "[xy].*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// The record decodes into what was encoded.
func TestRecordRoundTrip(t *testing.T) {
	t.Parallel()
	res := run(t, starter(t), "../../fixtures/questionnaires/acme-vendor-assessment.xlsx")
	loaded, err := runlog.Load(res.RecordPath)
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(res.Record)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(loaded)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
