//go:build unix

package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary plays the part of the run that is killed, or that has no
// room, when this variable names the file to write.
const (
	childEnv   = "ATOMICFILE_TEST_CHILD"
	childLimit = "ATOMICFILE_TEST_LIMIT"
	childSize  = 4 << 20
	noRoom     = "no room"
)

func TestMain(m *testing.M) {
	path := os.Getenv(childEnv)
	if path == "" {
		m.Run()
		return
	}
	fmt.Fprint(os.Stdout, child(path))
}

// child writes the file for ever, or once under a limit on file sizes.
func child(path string) string {
	limited := os.Getenv(childLimit) != ""
	if limited {
		limit := syscall.Rlimit{Cur: childSize / 2, Max: childSize / 2}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err.Error()
		}
	}
	for {
		for _, c := range []byte("ab") {
			err := Write(path, 0o600, func(w io.Writer) error {
				_, err := w.Write(bytes.Repeat([]byte{c}, childSize))
				return err
			})
			if limited && errors.Is(err, syscall.EFBIG) {
				return noRoom
			}
			if err != nil || limited {
				return fmt.Sprint("unexpected: ", err)
			}
		}
	}
}

func childCmd(t *testing.T, path string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), append(env, childEnv+"="+path)...)
	return cmd
}

func TestKilledRunsLeaveAWholeFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.bin")
	if err := os.WriteFile(path, bytes.Repeat([]byte("0"), childSize), 0o600); err != nil {
		t.Fatal(err)
	}
	leftovers := 0
	for i := range 20 {
		cmd := childCmd(t, path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(15+7*i) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the child ended by itself")
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != childSize || bytes.Count(got, got[:1]) != childSize {
			t.Fatalf("kill %d: torn file of %d bytes", i, len(got))
		}
		leftovers = max(leftovers, countTemps(t, dir))
	}
	if leftovers > 1 {
		t.Errorf("up to %d temporary files lay about: a run does not sweep", leftovers)
	}
	if err := Write(path, 0o600, text("end")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "end")
	wantAlone(t, dir, "a.bin")
}

func countTemps(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix) {
			n++
		}
	}
	return n
}

// A limit on file sizes fails a write half way like a full disk does, and
// needs no rights to set up.
func TestNoRoomLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.bin")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := childCmd(t, path, childLimit+"=1").Output()
	if err != nil || string(said) != noRoom {
		t.Fatalf("the child ended with %v and said %q", err, said)
	}
	wantFile(t, path, "before")
	wantAlone(t, dir, "a.bin")
}
