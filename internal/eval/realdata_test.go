//go:build realdata

package eval_test

import (
	"os"
	"path/filepath"
	"testing"

	"candor/internal/eval"
	"candor/internal/fill"
	"candor/internal/library"
	"candor/internal/workbook"
)

// What fill wrote into a real layout is read back as a completed questionnaire,
// and the same library answers it the same way. Rows whose explanation is not
// seen as an answer cell once it is full go to review, hence four in five.
func TestRealFilledFilesAreTheirOwnTruth(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("CANDOR_SHARED")
	if shared == "" {
		shared = "../../../shared/data"
	}
	for name, least := range map[string]int{"CAIQ-4.0.3.xlsx": 200, "HECVAT-4.1.4.xlsx": 150} {
		opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: library.Public, Budget: 0.01}
		b := base(t, opt.AsOf)
		out := filepath.Join(t.TempDir(), name)
		run, err := fill.Run(t.Context(), b, fill.Options{
			Input: filepath.Join(shared, "questionnaires", name), Output: out, AsOf: opt.AsOf, Sharing: opt.Sharing, Write: fill.WriteDrafts,
		})
		if err != nil {
			t.Fatal(err)
		}
		qn, err := workbook.Read(t.Context(), out, workbook.ReadOptions{Lexicon: b.Lexicon})
		if err != nil {
			t.Fatal(err)
		}
		r, err := eval.Evaluate(t.Context(), b, []eval.Set{eval.AnsweredSet(qn, b.Vocabulary)}, opt)
		if err != nil {
			t.Fatal(err)
		}
		if r.All.Questions < least || r.All.Wrong > 0 || r.All.Filled < run.Record.Summary.Filled*4/5 {
			t.Errorf("%s: %d rows with an answer (want %d), %d filled of %d, %d wrong", name, r.All.Questions, least, r.All.Filled, run.Record.Summary.Filled, r.All.Wrong)
		}
	}
}
