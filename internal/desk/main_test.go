package desk_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/fill/batch"
	"candor/internal/knowledge"
	"candor/internal/review"
)

// The test binary also plays the child that answers a questionnaire, and a server
// that is killed.
const (
	roleEnv = "DESK_TEST_ROLE"
	dirEnv  = "DESK_TEST_DIR"
)

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(roleEnv) {
	case "serve":
		err = batch.Serve(context.Background(), os.Stdin, os.Stdout, nil)
	case "desk":
		err = playDesk(os.Getenv(dirEnv))
	default:
		m.Run()
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "candor:", err)
	}
}

// self is this binary in a role.
func self(role string, env ...string) *exec.Cmd {
	// -test.run keeps a child that lost its role from running the tests.
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), append(env, roleEnv+"="+role)...)
	return cmd
}

// playDesk adds questionnaires, decides and finishes without end, and tells of
// everything that is done.
func playDesk(dir string) error {
	ctx := context.Background()
	n := 0
	d, err := desk.Open(ctx, desk.Config{
		Dir: dir, Now: newClock().now, NewID: func() string { n++; return fmt.Sprintf("k%d-%d", os.Getpid(), n) },
		Open: func(context.Context, date.Date) (*knowledge.Base, error) { return starter() }, Kept: true,
	})
	if err != nil {
		return err
	}
	events := d.Subscribe(ctx)
	for i := 0; ; i++ {
		it, err := d.Add(ctx, "questions.csv", strings.NewReader(small), desk.Meta{})
		if err != nil {
			return err
		}
		fmt.Println("added", it.ID)
		for it.Phase != desk.PhaseReview {
			<-events
			if it, err = d.Item(it.ID); err != nil {
				return err
			}
		}
		for seen := range 4 {
			action := review.Decision{Ref: "questions!A3", Action: review.Edit, Text: "Text " + strconv.Itoa(seen) + ".", Who: "ann"}
			row, err := d.Row(it.ID, action.Ref)
			if err != nil {
				return err
			}
			action.Seen = row.State.Seq
			if _, _, err = d.Decide(ctx, it.ID, action); err != nil {
				return err
			}
			fmt.Println("decided", it.ID, seen)
		}
		if _, err := d.Finish(ctx, it.ID); err != nil {
			return err
		}
		fmt.Println("finished", it.ID)
	}
}

const small = "Question,Answer\nIs customer data encrypted at rest?,\nDescribe how a purple unicorn guards the data centre.,\n"

// However a server is killed, the next one finds every questionnaire that was
// added and every decision that was made, and nothing that is half there.
func TestKilledServerLosesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "desk")
	for round := range 6 {
		cmd := self("desk", dirEnv+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Killed after so many lines: at another place each time.
		added, decided, finished := map[string]bool{}, map[string]int{}, map[string]bool{}
		lines := bufio.NewScanner(out)
		for left := 3 + 5*round/2; left > 0 && lines.Scan(); left-- {
			f := strings.Fields(lines.Text())
			switch f[0] {
			case "added":
				added[f[1]] = true
			case "decided":
				decided[f[1]]++
			case "finished":
				finished[f[1]] = true
			}
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		checkAfterKill(t, dir, added, decided, finished)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

func checkAfterKill(t *testing.T, dir string, added map[string]bool, decided map[string]int, finished map[string]bool) {
	t.Helper()
	s := newSite(t, func(c *desk.Config) { c.Dir = dir })
	defer s.close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events := s.Subscribe(ctx)
	for id := range added {
		it := s.settled(id, events)
		if it.Phase == desk.PhaseFailed {
			t.Errorf("%s: %s", id, it.Why)
			continue
		}
		row, err := s.Row(id, "questions!A3")
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if n := len(row.History); n < decided[id] || n > 4 {
			t.Errorf("%s: %d decisions were made and %d are there", id, decided[id], n)
		}
		if finished[id] && !it.Finished {
			t.Errorf("%s was finished and is %s", id, it.Phase)
		}
	}
	s.close() // a run clears up behind its result
	for _, pattern := range []string{"q/.*", "q/*/run", "q/*/.*.tmp*"} {
		if left, _ := filepath.Glob(filepath.Join(dir, pattern)); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	}
}
