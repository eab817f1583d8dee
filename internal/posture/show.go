package posture

import (
	"slices"

	"candor/internal/date"
)

// ShowRow is one record as it stands on a day.
type ShowRow struct {
	ID        string `json:"id"`
	Framework string `json:"framework"`
	// Name is what it is: "SOC 2 Type II", "ISO/IEC 27001:2022".
	Name string `json:"name"`
	// Kind is certification or obligation.
	Kind   string `json:"kind"`
	Status Status `json:"status"`
	// Usable tells whether it can back a Yes.
	Usable bool `json:"usable"`
	// Until is the last day on which the status holds, if there is one.
	Until   date.Date `json:"until"`
	Reasons []string  `json:"reasons"`
	// Scope lists the products covered; empty if it is not limited by product.
	Scope     []string `json:"scope"`
	Documents []string `json:"documents"`
	// Statement is what a prospect may be told, empty if nothing.
	Statement string `json:"statement"`
}

// Show tells of every record what it amounts to on asOf and what a prospect
// may be told, in English: what backs a Yes first, and of those what ends first.
func (p *Posture) Show(asOf date.Date) []ShowRow {
	rows := make([]ShowRow, 0, len(p.Attestations))
	for i := range p.Attestations {
		a := &p.Attestations[i]
		e := p.Effective(a, asOf)
		row := ShowRow{
			ID: a.ID, Framework: a.Framework, Name: p.Name(a), Kind: "certification",
			Status: e.Status, Usable: Usable(e.Status), Until: e.Until, Reasons: e.Reasons,
			Scope: slices.Clone(a.Scope.Products), Statement: p.Statement(a, asOf, "en"),
		}
		for _, d := range p.DocumentsOf(a) {
			row.Documents = append(row.Documents, d.label())
		}
		if !a.MayDisclose() {
			row.Reasons = append(slices.Clone(row.Reasons), "not to be mentioned in answers (disclosable: false)")
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, compareRows)
	return rows
}

func compareRows(a, b ShowRow) int {
	switch {
	case a.Usable != b.Usable && a.Usable:
		return -1
	case a.Usable != b.Usable:
		return 1
	case a.Until.IsZero() != b.Until.IsZero() && a.Until.IsZero():
		return 1
	case a.Until.IsZero() != b.Until.IsZero():
		return -1
	}
	return a.Until.Compare(b.Until)
}

// label tells a document and how it is shared: "SOC 2 report (nda)".
func (d Document) label() string {
	name := d.Title
	if name == "" {
		name = d.Kind
	}
	if d.Sharing == "" {
		return name
	}
	return name + " (" + d.Sharing + ")"
}

// Name is the record's name as we print it, without language: "SOC 2 Type II",
// "ISO/IEC 27001:2022", "PCI DSS v4.0.1".
func (p *Posture) Name(a *Attestation) string {
	in, ok := p.reference.Instrument(a.Framework)
	if !ok {
		return a.Framework
	}
	name := in.EditionName(a.Edition)
	if t := roman(a.SOCType); t != "" {
		name += " Type " + t
	}
	return name
}
