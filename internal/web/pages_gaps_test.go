package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/desk"
	"candor/internal/gap"
)

// Gaps that say the same of several controls or rows are told once.
func TestGapsAreJoined(t *testing.T) {
	t.Parallel()
	s := &Server{desk: lightDesk(t)}
	control := func(id string) gap.Gap {
		return gap.Gap{Code: "CONTROL", Title: "A control is missing", Severity: gap.Low, Framework: "soc2", Reply: "Not today.", Controls: []string{id}}
	}
	held := gap.Gap{Code: "NOT_HELD", Title: "Not held", Severity: gap.High, Framework: "soc2", Reply: "Not today.", Asked: "SOC 2"}
	other := held
	other.Asked = "SOC 2 of this year"
	gaps := []gap.Gap{control("soc2:CC7.1"), control("soc2:CC7.2"), held}
	all := s.joinGaps(nil, gaps, link{Name: "1"})
	all = s.joinGaps(all, []gap.Gap{control("soc2:CC7.2"), control("soc2:CC8.1"), other, held}, link{Name: "2"})
	var got []string
	for _, v := range all {
		var rows []string
		for _, r := range v.Rows {
			rows = append(rows, r.Name)
		}
		got = append(got, v.Title+": "+v.Asked+": "+strings.Join(v.Controls, " ")+": "+strings.Join(rows, " "))
	}
	want := []string{"A control is missing: : soc2:CC7.1 soc2:CC7.2 soc2:CC8.1: 1 2", "Not held: SOC 2; SOC 2 of this year: : 1 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(gaps[0].Controls) != 1 {
		t.Errorf("the record was written to: %v", gaps[0].Controls)
	}
}

// What a batch left cannot be finished or mended, so nothing offers it.
func TestReadOnlyOffersWhatWorks(t *testing.T) {
	t.Parallel()
	d := lightDesk(t)
	d.add(desk.Item{ID: "left", Name: "left.xlsx", Phase: desk.PhaseReview, ReadOnly: true}, plainRows(2))
	h := pageServer(t, d, Admin)
	page := textOf(get(t, h, "/q/left", http.StatusOK))
	for _, no := range []string{"Layout", "Finish"} {
		if strings.Contains(page, no) {
			t.Errorf("a result of a batch offers %s", no)
		}
	}
	if got := textOf(get(t, h, "/q/left/finish", http.StatusOK)); !strings.Contains(got, "when it is taken over") || strings.Contains(got, "Make the finished file") {
		t.Error("a result of a batch can be finished")
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "",
		" the disk is full ":         "The disk is full.",
		"is it?":                     "Is it?",
		"it@example.com decides":     "it@example.com decides.",
		"posture.yaml has a fault":   "posture.yaml has a fault.",
		"no: nothing":                "No: nothing.",
		"über allem steht die Frage": "Über allem steht die Frage.",
	} {
		if got := sentence(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
