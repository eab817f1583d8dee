package review_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/review"
	"candor/internal/runlog"
)

// Many at once leave the journal that one after the other leave, but for those
// that conflict.
func TestAppendAll(t *testing.T) {
	t.Parallel()
	rec := &runlog.Record{Input: runlog.File{Name: "a.xlsx", SHA256: "x"}}
	for _, ref := range []string{"S!A1", "S!A2", "S!A3"} {
		rec.Rows = append(rec.Rows, runlog.Question{Ref: ref, Question: "Is it " + ref + "?"})
	}
	path := filepath.Join(t.TempDir(), "a.review.jsonl")
	j, err := review.Open(path, rec)
	if err != nil {
		t.Fatal(err)
	}
	accept := func(ref string, seen int) review.Decision {
		return review.Decision{Ref: ref, Action: review.Accept, Who: "ann", When: "2026-11-22T10:00:00Z", Seen: seen}
	}
	if _, err := j.Append(accept("S!A2", 0)); err != nil {
		t.Fatal(err)
	}
	got, err := j.AppendAll([]review.Decision{accept("S!A1", 0), accept("S!A2", 0), accept("S!A3", 0), accept("S!A1", 2)})
	if err != nil || len(got) != 3 || got[0].Seq != 2 || got[2].Seq != 4 || got[2].Ref != "S!A1" {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, bad := range [][]review.Decision{{accept("S!A1", 4), accept("S!A9", 0)}, {{Ref: "S!A1", Action: "shred", Who: "ann"}}} {
		if _, err := j.AppendAll(bad); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
	if none, err := j.AppendAll([]review.Decision{accept("S!A1", 0)}); err != nil || none != nil {
		t.Errorf("one in conflict: %+v, %v", none, err)
	}
	want := j.Decisions()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := j.AppendAll(nil); err == nil {
		t.Error("a closed journal takes decisions")
	}
	again, err := review.Open(path, rec)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, again.Decisions()); diff != "" || len(want) != 4 {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}
