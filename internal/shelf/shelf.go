package shelf

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Shelf is a folder of kept folders.
type Shelf struct {
	dir   string
	build string
}

// New is the shelf in dir, which need not exist, for one build of the program:
// what another build kept is never read.
func New(dir, build string) *Shelf { return &Shelf{dir, build} }

// format is raised when the files change in a way that the build does not tell.
const format = 1

// manifestName is the list of the files of a kept folder.
const manifestName = "manifest.json"

type manifest struct {
	Format int             `json:"format"`
	Build  string          `json:"build"`
	Key    string          `json:"key"`
	Files  map[string]file `json:"files"`
}

type file struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// idBytes is how much of a digest names a folder.
const idBytes = 12

// place is the folder of a key.
func (s *Shelf) place(key string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%s", format, s.build, key))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:idBytes]))
}

// Get returns the folder kept for key after checking each of its files. The
// error is fs.ErrNotExist if nothing was kept, and tells what is wrong if what
// was kept is not as it was left.
func (s *Shelf) Get(key string) (string, error) {
	dir := s.place(key)
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return "", fmt.Errorf("read cache: %w", err)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return "", fmt.Errorf("read cache: %w", err)
	}
	if m.Format != format || m.Build != s.build || m.Key != key {
		return "", errors.New("read cache: it was kept for something else")
	}
	have, err := list(dir)
	if err != nil {
		return "", err
	}
	if len(have) != len(m.Files) {
		return "", fmt.Errorf("read cache: it holds %d files, not %d", len(have), len(m.Files))
	}
	for name, want := range m.Files {
		if have[name] != want {
			return "", fmt.Errorf("read cache: %s is not as it was left", name)
		}
	}
	return dir, nil
}

// Drop removes what is kept for key: for whoever finds that it cannot be used
// although it is as it was left.
func (s *Shelf) Drop(key string) error {
	if err := os.RemoveAll(s.place(key)); err != nil {
		return fmt.Errorf("drop cache: %w", err)
	}
	return nil
}

// list digests every file of a folder but the manifest.
func list(dir string) (map[string]file, error) {
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil && name != manifestName {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list cache: %w", err)
	}
	files, errs := make([]file, len(names)), make([]error, len(names))
	var wait sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := w; i < len(names); i += runtime.GOMAXPROCS(0) {
				files[i], errs[i] = digest(filepath.Join(dir, names[i]))
			}
		})
	}
	wait.Wait()
	out := map[string]file{}
	for i, name := range names {
		out[filepath.ToSlash(name)] = files[i]
	}
	return out, errors.Join(errs...)
}

func digest(path string) (file, error) {
	f, err := os.Open(path)
	if err != nil {
		return file{}, fmt.Errorf("read cache: %w", err)
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return file{}, fmt.Errorf("read cache: %w", err)
	}
	return file{Size: n, SHA256: hex.EncodeToString(h.Sum(nil))}, nil
}

// Put keeps for key what fill writes into the folder that it is given. The
// folder is made aside and moved into place when it is whole. If another
// process put the same meanwhile, either may stay. fill is not called if the
// shelf cannot be written to.
func (s *Shelf) Put(key string, fill func(dir string) error) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("make cache folder: %w", err)
	}
	work, err := os.MkdirTemp(s.dir, workPrefix)
	if err != nil {
		return fmt.Errorf("make cache folder: %w", err)
	}
	defer os.RemoveAll(work) //nolint:errcheck // what is left behind is swept up by a later Put
	if err := fill(work); err != nil {
		return fmt.Errorf("fill cache: %w", err)
	}
	m := manifest{Format: format, Build: s.build, Key: key}
	if m.Files, err = list(work); err != nil {
		return err
	}
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("describe cache: %w", err)
	}
	if err := os.WriteFile(filepath.Join(work, manifestName), data, 0o600); err != nil {
		return fmt.Errorf("describe cache: %w", err)
	}
	if err := s.install(work, key); err != nil {
		return err
	}
	s.sweep(s.place(key))
	return nil
}

// installTries is how often install tries while other processes put the same.
const installTries = 10

// install moves a whole folder to its place. What stands there already stays if
// it is as it should be; else it is moved aside: a reader that has it open
// keeps it.
func (s *Shelf) install(work, key string) error {
	place := s.place(key)
	var err error
	for range installTries {
		if err = os.Rename(work, place); err == nil {
			return nil
		}
		if _, getErr := s.Get(key); getErr == nil {
			return nil
		}
		old := work + ".old"
		if os.Rename(place, old) == nil {
			if removeErr := os.RemoveAll(old); removeErr != nil {
				return fmt.Errorf("replace cache: %w", removeErr)
			}
		}
	}
	return fmt.Errorf("replace cache: %w", err)
}

// isOurs tells the folders of a shelf from others that stand beside them.
func isOurs(name string) bool {
	_, err := hex.DecodeString(name)
	return strings.HasPrefix(name, workPrefix) || err == nil && len(name) == 2*idBytes
}

// names returns what stands on the shelf, newest first.
func (s *Shelf) names() []fs.FileInfo {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil
	}
	var out []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && e.IsDir() && isOurs(e.Name()) {
			out = append(out, info)
		}
	}
	slices.SortFunc(out, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	return out
}
