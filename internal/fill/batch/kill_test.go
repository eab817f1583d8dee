//go:build linux || darwin

package batch

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/internal/runlog"
)

// kills is how often TestKilledAnywhere kills; `make batch-kill` asks for more.
var kills = flag.Int("kills", 8, "number of batches to kill")

// batchProcess is a batch in a process of its own.
func (s *site) batchProcess(o testOptions) *exec.Cmd {
	s.t.Helper()
	o.Dir, o.Out, o.KB, o.Digest = s.opt.Dir, s.path("out"), s.opt.KB, s.opt.Knowledge.Digest
	data, err := json.Marshal(o)
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.CommandContext(s.t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), roleEnv+"=batch", optionsEnv+"="+string(data))
	return cmd
}

// Killed at a random moment and run again, a batch leaves the tree of one that
// was not killed, to the byte, whether the moment lies before the first file,
// between output and record, or after the last.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	files := map[string]string{"bad.xlsx": "no zip"}
	for i := range 12 {
		files[fmt.Sprintf("d%d/f%d.csv", i%3, i)] = sheet(i)
	}
	s := newSite(t, files)
	s.run(func(o *Options) { o.Out = s.path("whole") })
	whole := s.tree("whole")
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	partial := 0
	for i := range *kills {
		if err := os.RemoveAll(s.path("out")); err != nil {
			t.Fatal(err)
		}
		s.killAfter(random.IntN(len(files)), time.Duration(random.Int64N(int64(25*time.Millisecond))))
		if n := countRecords(s.tree("out")); n > 0 && n < 12 {
			partial++
		}
		doc := s.run()
		if doc.Totals.Failed != 1 || doc.Totals.Pending != 0 {
			t.Fatalf("kill %d: gone on: %v", i, statuses(doc))
		}
		if diff := cmp.Diff(whole, s.tree("out")); diff != "" {
			t.Fatalf("kill %d (-never killed +killed)\n%s", i, diff)
		}
	}
	t.Logf("%d of %d kills left a part of the outputs", partial, *kills)
	if partial == 0 {
		t.Error("no kill came between the first file and the last: nothing was tested")
	}
}

// killAfter starts a batch, waits until so many files are done and a moment
// more, and kills it.
func (s *site) killAfter(files int, moment time.Duration) {
	s.t.Helper()
	cmd := s.batchProcess(testOptions{Count: true})
	progress, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	lines := bufio.NewScanner(progress)
	for range files {
		if !lines.Scan() {
			s.t.Fatal("the batch ended by itself")
		}
	}
	time.Sleep(moment)
	if err := cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	// It was killed, so this is no news.
	_ = cmd.Wait()
}

func countRecords(tree map[string]string) int {
	n := 0
	for name := range tree {
		if strings.HasSuffix(name, ".run.json") && !strings.HasPrefix(name, ".") {
			n++
		}
	}
	return n
}

// No room for a file's outputs fails that file and leaves nothing of it; with
// room, the next run answers it.
func TestNoRoomLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	var large strings.Builder
	large.WriteString("Question,Answer,Comment\n")
	for i := range 300 {
		fmt.Fprintf(&large, "Is customer data encrypted at rest in place number %d?,,\n", i)
	}
	s := newSite(t, map[string]string{"a.csv": sheet(1), "large.csv": large.String(), "z.csv": sheet(2)})
	s.run(func(o *Options) { o.Out = s.path("whole") })
	out, err := s.batchProcess(testOptions{FileLimit: 64 << 10}).Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc runlog.Batch
	if err := json.Unmarshal(out, &doc); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := map[string]string{"a.csv": "answered", "large.csv": "failed: io", "z.csv": "answered"}
	if diff := cmp.Diff(want, statuses(&doc)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for name := range s.tree("out") {
		if strings.Contains(name, "large") || strings.Contains(name, "stage") || strings.Contains(name, "tmp") {
			t.Errorf("%s was left behind", name)
		}
	}
	s.run()
	if diff := cmp.Diff(s.tree("whole"), s.tree("out")); diff != "" {
		t.Errorf("with room again (-never short +short)\n%s", diff)
	}
}
