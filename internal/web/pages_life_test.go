package web

import (
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/roadmap"
)

func TestLifeBars(t *testing.T) {
	t.Parallel()
	asOf := date.Of(2026, 11, 22)
	views, from, to := lifeViews([]roadmap.Span{
		{Name: "held", From: date.Of(2020, 1, 1), Until: date.Of(2028, 11, 22)},
		{Name: "soon", From: date.Of(2026, 5, 22), Until: date.Of(2027, 1, 1)},
		{Name: "over", From: date.Of(2020, 1, 1), Until: date.Of(2021, 1, 1)},
		{Name: "coming", Target: date.Of(2027, 6, 30)},
		{Name: "undated", Status: "PLANNED"},
	}, asOf)
	if from != date.Of(2025, 11, 22) || to != date.Of(2028, 11, 22) {
		t.Errorf("from %s to %s", from, to)
	}
	for i, want := range []struct{ text, bar string }{
		{"until 2028-11-22", `class="life-held" x="0.0" width="100.0"`},
		{"until 2027-01-01", `class="life-soon" x="16.5"`},
		{"until 2021-01-01", `class="life-over" x="0.0" width="0.5"`},
		{"expected 2027-06-30", `class="life-coming" x="33.3"`},
		{"planned, no date recorded", ""},
	} {
		if views[i].Text != want.text || !strings.Contains(string(views[i].Bar), want.bar) {
			t.Errorf("%s: %q %s", views[i].Name, views[i].Text, views[i].Bar)
		}
	}
}
