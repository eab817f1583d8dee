package knowledge

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/atomicfile"
	"candor/knowledgebase"
)

// Init starts a company's own knowledge base in dir, which must be new or
// empty, and returns the number of files written. The starter's entries come
// as drafts, so that no answer of the fictional company can reach a prospect
// before somebody approved it; its certification records do not come at all.
func Init(dir string) (int, error) {
	if err := emptyDir(dir); err != nil {
		return 0, err
	}
	n := 0
	for _, top := range []string{"library", "company"} {
		err := fs.WalkDir(knowledgebase.FS, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(knowledgebase.FS, name)
			if err != nil {
				return err
			}
			n++
			return writeFile(filepath.Join(dir, filepath.FromSlash(name)), ownText(name, string(data)))
		})
		if err != nil {
			return n, fmt.Errorf("start knowledge base: %w", err)
		}
	}
	n++
	return n, writeFile(filepath.Join(dir, "README.md"), initReadme)
}

func emptyDir(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case os.IsNotExist(err):
		return nil
	case err != nil:
		return fmt.Errorf("start knowledge base: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("%q is not empty; name a new folder", dir)
	}
	return nil
}

// ownText turns a file of the starter into a start of one's own.
func ownText(name, text string) string {
	switch {
	case name == "company/posture.yaml":
		return initPosture
	case strings.HasSuffix(name, ".md"):
		return strings.Replace(text, "\nstatus: approved\n", "\nstatus: draft\n", 1)
	}
	return text
}

func writeFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return atomicfile.WriteNew(path, 0o600, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

const initPosture = `# Your certification records. Every certification question is decided by them.
# Held and unfinished ones alike; leave out what you do not have.
schema: 1
company:
  legal_name: Your Company Ltd
  size_tier: mid               # small | mid | large
  engineering_headcount: 20
  has_enterprise_prospects: true
  markets: [us]                # us | ca | eu | uk | me | apac | latam | global
products:
  - {id: core, name: Your product, aliases: []}
policy: {}
attestations: []
# attestations:
#   - id: soc2-2026
#     framework: soc2
#     kind: report
#     status: held             # held | in_progress | planned
#     soc_type: 2
#     criteria: [security]
#     scope: {statement: "…", products: [core], locations: [us]}
#     dates: {period_start: 2025-10-01, period_end: 2026-09-30, issued: 2026-11-05}
#     issuer: {name: "…", kind: cpa_firm, accredited: true}
#     opinion: unqualified
#     documents: []
obligations: []
subservice_orgs: []
documents: []
controls: []
`

const initReadme = `# Answer library

- company/posture.yaml: your certification records, held and unfinished.
- company/facts.yaml: values that answers use as {{name}}. Replace them all.
- library/<topic>/<id>.md: one answer each. The examples are drafts of a
  fictional company: rewrite one so that it is true for you, set its owner and
  reviewed date, then its status to approved. A draft is offered for review and
  is not filled in.

candor check --kb . lists every fault with file and line.
`

// schemaFiles are the formats that have a JSON Schema.
var schemaFiles = []string{"batch", "entry", "facts", "gaps", "posture", "run"}

// SchemaNames lists them.
func SchemaNames() []string { return slices.Clone(schemaFiles) }

// Schema returns the JSON Schema of a format.
func Schema(name string) (string, error) {
	if !slices.Contains(schemaFiles, name) {
		return "", fmt.Errorf("unknown schema %q; one of: %s", name, strings.Join(schemaFiles, ", "))
	}
	data, err := fs.ReadFile(knowledgebase.FS, "schema/"+name+".schema.json")
	if err != nil {
		return "", fmt.Errorf("read schema: %w", err)
	}
	return string(data), nil
}
