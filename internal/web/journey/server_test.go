//go:build browser

package journey

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program builds candor once for all journeys.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "candor-journey-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "candor")
	out, err := exec.Command("go", "build", "-o", path, "candor/cmd/candor").CombinedOutput()
	if err != nil {
		return "", &buildError{err, out}
	}
	return path, nil
})

type buildError struct {
	err error
	out []byte
}

func (e *buildError) Error() string { return e.err.Error() + "\n" + string(e.out) }

// server is one running `candor serve`.
type server struct {
	t *testing.T
	// dir is the folder of the desk; it outlives the process.
	dir  string
	args []string

	cmd  *exec.Cmd
	logs *bytes.Buffer
	// links are the start-up links; each works once, and each use brings the next.
	links chan string
}

// link waits for the next start-up link.
func (s *server) link() string {
	s.t.Helper()
	select {
	case l, ok := <-s.links:
		if ok {
			return l
		}
		s.t.Fatalf("candor serve ended\n%s", s.logs)
	case <-time.After(patience):
		s.t.Fatalf("candor serve did not say where it listens\n%s", s.logs)
	}
	return ""
}

// serve starts the program over an empty folder of its own, or over the given
// one, and waits for its link.
func serve(t *testing.T, dir string, args ...string) *server {
	t.Helper()
	if dir == "" {
		dir = t.TempDir()
	}
	s := &server{t: t, dir: dir, args: args}
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *server) start() {
	s.t.Helper()
	path, err := program()
	if err != nil {
		s.t.Fatal(err)
	}
	args := append([]string{"serve", "--dir", s.dir, "--listen", "127.0.0.1:0", "--as-of", "2026-11-22", "--no-open", "--json"}, s.args...)
	s.cmd, s.logs = exec.Command(path, args...), &bytes.Buffer{}
	s.cmd.Stderr = s.logs
	s.cmd.Env = append(os.Environ(), "HOME="+s.t.TempDir(), "CANDOR_KB=")
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	links := make(chan string, 100)
	s.links = links
	go func() {
		defer close(links)
		for sc := bufio.NewScanner(stdout); sc.Scan(); {
			var said struct {
				URL string `json:"url"`
			}
			if json.Unmarshal(sc.Bytes(), &said) == nil && said.URL != "" {
				links <- said.URL
			}
		}
	}()
}

// kill ends the process as a power cut does.
func (s *server) kill() {
	if s.cmd == nil || s.cmd.Process == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGKILL) // it may have ended already
	_ = s.cmd.Wait()
	s.cmd = nil
}

// again starts the program over the same folder.
func (s *server) again() {
	s.t.Helper()
	s.kill()
	s.start()
}

// candor runs a command of the program and returns what it says on stdout.
func candor(t *testing.T, args ...string) []byte {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("candor %v: %v\n%s%s", args, err, out, stderr.Bytes())
	}
	return out
}
