package fill_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"candor/internal/fill"
	"candor/internal/library"
)

// doubtful writes a questionnaire of n rows in doubt.
func doubtful(t *testing.T, n int) string {
	t.Helper()
	m := says("not", "text", "")
	base := shared(t)
	res := run(t, base, attacks, m.model(t))
	var texts []string
	for _, q := range res.Record.Rows {
		if hasReason(&q, "model_judgement") {
			texts = append(texts, q.Question)
		}
	}
	rows := [][]string{{"Question", "Response", "Comments"}}
	for i := range n {
		rows = append(rows, []string{texts[i%len(texts)], "", ""})
	}
	return csvOf(t, rows)
}

// csvOf writes a questionnaire.
func csvOf(t *testing.T, rows [][]string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "in.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := csv.NewWriter(file).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

// Three hundred rows in doubt, each of which the endpoint takes 200 ms for, take
// no more than their share of the time and a fifth, by the clock of the bubble;
// and what is held does not grow with them.
//
// It runs by itself: other tests have heaps of their own.
func TestThreeHundredRowsInDoubt(t *testing.T) {
	const rows, latency = 300, 200 * time.Millisecond
	in, base := doubtful(t, rows), shared(t)
	synctest.Test(t, func(t *testing.T) {
		heap := map[int]uint64{}
		m := &fakeModel{}
		m.reply = func(n int, s shownTo) (string, error) {
			time.Sleep(latency)
			if n == rows/3 || n == rows-fill.DefaultParallel {
				var stats runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&stats)
				m.mu.Lock()
				heap[n] = stats.HeapAlloc
				m.mu.Unlock()
			}
			return judgeAll(s, "wholly", "yes", ""), nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), rows*latency/fill.DefaultParallel*6/5)
		defer cancel()
		opt := fill.Options{Input: in, DryRun: true, AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled}
		m.model(t)(&opt)
		res, err := fill.Run(ctx, base, opt)
		if err != nil {
			t.Fatalf("it takes longer than its share of the time and a fifth: %v", err)
		}
		if n := res.Record.Model.Asked; n < rows*9/10 || len(res.Record.Rows) != rows {
			t.Errorf("%d of %d rows were asked about", n, len(res.Record.Rows))
		}
		if first, last := heap[rows/3], heap[rows-fill.DefaultParallel]; last > first+8<<20 {
			t.Errorf("the heap grew from %d to %d MB", first>>20, last>>20)
		}
	})
}
