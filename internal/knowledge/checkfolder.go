package knowledge

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/match"
	"candor/knowledgebase"
)

// referenceDirs hold reference data; in those that are open a company may add
// files of its own, in the others a file only replaces one that is built in.
var referenceDirs = []struct {
	name string
	open bool
}{{"lexicon", false}, {"schema", false}, {"frameworks", true}, {"mappings", true}, {"gaps", true}}

// folder looks at the company's folder as such: files that nothing reads, and
// reference data that takes the place of what is built in.
func (c *checker) folder(ctx context.Context, faults *kbfile.Faults) {
	o, ok := c.fsys.(overlay)
	if !ok {
		return
	}
	replaces := c.rootFiles(o)
	for _, dir := range referenceDirs {
		for _, name := range ownFiles(o.own, dir.name) {
			if c.referenceFile(o, name, dir.open) {
				replaces = true
			}
		}
	}
	c.companyFiles(o)
	c.libraryFiles(o)
	if replaces {
		// The matcher's own files are read when it is built; no entry is needed
		// to see whether they can be.
		_, err := match.New(ctx, c.fsys, nil)
		faults.Add("match.yaml", err)
	}
}

// ownFiles lists the files of a folder, those of its folders too; hidden ones
// and notes apart.
func ownFiles(own fs.FS, dir string) []string {
	var names []string
	err := fs.WalkDir(own, dir, func(name string, d fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return fs.SkipDir // a folder that is not there, or not ours to read
		case strings.HasPrefix(base, "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && !strings.EqualFold(base, "README.md"):
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return names
}

func (c *checker) ignored(name, what, near string) {
	message := what
	if near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	c.add(Finding{Code: "FILE_IGNORED", Severity: severityWarning, File: name, Line: 1, Col: 1, Text: path.Base(name), Message: message, Suggest: near})
}

// rootFiles looks beside the folders: reference data such as match.yaml, and
// files that somebody put into the wrong place.
func (c *checker) rootFiles(o overlay) (replaces bool) {
	entries, err := fs.ReadDir(o.own, ".")
	if err != nil {
		return false
	}
	for _, d := range entries {
		name := d.Name()
		switch ext := path.Ext(name); {
		case d.IsDir():
		case builtIn(name):
			replaces = true
		case name == path.Base(postureFile), name == path.Base(factsFile):
			c.ignored(name, "a file of this name is read from the folder company only", "company/"+name)
		case ext == ".yaml" || ext == ".yml":
			c.ignored(name, "nothing reads this file", kbfile.Nearest(name, []string{"match.yaml", "remedies.yaml"}))
		}
	}
	return replaces
}

// referenceFile looks at one file of reference data and reports whether it is
// read at all.
func (c *checker) referenceFile(o overlay, name string, open bool) bool {
	switch known := builtIn(name); {
	case strings.HasPrefix(name, "schema/"):
		c.schemaFile(o, name, known)
		return false
	case !known && (!open || path.Ext(name) != ".yaml"):
		c.ignored(name, "nothing reads this file: it takes the place of none that is built in", kbfile.Nearest(name, builtInFiles(path.Dir(name))))
		return false
	}
	return true
}

// schemaFile compares a schema that `candor init` copied with the program's.
func (c *checker) schemaFile(o overlay, name string, known bool) {
	own, err := fs.ReadFile(o.own, name)
	if !known || err != nil {
		c.ignored(name, "no format has this schema", kbfile.Nearest(name, builtInFiles("schema")))
		return
	}
	is, err := fs.ReadFile(knowledgebase.FS, name)
	if err == nil && !bytes.Equal(bytes.ReplaceAll(own, []byte("\r\n"), []byte("\n")), is) {
		format := strings.TrimSuffix(path.Base(name), ".schema.json")
		c.add(Finding{
			Code: "SCHEMA_OLD", Severity: severityInfo, File: name, Line: 1, Col: 1, Text: format,
			Message: "the schema is of another version of candor", Suggest: fmt.Sprintf("candor schema %s > %s", format, name),
		})
	}
}

func (c *checker) companyFiles(o overlay) {
	known := []string{postureFile, factsFile}
	for _, name := range ownFiles(o.own, "company") {
		if ext := path.Ext(name); !slices.Contains(known, name) && (ext == ".yaml" || ext == ".yml" || ext == ".json") {
			c.ignored(name, "nothing reads this file", kbfile.Nearest(name, known))
		}
	}
}

// libraryFiles finds files that look like entries and are none.
func (c *checker) libraryFiles(o overlay) {
	if _, err := fs.Stat(o.own, "library"); err != nil {
		f := Finding{Code: "LIBRARY_MISSING", Severity: severityWarning, File: "library", Text: "library", Message: "no folder library, so there is no answer"}
		if _, err := fs.Stat(o.own, "company"); err != nil {
			// Another folder than the one that was meant; nothing in it was checked.
			f.Severity, f.Message = severityError, "no library here: the folder has neither library nor company; `candor init` starts one"
		}
		c.add(f)
		return
	}
	for _, name := range ownFiles(o.own, "library") {
		switch ext := path.Ext(name); ext {
		case ".markdown", ".MD", ".mdx", ".txt", ".yaml", ".yml":
			c.ignored(name, "an entry's file ends in .md", strings.TrimSuffix(name, ext)+".md")
		}
	}
}

func builtIn(name string) bool {
	info, err := fs.Stat(knowledgebase.FS, name)
	return err == nil && !info.IsDir()
}

func builtInFiles(dir string) []string {
	names, err := fs.Glob(knowledgebase.FS, dir+"/*")
	if err != nil {
		return nil
	}
	return names
}
