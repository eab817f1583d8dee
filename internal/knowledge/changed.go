package knowledge

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"candor/internal/date"
)

// CheckChanged is Check of the company's folder dir as it would be with some
// files changed or added, by path inside of the folder: what commands ask
// before they write.
func CheckChanged(ctx context.Context, dir string, asOf date.Date, files map[string][]byte) (CheckResult, error) {
	fsys, err := source(dir)
	if err != nil {
		return CheckResult{}, err
	}
	return checkAll(ctx, changed{FS: fsys, files: files}, dir != "", asOf)
}

// changed is a tree in which some files are other than on disk.
type changed struct {
	fs.FS
	files map[string][]byte
}

// Open opens a file as it would be.
func (c changed) Open(name string) (fs.File, error) {
	if data, ok := c.files[name]; ok {
		return &draft{Reader: bytes.NewReader(data), name: path.Base(name), size: int64(len(data))}, nil
	}
	f, err := c.FS.Open(name)
	if errors.Is(err, fs.ErrNotExist) && len(c.below(name)) > 0 {
		return &draft{Reader: bytes.NewReader(nil), name: path.Base(name), folder: true}, nil
	}
	return f, err
}

// ReadDir lists a folder with the files that it would have.
func (c changed) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(c.FS, name)
	added := c.below(name)
	if err != nil && (!errors.Is(err, fs.ErrNotExist) || len(added) == 0) {
		return nil, err
	}
	for _, d := range added {
		if !slices.ContainsFunc(list, func(e fs.DirEntry) bool { return e.Name() == d.Name() }) {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// below lists what changed files there are directly inside of a folder.
func (c changed) below(dir string) []fs.DirEntry {
	var out []fs.DirEntry
	for name, data := range c.files {
		rest, ok := strings.CutPrefix(name, dir+"/")
		if !ok {
			continue
		}
		first, _, deeper := strings.Cut(rest, "/")
		if !slices.ContainsFunc(out, func(e fs.DirEntry) bool { return e.Name() == first }) {
			out = append(out, fs.FileInfoToDirEntry(&draft{name: first, size: int64(len(data)), folder: deeper}))
		}
	}
	return out
}

// draft is a file that is not on disk, or the folder of one; it describes
// itself.
type draft struct {
	io.Reader
	name   string
	size   int64
	folder bool
}

func (d *draft) Stat() (fs.FileInfo, error) { return d, nil }
func (d *draft) Close() error               { return nil }
func (d *draft) Name() string               { return d.name }
func (d *draft) Size() int64                { return d.size }
func (d *draft) IsDir() bool                { return d.folder }
func (d *draft) ModTime() time.Time         { return time.Time{} }
func (d *draft) Sys() any                   { return nil }

func (d *draft) Mode() fs.FileMode {
	if d.folder {
		return fs.ModeDir | 0o750
	}
	return 0o640
}
