package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/runlog"
)

// The test binary plays the child, and in some tests the whole batch, when
// these variables say so.
const (
	roleEnv    = "BATCH_TEST_ROLE"    // serve or batch
	optionsEnv = "BATCH_TEST_OPTIONS" // JSON of testOptions, for batch
	inputEnv   = "BATCH_TEST_INPUT"   // the input folder, for files named change…
)

func TestMain(m *testing.M) {
	switch os.Getenv(roleEnv) {
	case "serve":
		if err := serve(context.Background(), os.Stdin, os.Stdout, misbehave, testModel); err != nil {
			fmt.Fprintln(os.Stderr, "candor:", err)
		}
	case "batch":
		if err := playBatch(os.Getenv(optionsEnv)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	default:
		m.Run()
	}
}

// misbehave answers a file, unless its name asks for trouble.
func misbehave(ctx context.Context, base *knowledge.Base, opt fill.Options) (*fill.Result, error) {
	name := filepath.Base(opt.Input)
	is := func(what string) bool { return strings.HasPrefix(name, what) }
	switch {
	case is("hang"):
		select {}
	case is("crash"):
		go func() { panic("boom") }()
		select {}
	case is("exit"):
		syscall.Exit(3)
	case is("nonsense"):
		fmt.Fprintln(os.Stdout, "{{{")
	case is("greedy"):
		var hoard [][]byte
		for {
			block := make([]byte, 8<<20)
			for i := range block {
				block[i] = 1
			}
			hoard = append(hoard, block)
			_ = len(hoard)
		}
	case is("change"):
		if err := os.WriteFile(filepath.Join(os.Getenv(inputEnv), name), []byte("Question,Answer\nIs this another file?,\n"), 0o600); err != nil {
			return nil, err
		}
	}
	return fill.Run(ctx, base, opt)
}

// testOptions cross to a batch that runs in a process of its own.
type testOptions struct {
	Dir, Out, KB, Digest string
	FileLimit            int64
	// Count prints a line for each file done instead of the document.
	Count bool
}

func playBatch(text string) error {
	var o testOptions
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	if err := limitFiles(o.FileLimit); err != nil {
		return err
	}
	opt := baseOptions(o.Dir, o.Out, o.KB, o.Digest)
	opt.Jobs = 2
	if o.Count {
		opt.Progress = func(done, _ int, _ runlog.BatchFile) { fmt.Fprintln(os.Stdout, done) }
	}
	doc, err := Run(context.Background(), opt)
	if err != nil || o.Count {
		return err
	}
	return doc.Encode(os.Stdout)
}

var asOf = date.MustParse("2026-11-22")

func baseOptions(dir, out, kb, digest string) Options {
	return Options{
		Dir: dir, Out: out, KB: kb, Knowledge: runlog.KB{Digest: digest}, Jobs: 1,
		Fill: fill.Options{AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled, Version: "test"},
		// -test.run keeps a child that lost its role from running the tests.
		Child: Child{Path: os.Args[0], Args: []string{"-test.run=^$"}, Env: []string{roleEnv + "=serve", inputEnv + "=" + dir}},
	}
}

// site is a folder of questionnaires with knowledge to answer them from.
type site struct {
	t   *testing.T
	dir string
	opt Options
}

func newSite(t *testing.T, files map[string]string) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{t: t, dir: dir}
	s.write("kb/"+firstEntry, firstAnswer())
	for name, text := range files {
		s.write("in/"+name, text)
	}
	digest, err := firstDigest()
	if err != nil {
		t.Fatal(err)
	}
	s.opt = baseOptions(s.path("in"), s.path("out"), s.path("kb"), digest)
	return s
}

// firstDigest is the state of the knowledge that each site begins with.
var firstDigest = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "batch-test-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, firstEntry)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return "", err
	}
	if err := os.WriteFile(path, []byte(firstAnswer()), 0o600); err != nil {
		return "", err
	}
	base, err := knowledge.Open(context.Background(), dir, asOf)
	if err != nil {
		return "", err
	}
	return base.Digest, nil
})

const firstEntry = "library/cryptography/rest.md"

func firstAnswer() string { return libraryEntry("yes", "All data is encrypted at rest.") }

func libraryEntry(verdict, text string) string {
	return "---\nid: rest\nquestions: [Is customer data encrypted at rest?, Do you encrypt stored customer data?]\nverdict: " + verdict +
		"\ntopics: [cryptography]\nsharing: public\nowner: a@example.com\nreviewed: 2026-10-01\nstatus: approved\n---\n" + text + "\n"
}

// learn takes note of the state of the knowledge.
func (s *site) learn() {
	s.t.Helper()
	base, err := knowledge.Open(s.t.Context(), s.opt.KB, asOf)
	if err != nil {
		s.t.Fatal(err)
	}
	s.opt.Knowledge.Digest = base.Digest
}

func (s *site) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *site) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o750); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) read(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

func (s *site) run(change ...func(*Options)) *runlog.Batch {
	s.t.Helper()
	doc, err := s.try(change...)
	if err != nil {
		s.t.Fatalf("batch: %v", err)
	}
	return doc
}

func (s *site) try(change ...func(*Options)) (*runlog.Batch, error) {
	s.t.Helper()
	opt := s.opt
	for _, c := range change {
		c(&opt)
	}
	return Run(s.t.Context(), opt)
}

// tree is every file below a folder with its content.
func (s *site) tree(name string) map[string]string {
	s.t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(s.path(name)), ".", func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == "." {
			return fs.SkipDir
		}
		if err == nil {
			out[name] = d.Type().String()
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	for path, kind := range out {
		if kind == "----------" {
			out[path] = s.read(name + "/" + path)
		}
	}
	return out
}

// statuses are the files of a document by path, failures with their code.
func statuses(doc *runlog.Batch) map[string]string {
	out := map[string]string{}
	for _, f := range doc.Files {
		out[f.File] = string(f.Status)
		if f.Code != "" {
			out[f.File] += ": " + string(f.Code)
		}
	}
	return out
}

// sheet is a questionnaire that differs by its number.
func sheet(n int) string {
	return fmt.Sprintf("Question,Answer,Comment\nIs customer data encrypted at rest?,,\nHow many locations do you have beyond number %d?,,\nDo you keep a list of all %d suppliers?,,\n", n, n)
}
