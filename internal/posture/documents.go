package posture

import (
	"slices"

	"candor/internal/date"
)

// The levels at which a document is shared, widest first.
const (
	SharingPublic    = "public"
	SharingOnRequest = "on_request"
	SharingPortal    = "portal"
	SharingNDA       = "nda"
	SharingInternal  = "internal"
)

var sharings = []string{SharingPublic, SharingOnRequest, SharingPortal, SharingNDA, SharingInternal}

// kinds of documents (DOMAIN.md 1.1).
var documentKinds = []string{
	"report", "certificate", "soa", "bridge_letter", "aoc", "saq", "caiq", "soc3", "pentest_summary", "policy",
	"risk_assessment", "bcp_test", "dpa", "insurance", "engagement_letter", "other",
}

// documentKindPentest is the kind with an age limit of its own.
const documentKindPentest = "pentest_summary"

// DocumentsOf returns the documents of a record, references resolved; those
// that lead nowhere are left out (V19 reports them).
func (p *Posture) DocumentsOf(a *Attestation) []Document {
	var docs []Document
	for _, d := range a.Documents {
		if !d.Reference {
			docs = append(docs, d)
		} else if full, ok := p.Document(d.ID); ok {
			docs = append(docs, full)
		}
	}
	return docs
}

// Document returns the registered document of id.
func (p *Posture) Document(id string) (Document, bool) {
	i := slices.IndexFunc(p.Documents, func(d Document) bool { return d.ID == id })
	if i < 0 {
		return Document{}, false
	}
	return p.Documents[i], true
}

// Evidence is a document with what matters about handing it out on a date.
type Evidence struct {
	Document
	// Attestation is the id of the record that it belongs to, "" if to none.
	Attestation string
	// Stale tells that it has expired or is older than its kind may be.
	Stale bool
	// Restricted tells that it is not public.
	Restricted bool
}

// Evidence returns the documents of any of kinds that may leave the company,
// freshest first, whether registered on their own or inside a record. A
// document that is internal, or that belongs to a record which must not be
// disclosed, is left out.
func (p *Posture) Evidence(asOf date.Date, kinds ...string) []Evidence {
	var found []Evidence
	add := func(d Document, attestation string) {
		if d.Sharing == SharingInternal || !slices.Contains(kinds, d.Kind) {
			return
		}
		known := d.ID != "" && slices.ContainsFunc(found, func(e Evidence) bool { return e.ID == d.ID })
		if !known {
			found = append(found, Evidence{Document: d, Attestation: attestation, Stale: p.isStale(d, asOf), Restricted: d.Sharing != SharingPublic})
		}
	}
	var hidden []string
	for i := range p.Attestations {
		a := &p.Attestations[i]
		for _, d := range p.DocumentsOf(a) {
			if a.MayDisclose() {
				add(d, a.ID)
			} else {
				hidden = append(hidden, d.ID)
			}
		}
	}
	for _, d := range p.Documents {
		if d.ID == "" || !slices.Contains(hidden, d.ID) {
			add(d, "")
		}
	}
	slices.SortStableFunc(found, func(a, b Evidence) int { return b.Date.Compare(a.Date) })
	return found
}

// isStale applies the document's own expiry and, for penetration tests, the
// policy's age. Other kinds have no limit unless they print one.
func (p *Posture) isStale(d Document, asOf date.Date) bool {
	if !d.Expires.IsZero() && asOf.After(d.Expires) {
		return true
	}
	limit := 0
	if d.Kind == documentKindPentest {
		limit = p.Policy.PentestMaxAgeMonths
	}
	return limit > 0 && !d.Date.IsZero() && d.Date.AddMonths(limit).Before(asOf)
}
