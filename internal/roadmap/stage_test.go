package roadmap_test

import (
	"strings"
	"testing"

	"candor/internal/deals"
	"candor/internal/roadmap"
)

func TestDecidedDealsAreNotBlocked(t *testing.T) {
	t.Parallel()
	p := planner(t)
	for stage, closed := range map[string]bool{
		"": false, "Proposal": false, "security review": false, "Closing": false, "6 - to be closed": false, "Wonderful": false,
		"won": true, "Closed Won": true, "closed-lost": true, "CLOSED/LOST": true, "closed_won": true, "closedlost": true,
		"8. Verloren": true, "Perdu": true, "Gagné": true, "Perdida": true, "Negócio fechado": true,
	} {
		in := asked{rows: []string{wantsISO}}.input(t, "a.csv")
		value := 1000.0
		in.Deal = &deals.Deal{File: "a.csv", Stage: stage, Value: &value}
		r := plan(t, p, []roadmap.Input{in}, november)
		f := r.Files[0]
		if f.Closed != closed || f.Blocked == closed || f.Stage != stage || f.Demand != 4 || r.Demand != 4 {
			t.Errorf("%q: %+v", stage, f)
		}
		for _, k := range r.Remedies {
			if closed && (k.Deals > 0 || k.Value != nil && *k.Value > 0) {
				t.Errorf("%q: %s unblocks a deal that is decided", stage, k.ID)
			}
			if k.ID == "ISO27001" && (k.Demand != 4 || k.Rows != 1) {
				t.Errorf("%q: demand %d of %d rows", stage, k.Demand, k.Rows)
			}
		}
		if noted := strings.Contains(strings.Join(r.Notes, "\n"), "1 deal is decided by the stage"); noted != closed {
			t.Errorf("%q: notes %v", stage, r.Notes)
		}
	}
}
