package gap_test

import (
	"maps"
	"os"
	"strings"
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
	all := map[string]*posture.Posture{}
	for _, name := range []string{"postures.json", "gap-own-postures.json"} {
		f, err := os.Open(gold + name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		some, err := gap.ReadPostures(f, reference(t))
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(all, some)
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

// The labelled cases are exact from their own reading. From the question's text
// what the reader makes of it counts too: floors there, so that neither package
// falls back unseen.
func TestCasesAreExact(t *testing.T) {
	t.Parallel()
	for name, floor := range map[string]int{"gap-cases.dev.jsonl": 38, "gap-own.jsonl": 123, "gap-own2.jsonl": 122} {
		m := gap.Measure(engine(t), reader(t), postures(t), cases(t, name))
		for _, miss := range m.Misses {
			if strings.Contains(miss, "(given)") {
				t.Errorf("%s", miss)
			} else {
				t.Logf("%s", miss)
			}
		}
		if m.ReadAnswer < floor {
			t.Errorf("%s: from the text %d of %d answers are right, want %d", name, m.ReadAnswer, m.Cases, floor)
		}
	}
}
