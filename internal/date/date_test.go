package date_test

import (
	"encoding/json"
	"testing"

	"candor/internal/date"

	"pgregory.net/rapid"
)

func TestMonths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from, to string
		want     int
	}{
		{"2025-06-20", "2026-06-30", 12},
		{"2026-01-31", "2026-02-28", 0},
		{"2026-01-31", "2026-03-31", 2},
		{"2026-03-31", "2026-01-31", -2},
		{"2026-06-30", "2026-06-30", 0},
	}
	for _, tt := range tests {
		if got := date.MustParse(tt.from).MonthsUntil(date.MustParse(tt.to)); got != tt.want {
			t.Errorf("%s to %s: %d months, want %d", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestAddMonthsKeepsToTheMonth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2025-06-20", 12, "2026-06-20"},
		{"2026-03-31", -1, "2026-02-28"},
	}
	for _, tt := range tests {
		if got := date.MustParse(tt.from).AddMonths(tt.n).String(); got != tt.want {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestTextAndJSONRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := date.MustParse("2000-01-01").AddDays(rapid.IntRange(-40000, 40000).Draw(t, "days"))
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back date.Date
		if err := json.Unmarshal(b, &back); err != nil || back != d {
			t.Fatalf("%s came back as %s (%v)", d, back, err)
		}
		if d.AddDays(1).Compare(d) != 1 || d.DaysUntil(d.AddDays(30)) != 30 {
			t.Fatalf("%s: order or distance is off", d)
		}
	})
	var none date.Date
	if b, err := json.Marshal(none); err != nil || string(b) != "null" {
		t.Errorf("no date is written as %s (%v)", b, err)
	}
	if _, err := date.Parse("22.11.2026"); err == nil {
		t.Error("a date of another form was taken")
	}
}
