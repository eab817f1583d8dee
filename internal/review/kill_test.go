//go:build linux || darwin

package review_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"candor/internal/review"
)

// kills is how often TestKilledWhileDeciding kills.
var kills = flag.Int("review-kills", 20, "number of deciding processes to kill")

// deciding is another process that appends to a journal.
type deciding struct {
	cmd  *exec.Cmd
	told *bufio.Scanner
	ask  io.WriteCloser
}

func startDeciding(t *testing.T, path, who string) *deciding {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), roleEnv+"="+path, roleEnv+"_WHO="+who)
	cmd.Stderr = os.Stderr
	ask, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &deciding{cmd, bufio.NewScanner(out), ask}
}

// Killed at any moment, a process loses no decision that it has acknowledged,
// and leaves a file that goes on.
func TestKilledWhileDeciding(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acme.review.jsonl")
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	acknowledged := map[string]bool{}
	for k := range *kills {
		p := startDeciding(t, path, "ann")
		go func() {
			for i := range 10_000 {
				if _, err := fmt.Fprintf(p.ask, "%d-%d\n", k, i); err != nil {
					return // it was killed
				}
			}
		}()
		wait, killed := random.IntN(30), make(chan error, 1)
		for n := 0; p.told.Scan(); n++ {
			var d review.Decision
			if err := json.Unmarshal(p.told.Bytes(), &d); err != nil {
				break // the pipe was cut in the middle of a line
			}
			acknowledged[d.Note] = true
			if n == wait {
				go func() {
					time.Sleep(time.Duration(random.Int64N(int64(3 * time.Millisecond))))
					killed <- p.cmd.Process.Kill()
				}()
			}
		}
		if err := <-killed; err != nil {
			t.Fatal(err)
		}
		_ = p.cmd.Wait() // it was killed, so this is no news
	}
	there := map[string]bool{}
	for _, d := range open(t, path, record(5)).Decisions() {
		there[d.Note] = true
	}
	for note := range acknowledged {
		if !there[note] {
			t.Errorf("%s was acknowledged and is gone", note)
		}
	}
	if len(acknowledged) < *kills {
		t.Errorf("only %d decisions were acknowledged: nothing was tested", len(acknowledged))
	}
	t.Logf("%d decisions acknowledged, %d there", len(acknowledged), len(there))
	add(t, open(t, path, record(5)), decision("S!B3", review.Blank))
}

// Two processes that append at once lose nothing, and each gets its own numbers.
func TestTwoProcessesDeciding(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acme.review.jsonl")
	const each = 60
	people := []*deciding{startDeciding(t, path, "ann"), startDeciding(t, path, "bob")}
	for _, p := range people {
		go func() {
			for i := range each {
				fmt.Fprintln(p.ask, i)
			}
			p.ask.Close()
		}()
	}
	seqs := map[int]string{}
	for _, p := range people {
		for p.told.Scan() {
			var d review.Decision
			if err := json.Unmarshal(p.told.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			seqs[d.Seq] = d.Who
		}
		if err := p.cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	got := open(t, path, record(5)).Decisions()
	if len(seqs) != 2*each || len(got) != 2*each {
		t.Fatalf("%d numbers, %d decisions, want %d", len(seqs), len(got), 2*each)
	}
	for _, d := range got {
		if seqs[d.Seq] != d.Who {
			t.Errorf("decision %d is %s's, who was told it is %s's", d.Seq, d.Who, seqs[d.Seq])
		}
	}
}
