package review_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"candor/internal/knowledge"
)

// entry is one of the library of a test.
type entry struct{ id, question, verdict, sharing, status, reviewed, text string }

const secretText = "The master password of our vault is written on the wall of the server room."

func library1() []entry {
	return []entry{
		{id: "at-rest", question: "Is customer data encrypted at rest?", text: "We encrypt all customer data at rest with AES-256."},
		{id: "restores", question: "Are restores from backup tested?", text: "Restores are tested every quarter."},
		{id: "sharing-data", question: "Is customer data sold to third parties?", verdict: "no", text: "We sell customer data to nobody."},
		{id: "vault", question: "Where is the master password kept?", verdict: "text", sharing: "internal", text: secretText},
		{id: "pentest", question: "Are penetration tests made by a third party?", sharing: "nda", text: "A third party tests the product every year."},
		{id: "canteen", question: "Is there a canteen?", status: "draft", text: "There is a canteen in the office."},
		{id: "lifts", question: "Are the lifts maintained?", reviewed: "2020-01-01", text: "The lifts are maintained every month."},
		{id: "badges", question: "Are visitors given badges?", text: "Visitors wear badges. We are ISO 27001 certified."},
	}
}

const bareposture = `schema: 1
company: {legal_name: Example Ltd, size_tier: mid, engineering_headcount: 20, has_enterprise_prospects: true, markets: [us]}
products:
  - {id: core, name: Example, aliases: []}
policy: {}
attestations: []
obligations: []
subservice_orgs: []
documents: []
controls: []
`

// writeKB makes a company's folder of entries.
func writeKB(t *testing.T, dir string, entries []entry) {
	t.Helper()
	files := map[string]string{"company/posture.yaml": bareposture, "company/facts.yaml": "backup.retention: {value: 35 days, reviewed: 2026-11-01}\n"}
	for _, e := range entries {
		files["library/x/"+e.id+".md"] = fmt.Sprintf("---\nid: %s\nquestions: [\"%s\"]\nverdict: %s\ntopics: [backup]\nsharing: %s\nowner: ops@example.com\nreviewed: %s\nreview_every: 365d\nstatus: %s\n---\n%s\n",
			e.id, e.question, cmp.Or(e.verdict, "yes"), cmp.Or(e.sharing, "public"), cmp.Or(e.reviewed, "2026-11-01"), cmp.Or(e.status, "approved"), e.text)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func openKB(t *testing.T, dir string) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Open(t.Context(), dir, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func company(t *testing.T, entries []entry) *knowledge.Base {
	t.Helper()
	dir := t.TempDir()
	writeKB(t, dir, entries)
	return openKB(t, dir)
}
