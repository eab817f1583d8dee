package knowledge

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"candor/knowledgebase"
)

// overlay is the knowledge of a run as one tree: what the company owns
// (library, company) comes from its folder alone, so that nothing of the
// fictional company can slip into its answers; reference data (frameworks,
// lexicon, gaps, …) comes from the folder where it has the file, else from the
// binary.
type overlay struct {
	own       fs.FS
	reference fs.FS
}

// source returns the tree for a company folder; "" is the starter, whole.
func source(dir string) (fs.FS, error) {
	if dir == "" {
		return knowledgebase.FS, nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, errors.New("the knowledge base " + quote(dir) + " is not there; `candor init " + dir + "` starts one")
	}
	if !info.IsDir() {
		return nil, errors.New("the knowledge base " + quote(dir) + " is a file; name its folder")
	}
	return overlay{own: os.DirFS(dir), reference: knowledgebase.FS}, nil
}

func quote(s string) string { return `"` + s + `"` }

// Open opens a file of the company's folder, or of the reference data.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.own.Open(name)
	if err == nil || isCompanys(name) || !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	return o.reference.Open(name)
}

// ReadDir lists a folder: the company's files and, in a folder of reference
// data, those of the binary that the company does not replace.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	own, err := fs.ReadDir(o.own, name)
	if isCompanys(name) {
		return own, err
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	reference, refErr := fs.ReadDir(o.reference, name)
	if refErr != nil {
		return own, errors.Join(err, refErr)
	}
	return merge(name, own, reference), nil
}

func merge(dir string, own, reference []fs.DirEntry) []fs.DirEntry {
	out := append([]fs.DirEntry{}, own...)
	have := map[string]bool{}
	for _, e := range own {
		have[e.Name()] = true
	}
	for _, e := range reference {
		if !have[e.Name()] && (dir != "." || !isCompanys(e.Name())) {
			out = append(out, e)
		}
	}
	return out
}

// isCompanys reports whether a path holds the company's own data.
func isCompanys(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	return top == "library" || top == "company"
}
