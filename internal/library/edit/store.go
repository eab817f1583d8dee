package edit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/kbfile"
	"candor/internal/library"
)

// Change is one file of the library before and after.
type Change struct {
	// File is the path inside of the knowledge base; New tells that it is not
	// there yet.
	File          string
	New           bool
	Before, After []byte
}

// IsEmpty reports whether the file already is as wanted.
func (c Change) IsEmpty() bool { return !c.New && bytes.Equal(c.Before, c.After) }

// Errors that callers tell apart.
var (
	ErrTaken    = errors.New("the id is taken")
	ErrNotFound = errors.New("no such entry in the library")
)

// Preview returns what ops would change in the entry's file.
func (s *Store) Preview(id string, ops ...Op) (Change, error) {
	file, err := s.find(id)
	if err != nil {
		return Change{}, err
	}
	data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(file)))
	if err != nil {
		return Change{}, fmt.Errorf("read entry: %w", err)
	}
	after, err := Apply(file, data, ops...)
	if err != nil {
		return Change{}, err
	}
	return Change{File: file, Before: data, After: after}, nil
}

// PreviewNew returns the file that a new entry would get. The body is taken
// from the entry's Text and Short, in which {{name}} stays a fact.
func (s *Store) PreviewNew(e *library.Entry) (Change, error) {
	file, err := s.place(&e.Front)
	if err != nil {
		return Change{}, err
	}
	data, err := Format(file, e)
	return Change{File: file, New: true, After: data}, err
}

// place is where a new entry goes, if its id is free.
func (s *Store) place(f *library.Front) (string, error) {
	file, err := fileOf(f)
	if err != nil {
		return "", err
	}
	taken, err := s.find(f.ID)
	switch {
	case err == nil:
		return "", fmt.Errorf("%w: %s", ErrTaken, taken)
	case !errors.Is(err, ErrNotFound):
		return "", err
	}
	return file, nil
}

// fileOf is the path that an entry's id and topic make.
func fileOf(f *library.Front) (string, error) {
	if err := checkID(f.ID); err != nil {
		return "", err
	}
	if len(f.Topics) == 0 || checkID(f.Topics[0]) != nil {
		return "", fmt.Errorf("the entry %q needs a topic, which names its folder", f.ID)
	}
	return path.Join("library", f.Topics[0], f.ID+".md"), nil
}

// Edit applies ops to the entry's file: it is read under the lock, so edits of
// other runs are kept.
func (s *Store) Edit(id string, ops ...Op) (Change, error) {
	c, err := s.Preview(id, ops...)
	if err != nil || c.IsEmpty() {
		return c, err
	}
	return c, s.write(c)
}

// Create writes the file of a new entry. It never replaces one.
func (s *Store) Create(e *library.Entry) (Change, error) {
	c, err := s.PreviewNew(e)
	if err != nil {
		return c, err
	}
	return c, s.add(c, e.ID)
}

// CreateFile is Create for a file that a person wrote: it is kept as it is.
func (s *Store) CreateFile(data []byte) (Change, error) {
	m, err := decode("new entry", data)
	if err != nil {
		return Change{}, err
	}
	file, err := s.place(&m.Front)
	if err != nil {
		return Change{}, err
	}
	c := Change{File: file, New: true, After: data}
	return c, s.add(c, m.Front.ID)
}

// add writes a new entry's file and remembers its id.
func (s *Store) add(c Change, id string) error {
	if err := s.write(c); err != nil {
		return err
	}
	s.files[id] = c.File
	return nil
}

// DryRun returns a Store that tells what would change and writes nothing, so
// it needs no lock.
func DryRun(kbDir string) *Store { return &Store{dir: kbDir} }

func (s *Store) write(c Change) error {
	if s.Check != nil {
		if err := s.Check(c.File, c.After); err != nil {
			return fmt.Errorf("%s stays as it was: %w", c.File, err)
		}
	}
	if s.lock == nil {
		return nil
	}
	target := filepath.Join(s.dir, filepath.FromSlash(c.File))
	content := func(w io.Writer) error {
		_, err := w.Write(c.After)
		return err
	}
	if c.New {
		if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
			return fmt.Errorf("make the topic's folder: %w", err)
		}
		atomicfile.Sweep(filepath.Dir(target))
		return atomicfile.WriteNew(target, 0o640, content)
	}
	// A link stays a link: what it points to is replaced.
	target, err := filepath.EvalSymlinks(target)
	if err != nil {
		return fmt.Errorf("write entry: %w", err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return fmt.Errorf("write entry: %w", err)
	}
	return atomicfile.Write(target, info.Mode().Perm(), content)
}

// find returns the file of an entry. A file is named after its id, which the
// library checks; names that differ in case alone are one on some systems. The
// folder is listed once: under the lock no other run changes it.
func (s *Store) find(id string) (string, error) {
	if s.files == nil {
		files := map[string]string{}
		err := Walk(s.dir, func(id, file string) bool {
			files[strings.ToLower(id)] = file
			return true
		})
		if err != nil {
			return "", err
		}
		s.files = files
	}
	if file, ok := s.files[strings.ToLower(id)]; ok {
		return file, nil
	}
	return "", fmt.Errorf("%w: %s", ErrNotFound, kbfile.Unknown("id", id, slices.Collect(maps.Keys(s.files))))
}

// Walk calls visit with the id and path of each entry file in lexical order
// until it returns false. A folder without a library has none.
func Walk(kbDir string, visit func(id, file string) bool) error {
	root := os.DirFS(kbDir)
	err := fs.WalkDir(root, "library", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == "library":
			return fs.SkipAll
		case err != nil:
			return err
		case d.IsDir() || path.Ext(name) != ".md" || strings.EqualFold(path.Base(name), "README.md"):
			return nil
		case !visit(strings.TrimSuffix(path.Base(name), ".md"), name):
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("list the library: %w", err)
	}
	return nil
}

// idForm is what an id may look like; it is a file name on every system.
var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// maxID keeps file names clear of the limits of archives and file systems.
const maxID = 80

// reserved are names that no file can have on Windows, and the one file in a
// topic's folder that is no entry.
var reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9]|readme)$`)

func checkID(id string) error {
	if !idForm.MatchString(id) || len(id) > maxID || reserved.MatchString(id) {
		return fmt.Errorf("%q is no id: use words of small letters and digits joined with hyphens, at most %d characters", id, maxID)
	}
	return nil
}

// idWords is how many words of a question an id takes.
const idWords = 6

var idWord = regexp.MustCompile(`[a-z0-9]+`)

// smallWords tell nothing in an id.
var smallWords = []string{"a", "an", "the", "do", "does", "did", "is", "are", "was", "were", "has", "have", "you", "your", "we", "our", "it", "its", "of", "to", "in", "on", "for", "and", "or", "with", "by", "that", "this", "there", "any", "all", "please", "what", "which", "how", "if", "so", "be", "been", "will", "can", "at", "as"}

// NewID makes an id of a question's first telling words, with a number if it
// is taken.
func NewID(question string, taken func(id string) bool) string {
	var words []string
	for _, w := range idWord.FindAllString(strings.ToLower(question), -1) {
		if len(words) < idWords && len(w) <= 24 && !slices.Contains(smallWords, w) {
			words = append(words, w)
		}
	}
	base := strings.Trim(strings.Join(words, "-"), "-")
	if len(base) > maxID-5 {
		base = strings.Trim(base[:maxID-5], "-")
	}
	if checkID(base) != nil {
		base = "answer"
	}
	id := base
	for n := 2; taken(id); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}
