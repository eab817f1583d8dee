package knowledge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/date"
	"candor/internal/library"
	"candor/knowledgebase"
)

var (
	// ErrThere is returned by Init for a folder that holds a knowledge base.
	ErrThere = errors.New("there is a knowledge base already, nothing was written")
	// ErrAnswer is what is wrong with an answer to one of InitQuestions.
	ErrAnswer = errors.New("answer")
)

// Initialised is what Init did.
type Initialised struct {
	// Written and Kept are paths inside of the folder: files that were made, and
	// files that were there and stay as they are.
	Written, Kept []string
	// Examples is how many of the written files are entries.
	Examples int
}

// Init starts a company's own knowledge base in dir. The answers, by question,
// make the posture; the starter's entries come as examples that nothing is
// answered with, its facts without their values, and its certification records
// not at all, so that nothing of the fictional company can reach a prospect.
//
// A folder that does not exist is made whole or not at all. In one that does,
// no file is replaced, and none is written if it holds a knowledge base.
func Init(ctx context.Context, dir string, answers Answers, asOf date.Date) (Initialised, error) {
	answers, err := answers.Complete()
	if err != nil {
		return Initialised{}, err
	}
	files, err := initFiles(answers, asOf)
	if err != nil {
		return Initialised{}, err
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return initNew(ctx, dir, files)
	case err != nil:
		return Initialised{}, fmt.Errorf("start knowledge base: %w", err)
	case !info.IsDir():
		return Initialised{}, fmt.Errorf("%q is a file; name a folder", dir)
	case IsThere(dir):
		return Initialised{}, fmt.Errorf("%q: %w", dir, ErrThere)
	}
	return writeFiles(ctx, dir, files)
}

// IsThere reports whether dir holds a company's library or records.
func IsThere(dir string) bool {
	return slices.ContainsFunc([]string{"library", "company"}, func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	})
}

// initNew makes the folder under another name and moves it to its place when it
// is whole.
func initNew(ctx context.Context, dir string, files map[string]string) (Initialised, error) {
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o750); err != nil {
		return Initialised{}, fmt.Errorf("start knowledge base: %w", err)
	}
	work, err := os.MkdirTemp(parent, ".candor-init-")
	if err != nil {
		return Initialised{}, fmt.Errorf("start knowledge base: %w", err)
	}
	defer os.RemoveAll(work) //nolint:errcheck // it is gone if all went well, and a leftover is no reason to fail
	done, err := writeFiles(ctx, work, files)
	if err != nil {
		return Initialised{}, err
	}
	if err := os.Chmod(work, 0o750); err != nil { //nolint:gosec // a folder that colleagues may read, as MkdirAll makes it
		return Initialised{}, fmt.Errorf("start knowledge base: %w", err)
	}
	if err := os.Rename(work, dir); err != nil {
		return Initialised{}, fmt.Errorf("start knowledge base: %w", err)
	}
	return done, nil
}

// writeFiles writes those files that are not there.
func writeFiles(ctx context.Context, dir string, files map[string]string) (Initialised, error) {
	var done Initialised
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := ctx.Err(); err != nil {
			return done, fmt.Errorf("start knowledge base: %w", err)
		}
		full := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Lstat(full); err == nil {
			done.Kept = append(done.Kept, name)
			continue
		}
		if err := writeFile(full, files[name]); err != nil {
			return done, err
		}
		done.Written = append(done.Written, name)
		if strings.HasPrefix(name, "library/") {
			done.Examples++
		}
	}
	return done, nil
}

func writeFile(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return atomicfile.WriteNew(name, 0o600, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// initFiles are the files of a new knowledge base by path.
func initFiles(a Answers, asOf date.Date) (map[string]string, error) {
	files := map[string]string{}
	posture, err := PostureText(a, asOf)
	if err != nil {
		return nil, fmt.Errorf("the answers do not make a posture:\n%w", err)
	}
	files[postureFile] = posture
	facts, err := fs.ReadFile(knowledgebase.FS, factsFile)
	if err != nil {
		return nil, fmt.Errorf("read the starter: %w", err)
	}
	files[factsFile] = blankFacts(string(facts), a, asOf)
	for from, to := range map[string]string{
		"README.md": "README.md", "gitattributes": ".gitattributes", "gitignore": ".gitignore", "workflow.yml": ".github/workflows/candor.yml",
	} {
		data, err := fs.ReadFile(knowledgebase.Init, "init/"+from)
		if err != nil {
			return nil, fmt.Errorf("read the starter: %w", err)
		}
		files[to] = string(data)
	}
	for _, top := range []string{"library", "schema"} {
		if err := copyStarter(files, top); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func copyStarter(files map[string]string, top string) error {
	err := fs.WalkDir(knowledgebase.FS, top, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(knowledgebase.FS, name)
		if err != nil {
			return err
		}
		files[name] = string(data)
		if path.Ext(name) == ".md" {
			files[name] = asExample(string(data))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the starter: %w", err)
	}
	return nil
}

// asExample turns an entry of the starter into an example: a draft that says
// where it came from, without the fictional owner, review and documents.
func asExample(text string) string {
	head, body, _ := strings.Cut(text, "\n---\n")
	var out []string
	for _, line := range strings.Split(head, "\n") {
		switch key, _, _ := strings.Cut(line, ":"); key {
		case "owner", "evidence":
			continue
		case "reviewed":
			line = "reviewed: null"
		case "status":
			line = "status: draft\nsource: {file: " + library.StarterSource + "}"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n") + "\n---\n" + body
}
