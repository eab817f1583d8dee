package web

import (
	"net/http"
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/runlog"
)

func TestItemsInWords(t *testing.T) {
	t.Parallel()
	summary := &runlog.Summary{Questions: 9, Gaps: map[string]int{"high": 2, "low": 1}}
	for name, tt := range map[string]struct {
		it                desk.Item
		phase, gaps, does string
	}{
		"new":                   {desk.Item{Phase: desk.PhaseReview, Summary: summary, Open: 3, GapRows: 2, SeriousRows: 1}, "New", "1 row with a serious gap", "Review"},
		"begun":                 {desk.Item{Phase: desk.PhaseReview, Summary: summary, Open: 3, Decided: 1, GapRows: 2}, "In review", "2 rows with a gap", "Review"},
		"somebody is asked":     {desk.Item{Phase: desk.PhaseReview, Summary: summary, Open: 3, WaitingFor: []string{"eve"}}, "Waiting for an owner", "3 gaps", "Review"},
		"asked about an answer": {desk.Item{Phase: desk.PhaseReview, Summary: summary, WaitingFor: []string{"eve"}}, "Waiting for an owner", "3 gaps", "Review"},
		"nothing is open":       {desk.Item{Phase: desk.PhaseReview, Summary: &runlog.Summary{Questions: 9}}, "Ready to finish", "", "Finish"},
		"finished":              {desk.Item{Phase: desk.PhaseDone, Summary: summary}, "Done", "3 gaps", "Download"},
		"cannot be read":        {desk.Item{Phase: desk.PhaseFailed}, "Not answered", "", "Open"},
		"no question found":     {desk.Item{Phase: desk.PhaseFailed, Readable: true}, "Not answered", "", "Look at the layout"},
		"damaged":               {desk.Item{Phase: desk.PhaseFailed, Damaged: true}, "Damaged", "", "Open"},
	} {
		v := viewItem(&tt.it, date.Of(2026, 11, 22))
		if v.Phase.Word != tt.phase || v.GapText != tt.gaps || v.Do != tt.does {
			t.Errorf("%s: %q, %q, %q", name, v.Phase.Word, v.GapText, v.Do)
		}
	}
}

// What comes with a row brings the counts of the filters up to date.
func TestRowBringsCounts(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 12), Admin)
	want := map[string]string{}
	for _, n := range elements(get(t, h, "/q/plain", http.StatusOK), "span") {
		if name := attr(n, "data-count"); name != "" {
			want[name] = textOf(n)
		}
	}
	got := 0
	for _, n := range elements(get(t, h, "/q/plain/row?needs=person&row=Sheet1!B3", http.StatusOK), "span") {
		if name := attr(n, "data-fresh"); name != "" {
			got++
			if strings.TrimSpace(textOf(n)) != strings.TrimSpace(want[name]) {
				t.Errorf("%s: %q with the row, %q on the page", name, textOf(n), want[name])
			}
		}
	}
	if got != len(want) || got < 4 {
		t.Errorf("%d counts with the row, %d on the page", got, len(want))
	}
}
