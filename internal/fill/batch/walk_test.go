package batch

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/runlog"
)

// walk lists what discover finds in a folder of these files.
func (s *site) walk() *found {
	s.t.Helper()
	root, err := os.OpenRoot(s.path("in"))
	if err != nil {
		s.t.Fatal(err)
	}
	f, err := discover(s.t.Context(), root, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := root.Close(); err != nil {
		s.t.Fatal(err)
	}
	return f
}

func TestDiscover(t *testing.T) {
	t.Parallel()
	s := &site{t: t, dir: t.TempDir()}
	for _, name := range []string{
		"b.XLSX", "a.csv", "sub/c.tsv", "sub/d.xlsm", "~$b.XLSX", ".hidden.csv", ".git/x.csv", "x.Answered.xlsx", "x.answered.run.json", "sub/c.final.tsv", "sub/c.final.run.json",
		"report.pdf", "Makefile", "folder.xlsx/e.csv", "spaces and ünïcode/f.csv", "line\nbreak.csv", "bytes\xff.csv",
	} {
		s.write("in/"+name, "x")
	}
	for _, link := range [][2]string{{"..", "in/loop"}, {"a.csv", "in/link.csv"}, {"/etc/passwd", "in/out.csv"}} {
		if err := os.Symlink(link[0], s.path(link[1])); err != nil {
			t.Fatal(err)
		}
	}
	f := s.walk()
	var names []string
	for _, src := range f.sources {
		names = append(names, src.path+" -> "+src.output)
	}
	if diff := cmp.Diff([]string{
		"a.csv -> a.answered.csv", "b.XLSX -> b.answered.XLSX", "folder.xlsx/e.csv -> folder.xlsx/e.answered.csv",
		"line\nbreak.csv -> line\nbreak.answered.csv", "spaces and ünïcode/f.csv -> spaces and ünïcode/f.answered.csv",
		"sub/c.tsv -> sub/c.answered.tsv", "sub/d.xlsm -> sub/d.answered.xlsm",
	}, names); diff != "" {
		t.Errorf("sources (-want +got)\n%s", diff)
	}
	link := "a symbolic link; links are not followed"
	if diff := cmp.Diff([]runlog.LeftOut{
		{Path: ".git", Why: "a hidden folder"},
		{Path: ".hidden.csv", Why: "a hidden file"},
		{Path: "Makefile", Why: "questionnaires are .xlsx, .xlsm, .csv or .tsv"},
		{Path: "bytes�.csv", Why: "its name is not valid UTF-8; rename it"},
		{Path: "folder.xlsx", Why: "a folder, although named like a spreadsheet"},
		{Path: "link.csv", Why: link},
		{Path: "loop", Why: link},
		{Path: "out.csv", Why: link},
		{Path: "report.pdf", Why: "this is a PDF; ask for the questionnaire as .xlsx or .csv"},
		{Path: "sub/c.final.run.json", Why: "an output of candor"},
		{Path: "sub/c.final.tsv", Why: "an output of candor"},
		{Path: "x.Answered.xlsx", Why: "an output of candor"},
		{Path: "x.answered.run.json", Why: "an output of candor"},
		{Path: "~$b.XLSX", Why: "a lock file of a program that has the workbook open"},
	}, f.leftOut); diff != "" {
		t.Errorf("left out (-want +got)\n%s", diff)
	}
}

// Files of one name get outputs of their own, the same ones each time.
func TestOutputNames(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ in, want []string }{
		"alone":         {[]string{"a.csv"}, []string{"a.answered.csv"}},
		"two kinds":     {[]string{"a.csv", "a.xlsx"}, []string{"a.csv.answered.csv", "a.answered.xlsx"}},
		"all kinds":     {[]string{"a.csv", "a.tsv", "a.xlsm", "a.xlsx"}, []string{"a.csv.answered.csv", "a.tsv.answered.tsv", "a.xlsm.answered.xlsm", "a.answered.xlsx"}},
		"case":          {[]string{"A.csv", "a.csv"}, []string{"A.answered.csv", "a.csv.answered.csv"}},
		"folders":       {[]string{"x/a.csv", "y/a.csv"}, []string{"x/a.answered.csv", "y/a.answered.csv"}},
		"no way out":    {[]string{"a.csv", "a.csv.xlsx", "a.xlsx"}, []string{"", "a.csv.answered.xlsx", "a.answered.xlsx"}},
		"dots in names": {[]string{"v1.2.csv", "v1.csv"}, []string{"v1.2.answered.csv", "v1.answered.csv"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, outputsOf(tt.in)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func outputsOf(in []string) []string {
	f := &found{}
	for _, p := range in {
		f.sources = append(f.sources, source{path: p})
	}
	f.nameOutputs()
	var out []string
	for _, s := range f.sources {
		out = append(out, s.output)
	}
	return out
}

// No two files share an output or a record, whatever they are called, also
// where upper and lower case are one.
func TestPropertyOutputsAreDistinct(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[aA](\.(csv|xlsx|xlsm|tsv|CSV)){1,3}`)
		in := rapid.SliceOfNDistinct(name, 1, 8, rapid.ID[string]).Draw(t, "names")
		f := &found{}
		for _, p := range in {
			f.sources = append(f.sources, source{path: p})
		}
		f.nameOutputs()
		taken := map[string]string{}
		for _, s := range f.sources {
			if s.refused != nil {
				continue
			}
			for _, out := range []string{s.output, s.record} {
				if other, ok := taken[strings.ToLower(out)]; ok {
					t.Fatalf("%q and %q share %q", other, s.path, out)
				}
				taken[strings.ToLower(out)] = s.path
			}
		}
	})
}
