package ask

import (
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"candor/knowledgebase"
)

// lexiconWith is the shipped lexicon with some files replaced.
func lexiconWith(t *testing.T, files map[string]string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range append(ruleFiles(), "lexicon/frameworks.yaml") {
		data, err := fs.ReadFile(knowledgebase.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return maps.Clone(out)
}

func TestLoadFaults(t *testing.T) {
	t.Parallel()
	const gate = "lexicon/ask-gate.yaml"
	tests := []struct{ name, file, text, want string }{
		{"unknown class", gate, "rules:\n  - {id: x, class: hold_askk, patterns: [a]}\n", `rule "x": unknown class "hold_askk"`},
		{"doubled id", gate, "rules:\n  - {id: x, class: hold_ask, patterns: [a]}\n  - {id: x, class: hold_ask, patterns: [b]}\n", `rule "x" stands twice`},
		{"bad pattern", gate, "rules:\n  - {id: x, class: hold_ask, patterns: [\"[a\"]}\n", "not closed"},
		{"class without rule", gate, "rules:\n  - {id: x, class: hold_ask, patterns: [a]}\n", `no rule has class "cert_strong"`},
		{"unknown key", gate, "rules:\n  - {id: x, clas: hold_ask}\n", "clas"},
		{"unknown scheme", "lexicon/frameworks.yaml", "frameworks:\n  - {id: x, scheme: law}\n", "law"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(lexiconWith(t, map[string]string{tt.file: tt.text}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load = %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("an empty folder was loaded")
	}
}

// The ids of rules that Go code asks for by name must exist.
func TestRulesNamedInCodeExist(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for _, rl := range reader(t).rules.list {
		have[rl.id] = true
	}
	for _, id := range []string{
		"cert.word", "cert.audit", "any.certification", "aspect.scope", "aspect.edition", "aspect.report.provide", "logic.or",
	} {
		if !have[id] {
			t.Errorf("code names rule %q, which the lexicon lacks", id)
		}
	}
}
