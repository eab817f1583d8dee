package gap_test

import (
	"os"
	"testing"

	"candor/internal/ask"
	"candor/internal/gap"
	"candor/internal/posture"
	"candor/knowledgebase"
)

const gold = "../../fixtures/gold/"

func engine(t testing.TB) *gap.Engine {
	t.Helper()
	e, err := gap.Load(knowledgebase.FS)
	if err != nil {
		t.Fatalf("Load:\n%v", err)
	}
	return e
}

func reference(t testing.TB) *posture.Reference {
	t.Helper()
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		t.Fatalf("LoadReference:\n%v", err)
	}
	return ref
}

func reader(t testing.TB) *ask.Reader {
	t.Helper()
	r, err := ask.Load(knowledgebase.FS)
	if err != nil {
		t.Fatalf("ask.Load:\n%v", err)
	}
	return r
}

func postures(t testing.TB) map[string]*posture.Posture {
	t.Helper()
	f, err := os.Open(gold + "postures.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := gap.ReadPostures(f, reference(t))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func cases(t testing.TB, name string) []gap.Case {
	t.Helper()
	f, err := os.Open(gold + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := gap.ReadCases(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestCasesAreExact(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"gap-cases.dev.jsonl"} {
		m := gap.Measure(engine(t), reader(t), postures(t), cases(t, name))
		for _, miss := range m.Misses {
			t.Errorf("%s", miss)
		}
	}
}
