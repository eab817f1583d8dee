package posture_test

import (
	"encoding/json"
	"os"
	"testing"
	"testing/fstest"

	"candor/internal/date"
	"candor/internal/posture"
	"candor/knowledgebase"
)

// gold is fixtures/gold/postures.json.
type gold struct {
	AsOf     date.Date                             `json:"as_of"`
	Products json.RawMessage                       `json:"products"`
	Policy   json.RawMessage                       `json:"policy"`
	Postures map[string]map[string]json.RawMessage `json:"postures"`
}

func readGold(t *testing.T) gold {
	t.Helper()
	data, err := os.ReadFile("../../fixtures/gold/postures.json")
	if err != nil {
		t.Fatal(err)
	}
	var g gold
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// load reads one gold posture as a company would have it on disk.
func (g gold) load(t *testing.T, name string) *posture.Posture {
	t.Helper()
	merged := g.Postures[name]
	merged["products"], merged["policy"] = g.Products, g.Policy
	data, err := json.MarshalIndent(merged, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return loadText(t, string(data))
}

func reference(t testing.TB) *posture.Reference {
	t.Helper()
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func loadText(t testing.TB, text string) *posture.Posture {
	t.Helper()
	fsys := fstest.MapFS{"company/posture.yaml": {Data: []byte(text)}}
	p, faults := posture.Load(fsys, "company", reference(t))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}
