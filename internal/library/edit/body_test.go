package edit_test

import (
	"strings"
	"testing"

	"candor/internal/library/edit"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const told = `---
id: x
questions: [q]
verdict: yes
topics: [backup]
sharing: nda
reviewed: 2026-01-01
status: draft
---
Backups are kept for {{backup.retention}}. They lie in {{region}}.
{{owner}} checks them.

Second paragraph:
- one
- two in {{region}}

## short
Yes, for {{backup.retention}}.
`

func facts() map[string]string {
	return map[string]string{"backup.retention": "35 days", "region": "the EU", "owner": "the platform team", "n": "5"}
}

func TestSetText(t *testing.T) {
	t.Parallel()
	const all = "Backups are kept for 35 days. They lie in the EU. The platform team checks them.\n\nSecond paragraph:\n- one\n- two in the EU"
	tests := map[string]struct {
		part       edit.Part
		text, want string
	}{
		"same":               {edit.Answer, all, ""},
		"a sentence more":    {edit.Answer, strings.Replace(all, "them.", "them. Nobody else does, in 35 days or ever.", 1), "+Nobody else does, in {{backup.retention}} or ever.\n"},
		"a sentence less":    {edit.Answer, strings.Replace(all, " The platform team checks them.", "", 1), "-{{owner}} checks them.\n"},
		"another value":      {edit.Answer, strings.Replace(all, "35 days", "90 days", 1), "-Backups are kept for {{backup.retention}}. They lie in {{region}}.\n+Backups are kept for 90 days.\n+They lie in {{region}}.\n"},
		"short":              {edit.Short, "Yes, 35 days and more.", "-Yes, for {{backup.retention}}.\n+Yes, {{backup.retention}} and more.\n"},
		"nothing of the old": {edit.Short, "No.", "-Yes, for {{backup.retention}}.\n+No.\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, in := range []string{told, strings.ReplaceAll(told, "\n", "\r\n")} {
				got, err := edit.Apply("library/backup/x.md", []byte(in), edit.SetText(tt.part, tt.text, facts()))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, changed(in, string(got))); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
		})
	}
}

func TestSetTextAddsAShortAnswer(t *testing.T) {
	t.Parallel()
	in := told[:strings.Index(told, "\n## short")]
	got, err := edit.Apply("library/backup/x.md", []byte(in), edit.SetText(edit.Short, "Yes.", facts()))
	if err != nil || string(got) != in+"\n## short\nYes.\n" {
		t.Errorf("%v\n%s", err, got)
	}
	for _, bad := range []string{"", " \n", "a {{b}}", "a }} b", "a\n## short\nb"} {
		if got, err := edit.Apply("x", []byte(told), edit.SetText(edit.Answer, bad, facts())); err == nil {
			t.Errorf("%q was taken:\n%s", bad, got)
		}
	}
}

// Whatever the text, the front matter and the other part stay, and the part
// says the text.
func TestSetTextProperty(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{"35 days", "the EU", "The platform team checks them.", "Backups", "kept.", "- one", "\n", "\n\n", "5", "Ünlü.", "a", "- "})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(words, 1, 12).Draw(t, "words"), " ")
		got, err := edit.Apply("library/backup/x.md", []byte(told), edit.SetText(edit.Answer, text, facts()))
		if err != nil {
			if strings.TrimSpace(text) == "" {
				return
			}
			t.Fatal(err)
		}
		head, tail := told[:strings.Index(told, "Backups")], told[strings.Index(told, "## short"):]
		body, isHead := strings.CutPrefix(string(got), head)
		body, isTail := strings.CutSuffix(body, tail)
		if !isHead || !isTail {
			t.Fatalf("more than the answer changed:\n%s", got)
		}
		for name, value := range facts() {
			body = strings.ReplaceAll(body, "{{"+name+"}}", value)
		}
		if a, b := strings.ToLower(strings.Join(strings.Fields(body), " ")), strings.ToLower(strings.Join(strings.Fields(text), " ")); a != b {
			t.Fatalf("says %q, not %q", a, b)
		}
	})
}
