//go:build realdata

package workbook_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
)

// BenchmarkRealFill holds a whole run, from opening the knowledge to the proof,
// against what excelize alone needs to open, read and save the same file. Both
// are timed in turns within one run and the ratio of the best is reported,
// since machines are noisy; for the same reason no test gates on it.
func BenchmarkRealFill(b *testing.B) {
	in := caiq(b)
	ours, theirs := time.Hour, time.Hour
	for b.Loop() {
		ours = min(ours, timed(func() { fillWhole(b, in) }))
		theirs = min(theirs, timed(func() { saveWhole(b, in) }))
	}
	b.ReportMetric(float64(ours.Milliseconds()), "fill-ms")
	b.ReportMetric(float64(theirs.Milliseconds()), "excelize-ms")
	b.ReportMetric(float64(ours)/float64(theirs), "ratio")
}

func timed(f func()) time.Duration {
	start := time.Now() //nolint:forbidigo // the test measures time
	f()
	return time.Since(start)
}

// caiq finds the questionnaire in the folder that is no part of the repository.
func caiq(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("CANDOR_SHARED")
	if dir == "" {
		dir = "../../../shared/data"
	}
	for _, sub := range []string{"questionnaires", "data/questionnaires"} {
		path := filepath.Join(dir, sub, "CAIQ-4.0.3.xlsx")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	tb.Fatalf("no CAIQ-4.0.3.xlsx under %s; set CANDOR_SHARED", dir)
	return ""
}

func fillWhole(tb testing.TB, in string) {
	tb.Helper()
	asOf := date.MustParse("2026-11-22")
	base, err := knowledge.Open(context.Background(), "", asOf)
	if err != nil {
		tb.Fatal(err)
	}
	out := filepath.Join(tb.TempDir(), "out.xlsx")
	opt := fill.Options{Input: in, Output: out, AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled, Force: true}
	if _, err := fill.Run(context.Background(), base, opt); err != nil {
		tb.Fatal(err)
	}
}

func saveWhole(tb testing.TB, in string) {
	tb.Helper()
	f, err := excelize.OpenFile(in)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		if _, err := f.GetRows(sheet); err != nil {
			tb.Fatal(err)
		}
	}
	if err := f.SaveAs(filepath.Join(tb.TempDir(), "saved.xlsx")); err != nil {
		tb.Fatal(err)
	}
}
