package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %q, want %q", filepath.Base(path), got, want)
	}
}

// wantAlone: no temporary file is left beside the target.
func wantAlone(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	for _, s := range []string{"first", "", strings.Repeat("long", 1<<16)} {
		if err := Write(path, 0o640, text(s)); err != nil {
			t.Fatal(err)
		}
		wantFile(t, path, s)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v", info.Mode())
	}
	wantAlone(t, dir, "a.txt")
}

func TestWriteErrorsLeaveWhatWasThere(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	tests := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"at once", func(io.Writer) error { return boom }},
		{"after a part", func(w io.Writer) error {
			if err := text(strings.Repeat("x", 1<<20))(w); err != nil {
				return err
			}
			return boom
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "a.txt")
			if err := Write(path, 0o600, text("before")); err != nil {
				t.Fatal(err)
			}
			if err := Write(path, 0o600, tt.write); !errors.Is(err, boom) {
				t.Errorf("error %v", err)
			}
			wantFile(t, path, "before")
			wantAlone(t, dir, "a.txt")
		})
	}
}

func TestWritePanicLeavesNoTemp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		err := Write(filepath.Join(dir, "a.txt"), 0o600, func(io.Writer) error { panic("writer") })
		t.Errorf("returned %v", err)
	}()
	wantAlone(t, dir)
}

func TestWriteNew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := WriteNew(path, 0o600, text("one")); err != nil {
		t.Fatal(err)
	}
	called := false
	err := WriteNew(path, 0o600, func(io.Writer) error { called = true; return nil })
	if !errors.Is(err, ErrExists) || called {
		t.Errorf("error %v, writer called: %v", err, called)
	}
	other := filepath.Join(dir, "b.txt")
	err = WriteNew(other, 0o600, func(io.Writer) error { return os.WriteFile(other, []byte("theirs"), 0o600) })
	if !errors.Is(err, ErrExists) {
		t.Errorf("file that came in between: error %v", err)
	}
	wantFile(t, path, "one")
	wantFile(t, other, "theirs")
	wantAlone(t, dir, "a.txt", "b.txt")
}

func TestWriteIntoNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := Write(filepath.Join(dir, "no", "a.txt"), 0o600, text("x")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing folder: %v", err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "sub", "full"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "sub"), 0o600, text("x")); err == nil {
		t.Error("a folder was replaced")
	}
	wantAlone(t, dir, "sub")
}

func TestLongNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, strings.Repeat("n", 255))
	if err := Write(path, 0o600, text("x")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "x")
}

func TestSweepTakesOnlyAbandonedFilesOfTheTarget(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	left := filepath.Join(dir, tempName("a.txt")+"1")
	other := tempName("b.txt") + "1"
	for _, name := range []string{left, filepath.Join(dir, other)} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// The inner run must not take the outer one's temporary file.
	err := Write(path, 0o600, func(w io.Writer) error {
		if err := Write(path, 0o600, text("inner")); err != nil {
			return err
		}
		return text("outer")(w)
	})
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "outer")
	wantAlone(t, dir, other, "a.txt")
}

func TestSameFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for _, p := range []string{a, b} {
		if err := os.WriteFile(p, []byte("same"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hard, soft := filepath.Join(dir, "hard"), filepath.Join(dir, "soft")
	if err := errors.Join(os.Link(a, hard), os.Symlink(a, soft)); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		x, y string
		want bool
	}{
		{a, a, true},
		{a, dir + "/./a", true},
		{a, hard, true},
		{soft, a, true},
		{a, b, false},
		{a, filepath.Join(dir, "missing"), false},
		{filepath.Join(dir, "missing"), a, false},
	}
	for _, tt := range tests {
		got, err := SameFile(tt.x, tt.y)
		if err != nil || got != tt.want {
			t.Errorf("SameFile(%q, %q) = %v, %v", tt.x, tt.y, got, err)
		}
	}
}

func TestConcurrentWritersGiveOneWholeFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	errs := make(chan error, 8)
	for i := range 8 {
		go func() {
			errs <- Write(path, 0o600, func(w io.Writer) error {
				_, err := w.Write(bytes.Repeat([]byte{byte('a' + i)}, 200_000))
				return err
			})
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 200_000 || bytes.Count(got, got[:1]) != len(got) {
		t.Errorf("%d bytes, mixed", len(got))
	}
	wantAlone(t, dir, "a.txt")
}

func TestErrorsNameTheFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "gone")
	err := Write(filepath.Join(dir, "out.csv"), 0o600, text("x"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("got %v", err)
	}
	if msg := err.Error(); !strings.Contains(msg, fmt.Sprintf("folder %q", dir)) || strings.Contains(msg, tempPrefix) {
		t.Errorf("the message does not name the folder, or names the temporary file: %s", msg)
	}
}
