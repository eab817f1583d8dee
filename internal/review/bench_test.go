package review_test

import (
	"path/filepath"
	"testing"

	"candor/internal/review"
)

// BenchmarkAppend is one decision in a journal of many, synced to the disk.
func BenchmarkAppend(b *testing.B) {
	rec := record(2000)
	j := open(b, filepath.Join(b.TempDir(), "acme.review.jsonl"), rec)
	b.ReportAllocs()
	for b.Loop() {
		n := len(j.Decisions())
		if _, err := j.Append(decision(rec.Rows[n%2000].Ref, review.Blank, seen(n))); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFold is the state of two thousand rows that are all decided.
func BenchmarkFold(b *testing.B) {
	rec := record(2000)
	var ds []review.Decision
	for i := range rec.Rows {
		ds = append(ds, decision(rec.Rows[i].Ref, review.Blank, func(d *review.Decision) { d.Row = review.RowDigest(&rec.Rows[i]) }))
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := review.Fold(rec, ds); got[0].State != review.StateBlank {
			b.Fatal(got[0])
		}
	}
}
