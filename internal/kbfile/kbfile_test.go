package kbfile_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/date"
	"candor/internal/kbfile"

	"github.com/google/go-cmp/cmp"
)

type inner struct {
	Name string    `yaml:"name" kb:"required"`
	On   date.Date `yaml:"on"`
}

type sample struct {
	ID    string            `yaml:"id" kb:"required"`
	N     int               `yaml:"n"`
	Share float64           `yaml:"share"`
	Flag  *bool             `yaml:"flag"`
	List  []inner           `yaml:"list"`
	Words map[string]string `yaml:"words"`
}

func TestParse(t *testing.T) {
	t.Parallel()
	yes := true
	tests := map[string]struct {
		in   string
		want sample
		err  []string
	}{
		"whole": {
			in:   "id: a\nn: 3\nshare: 0.5\nflag: true\nlist:\n  - {name: x, on: 2026-11-22}\n  - name: \"y: z\"\nwords: {b: yes, c: 2022}\n",
			want: sample{ID: "a", N: 3, Share: 0.5, Flag: &yes, List: []inner{{"x", date.MustParse("2026-11-22")}, {Name: "y: z"}}, Words: map[string]string{"b": "yes", "c": "2022"}},
		},
		"json": {in: `{"id": "a", "list": [{"name": "x", "on": null}]}`, want: sample{ID: "a", List: []inner{{Name: "x"}}}},
		"all faults at once": {
			in: "n: many\nlsit: []\nlist:\n  - {nam: x, on: 2026-13-01}\n",
			err: []string{
				`f.yaml:1:1: key "id" is missing`,
				`f.yaml:1:4: "many" is no whole number`,
				`f.yaml:2:1: unknown key "lsit"; did you mean "list"?`,
				`f.yaml:4:6: unknown key "nam"; did you mean "name"?`,
				`f.yaml:4:18: "2026-13-01" is no date; write it as 2026-11-22`,
			},
		},
		"doubled map key": {in: "id: a\nwords:\n  x: 1\n  x: 2\n", err: []string{`f.yaml:4:3: key "x" stands twice; first on line 3`}},
		"alias":           {in: "id: &a x\nwords: {b: *a}\n", err: []string{"anchors, aliases"}},
		"not a mapping":   {in: "- a\n", err: []string{"a mapping of keys to values is wanted here, not a list"}},
		"empty":           {in: "", err: []string{`key "id" is missing`}},
		"two documents":   {in: "id: a\n---\nid: b\n", err: []string{"several YAML documents"}},
		"broken":          {in: "id: [a\n", err: []string{"f.yaml:1:"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got sample
			_, err := kbfile.Parse("f.yaml", []byte(tt.in), &got)
			if tt.err == nil {
				if err != nil {
					t.Fatalf("Parse: %v", err)
				}
				if diff := cmp.Diff(tt.want, got, cmp.Comparer(func(a, b date.Date) bool { return a == b })); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				return
			}
			if err == nil {
				t.Fatalf("Parse took %q", tt.in)
			}
			for _, want := range tt.err {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error lacks %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestFrontMatter(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"a.md": {Data: []byte("---\nid: a\n---\nText --- with dashes.\n\n---\nmore\n")},
		"b.md": {Data: []byte("---\nid: a\nbad: 1\n---\n")},
		"c.md": {Data: []byte("id: a\n")},
	}
	var got sample
	doc, body, line, err := kbfile.ReadFrontMatter(fsys, "a.md", &got)
	if err != nil || got.ID != "a" || body != "Text --- with dashes.\n\n---\nmore\n" || line != 4 {
		t.Errorf("a.md: id %q body %q line %d err %v", got.ID, body, line, err)
	}
	if p := doc.At("id"); p.Line != 2 {
		t.Errorf("id stands on line %d, want 2", p.Line)
	}
	if _, _, _, err = kbfile.ReadFrontMatter(fsys, "b.md", &got); err == nil || !strings.Contains(err.Error(), "b.md:3:1: unknown key") {
		t.Errorf("b.md: %v", err)
	}
	if _, _, _, err = kbfile.ReadFrontMatter(fsys, "c.md", &got); err == nil || !strings.Contains(err.Error(), "no front matter") {
		t.Errorf("c.md: %v", err)
	}
}

func TestFaultsAreSortedAndJoined(t *testing.T) {
	t.Parallel()
	var fs kbfile.Faults
	fs.Add("z.yaml", errors.New("gone"))
	fs.Add("", kbfile.Faults{{File: "a.yaml", Line: 9, Col: 1, Message: "later"}, {File: "a.yaml", Line: 2, Col: 1, Code: "V05", Message: "first"}})
	fs.Add("", nil)
	want := "a.yaml:2:1: V05 first\na.yaml:9:1: later\nz.yaml: gone"
	if got := fs.Err().Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if (kbfile.Faults{}).Err() != nil {
		t.Error("no faults must be no error")
	}
}

func FuzzFrontMatter(f *testing.F) {
	f.Add("---\nid: a\n---\nbody\n")
	f.Add("---\nid: [\n---\n")
	f.Add("---\r\nid: \"a\"\r\nlist: [{name: x}]\r\n---\r\n")
	f.Fuzz(func(t *testing.T, in string) {
		var got sample
		_, body, line, err := kbfile.ParseFrontMatter("f.md", []byte(in), &got)
		if err != nil {
			return
		}
		if got.ID == "" && !strings.Contains(in, "id") {
			t.Errorf("accepted %q without the required id", in)
		}
		if !strings.HasSuffix(in, body) || line < 3 {
			t.Errorf("body %q (line %d) is not the end of %q", body, line, in)
		}
	})
}

// names is a list that a file may write as a single value.
type names []string

func (n *names) SetShorthand(text string) error {
	if text == "" {
		return errors.New("a name is wanted")
	}
	*n = names{text}
	return nil
}

func TestShorthand(t *testing.T) {
	t.Parallel()
	var out struct {
		One  names `yaml:"one"`
		Many names `yaml:"many"`
		None names `yaml:"none"`
	}
	if _, err := kbfile.Parse("f.yaml", []byte("one: all\nmany: [a, b]\nnone: null\n"), &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]names{{"all"}, {"a", "b"}, nil}, []names{out.One, out.Many, out.None}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	_, err := kbfile.Parse("f.yaml", []byte("one: \"\"\n"), &out)
	if err == nil || err.Error() != "f.yaml:1:6: a name is wanted" {
		t.Errorf("an empty shorthand gave %v", err)
	}
}
