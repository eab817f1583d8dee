package edit_test

import (
	"strings"
	"testing"

	"candor/internal/library/edit"

	"github.com/google/go-cmp/cmp"
)

const entry = `---
# one of ours
id: tls
questions:
  - Is traffic encrypted?
  - "Do you use TLS: yes or no?"   # asked by banks

# position
verdict: yes   # since 2019
controls: ["soc2:CC6.7", 'iso27001:A.8.24']
topics: [cryptography,
  network-security,
] # two
sharing: 'public'
owner:
reviewed: 2026-09-14
status: >-
  approved
---
Yes, status: draft.
---
  odd   text
`

func TestApply(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		op   edit.Op
		want string // lines taken away and put there
	}{
		"word":               {edit.Set("verdict", "no"), "-verdict: yes   # since 2019\n+verdict: no   # since 2019\n"},
		"quotes stay":        {edit.Set("sharing", "nda"), "-sharing: 'public'\n+sharing: 'nda'\n"},
		"date":               {edit.Set("reviewed", "2026-11-22"), "-reviewed: 2026-09-14\n+reviewed: 2026-11-22\n"},
		"empty":              {edit.Set("owner", "a@b.example"), "-owner:\n+owner: a@b.example\n"},
		"over two lines":     {edit.Set("status", "retired"), "-status: >-\n-  approved\n+status: retired\n"},
		"key that is absent": {edit.Set("language", "de"), "+language: de\n"},
		"true":               {edit.Set("meets", "true"), "+meets: true\n"},
		"period":             {edit.Set("review_every", "90d"), "+review_every: 90d\n"},
		"same value":         {edit.Set("verdict", "yes"), ""},
		"question":           {edit.AddQuestion("Is data encrypted in transit?"), "+  - Is data encrypted in transit?\n"},
		"question in quotes": {edit.AddQuestion("TLS: which version? # 1.3"), "+  - \"TLS: which version? # 1.3\"\n"},
		"question that is there": {
			edit.AddQuestion("Do you use TLS: yes or no?"), "",
		},
		"flow":              {edit.Append("controls", "soc2:CC6.1"), "-controls: [\"soc2:CC6.7\", 'iso27001:A.8.24']\n+controls: [\"soc2:CC6.7\", 'iso27001:A.8.24', 'soc2:CC6.1']\n"},
		"flow over lines":   {edit.Append("topics", "governance"), "-  network-security,\n+  network-security, governance\n"},
		"list that is none": {edit.Append("products", "core"), "+products: [\"core\"]\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for eol, in := range map[string]string{"LF": entry, "CRLF": strings.ReplaceAll(entry, "\n", "\r\n")} {
				got, err := edit.Apply("library/x/tls.md", []byte(in), tt.op)
				if err != nil {
					t.Fatalf("%s: %v", eol, err)
				}
				if eol == "CRLF" && strings.Count(string(got), "\n") != strings.Count(string(got), "\r\n") {
					t.Errorf("line ends are mixed:\n%q", got)
				}
				if diff := cmp.Diff(tt.want, changed(in, string(got))); diff != "" {
					t.Errorf("%s (-want +got)\n%s", eol, diff)
				}
			}
		})
	}
}

// changed lists the lines between the equal ones at both ends.
func changed(before, after string) string {
	a, b := strings.Split(strings.ReplaceAll(before, "\r", ""), "\n"), strings.Split(strings.ReplaceAll(after, "\r", ""), "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var out strings.Builder
	for _, l := range a {
		out.WriteString("-" + l + "\n")
	}
	for _, l := range b {
		out.WriteString("+" + l + "\n")
	}
	return out.String()
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		in   string
		op   edit.Op
		want string
	}{
		"unknown key":      {entry, edit.Set("verdit", "yes"), `unknown key "verdit"`},
		"unknown value":    {entry, edit.Set("status", "aproved"), `unknown status "aproved"`},
		"no date":          {entry, edit.Set("reviewed", "22.11.2026"), "is no date"},
		"id":               {entry, edit.Set("id", "x"), "an id never changes"},
		"list by Set":      {entry, edit.Set("topics", "x"), "no single value"},
		"word by Append":   {entry, edit.Append("owner", "x"), "no list of single values"},
		"blank":            {entry, edit.AddQuestion("  "), "blank"},
		"file with faults": {strings.Replace(entry, "verdict:", "verdit:", 1), edit.Set("status", "draft"), "library/x/tls.md:9:1: unknown key"},
		"braces":           {"---\n{id: a, questions: [q], verdict: yes, topics: [t], sharing: nda, reviewed: 2026-01-01, status: draft}\n---\nx\n", edit.Set("status", "retired"), "one key a line"},
		"not UTF-8":        {entry, edit.Set("owner", "\xff"), "UTF-8"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := edit.Apply("library/x/tls.md", []byte(tt.in), tt.op)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, error %v; want an error with %q", got, err, tt.want)
			}
		})
	}
}
