package review_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/review"

	"github.com/google/go-cmp/cmp"
)

// Whatever a file holds, it is refused as a whole or read as valid decisions;
// those, appended to another journal, are read again as they were.
func FuzzJournal(f *testing.F) {
	head := `{"schema":"candor.review/1","input":{"name":"acme.xlsx","sha256":"` + digest + `"}}`
	for _, lines := range []string{
		"", head, head + "\n" + good, head + "\n" + good + "\n",
		head + "\n" + strings.Replace(good, `"hm"`, `"\u0000\ud800<>"`, 1) + "\n{}\n",
		head + "\n" + `{"seq":1,"ref":"S!B2","row":"x","action":"edit","who":"b","when":"2026-11-22T14:05:00Z","choice":"No","text":"a\nb","override":"because"}` + "\n",
		head + "\n" + `{"REF":"S!B2","ref":"S!B1","action":"take","who":"b","when":"2026-11-22T14:05:00Z","entry":"tls","digest":"d","choice":"No"}` + "\n",
		head + "\n" + `{"ref":"S!B2","action":"assign","who":"b","when":"2026-11-22T14:05:00Z","owner":"x"}` + "\n" + `{"ref":"S!B2","action":"undo","who":"b","when":"2026-11-22T14:05:00Z","seen":1}` + "\n",
	} {
		f.Add([]byte(lines))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "in.jsonl")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		rec := record(5)
		j, err := review.Open(path, rec)
		if err != nil {
			if j != nil {
				t.Fatal("a journal beside an error")
			}
			return
		}
		defer j.Close()
		ds := j.Decisions()
		states := review.Fold(rec, ds)
		if len(states) != 5 {
			t.Fatalf("%d states", len(states))
		}
		copied := open(t, filepath.Join(dir, "out.jsonl"), rec)
		var want []review.Decision
		for i, d := range ds {
			if err := d.Check(); err != nil || d.Seq != i+1 {
				t.Fatalf("decision %d: seq %d, %v", i+1, d.Seq, err)
			}
			// The row is known and everything was seen, so that it can be appended.
			d.Ref, d.Seen, d.Row = "S!B1", i, "x"
			want = append(want, d)
			add(t, copied, d)
		}
		if diff := cmp.Diff(want, open(t, filepath.Join(dir, "out.jsonl"), rec).Decisions()); diff != "" {
			t.Fatalf("read again (-was +is)\n%s", diff)
		}
	})
}
