package knowledge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// snapshot is a tree as it was at one moment, in memory. What is loaded from it
// is what its digest names, whatever happens to the files meanwhile: else an
// edit made while a run starts could be kept in a cache under the digest of the
// state before it.
type snapshot struct {
	under fs.FS
	files map[string][]byte
	dirs  map[string][]fs.DirEntry
}

// mostRead is the size up to which files are held in memory; larger ones, which
// no part of the knowledge may be, are digested and left where they are.
const mostRead = 8 << 20

// takeSnapshot reads a tree and returns it with its digest, which is that of
// function digest.
func takeSnapshot(under fs.FS) (*snapshot, string, error) {
	s := &snapshot{under: under, files: map[string][]byte{}, dirs: map[string][]fs.DirEntry{}}
	names, err := s.list(".", nil)
	if err != nil {
		return nil, "", fmt.Errorf("read the knowledge base: %w", err)
	}
	data, err := s.read(names)
	if err != nil {
		return nil, "", fmt.Errorf("read the knowledge base: %w", err)
	}
	h := sha256.New()
	for i, name := range names {
		if data[i] == nil {
			if err := s.digestLarge(h, name); err != nil {
				return nil, "", fmt.Errorf("digest the knowledge base: %w", err)
			}
			continue
		}
		fmt.Fprintf(h, "%s\x00%d\x00", name, len(data[i]))
		h.Write(data[i])
		s.files[name] = data[i]
	}
	return s, hex.EncodeToString(h.Sum(nil)), nil
}

// list notes every folder below dir and appends the names of the files, in the
// order of fs.WalkDir. Names that begin with a dot are no knowledge.
func (s *snapshot) list(dir string, names []string) ([]string, error) {
	entries, err := fs.ReadDir(s.under, dir)
	if err != nil {
		return nil, err
	}
	seen := make([]fs.DirEntry, 0, len(entries))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		seen = append(seen, e)
		name := e.Name()
		if dir != "." {
			name = dir + "/" + name
		}
		if !e.IsDir() {
			names = append(names, name)
			continue
		}
		if names, err = s.list(name, names); err != nil {
			return nil, err
		}
	}
	s.dirs[dir] = seen
	return names, nil
}

// readers is how many files are read at a time: reading waits for the disk more
// than for the processor.
const readers = 4

// read returns the content of the files, nil for those that are too large.
func (s *snapshot) read(names []string) ([][]byte, error) {
	data, errs := make([][]byte, len(names)), make([]error, readers)
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range readers {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(names)) && errs[w] == nil; i = next.Add(1) - 1 {
				data[i], errs[w] = readSmall(s.under, names[i])
			}
		})
	}
	wait.Wait()
	return data, errors.Join(errs...)
}

func readSmall(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > mostRead {
		return nil, nil
	}
	// One byte more than there should be shows a file that grows.
	data := make([]byte, info.Size()+1)
	n, err := io.ReadFull(f, data)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return data[:n:n], nil
	case err != nil:
		return nil, err
	}
	return nil, fmt.Errorf("%s was being written; try again", name)
}

func (s *snapshot) digestLarge(h hash.Hash, name string) error {
	f, err := s.under.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	info, err := f.Stat()
	if err != nil {
		return err
	}
	fmt.Fprintf(h, "%s\x00%d\x00", name, info.Size())
	_, err = io.Copy(h, f)
	return err
}

// ReadFile returns a file's content.
func (s *snapshot) ReadFile(name string) ([]byte, error) {
	if data, ok := s.files[name]; ok {
		return bytes.Clone(data), nil
	}
	if s.has(name) {
		return fs.ReadFile(s.under, name) // too large to be held
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists a folder.
func (s *snapshot) ReadDir(name string) ([]fs.DirEntry, error) {
	if entries, ok := s.dirs[name]; ok {
		return entries, nil
	}
	return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
}

// Stat describes a file or folder.
func (s *snapshot) Stat(name string) (fs.FileInfo, error) {
	if data, ok := s.files[name]; ok {
		return fileInfo{name[strings.LastIndex(name, "/")+1:], int64(len(data)), 0o444}, nil
	}
	if _, ok := s.dirs[name]; ok {
		return fileInfo{name[strings.LastIndex(name, "/")+1:], 0, fs.ModeDir | 0o555}, nil
	}
	if s.has(name) {
		return fs.Stat(s.under, name) // too large to be held
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}

// has reports whether the folder of a name listed it.
func (s *snapshot) has(name string) bool {
	dir, base := ".", name
	if at := strings.LastIndex(name, "/"); at >= 0 {
		dir, base = name[:at], name[at+1:]
	}
	for _, e := range s.dirs[dir] {
		if e.Name() == base {
			return true
		}
	}
	return false
}

// Open opens a file or folder.
func (s *snapshot) Open(name string) (fs.File, error) {
	info, err := s.Stat(name)
	if err != nil {
		return nil, err
	}
	if data, ok := s.files[name]; ok {
		return &openFile{bytes.NewReader(data), info}, nil
	}
	return s.under.Open(name)
}

type openFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

type fileInfo struct {
	name string
	size int64
	mode fs.FileMode
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fileInfo) Sys() any           { return nil }
