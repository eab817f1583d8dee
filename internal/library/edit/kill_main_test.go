package edit_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/library/edit"
)

// The test binary plays the part of another run when childEnv names the folder
// that it changes; it makes childLast edits.
const (
	childEnv  = "CANDOR_TEST_EDIT_CHILD"
	childName = "CANDOR_TEST_EDIT_NAME"
	childLast = "CANDOR_TEST_EDIT_LAST"
)

func TestMain(m *testing.M) {
	dir := os.Getenv(childEnv)
	if dir == "" {
		m.Run()
		return
	}
	last, err := strconv.Atoi(os.Getenv(childLast))
	if err = errors.Join(err, edits(dir, os.Getenv(childName), last)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// edits adds phrasings and new entries, each under a lock of its own, and says
// what is done.
func edits(dir, name string, last int) error {
	for i := range last {
		err := func() (err error) {
			s, err := edit.Lock(context.Background(), dir, "child "+name)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			verdict := []string{"yes", "no"}[i%2]
			if _, err := s.Edit("tls", edit.AddQuestion(fmt.Sprintf("Question %s %d?", name, i)), edit.Set("verdict", verdict)); err != nil {
				return err
			}
			_, err = s.Create(newEntry(fmt.Sprintf("new-%s-%d", name, i)))
			return err
		}()
		if err != nil {
			return err
		}
		fmt.Fprintln(os.Stdout, i)
	}
	return nil
}

func child(t *testing.T, dir, name string, last int) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), childEnv+"="+dir, childName+"="+name, childLast+"="+strconv.Itoa(last))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewReader(out)
}

// wholeLibrary fails the test unless each entry file decodes, and returns the
// phrasings of "tls".
func wholeLibrary(t *testing.T, dir string) []string {
	t.Helper()
	var questions []string
	err := edit.Walk(dir, func(id, file string) bool {
		var f library.Front
		_, body, _, err := kbfile.ParseFrontMatter(file, []byte(read(t, dir, file)), &f)
		wantBody := "It is not.\n"
		if id == "tls" {
			questions, wantBody = f.Questions, "Yes, status: draft.\n---\n  odd   text\n"
		}
		if err != nil || f.ID != id || body != wantBody {
			t.Errorf("%s is torn: %v, id %q, body %q", file, err, f.ID, body)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return questions
}

func TestKilledEditsLeaveWholeFiles(t *testing.T) {
	t.Parallel()
	dir := company(t)
	done := 0
	for i := range 40 {
		cmd, out := child(t, dir, "k"+strconv.Itoa(i), 1000)
		// Every other child is killed while it starts, the rest while they edit.
		said := ""
		if i%2 == 1 {
			line, err := out.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			said = line
		}
		time.Sleep(time.Duration(1+i*7%40) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(out)
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Fatalf("the child ended by itself: %s", rest)
		}
		finished := strings.Count(said+string(rest), "\n")
		questions := strings.Join(wholeLibrary(t, dir), "\n")
		for n := range finished {
			if !strings.Contains(questions, fmt.Sprintf("Question k%d %d?", i, n)) {
				t.Errorf("kill %d: an edit that had ended is lost", i)
			}
		}
		done += finished
	}
	if done == 0 {
		t.Error("no child came as far as one edit: the test shows nothing")
	}
	// A killed run keeps nobody out, and the next one tidies up after it.
	s := lock(t, dir)
	_, err := s.Edit("tls", edit.Set("verdict", "na"))
	_, errNew := s.Create(newEntry("last"))
	if err := errors.Join(err, errNew); err != nil {
		t.Error(err)
	}
	for _, topic := range []string{"cryptography", "governance"} {
		left, err := filepath.Glob(filepath.Join(dir, "library", topic, ".*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

func TestTwoRunsBothLand(t *testing.T) {
	t.Parallel()
	dir := company(t)
	const each = 15
	a, outA := child(t, dir, "a", each)
	b, outB := child(t, dir, "b", each)
	_, errA := io.ReadAll(outA)
	_, errB := io.ReadAll(outB)
	if err := errors.Join(errA, errB, a.Wait(), b.Wait()); err != nil {
		t.Fatal(err)
	}
	if got := len(wholeLibrary(t, dir)); got != 2+2*each {
		t.Errorf("%d phrasings, want %d: edits are lost", got, 2+2*each)
	}
}
