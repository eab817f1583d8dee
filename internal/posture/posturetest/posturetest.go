// Package posturetest draws certification records for property tests: of any
// instrument that can be held, in any state, with dates that belong together.
//
// It is for tests only, and says nothing about what a record means.
package posturetest

import (
	"pgregory.net/rapid"

	"candor/internal/date"
	"candor/internal/posture"
)

// Day draws a day of some four years.
func Day(t *rapid.T, label string) date.Date {
	return date.Of(2024, 1, 1).AddDays(rapid.IntRange(0, 1500).Draw(t, label))
}

// Attestation draws a record with the id.
func Attestation(t *rapid.T, ref *posture.Reference, id string) posture.Attestation {
	var ids []string
	for _, f := range ref.IDs() {
		if in, _ := ref.Instrument(f); in.Certifiable() {
			ids = append(ids, f)
		}
	}
	a := posture.Attestation{ID: id, Framework: rapid.SampledFrom(ids).Draw(t, "framework")}
	in, _ := ref.Instrument(a.Framework)
	a.Status = rapid.SampledFrom([]posture.Recorded{
		posture.RecordedHeld, posture.RecordedHeld, posture.RecordedHeld, posture.RecordedInProgress,
		posture.RecordedPlanned, posture.RecordedSuspended, posture.RecordedLapsed,
	}).Draw(t, "status")
	attributes(t, &a, in, ref.Criteria())
	a.Stage = rapid.SampledFrom([]string{"", "readiness", "observation", "stage2"}).Draw(t, "stage")
	a.Opinion = rapid.SampledFrom([]string{"", "unqualified", "qualified"}).Draw(t, "opinion")
	a.Issuer = posture.Issuer{Name: rapid.SampledFrom([]string{"", "Harbour Assurance", "Norden Cert BV"}).Draw(t, "name"), Kind: rapid.SampledFrom(in.Issuers).Draw(t, "issuer")}
	a.Scope.Products = rapid.SampledFrom([]posture.IDs{nil, {"core"}, {"core", "mobile"}, {"all"}}).Draw(t, "products")
	a.Scope.Locations = rapid.SampledFrom([]posture.IDs{nil, {"us"}, {"us", "eu"}}).Draw(t, "locations")
	a.Documents = []posture.Document{{Kind: "report", Sharing: rapid.SampledFrom([]string{"public", "nda", "portal", "on_request"}).Draw(t, "sharing"), Location: "trust.example"}}
	if in.Form != posture.FormReport {
		a.Documents[0].Kind = "certificate"
	}
	dates(t, &a, in)
	return a
}

// attributes draws what only some instruments have.
func attributes(t *rapid.T, a *posture.Attestation, in posture.Instrument, criteria []string) {
	if in.Typed {
		a.SOCType = rapid.IntRange(1, 2).Draw(t, "type")
	}
	if in.Criteria {
		a.Criteria = append([]string{"security"}, rapid.SliceOfNDistinct(rapid.SampledFrom(criteria[1:]), 0, 3, rapid.ID[string]).Draw(t, "criteria")...)
	}
	if len(in.Editions) > 0 {
		a.Edition = rapid.SampledFrom(in.Editions).Draw(t, "edition").ID
	}
	if len(in.Levels) > 0 {
		a.Level = rapid.SampledFrom(in.Levels).Draw(t, "level")
	}
	if a.Framework == "pci-dss" && rapid.Bool().Draw(t, "self") {
		a.SAQ = "D"
	}
}

func dates(t *rapid.T, a *posture.Attestation, in posture.Instrument) {
	d, start := &a.Dates, Day(t, "start")
	switch {
	case a.Status == posture.RecordedInProgress || a.Status == posture.RecordedPlanned:
		d.Target = start
	case in.Form == posture.FormReport && a.SOCType == 1:
		d.AsOf = start
	case in.Form == posture.FormReport:
		d.PeriodStart, d.PeriodEnd = start, start.AddMonths(rapid.IntRange(3, 12).Draw(t, "window")).AddDays(-1)
		d.Issued = d.PeriodEnd.AddDays(40)
		if rapid.Bool().Draw(t, "letter") {
			from := d.PeriodEnd.AddDays(1)
			a.BridgeLetters = []posture.BridgeLetter{{CoversFrom: from, CoversTo: from.AddDays(rapid.IntRange(10, 500).Draw(t, "letter days"))}}
		}
	default:
		d.Issued = start
		if rapid.Bool().Draw(t, "prints expiry") {
			d.Expires = start.AddMonths(rapid.IntRange(6, 36).Draw(t, "validity"))
		}
		if rapid.Bool().Draw(t, "surveillance") {
			d.NextSurveillance = start.AddMonths(12)
		}
	}
}
