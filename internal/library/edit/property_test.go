package edit_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/library/edit"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// prose draws text that is hard to write as YAML.
func prose() *rapid.Generator[string] {
	odd := rapid.StringMatching(`[A-Za-z'":#,\[\]{}\-?!&*|>%@ \\]{1,14}`)
	return rapid.OneOf(odd, rapid.StringN(1, 12, -1), rapid.SampledFrom([]string{"Is it encrypted?", "null", "- x", "a: b # c", "---", "don't"})).
		Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

// written draws a way to write a value.
func written(t *rapid.T, value, label string) string {
	write := rapid.SampledFrom([]func(string) (string, error){kbfile.Scalar, kbfile.Quoted, kbfile.SingleQuoted}).Draw(t, label)
	out, err := write(value)
	if err != nil {
		t.Fatalf("write %q: %v", value, err)
	}
	return out
}

// block draws the lines of one key: value, comments and blank lines in any of
// the ways that people use.
func block(t *rapid.T, key, value string, list []string) string {
	comment := rapid.SampledFrom([]string{"", "", " # note", "   # a 'quoted' note: [x]"})
	var b strings.Builder
	b.WriteString(rapid.SampledFrom([]string{"", "", "# above\n", "\n"}).Draw(t, "above"))
	switch {
	case list == nil:
		fmt.Fprintf(&b, "%s:%s%s%s\n", key, rapid.SampledFrom([]string{" ", "  ", "\n  "}).Draw(t, "space"), written(t, value, key), comment.Draw(t, "c"))
	case rapid.Bool().Draw(t, "flow"):
		sep := rapid.SampledFrom([]string{", ", ",", ",\n  ", " , "}).Draw(t, "sep")
		end := rapid.SampledFrom([]string{"", ",", " ", ",\n  ", " # last\n  "}).Draw(t, "end")
		items := make([]string, len(list))
		for i, v := range list {
			items[i], _ = kbfile.Quoted(v)
			if rapid.Bool().Draw(t, "single") {
				items[i], _ = kbfile.SingleQuoted(v)
			}
		}
		fmt.Fprintf(&b, "%s: [%s%s]%s\n", key, strings.Join(items, sep), end, comment.Draw(t, "c"))
	default:
		fmt.Fprintf(&b, "%s:%s\n", key, comment.Draw(t, "c"))
		indent := rapid.SampledFrom([]string{"", "  ", "    "}).Draw(t, "indent")
		for _, v := range list {
			b.WriteString(rapid.SampledFrom([]string{"", "", indent + "# between\n", "\n"}).Draw(t, "between"))
			fmt.Fprintf(&b, "%s-%s%s%s\n", indent, rapid.SampledFrom([]string{" ", "   "}).Draw(t, "gap"), written(t, v, "item"), comment.Draw(t, "c"))
		}
	}
	return b.String()
}

// file is a drawn entry file, key by key.
type file struct {
	keys   []string
	blocks map[string]string
	eol    string
	bom    string
	body   string
}

func (f file) String() string {
	s := "---\n"
	for _, k := range f.keys {
		s += f.blocks[k]
	}
	return f.bom + strings.ReplaceAll(s+"---\n", "\n", f.eol) + f.body
}

func drawFile(t *rapid.T) file {
	f := file{
		blocks: map[string]string{}, eol: rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "eol"),
		bom: rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "bom"), body: rapid.StringN(0, 30, -1).Draw(t, "body"),
	}
	add := func(key, value string, list []string) {
		f.keys = append(f.keys, key)
		f.blocks[key] = block(t, key, value, list)
	}
	add("id", "x", nil)
	add("questions", "", rapid.SliceOfN(prose(), 1, 4).Draw(t, "questions"))
	add("verdict", "yes", nil)
	add("topics", "", []string{"cryptography", "governance"})
	add("sharing", "public", nil)
	add("reviewed", "2026-01-02", nil)
	add("status", "draft", nil)
	if rapid.Bool().Draw(t, "more") {
		add("owner", prose().Draw(t, "owner"), nil)
		add("controls", "", rapid.SliceOfN(prose(), 1, 3).Draw(t, "controls"))
	}
	f.keys = rapid.Permutation(f.keys).Draw(t, "order")
	return f
}

func drawOp(t *rapid.T) (key string, op edit.Op) {
	key = rapid.SampledFrom([]string{"status", "reviewed", "owner", "verdict", "meets", "questions", "topics", "controls", "products"}).Draw(t, "key")
	switch key {
	case "status":
		return key, edit.Set(key, "retired")
	case "reviewed":
		return key, edit.Set(key, "2026-11-22")
	case "verdict":
		return key, edit.Set(key, "na")
	case "meets":
		return key, edit.Set(key, "true")
	case "owner":
		return key, edit.Set(key, prose().Draw(t, "value"))
	default:
		return key, edit.Append(key, prose().Draw(t, "value"))
	}
}

// TestPropertyEditChangesItsKeyOnly: taking the key's own lines out of the file
// before and after leaves the same bytes.
func TestPropertyEditChangesItsKeyOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := drawFile(t)
		key, op := drawOp(t)
		in := f.String()
		out, err := edit.Apply("library/t/x.md", []byte(in), op)
		if err != nil {
			t.Fatalf("%v\n%s", err, in)
		}
		if !strings.HasSuffix(string(out), f.body) {
			t.Fatalf("the body changed:\n%q\n%q", in, out)
		}
		removed, added := lineDiff(in, string(out))
		own := strings.Split(strings.ReplaceAll(f.blocks[key], "\n", f.eol), "\n")
		for _, l := range removed {
			if !slices.Contains(own, l) {
				t.Fatalf("edit of %s took away the line %q of\n%s", key, l, in)
			}
		}
		if len(added) > max(1, len(removed)) {
			t.Fatalf("edit of %s added %q for %q to\n%s", key, added, removed, in)
		}
		again, err := edit.Apply("library/t/x.md", out, op)
		if err != nil || string(again) != string(out) {
			t.Fatalf("the same edit again: %v\n%s\n%s", err, out, again)
		}
	})
}

// lineDiff returns what stands between the equal lines at both ends.
func lineDiff(before, after string) (removed, added []string) {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

func FuzzApply(f *testing.F) {
	f.Add(entry, "status", "retired")
	f.Add(entry, "questions", "Is it?")
	f.Add(strings.ReplaceAll(entry, "\n", "\r\n"), "topics", "x")
	f.Fuzz(func(t *testing.T, in, key, value string) {
		op := edit.Set(key, value)
		if slices.Contains([]string{"questions", "topics", "controls", "products"}, key) {
			op = edit.Append(key, value)
		}
		out, err := edit.Apply("library/t/x.md", []byte(in), op)
		if err != nil {
			return
		}
		var before, after library.Front
		_, body, _, err := kbfile.ParseFrontMatter("x", []byte(in), &before)
		_, bodyAfter, _, errAfter := kbfile.ParseFrontMatter("x", out, &after)
		if err = errors.Join(err, errAfter); err != nil || body != bodyAfter {
			t.Fatalf("%v: %q became %q", err, body, bodyAfter)
		}
		if before.ID != after.ID || key != "sharing" && before.Sharing != after.Sharing || key != "questions" && !slices.Equal(before.Questions, after.Questions) {
			t.Errorf("an edit of %q changed\n%+v\ninto\n%+v", key, before, after)
		}
	})
}

func TestFormatReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := &library.Entry{Front: library.Front{
			ID: "x", Questions: rapid.SliceOfN(prose(), 1, 3).Draw(t, "q"), Verdict: library.Yes, Topics: []string{"governance"},
			Controls: rapid.SliceOfN(prose(), 0, 2).Draw(t, "c"), Sharing: library.Internal, Owner: rapid.String().Draw(t, "o"),
			Reviewed: date.MustParse("2026-11-22"), Status: library.Draft, Products: []string{"core"}, ReviewEvery: 90,
			Claims: []library.Claim{{Framework: "soc2", Assertion: "type", Value: "2"}}, Meets: rapid.Bool().Draw(t, "m"),
			Evidence: []library.Evidence{{Ref: "P-1", Title: prose().Draw(t, "title"), Sharing: library.NDA}},
			Source:   &library.Source{File: prose().Draw(t, "file"), Sheet: rapid.String().Draw(t, "sheet"), Row: 3, ID: rapid.String().Draw(t, "id")},
		}, Text: "A. B."}
		if _, err := edit.Format("library/governance/x.md", e); err != nil {
			t.Fatal(err)
		}
	})
}

func TestFormat(t *testing.T) {
	t.Parallel()
	e := &library.Entry{
		Front: library.Front{
			ID: "tls", Questions: []string{"Is traffic encrypted?", "TLS: which?"}, Verdict: library.Yes, Controls: []string{"soc2:CC6.7"},
			Topics: []string{"cryptography"}, Sharing: library.Internal, Owner: "a@b.example", Reviewed: date.MustParse("2026-11-22"),
			ReviewEvery: 365, Status: library.Draft, Source: &library.Source{File: "past one.xlsx", Sheet: "Answers", Row: 7},
		},
		Text:  "Yes. All traffic uses {{tls.version}}. Older versions, e.g. 1.1, are off.\r\n- TLS 1.3\n\n\nSecond paragraph.\n",
		Short: "Yes.",
	}
	want := `---
id: tls
questions:
  - Is traffic encrypted?
  - "TLS: which?"
verdict: yes
controls: ["soc2:CC6.7"]
topics: [cryptography]
sharing: internal
owner: a@b.example
reviewed: 2026-11-22
review_every: 365d
status: draft
source: {file: "past one.xlsx", sheet: Answers, row: 7}
---
Yes.
All traffic uses {{tls.version}}.
Older versions, e.g. 1.1, are off.
- TLS 1.3

Second paragraph.

## short
Yes.
`
	got, err := edit.Format("library/cryptography/tls.md", e)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, text := range []string{" ", "a\n## short\nb", "\xff"} {
		e.Text = text
		if _, err := edit.Format("x", e); err == nil {
			t.Errorf("the text %q was taken", text)
		}
	}
}
