package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/date"

	"github.com/google/go-cmp/cmp"
)

const small = `---
id: NAME
questions: [Is it?]
verdict: yes
topics: [governance]
sharing: internal
reviewed: 2026-11-01
status: draft
---
It is.
`

func TestChangedReadsAsIfWritten(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{"library/governance/a.md": {Data: []byte("old")}, "company/facts.yaml": {Data: []byte("{}")}}
	files := map[string][]byte{
		"library/governance/a.md": []byte(small), "library/governance/b.md": []byte(small), "library/backup/c.md": []byte(small),
		"mappings/own.yaml": []byte("{}"),
	}
	want := fstest.MapFS{}
	for name, f := range tree {
		want[name] = f
	}
	for name, data := range files {
		want[name] = &fstest.MapFile{Data: data}
	}
	if diff := cmp.Diff(contents(t, want), contents(t, changed{FS: tree, files: files})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := fs.ReadDir(changed{FS: tree, files: files}, "none"); err == nil {
		t.Error("a folder that is not there was listed")
	}
}

// contents walks a tree as the loaders do.
func contents(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, top := range []string{"library", "company", "mappings"} {
		err := fs.WalkDir(fsys, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := fs.Stat(fsys, name)
			if err != nil {
				return err
			}
			data, err := fs.ReadFile(fsys, name)
			got[name] = fmt.Sprintf("%d %s", info.Size(), data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func TestCheckChanged(t *testing.T) {
	t.Parallel()
	asOf := date.MustParse("2026-11-22")
	dir := t.TempDir()
	file := func(id, text string) []byte { return []byte(strings.ReplaceAll(text, "NAME", id)) }
	res, err := CheckChanged(t.Context(), dir, asOf, map[string][]byte{
		"library/governance/good.md": file("good", small),
		"library/backup/bad.md":      file("other", strings.Replace(small, "draft", "aproved", 1)),
	})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, f := range res.Findings {
		if f.IsFault() && f.File == "library/backup/bad.md" {
			codes = append(codes, f.Message)
		}
		if f.IsFault() && f.File == "library/governance/good.md" {
			t.Errorf("the good entry: %+v", f)
		}
	}
	if !slices.ContainsFunc(codes, func(s string) bool { return strings.Contains(s, "aproved") }) || len(codes) < 2 {
		t.Errorf("faults of the bad entry: %q", codes)
	}
}

func TestDigestIgnoresHiddenFiles(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{"library/a/x.md": {Data: []byte("x")}}
	before, err := digest(tree)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".git/index", ".candor/lock", "library/a/.candor-tmp-1"} {
		tree[name] = &fstest.MapFile{Data: []byte("y")}
	}
	if after, err := digest(tree); err != nil || after != before {
		t.Errorf("digest %s became %s, %v", before, after, err)
	}
	tree["library/a/y.md"] = &fstest.MapFile{Data: []byte("y")}
	if after, _ := digest(tree); after == before {
		t.Error("a new entry does not show in the digest")
	}
}
