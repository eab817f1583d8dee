package knowledge_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"candor/internal/kbfile"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/posture"

	"pgregory.net/rapid"
)

// started is a fresh knowledge base, made once for the tests that only look.
func started(t *testing.T, answers knowledge.Answers) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kb")
	if _, err := knowledge.Init(t.Context(), dir, answers, checkDay); err != nil {
		t.Fatal(err)
	}
	return dir
}

func readAll(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Nothing of the fictional company comes along: no name, no address, no review,
// no document, no value of a fact.
func TestInitBringsNothingOfTheFictionalCompany(t *testing.T) {
	t.Parallel()
	dir := started(t, knowledge.Answers{})
	for name, text := range readAll(t, dir) {
		for _, bad := range []string{"merrowby", "alder & finch", "northlight"} {
			if strings.Contains(strings.ToLower(text), bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
	b, faults, err := knowledge.Browse(t.Context(), dir, checkDay)
	if err != nil || len(faults) > 0 {
		t.Fatalf("%v %v", err, faults)
	}
	for _, e := range b.Library.Entries() {
		if !e.IsExample() || e.Owner != "" || len(e.Evidence) > 0 || !e.Reviewed.IsZero() {
			t.Errorf("%s: status %s, owner %q, evidence %v, reviewed %s", e.ID, e.Status, e.Owner, e.Evidence, e.Reviewed)
		}
	}
	used := map[string]bool{}
	for _, e := range b.Library.Entries() {
		for _, name := range e.Unfilled {
			used[name] = true
		}
	}
	facts := b.Library.Facts()
	for name := range facts {
		if facts[name].IsFilled() || !used[name] {
			t.Errorf("fact %s: value %q, used %t", name, facts[name].Value, used[name])
		}
	}
	if len(facts) != len(used) || len(used) < 200 {
		t.Errorf("%d facts, %d of them used", len(facts), len(used))
	}
}

func TestInitFilesFitTogether(t *testing.T) {
	t.Parallel()
	files := readAll(t, started(t, knowledge.Answers{"company": "Ash Ltd", "hosting": "AWS"}))
	for _, m := range regexp.MustCompile("`(library/[a-z-]+/[a-z0-9-]+\\.md)`").FindAllStringSubmatch(files["README.md"], -1) {
		if _, ok := files[m[1]]; !ok {
			t.Errorf("the README names %s, which is not there", m[1])
		}
	}
	for _, name := range knowledge.SchemaNames() {
		if text, err := knowledge.Schema(name); err != nil || files["schema/"+name+".schema.json"] != text {
			t.Errorf("schema %s is not the program's (%v)", name, err)
		}
	}
	for _, name := range []string{"company/posture.yaml", "company/facts.yaml"} {
		first, _, _ := strings.Cut(files[name], "\n")
		schema, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=../")
		if _, there := files[schema]; !ok || !there {
			t.Errorf("%s begins with %q", name, first)
		}
	}
	for name, want := range map[string]string{
		".github/workflows/candor.yml": "check --kb . --format github",
		".gitattributes":               "diff=candor",
		".gitignore":                   "*.answered.*",
		"company/facts.yaml":           `hosting.provider: {value: "AWS", reviewed: 2026-11-22}`,
		"company/posture.yaml":         `legal_name: "Ash Ltd"`,
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
}

func TestInitReplacesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mine := filepath.Join(dir, "README.md")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	done, err := knowledge.Init(t.Context(), dir, knowledge.Answers{}, checkDay)
	if err != nil || !slices.Equal(done.Kept, []string{"README.md"}) {
		t.Fatalf("kept %v, %v", done.Kept, err)
	}
	before := readAll(t, dir)
	if before["README.md"] != "mine" {
		t.Error("a file was replaced")
	}
	if err := os.Remove(filepath.Join(dir, "library", "ai", "ai-use.md")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if _, err := knowledge.Init(t.Context(), dir, knowledge.Answers{}, checkDay); !errors.Is(err, knowledge.ErrThere) {
		t.Errorf("second run: %v", err)
	}
	for name, text := range readAll(t, dir) {
		if before[name] != text {
			t.Errorf("the second run changed %s", name)
		}
	}
}

// Whatever is answered, the posture either says it and is valid, or nothing is
// written.
func TestInitPostureIsValidOrRefused(t *testing.T) {
	t.Parallel()
	days := []string{"2024-01-31", "2025-10-01", "2026-09-30", "2026-11-05", "2027-06-30", "soon", ""}
	rapid.Check(t, func(rt *rapid.T) {
		a := knowledge.Answers{}
		for _, q := range knowledge.InitQuestions() {
			if !rapid.Bool().Draw(rt, "give "+q.Name) {
				continue
			}
			switch {
			case len(q.Options) > 0:
				a[q.Name] = rapid.SampledFrom(q.Options).Draw(rt, q.Name)
			case q.Required && !strings.HasSuffix(q.Name, "auditor") && !strings.HasSuffix(q.Name, "body"):
				a[q.Name] = rapid.SampledFrom(days).Draw(rt, q.Name)
			case q.Default == "":
				a[q.Name] = rapid.String().Draw(rt, q.Name)
			}
		}
		text, err := knowledge.PostureText(a, checkDay)
		if err != nil {
			return
		}
		var p posture.Posture
		if _, err := kbfile.Parse("posture.yaml", []byte(text), &p); err != nil {
			rt.Fatalf("%v\n%s", err, text)
		}
		wantRecords := 0
		for _, name := range []string{"soc2", "iso27001"} {
			if state := a[name]; state != "" && state != "none" {
				wantRecords++
			}
		}
		if want := strings.TrimSpace(a["company"]); p.Company.LegalName != want || len(p.Attestations) != wantRecords {
			rt.Fatalf("name %q, want %q; %d records, want %d\n%s", p.Company.LegalName, want, len(p.Attestations), wantRecords, text)
		}
	})
}

func TestExamplesAreDraftsOfTheStarter(t *testing.T) {
	t.Parallel()
	e := library.Entry{Front: library.Front{Status: library.Draft, Source: &library.Source{File: library.StarterSource}}}
	if !e.IsExample() {
		t.Error("a draft of the starter is an example")
	}
	e.Status = library.Approved
	if e.IsExample() {
		t.Error("what somebody approved is no example")
	}
}
