package posture_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/date"
	"candor/internal/posture"
	"candor/internal/posture/posturetest"
)

func TestEffective(t *testing.T) {
	t.Parallel()
	const type2 = "framework: soc2, kind: report, status: held, soc_type: 2, criteria: [security], dates: {period_start: 2025-04-01, period_end: 2026-03-31, issued: 2026-05-10}"
	letter := func(from, to string) string {
		return type2 + fmt.Sprintf(", bridge_letters: [{covers_from: %s, covers_to: %s}]", from, to)
	}
	iso := func(more string) string {
		return `framework: iso27001, kind: certificate, status: held, edition: "2022", dates: {issued: 2024-09-01, expires: 2027-08-31` + more + "}"
	}
	tests := []struct {
		name, record, asOf string
		want               posture.Status
	}{
		{"report on its last day", type2, "2027-03-31", posture.StatusCurrent},
		{"report a day too old", type2, "2027-04-01", posture.StatusStale},
		{"day precision", "framework: soc2, kind: report, status: held, soc_type: 1, dates: {as_of: 2025-06-20}", "2026-06-30", posture.StatusStale},
		{"report before it was issued", type2, "2026-05-09", posture.StatusInProgress},
		{"bridged", letter("2026-04-01", "2027-06-30"), "2027-05-01", posture.StatusBridged},
		{"letter has ended", letter("2026-04-01", "2027-04-30"), "2027-05-01", posture.StatusStale},
		{"letter leaves a hole", letter("2026-04-02", "2027-06-30"), "2027-05-01", posture.StatusStale},
		{"letter reaches too far", letter("2026-04-01", "2027-08-31"), "2027-05-01", posture.StatusStale},
		{"type I is never bridged", "framework: soc2, kind: report, status: held, soc_type: 1, dates: {as_of: 2026-02-15}, bridge_letters: [{covers_from: 2026-02-16, covers_to: 2027-04-30}]", "2027-03-01", posture.StatusStale},
		{"report without dates", "framework: soc2, kind: report, status: held", "2026-06-30", posture.StatusStale},
		{"certificate", iso(""), "2026-06-30", posture.StatusCurrent},
		{"91 days before", iso(""), "2027-06-01", posture.StatusCurrent},
		{"90 days before", iso(""), "2027-06-02", posture.StatusExpiring},
		{"on its last day", iso(""), "2027-08-31", posture.StatusExpiring},
		{"expired", iso(""), "2027-09-01", posture.StatusExpired},
		{"surveillance done", iso(", last_surveillance: 2025-08-20, next_surveillance: 2025-08-15"), "2026-06-30", posture.StatusCurrent},
		{"surveillance ahead", iso(", last_surveillance: 2025-08-20, next_surveillance: 2026-08-31"), "2026-06-30", posture.StatusCurrent},
		{"surveillance missed", iso(", last_surveillance: 2025-08-20, next_surveillance: 2026-06-29"), "2026-06-30", posture.StatusOverdue},
		{"edition void", `framework: iso27001, kind: certificate, status: held, edition: "2013", dates: {issued: 2023-03-01, expires: 2026-02-28}`, "2025-11-01", posture.StatusSuperseded},
		{"edition on its last day", `framework: iso27001, kind: certificate, status: held, edition: "2013", dates: {issued: 2023-03-01, expires: 2026-02-28}`, "2025-10-31", posture.StatusCurrent},
		{"no expiry printed", "framework: tisax, kind: label, status: held, level: AL3, dates: {issued: 2024-01-10}", "2027-01-09", posture.StatusExpiring},
		{"no expiry printed, over", "framework: tisax, kind: label, status: held, level: AL3, dates: {issued: 2024-01-10}", "2027-01-10", posture.StatusExpired},
		{"hitrust by level", "framework: hitrust, kind: certificate, status: held, level: r2, dates: {issued: 2025-01-10}", "2026-06-30", posture.StatusCurrent},
		{"continuous, assessed", "framework: fedramp, kind: authorization, status: held, level: moderate, dates: {issued: 2023-01-10, last_surveillance: 2026-01-10}", "2026-06-30", posture.StatusCurrent},
		{"continuous, not assessed", "framework: fedramp, kind: authorization, status: held, level: moderate, dates: {issued: 2023-01-10}", "2026-06-30", posture.StatusOverdue},
		{"certificate without dates", "framework: iso22301, kind: certificate, status: held", "2026-06-30", posture.StatusExpired},
		{"extension without its base", "framework: iso27017, kind: certificate, status: held, dates: {issued: 2025-01-10, expires: 2028-01-09}", "2026-06-30", posture.StatusExpired},
		{"suspended", "framework: iso27001, status: suspended", "2026-06-30", posture.StatusSuspended},
		{"withdrawn", "framework: iso27001, status: withdrawn", "2026-06-30", posture.StatusSuspended},
		{"lapsed", "framework: iso27001, status: lapsed", "2026-06-30", posture.StatusLapsed},
		{"planned", "framework: iso27001, status: planned", "2026-06-30", posture.StatusPlanned},
		{"in progress", "framework: soc2, status: in_progress, dates: {target: 2026-06-30}", "2026-06-30", posture.StatusInProgress},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := loadText(t, "attestations: [{id: a, "+tt.record+"}]\n")
			e := p.Effective(&p.Attestations[0], date.MustParse(tt.asOf))
			if e.Status != tt.want {
				t.Errorf("got %s (%v), want %s", e.Status, e.Reasons, tt.want)
			}
			if e.Status == posture.StatusBridged && (e.Bridge == nil || e.Until != e.Bridge.CoversTo) {
				t.Errorf("bridged without its letter: %+v", e)
			}
		})
	}
}

func TestEffectiveFlags(t *testing.T) {
	t.Parallel()
	p := loadText(t, `attestations:
  - {id: late, framework: soc2, status: in_progress, dates: {target: 2026-03-31}}
  - {id: old, framework: soc1, kind: report, status: held, soc_type: 2, dates: {period_start: 2024-01-01, period_end: 2024-12-31}}
  - {id: base, framework: iso27001, kind: certificate, status: suspended, edition: "2022"}
  - {id: ext, framework: iso27018, kind: certificate, status: held, dates: {issued: 2025-01-10, expires: 2028-01-09}}
`)
	asOf := date.MustParse("2026-07-01")
	if e := p.Effective(&p.Attestations[0], asOf); !e.Overdue {
		t.Errorf("late: %+v", e)
	}
	if e := p.Effective(&p.Attestations[1], asOf); e.Status != posture.StatusStale || !e.VeryStale {
		t.Errorf("old: %+v", e)
	}
	if e := p.Effective(&p.Attestations[1], date.MustParse("2026-06-30")); e.VeryStale {
		t.Errorf("old, 18 months to the day: %+v", e)
	}
	if e := p.Effective(&p.Attestations[3], asOf); e.Status != posture.StatusSuspended {
		t.Errorf("extension of a suspended certificate: %+v", e)
	}
}

func TestAgeFromIssued(t *testing.T) {
	t.Parallel()
	p := loadText(t, "policy: {age_from: issued}\nattestations: [{id: a, framework: soc2, kind: report, status: held, soc_type: 2, dates: {period_start: 2025-04-01, period_end: 2026-03-31, issued: 2026-05-10}}]\n")
	if e := p.Effective(&p.Attestations[0], date.MustParse("2027-05-10")); e.Status != posture.StatusCurrent {
		t.Errorf("counted from the day of issue: %+v", e)
	}
}

// freshness orders statuses by how much they say; a record may only move up.
func freshness(t *rapid.T, s posture.Status) int {
	switch s {
	case posture.StatusCurrent:
		return 0
	case posture.StatusExpiring, posture.StatusBridged:
		return 1
	case posture.StatusOverdue:
		return 2
	case posture.StatusStale:
		return 3
	case posture.StatusExpired:
		return 4
	case posture.StatusSuperseded:
		return 5
	case posture.StatusLapsed, posture.StatusSuspended, posture.StatusInProgress, posture.StatusPlanned:
		return 6
	}
	t.Fatalf("status %q is not in the order", s)
	return 0
}

func TestStatusNeverGoesBackInTime(t *testing.T) {
	t.Parallel()
	ref := reference(t)
	rapid.Check(t, func(t *rapid.T) {
		p := posture.New(ref)
		a := posturetest.Attestation(t, ref, "a")
		p.Attestations = []posture.Attestation{a}
		first := posturetest.Day(t, "first")
		if e := p.Effective(&a, first); e.Status == posture.StatusInProgress && a.Status == posture.RecordedHeld {
			return // not issued yet: there is nothing to grow old
		}
		later := first.AddDays(rapid.IntRange(0, 2000).Draw(t, "days"))
		before, after := p.Effective(&a, first), p.Effective(&a, later)
		if freshness(t, after.Status) < freshness(t, before.Status) {
			t.Fatalf("%s on %s, fresher %s on %s", before.Status, first, after.Status, later)
		}
		if diff := cmp.Diff(before, p.Effective(&a, first), cmp.Comparer(func(x, y date.Date) bool { return x == y })); diff != "" {
			t.Fatalf("the same day gave two answers\n%s", diff)
		}
		if before.VeryStale && !after.VeryStale {
			t.Fatalf("no longer very stale on %s", later)
		}
	})
}
