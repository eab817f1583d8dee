package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/intake"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/library/edit"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/textnorm"
	"candor/internal/workbook"
	"candor/internal/xlsxtest"
	"candor/knowledgebase"
)

var asOf = date.MustParse("2026-11-22")

// starter is the knowledge that suggests tags, opened once for all tests.
var starter = sync.OnceValues(func() (*knowledge.Base, error) {
	return knowledge.Open(context.Background(), "", asOf)
})

func openStarter(tb testing.TB) *knowledge.Base {
	tb.Helper()
	base, err := starter()
	if err != nil {
		tb.Fatal(err)
	}
	return base
}

// freshKB is a company's folder with the starter's certification records and
// no answers.
func freshKB(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	posture, err := fs.ReadFile(knowledgebase.FS, "company/posture.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	put(tb, filepath.Join(dir, "company", "posture.yaml"), posture)
	put(tb, filepath.Join(dir, "company", "facts.yaml"), []byte("{}\n"))
	return dir
}

func put(tb testing.TB, path string, data []byte) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
}

func open(tb testing.TB, kb string) *knowledge.Base {
	tb.Helper()
	base, err := knowledge.Open(context.Background(), kb, asOf)
	if err != nil {
		tb.Fatal(err)
	}
	return base
}

func read(tb testing.TB, path string) *questionnaire.Questionnaire {
	tb.Helper()
	qn, err := workbook.Read(context.Background(), path, workbook.ReadOptions{Lexicon: openStarter(tb).Lexicon})
	if err != nil {
		tb.Fatal(err)
	}
	return qn
}

var approved = intake.Options{AsOf: asOf, Approve: true, Sharing: library.Public, Owner: "security@example.com"}

func newPlanner(tb testing.TB, kb string, opt intake.Options) *intake.Planner {
	tb.Helper()
	fsys, err := knowledge.Files(kb)
	if err != nil {
		tb.Fatal(err)
	}
	planner, err := intake.New(fsys, open(tb, kb), openStarter(tb), opt)
	if err != nil {
		tb.Fatal(err)
	}
	return planner
}

// plan plans the import of files into kb.
func plan(tb testing.TB, kb string, opt intake.Options, files ...string) *intake.Plan {
	tb.Helper()
	planner := newPlanner(tb, kb, opt)
	var sheets []*questionnaire.Questionnaire
	for _, file := range files {
		qn, err := workbook.Read(context.Background(), file, workbook.ReadOptions{Lexicon: openStarter(tb).Lexicon, Completed: true})
		if err != nil {
			tb.Fatal(err)
		}
		sheets = append(sheets, qn)
	}
	p, err := planner.Plan(context.Background(), sheets...)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// load plans the import of files and carries it out.
func load(tb testing.TB, kb string, opt intake.Options, files ...string) *intake.Plan {
	tb.Helper()
	p := plan(tb, kb, opt, files...)
	store, err := edit.Lock(context.Background(), kb, "test")
	if err != nil {
		tb.Fatal(err)
	}
	defer store.Close()
	var entries [][]byte
	for i := range p.Create {
		file, err := p.Create[i].File()
		if err != nil {
			tb.Fatal(err)
		}
		entries = append(entries, file)
	}
	if _, err := store.CreateFiles(context.Background(), entries); err != nil {
		tb.Fatal(err)
	}
	for _, add := range p.Add {
		if _, err := store.Edit(add.Entry, edit.AddQuestion(add.Question)); err != nil {
			tb.Fatal(err)
		}
	}
	return p
}

// build writes the workbook of a specification.
func build(tb testing.TB, name, spec string) string {
	tb.Helper()
	data, err := xlsxtest.Build(spec)
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(tb.TempDir(), name)
	put(tb, path, data)
	return path
}

// edited writes edits into a copy of a file, which keeps its name.
func edited(tb testing.TB, path string, edits []questionnaire.Edit) string {
	tb.Helper()
	var out bytes.Buffer
	res, err := workbook.Write(context.Background(), path, edits, true, &out)
	if err != nil || len(res.Refused) > 0 {
		tb.Fatalf("write answers: %v, refused %v", err, res.Refused)
	}
	done := filepath.Join(tb.TempDir(), filepath.Base(path))
	put(tb, done, out.Bytes())
	return done
}

func filled(tb testing.TB, kb, path string) *runlog.Record {
	tb.Helper()
	res, err := fill.Run(context.Background(), open(tb, kb), fill.Options{
		Input: path, Output: filepath.Join(tb.TempDir(), "out"+filepath.Ext(path)), AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return res.Record
}

// remarks are answers as people write them, many of which say little.
var remarks = []string{
	"The policy is approved by the board each spring and published to all staff.",
	"Our platform team operates this and keeps the records in the ticket system for three years.",
	"",
	"See our security overview.",
	"We follow a written procedure. Exceptions need the approval of the head of security.",
	"Covered for production; the office network follows.",
	"",
	"Reviewed in March and September.",
	"The service desk handles this within two working days.",
	"This is part of the contract.",
	"Done by an outside firm that is chosen anew every three years.",
}

// remarksDE are the same for a German sheet.
var remarksDE = []string{
	"Die Leitlinie wird jedes Frühjahr vom Vorstand freigegeben und ist allen bekannt.",
	"Das erledigt unser Betriebsteam und hält es im Ticketsystem fest.",
	"",
	"Siehe unsere Übersicht zur Sicherheit.",
	"Ausnahmen genehmigt die Leitung der Sicherheit.",
}

// complete answers every question of a blank questionnaire, each in its own
// way. only picks the questions that are answered, nil all of them.
func complete(q *questionnaire.Questionnaire, only func(i int) bool) []questionnaire.Edit {
	var edits []questionnaire.Edit
	seen := map[string]bool{}
	put := func(x *questionnaire.Question, s questionnaire.Slot, value string) {
		if value != "" && s.Refused == "" && !seen[x.Sheet+s.Cell] && (s.MaxLength == 0 || len(value) <= s.MaxLength) {
			seen[x.Sheet+s.Cell] = true
			edits = append(edits, questionnaire.Edit{Sheet: x.Sheet, Cell: s.Cell, Value: value, Was: s.Value})
		}
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		if only != nil && !only(i) {
			continue
		}
		ticks := slices.DeleteFunc(slices.Clone(x.Slots), func(s questionnaire.Slot) bool { return s.Kind != questionnaire.SlotTick })
		if len(ticks) > 0 {
			put(x, ticks[i%len(ticks)], "x")
		}
		remark := remarks[(i*7)%len(remarks)]
		if textnorm.SureLanguage(x.Text) == "de" || x.Sheet == "Fragenkatalog" {
			remark = remarksDE[i%len(remarksDE)]
		}
		for _, s := range x.Slots {
			switch s.Kind {
			case questionnaire.SlotChoice:
				word := []string{"Yes", "No", "Yes", "Yes", "N/A"}[i%5]
				if len(s.Choices) > 0 {
					word = s.Choices[(i*i+i/3)%len(s.Choices)]
				}
				put(x, s, word)
			case questionnaire.SlotText:
				if remark == "" && len(x.Choices()) == 0 {
					remark = fmt.Sprintf("Handled as item %d of our security plan.", i+1)
				}
				put(x, s, remark)
			case questionnaire.SlotComment:
				put(x, s, remark)
			case questionnaire.SlotTick, questionnaire.SlotEvidence:
			}
		}
	}
	return edits
}
