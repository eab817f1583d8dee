package upkeep_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/match"
	"candor/internal/runlog"
	"candor/internal/upkeep"
)

// row is an open row; near is the entry that comes nearest.
func row(ref, question, code, near string, confidence float64) runlog.Question {
	q := runlog.Question{
		Ref: ref, Question: question, Language: "en", Status: answer.Review,
		Reasons: []answer.Reason{{Code: "match"}, {Code: code}},
	}
	if code == "no_match" {
		q.Status = answer.Unmatched
	}
	if near != "" {
		q.Matches = []match.Match{{Entry: near, Confidence: confidence}}
	}
	return q
}

func run(file, account string, value float64, rows ...runlog.Question) upkeep.Run {
	r := upkeep.Run{File: file, Account: account, Record: &runlog.Record{Rows: rows}}
	if value > 0 {
		r.Value, r.Currency = &value, "EUR"
	}
	return r
}

func backlog(t *testing.T, runs ...upkeep.Run) *upkeep.Backlog {
	t.Helper()
	lib := load(t, "", entry{id: "draft", status: "draft"}, entry{id: "ready"}, entry{id: "sso"})
	b, err := upkeep.MakeBacklog(t.Context(), runs, lib, finder(t), asOf())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func lines(b *upkeep.Backlog) []string {
	var out []string
	for _, w := range b.Wants {
		value := ""
		if w.Value != nil {
			value = fmt.Sprintf(" %s %.0f", w.Currency, *w.Value)
		}
		out = append(out, fmt.Sprintf("%d %s %q %s: %d questions, %d files, %v%s", w.Rank, w.Kind, w.Question, w.Nearest, w.Questions, w.Files, w.Prospects, value))
	}
	return out
}

func TestBacklog(t *testing.T) {
	t.Parallel()
	certification := row("A9", "Do you hold a SOC 2 report?", "needs_person", "", 0)
	certification.Ask = &ask.Reading{}
	settled := row("A8", "Is it there?", "draft", "ready", 0.9)
	filled := runlog.Question{Ref: "A7", Question: "Are backups encrypted?", Status: answer.Filled}
	b := backlog(
		t,
		run("a.xlsx", "Acme", 100, row("A1", "Do you have a drone policy?", "no_match", "", 0), row("A2", "Describe your governance.", "draft", "draft", 0.9), certification, settled),
		run("b.xlsx", "Acme", 50, row("B1", "Is there a policy on drones?", "no_match", "", 0), row("B2", "Do you support SSO?", "unsure", "sso", 0.6), filled),
		run("c.xlsx", "Zenith", 500, row("C1", "Is SAML supported?", "quantity", "sso", 0.7), row("C2", "For a person", "cell_refused", "", 0)),
	)
	want := []string{
		`1 widen "Is SAML supported?" sso: 2 questions, 2 files, [Acme Zenith] EUR 550`,
		`2 write "Do you have a drone policy?" : 2 questions, 2 files, [Acme] EUR 150`,
		`3 approve "Describe your governance." draft: 1 questions, 1 files, [Acme] EUR 100`,
	}
	if diff := cmp.Diff(want, lines(b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if w := b.Wants[0]; w.Nearest != "sso" || len(w.Prospects) != 2 || *w.Value != 550 || w.Likeness != 0.7 {
		t.Errorf("the first is %+v", w)
	}
	counts := []int{b.Questionnaires, b.Prospects, b.Questions, b.Open, b.Certification, b.Settled, b.Other}
	if diff := cmp.Diff([]int{3, 2, 9, 5, 1, 1, 1}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestBacklogWithoutValues(t *testing.T) {
	t.Parallel()
	one := run("a.xlsx", "", 100, row("A1", "Do you have a drone policy?", "no_match", "", 0))
	other := run("b.xlsx", "", 100, row("A1", "Do you have a canteen?", "no_match", "", 0))
	other.Currency = "USD"
	third := run("c.xlsx", "", 0, row("A1", "Do you have a canteen?", "no_match", "", 0))
	b := backlog(t, one, other, third)
	if b.Wants[0].Value != nil || len(b.Notes) != 1 {
		t.Errorf("values of two currencies are not added: %v, %v", b.Wants[0].Value, b.Notes)
	}
	if b.Wants[0].Question != "Do you have a canteen?" || len(b.Wants[0].Prospects) != 2 {
		t.Errorf("what two prospects ask comes first: %v", lines(b))
	}
}

// Each open row is in the backlog once, whatever the order of the runs.
func TestBacklogHoldsEachRowOnce(t *testing.T) {
	t.Parallel()
	lib := load(t, "", entry{id: "draft", status: "draft"}, entry{id: "sso"})
	f := finder(t)
	questions := []string{"Do you have a drone policy?", "Is there a policy on drones?", "Are backups encrypted?", "Do you encrypt backups?", "Policy in place?", "Who owns it?"}
	rapid.Check(t, func(rt *rapid.T) {
		var runs []upkeep.Run
		rows := 0
		for i := range rapid.IntRange(1, 5).Draw(rt, "files") {
			var list []runlog.Question
			for j := range rapid.IntRange(0, 6).Draw(rt, "rows") {
				code := rapid.SampledFrom([]string{"no_match", "draft", "unsure", "polarity", "language"}).Draw(rt, "code")
				q := row(fmt.Sprint("A", j), rapid.SampledFrom(questions).Draw(rt, "question"), code, "draft", rapid.Float64Range(0, 1).Draw(rt, "confidence"))
				q.Section = []string{rapid.SampledFrom([]string{"Access", "Backup"}).Draw(rt, "section")}
				list = append(list, q)
				rows++
			}
			runs = append(runs, run(fmt.Sprint(i, ".xlsx"), "", 0, list...))
		}
		first, err := upkeep.MakeBacklog(t.Context(), runs, lib, f, asOf())
		if err != nil {
			rt.Fatal(err)
		}
		slices.Reverse(runs)
		second, err := upkeep.MakeBacklog(t.Context(), runs, lib, f, asOf())
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			rt.Fatalf("the order of runs shows (-first +reversed):\n%s", diff)
		}
		seen := map[string]int{}
		for _, w := range first.Wants {
			for _, a := range w.Asked {
				seen[a.File+a.Ref]++
			}
		}
		if len(seen) != rows || first.Open != rows {
			rt.Fatalf("%d rows in the backlog, %d open, want %d", len(seen), first.Open, rows)
		}
		for at, n := range seen {
			if n != 1 {
				rt.Fatalf("%s stands %d times", at, n)
			}
		}
	})
}
