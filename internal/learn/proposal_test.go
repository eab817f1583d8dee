package learn_test

import (
	"strings"
	"testing"

	"candor/internal/learn"
	"candor/internal/library"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestEncodeReadsBack(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(
		rapid.StringN(1, 20, -1),
		rapid.StringMatching(`[A-Za-z'":#,{}\-|>\n ]{1,30}`),
		rapid.SampledFrom([]string{"One.\n\nTwo: three.\n- four", " lead\ning ", "a\n", "\n", "# x\ny", "tab\tand\r\nreturn"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		p := learn.Proposal{
			N: 1, Accept: rapid.Bool().Draw(t, "accept"), Kind: learn.NewEntry, Entry: "e", Questions: []string{"Is it: yes?", text.Draw(t, "q") + "x"},
			Verdict: library.No, Text: text.Draw(t, "text") + "x", Short: text.Draw(t, "short"), Topics: []string{"backup"}, Language: "en",
			Source: &library.Source{File: text.Draw(t, "file"), Row: 3}, Was: &learn.Was{Text: text.Draw(t, "was")},
			Rows: []string{"S!A1"}, Why: text.Draw(t, "why"), Flags: []learn.Flag{{Code: "c", Text: text.Draw(t, "flag"), Holds: true}},
		}
		f := &learn.File{
			Schema: learn.Schema, AsOf: "2026-11-22", Reviewed: learn.Reviewed{Name: text.Draw(t, "name"), SHA256: "00"},
			Proposals: []learn.Proposal{p, {N: 2, Kind: learn.Phrasing, Entry: "f", Questions: []string{"q"}}}, Left: []learn.Left{{Ref: "S!A2", Why: text.Draw(t, "left")}},
		}
		data, err := f.Encode("x.proposals.yaml")
		if err != nil {
			t.Fatal(err)
		}
		got, err := learn.Parse("x.proposals.yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	})
}

func TestEncodeIsEasyToEdit(t *testing.T) {
	t.Parallel()
	f := &learn.File{
		Schema: learn.Schema, AsOf: "2026-11-22", Reviewed: learn.Reviewed{Name: "a.xlsx", SHA256: "00", Questions: 3},
		Proposals: []learn.Proposal{{N: 1, Kind: learn.Answer, Entry: "tls", Text: "One.\n\nTwo.", Rows: []string{"S!A1"}, Why: "changed"}},
	}
	want := `schema: candor.proposals/1
as_of: 2026-11-22
reviewed:
  name: a.xlsx
  sha256: 00
  questions: 3
  same: 0
proposals:
  - n: 1
    accept: false
    kind: answer
    entry: tls
    text: |-
      One.

      Two.
    rows:
      - S!A1
    why: changed
`
	data, err := f.Encode("a.proposals.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(data), "nothing.\n")
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	const head = "schema: candor.proposals/1\nas_of: 2026-11-22\nreviewed: {name: a, sha256: 0}\nproposals:\n"
	tests := map[string]string{
		strings.Replace(head, "/1", "/2", 1):                  `its schema is "candor.proposals/2"`,
		`{"schema": "candor.run/1", "tool": {}, "input": {}}`: `f.yaml is no file of proposals: its schema is "candor.run/1", not "candor.proposals/1"`,
		"id: tls\nquestions: [q]\nverdict: yes\n":             "f.yaml is no file of proposals: it names no schema",
		"\xff\x00PK": "is no file of proposals",
		head + "  - {n: 1, kind: answr, entry: e}\n":                                                                  "answer",
		head + "  - {n: 1, kind: answer, entry: e}\n":                                                                 "f.yaml:5:5: proposal 1: a changed answer needs a text",
		head + "  - {n: 1, kind: verdict, entry: e}\n":                                                                "a changed verdict needs a verdict",
		head + "  - {n: 1, kind: verdict, entry: e, verdict: maybe}\n":                                                `unknown verdict "maybe"`,
		head + "  - {n: 1, kind: phrasing, entry: e, questions: [' ']}\n":                                             "a phrasing needs questions",
		head + "  - {n: 1, kind: entry, entry: e, questions: [q], verdict: yes}\n":                                    "a new entry needs",
		head + "  - {n: 1, kind: verdict, entry: e, verdict: no}\n  - {n: 1, kind: verdict, entry: e, verdict: no}\n": "f.yaml:6:9: the number 1 stands twice",
		head + "  - {n: 1, kind: verdict, entry: e, verdict: no, acept: true}\n":                                      `unknown key "acept"`,
	}
	for in, want := range tests {
		if f, err := learn.Parse("f.yaml", []byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngave %v, %v; want an error with %q", in, f, err, want)
		}
	}
}
