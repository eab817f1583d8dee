package kbfile_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"candor/internal/kbfile"

	"pgregory.net/rapid"
)

// readsBack decodes text written as a value of a line and of a flow list.
func readsBack(t interface{ Fatalf(string, ...any) }, text string) {
	plain, err := kbfile.Scalar(text)
	if err != nil {
		t.Fatalf("Scalar(%q): %v", text, err)
	}
	quoted, err := kbfile.Quoted(text)
	if err != nil {
		t.Fatalf("Quoted(%q): %v", text, err)
	}
	single, err := kbfile.SingleQuoted(text)
	if err != nil {
		t.Fatalf("SingleQuoted(%q): %v", text, err)
	}
	var got struct {
		A string   `yaml:"a"`
		B []string `yaml:"b"`
		C []string `yaml:"c"`
	}
	doc := "a: " + plain + " # comment\nb:\n  - " + plain + "\n  - " + single + "\nc: [" + quoted + ", " + single + "]\n"
	if _, err := kbfile.Parse("f.yaml", []byte(doc), &got); err != nil {
		t.Fatalf("%q is written as a file that cannot be read:\n%s\n%v", text, doc, err)
	}
	for _, v := range append(append(got.B, got.C...), got.A) {
		if v != text {
			t.Fatalf("%q reads back as %q from\n%s", text, v, doc)
		}
	}
}

func TestScalarReadsBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "null", "~", "true", "yes", "42", "1e3", "2026-11-22", "- x", "a: b", "a #b", "a:", "Is it? (y/n)", `"x"`, "'x'", "don't", "[a]", "{a: b}",
		"a\nb", "a\r\nb", "tab\there", "\ttab", "é ü 漢字 😀", "\u00a0x", "a\u2028b", "\ufeffx", "\U000E0041", "back\\slash", "%", "@x", "`x`", "*a", "&a", "!x", "|", ">", "---", "...", "--- a", "?", "? x", "x ", "a, b", "#", "a # b", "\x00\x07\x1b", "Null", "a\u0085b", "Ünlü: evet", "1.0.0", "0x1F", ".inf",
	} {
		readsBack(t, text)
	}
}

func TestScalarKeepsProseBare(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Is customer data encrypted at rest?", "approved", "2026-11-22", "365d", "security@example.com", `Do you use "AES", or [another]?`} {
		if got, err := kbfile.Scalar(text); err != nil || got != text {
			t.Errorf("Scalar(%q) = %s, %v", text, got, err)
		}
	}
	if _, err := kbfile.Scalar("a\xff"); err == nil {
		t.Error("text that is not UTF-8 was taken")
	}
}

func TestScalarProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		readsBack(t, rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z'":#,\[\]{}\-?!&*|> \n]{0,12}`)).Draw(t, "text"))
	})
}

func FuzzScalar(f *testing.F) {
	for _, s := range []string{"a: b", "null", "don't", "é\u2028", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) {
			readsBack(t, text)
		}
	})
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	const file = "\ufeff---\n# head\nid: a # c\n\nquestions:\n  - one\n  - >-\n    two\n    id: no key\nlist: [a,\n  b]\nempty:\nmap: {a: b}\nnote: |\n  x\n---\nid: body\n"
	want := "id 3-5 scalar, questions 5-10 block list, list 10-12 flow list, empty 12-13 scalar, map 13-14 other, note 14-16 block"
	for name, text := range map[string]string{"LF": file, "CRLF": strings.ReplaceAll(file, "\n", "\r\n")} {
		places, err := kbfile.Places("f.md", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := describe(places); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", name, got, want)
		}
	}
	for _, bad := range []string{"", "id: a\n", "---\n---\n", "---\n{id: a}\n---\n", "---\nid: [\n---\n"} {
		if p, err := kbfile.Places("f.md", []byte(bad)); err == nil {
			t.Errorf("%q gave %v", bad, p)
		}
	}
}

func describe(places []kbfile.Place) string {
	parts := make([]string, len(places))
	for i, p := range places {
		parts[i] = fmt.Sprintf("%s %d-%d %s", p.Key, p.Line, p.Next, p.Style)
	}
	return strings.Join(parts, ", ")
}
