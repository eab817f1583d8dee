package upkeep_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/alike"
	"candor/internal/date"
	"candor/internal/framework"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/posture"
	"candor/knowledgebase"
)

func asOf() date.Date { return date.MustParse("2026-11-22") }

// entry is an entry's file in short; what is left out has a plain value.
type entry struct {
	id, question, verdict, status, reviewed, controls, owner, text, sharing, more string
}

func orElse(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

func (e entry) file() string {
	text := `---
id: ` + e.id + `
questions: [` + fmt.Sprintf("%q", orElse(e.question, "What of "+e.id+"?")) + `]
verdict: ` + orElse(e.verdict, "yes") + `
topics: [governance]
sharing: ` + orElse(e.sharing, "public") + `
owner: ` + orElse(e.owner, "sec") + `
reviewed: ` + orElse(e.reviewed, "2026-10-01") + `
review_every: 365d
status: ` + orElse(e.status, "approved") + `
controls: [` + e.controls + `]
` + e.more + `
---
` + orElse(e.text, "We do.") + "\n"
	return strings.ReplaceAll(text, "\n\n---", "\n---")
}

func load(t *testing.T, facts string, entries ...entry) *library.Library {
	t.Helper()
	fsys := fstest.MapFS{"company/facts.yaml": {Data: []byte(orElse(facts, "unused: {value: x}\n"))}}
	for _, e := range entries {
		fsys["library/"+e.id+".md"] = &fstest.MapFile{Data: []byte(e.file())}
	}
	lib, faults := library.Load(fsys, catalogue(t), []string{"core", "mobile"})
	for _, f := range faults {
		if !f.Warning {
			t.Fatal(f)
		}
	}
	return lib
}

func catalogue(t *testing.T) *framework.Catalogue {
	t.Helper()
	cat, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func finder(t *testing.T) *alike.Finder {
	t.Helper()
	g, err := guard.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	f, err := alike.New(knowledgebase.FS, g)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func emptyPosture() *posture.Posture {
	return &posture.Posture{Policy: posture.Policy{AnswerMaxAgeDays: 365, PentestMaxAgeMonths: 12}}
}
