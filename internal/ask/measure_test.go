package ask

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func cases(tb testing.TB, name string) []Case {
	tb.Helper()
	file, err := os.Open("../../fixtures/gold/" + name)
	if err != nil {
		tb.Fatalf("open gold: %v", err)
	}
	defer file.Close()
	list, err := ReadCases(file)
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return list
}

// The floors are those that the project promises for the labelled questions;
// what is read better than the floor today may not fall below it.
func TestMeasureFloors(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, name := range []string{
		"certification-questions.dev.jsonl", "certification-fresh.jsonl", "certification-second.jsonl", "certification-third.jsonl",
		"certification-fourth.jsonl", "certification-fifth.jsonl", "certification-sixth.jsonl",
		"certification-seventh.jsonl", "certification-eighth.jsonl", "certification-ninth.jsonl", "certification-tenth.jsonl", "certification-eleventh.jsonl", "certification-twelfth.jsonl",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := Measure(r, cases(t, name))
			for _, f := range []struct {
				what  string
				rate  Rate
				floor float64
			}{
				{"gate precision", m.Precision, 0.98},
				{"gate recall", m.Recall, 0.97},
				{"frameworks", m.Frameworks, 0.97},
				{"aspect", m.Aspect, 0.93},
				{"logic", m.Logic, 0.96},
			} {
				if f.rate.Share() < f.floor {
					t.Errorf("%s is %.3f (%d of %d), below %.2f", f.what, f.rate.Share(), f.rate.Right, f.rate.Of, f.floor)
				}
			}
			if len(m.Foreign) > 0 {
				t.Errorf("others' rows were read as ours: %v", m.Foreign)
			}
			if t.Failed() {
				t.Log(strings.Join(m.Misses, "\n"))
			}
		})
	}
}

func TestMeasurePrints(t *testing.T) {
	t.Parallel()
	list := []Case{
		{ID: "1", Text: "Are you ISO 27001 certified?", Frameworks: []string{"iso27001"}, Aspect: AspectHolds, Logic: LogicSingle, Subject: SubjectVendor, Polarity: PolarityNormal, Strength: StrengthNormal, Kind: "positive"},
		{ID: "2", Text: "Are backups tested?", Aspect: AspectNone, Subject: SubjectNone, Kind: "positive"},
	}
	var out bytes.Buffer
	if err := Measure(reader(t), list).Print(&out, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"gate precision                       1 of   1  1.000", "gate recall                          1 of   2  0.500", "2  gate: have none/none"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the print lacks %q:\n%s", want, out.String())
		}
	}
}

func TestReadCasesIsStrict(t *testing.T) {
	t.Parallel()
	if _, err := ReadCases(strings.NewReader(`{"id":"1","unknown":true}`)); err == nil {
		t.Error("an unknown field was taken")
	}
	if _, err := ReadCases(strings.NewReader(`{"id":`)); err == nil {
		t.Error("a broken line was taken")
	}
}
