package model

import (
	"cmp"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// The bounds of the cache. A questionnaire of a thousand rows leaves a megabyte
// of advice and a few of vectors, so a year of work fits; what nobody asked for
// in half a year is of a library or a model that has changed since.
const (
	maxCacheBytes = 256 << 20
	maxCacheAge   = 183 * 24 * time.Hour
	// sweptEvery keeps runs from looking through the cache each time.
	sweptEvery = 24 * time.Hour
	sweptName  = "swept"
	// nameLength is that of an answer's file: what of a digest is left behind the
	// two digits of its folder.
	nameLength = 2*sha256.Size - 2 + len(".json")
)

// sweep takes answers away that are too old, and the oldest of what is too much,
// at most once a day. It looks at files that the cache itself has made only: the
// folder is the user's. What cannot be taken away stays.
func (c *cache) sweep(now time.Time) {
	mark := filepath.Join(c.dir, sweptName)
	info, err := os.Lstat(mark)
	if c.dir == "" || err == nil && now.Sub(info.ModTime()) < sweptEvery && !info.ModTime().After(now.Add(sweptEvery)) {
		return
	}
	_ = os.Remove(mark) // never written through, should it lead elsewhere
	if os.MkdirAll(c.dir, 0o700) != nil || os.WriteFile(mark, nil, 0o600) != nil || os.Chtimes(mark, now, now) != nil {
		return
	}
	left := int64(maxCacheBytes)
	for _, k := range c.answers() {
		if left -= k.size; left < 0 || now.Sub(k.used) > maxCacheAge {
			_ = os.Remove(k.path)
		}
	}
}

// keptFile is an answer on disk.
type keptFile struct {
	path string
	size int64
	used time.Time
}

// answers are the files of the cache, the last used first.
func (c *cache) answers() []keptFile {
	var out []keptFile
	paths, err := filepath.Glob(filepath.Join(c.dir, "[0-9a-f][0-9a-f]", "*.json"))
	if err != nil {
		return nil
	}
	for _, path := range paths {
		info, err := os.Lstat(path)
		if err == nil && info.Mode().IsRegular() && len(filepath.Base(path)) == nameLength {
			out = append(out, keptFile{path, info.Size(), info.ModTime()})
		}
	}
	slices.SortFunc(out, func(a, b keptFile) int { return cmp.Or(b.used.Compare(a.used), cmp.Compare(a.path, b.path)) })
	return out
}
