package librarytest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Write makes dir a knowledge base with n entries, the company's posture and
// facts, for --kb. dir may be there; files of the same names are replaced.
func Write(dir string, n int, seed uint64) error {
	made := map[string]bool{}
	put := func(name, text string) error {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if folder := filepath.Dir(path); !made[folder] {
			if err := os.MkdirAll(folder, 0o750); err != nil {
				return fmt.Errorf("make folder: %w", err)
			}
			made[folder] = true
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("write made library: %w", err)
		}
		return nil
	}
	if err := put("company/posture.yaml", posture); err != nil {
		return err
	}
	if err := put("company/facts.yaml", facts); err != nil {
		return err
	}
	for i := range n {
		e := security.entry(i, seed)
		if err := put("library/"+e.Topic+"/"+e.ID+".md", e.Markdown()); err != nil {
			return err
		}
	}
	return nil
}

// Markdown is the entry as a file of the library.
func (e *Entry) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nid: %s\nquestions:\n", e.ID)
	for _, q := range e.Questions {
		fmt.Fprintf(&b, "  - %q\n", q)
	}
	fmt.Fprintf(&b, "verdict: %s\n", e.Verdict)
	fmt.Fprintf(&b, "controls: [\"%s\"]\n", strings.Join(e.Controls, `", "`))
	fmt.Fprintf(&b, "topics: [%s]\nsharing: %s\nlanguage: en\nowner: owner@made.example\n", e.Topic, e.Sharing)
	fmt.Fprintf(&b, "reviewed: 2026-10-05\nreview_every: 365d\nstatus: %s\n---\n%s\n", e.Status, e.Text)
	if e.Short != "" {
		fmt.Fprintf(&b, "\n## short\n%s\n", e.Short)
	}
	return b.String()
}

const facts = `company.name: {value: Made Company, reviewed: 2026-10-05}
`

const posture = `schema: 1
company:
  legal_name: "Made Company Ltd."
  size_tier: mid
  markets: [us, eu]
products:
  - {id: core, name: Made, aliases: [the platform]}
policy:
  answer_max_age_days: 365
attestations: []
`
