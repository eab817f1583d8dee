//go:build linux && (amd64 || arm64)

package cli_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"candor/internal/cli"
)

// noNetwork and noDialling are names under which the test binary first takes
// something from itself for good, and then becomes the program that its
// arguments name: sockets of the internet, or reaching out through one. The
// kernel ends whoever tries, and that program's children too.
const (
	noNetwork  = "nonetwork"
	noDialling = "nodialling"
)

// offlinePrograms are for testscript.Main.
func offlinePrograms() map[string]func() error {
	return map[string]func() error{
		noNetwork:  func() error { return become(forbidSockets()) },
		noDialling: func() error { return become(forbidDialling()) },
	}
}

// The offsets of what a filter sees of a system call.
const (
	offNumber = 0
	offArch   = 4
	offArg0   = 16
)

func load(offset uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
}

func ret(action uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action}
}

// killIf ends the process if what was loaded is k.
func killIf(k uint32) []unix.SockFilter {
	return []unix.SockFilter{{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: k}, ret(unix.SECCOMP_RET_KILL_PROCESS)}
}

// onlyIf lets everything pass if what was loaded is not k.
func onlyIf(k uint32) []unix.SockFilter {
	return []unix.SockFilter{{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jt: 1, K: k}, ret(unix.SECCOMP_RET_ALLOW)}
}

// ownCalls ends a process that makes calls of another architecture, whose
// numbers mean something else.
func ownCalls() []unix.SockFilter {
	arch := map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}[runtime.GOARCH]
	return []unix.SockFilter{load(offArch), {Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jt: 1, K: arch}, ret(unix.SECCOMP_RET_KILL_PROCESS), load(offNumber)}
}

func forbidSockets() []unix.SockFilter {
	return slices.Concat(ownCalls(), onlyIf(unix.SYS_SOCKET), []unix.SockFilter{load(offArg0)},
		killIf(unix.AF_INET), killIf(unix.AF_INET6), killIf(unix.AF_PACKET), []unix.SockFilter{ret(unix.SECCOMP_RET_ALLOW)})
}

// forbidDialling ends calls that name an address of the internet, which are told
// by its size: the C library asks its name service by a socket of this machine.
func forbidDialling() []unix.SockFilter {
	names := func(call, sizeArg uint32) []unix.SockFilter {
		then := slices.Concat([]unix.SockFilter{load(offArg0 + 8*sizeArg)}, killIf(unix.SizeofSockaddrInet4), killIf(unix.SizeofSockaddrInet6), []unix.SockFilter{load(offNumber)})
		return append([]unix.SockFilter{{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: uint8(len(then)), K: call}}, then...)
	}
	return slices.Concat(ownCalls(), names(unix.SYS_CONNECT, 2), names(unix.SYS_SENDTO, 5), killIf(unix.SYS_SENDMSG), killIf(unix.SYS_SENDMMSG),
		[]unix.SockFilter{ret(unix.SECCOMP_RET_ALLOW)})
}

// become puts a filter over this process and runs the program of its arguments
// in its place.
func become(filter []unix.SockFilter) error {
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give up privileges: %w", err)
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if _, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program))); errno != 0 {
		return fmt.Errorf("set the filter: %w", errno)
	}
	return syscall.Exec(os.Args[1], os.Args[1:], os.Environ())
}

// caged is the program in a cage, with a folder to work in.
type caged struct{ bin, cage, dir, cache string }

// newCaged lays the program's file where its name is candor, so that it starts
// itself again as such.
func newCaged(t *testing.T, cage string) caged {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(t.TempDir(), "candor")
	if err := os.Link(self, bin); err != nil {
		data, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(bin, data, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return caged{bin, cage, t.TempDir(), t.TempDir()}
}

func (c caged) command(args ...string) *exec.Cmd {
	cmd := exec.Command(c.bin, append([]string{c.bin}, args...)...)
	cmd.Args[0] = c.cage
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "HOME="+c.dir, "XDG_CONFIG_HOME=", "XDG_DATA_HOME=", "CANDOR_CACHE="+c.cache, "CANDOR_KB=")
	cmd.Env = slices.DeleteFunc(cmd.Env, func(v string) bool { return strings.HasPrefix(v, "CANDOR_MODEL") || strings.HasPrefix(v, "CANDOR_API") })
	return cmd
}

// run runs a command to its end and returns its exit code, -1 if the cage ended
// it.
func (c caged) run(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	cmd := c.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		if _, ok := errors.AsType[*exec.ExitError](err); !ok {
			t.Fatal(err)
		}
	}
	if isCaught(cmd) {
		return -1, out.String()
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

func isCaught(cmd *exec.Cmd) bool {
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGSYS
}

// furnish fills the folder with what the commands work on.
func (c caged) furnish(t *testing.T) {
	t.Helper()
	sample, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "questionnaires", "acme-vendor-assessment.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	gold := `{"q": "Are restores tested?", "want": "backup-restore-testing", "verdict": "yes", "split": "dev", "lang": "en"}` + "\n"
	for name, data := range map[string][]byte{"q.xlsx": sample, "in/q.xlsx": sample, "gold.jsonl": []byte(gold)} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(c.dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(c.dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "kb"}, {"fill", "q.xlsx"}} {
		if code, out := c.run(t, args...); code != 0 {
			t.Fatalf("candor %q: exit code %d\n%s", args, code, out)
		}
	}
}

// offlineCases are uses of each command. All end well but those with a code.
var offlineCases = map[string][]struct {
	args string
	code int
}{
	"":                      {{args: ""}, {args: "--help"}},
	"__fill-one":            {{args: "__fill-one", code: 1}}, // batch uses it as it should be
	"batch":                 {{args: "batch in -o out"}},
	"check":                 {{args: "check --kb kb"}},
	"completion bash":       {{args: "completion bash"}},
	"completion fish":       {{args: "completion fish"}},
	"completion powershell": {{args: "completion powershell"}},
	"completion zsh":        {{args: "completion zsh"}},
	"dump":                  {{args: "dump q.xlsx"}},
	"eval":                  {{args: "eval gold.jsonl"}},
	"explain":               {{args: "explain q.answered.run.json Assessment!B6"}},
	"fill":                  {{args: "fill q.xlsx -o other.xlsx --html page.html --write drafts"}},
	"gaps":                  {{args: "gaps q.answered.run.json --html gaps.html"}},
	"help":                  {{args: "help fill"}},
	"init":                  {{args: "init mine --yes"}},
	"inspect":               {{args: "inspect q.xlsx"}},
	"library":               {{args: "library"}},
	"library accept":        {{args: "library accept nothing.yaml --kb kb", code: 1}},
	"library add":           {{args: "library add --kb kb --question Tea? --verdict yes --topic backup --text Yes."}},
	"library approve":       {{args: "library approve access-control-policy --kb kb", code: 1}}, // its facts have no values
	"library backlog":       {{args: "library backlog q.answered.run.json"}},
	"library coverage":      {{args: "library coverage --framework soc2 --html coverage.html"}},
	"library dedupe":        {{args: "library dedupe"}},
	"library import":        {{args: "library import q.answered.xlsx --kb kb"}},
	"library learn":         {{args: "library learn q.answered.xlsx --reviewed --kb kb"}},
	"library list":          {{args: "library list"}},
	"library retire":        {{args: "library retire access-control-policy --kb kb"}},
	"library search":        {{args: "library search backup"}},
	"library show":          {{args: "library show access-control-policy"}},
	"library stale":         {{args: "library stale"}},
	"library stats":         {{args: "library stats"}},
	"model":                 {{args: "model"}},
	"model check":           {{args: "model check", code: 2}}, // there is no model to check
	"posture":               {{args: "posture"}},
	"posture check":         {{args: "posture check"}},
	"posture show":          {{args: "posture show"}},
	"review":                {{args: "review"}},
	"review apply":          {{args: "review apply q.answered.run.json -o final.xlsx"}},
	"review status":         {{args: "review status q.answered.run.json"}},
	"schema":                {{args: "schema run"}},
	"serve":                 nil, // listens: see TestServeNeverDials
	"verify":                {{args: "verify q.xlsx q.answered.xlsx --run q.answered.run.json"}},
	"version":               {{args: "version"}},
}

// TestNoNetwork keeps promise 7: with no model set up, no command opens a socket
// of the internet. A command without a case fails.
func TestNoNetwork(t *testing.T) {
	t.Parallel()
	for _, path := range cli.CommandPaths() {
		if _, ok := offlineCases[path]; !ok {
			t.Errorf("candor %s is not shown to work without a network; add a case to offlineCases", path)
		}
	}
	base := newCaged(t, noNetwork)
	base.furnish(t)
	for path, cases := range offlineCases {
		for _, tt := range cases {
			t.Run(path+"/"+tt.args, func(t *testing.T) {
				t.Parallel()
				c := caged{base.bin, base.cage, t.TempDir(), base.cache}
				if err := os.CopyFS(c.dir, os.DirFS(base.dir)); err != nil {
					t.Fatal(err)
				}
				switch code, out := c.run(t, strings.Fields(tt.args)...); code {
				case -1:
					t.Errorf("candor %s opened a socket\n%s", tt.args, out)
				case tt.code:
				default:
					t.Errorf("candor %s: exit code %d, want %d\n%s", tt.args, code, tt.code, out)
				}
			})
		}
	}
}

// TestCageHolds shows that the tests beside it would fail: with a model set up,
// and for a server, there is a socket, and the cage ends them.
func TestCageHolds(t *testing.T) {
	t.Parallel()
	tests := []struct{ cage, args string }{
		{noNetwork, "model check --model-url http://127.0.0.1:1/v1 --model m"},
		{noNetwork, "fill q.csv --model-url http://127.0.0.1:1/v1 --embedding-model m"},
		{noNetwork, "serve desk --listen 127.0.0.1:0 --no-open"},
		{noDialling, "model check --model-url http://127.0.0.1:1/v1 --model m"},
	}
	for _, tt := range tests {
		t.Run(tt.cage+"/"+tt.args, func(t *testing.T) {
			t.Parallel()
			c := newCaged(t, tt.cage)
			if err := os.WriteFile(filepath.Join(c.dir, "q.csv"), []byte("Question,Answer\nIs customer data encrypted at rest?,\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if code, out := c.run(t, strings.Fields(tt.args)...); code != -1 {
				t.Errorf("candor %s: exit code %d, and was to be ended\n%s", tt.args, code, out)
			}
		})
	}
}

// TestServeNeverDials: the review page listens, and calls nobody.
func TestServeNeverDials(t *testing.T) {
	t.Parallel()
	c := newCaged(t, noDialling)
	cmd := c.command("serve", "desk", "--listen", "127.0.0.1:0", "--no-open", "--json")
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	stop := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer stop.Stop()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	if isCaught(cmd) || !strings.Contains(line, "127.0.0.1:") {
		t.Errorf("it said %q and ended with %v\n%s", line, err, errOut.String())
	}
}
