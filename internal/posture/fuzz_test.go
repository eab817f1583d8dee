package posture_test

import (
	"os"
	"testing"
	"testing/fstest"

	"candor/internal/date"
	"candor/internal/posture"
)

// FuzzPosture: whatever stands in the file, loading, checking and wording it
// end without a panic, and faults name the file.
func FuzzPosture(f *testing.F) {
	ref := reference(f)
	starter, err := os.ReadFile("../../knowledgebase/company/posture.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(starter), "2026-11-22")
	f.Add("attestations: [{id: a, framework: iso27017, status: held, level: x}]", "2026-01-31")
	f.Add("attestations: [{id: a, framework: soc2, status: held, dates: {period_end: 0001-01-01}}]", "0001-01-01")
	f.Fuzz(func(t *testing.T, text, day string) {
		asOf, err := date.Parse(day)
		if err != nil {
			return
		}
		p, faults := posture.Load(fstest.MapFS{"c/posture.yaml": {Data: []byte(text)}}, "c", ref)
		if p == nil {
			if len(faults) == 0 || faults[0].File != "c/posture.yaml" {
				t.Fatalf("no posture and no fault that names the file: %v", faults)
			}
			return
		}
		for _, fault := range p.Validate(nil, asOf) {
			if fault.Code == "" || fault.Message == "" {
				t.Errorf("fault without code or message: %+v", fault)
			}
		}
		for _, row := range p.Show(asOf) {
			if row.Status == "" && row.Usable {
				t.Errorf("usable without a status: %+v", row)
			}
		}
	})
}
