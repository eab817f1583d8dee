package upkeep

import (
	"cmp"
	"maps"
	"slices"

	"candor/internal/date"
	"candor/internal/library"
	"candor/internal/posture"
)

// Kind is what falls due.
type Kind string

// The kinds of things that fall due.
const (
	KindEntry    Kind = "entry"
	KindFact     Kind = "fact"
	KindDocument Kind = "document"
)

// Due is one thing that is past its day or soon will be.
type Due struct {
	Kind  Kind   `json:"kind"`
	ID    string `json:"id"`
	Title string `json:"title"`
	Owner string `json:"owner,omitempty"`
	// Reviewed is the day of the last review, or a document's date; "" if none.
	Reviewed string `json:"reviewed,omitempty"`
	Due      string `json:"due"`
	// Days is how many days are left, below zero for what is overdue.
	Days   int    `json:"days"`
	Status string `json:"status,omitempty"`
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	// Used are the entries that state the fact or rest on the document.
	Used []string `json:"used,omitempty"`
	// Do is what to do about it.
	Do string `json:"do"`

	on date.Date
}

// Overdue reports whether the day has passed.
func (d Due) Overdue() bool { return d.Days < 0 }

// DueReport is what is past its review day on AsOf or will be on Until.
type DueReport struct {
	AsOf   string `json:"as_of"`
	Until  string `json:"until"`
	Within int    `json:"within_days"`
	// Overdue and Soon count the items.
	Overdue int   `json:"overdue"`
	Soon    int   `json:"soon"`
	Items   []Due `json:"items"`
	// Undated are approved entries that name no day of review: they never fall
	// due.
	Undated []string `json:"undated"`
}

const (
	factsFile   = "company/facts.yaml"
	postureFile = "company/posture.yaml"
)

// Stale lists the entries, facts and documents that are due within so many days
// of asOf, the most overdue first. The day that something is due is still in
// time. Facts are due as entries are that name no period of their own.
func Stale(lib *library.Library, p *posture.Posture, asOf date.Date, within int) *DueReport {
	r := &DueReport{AsOf: asOf.String(), Until: asOf.AddDays(within).String(), Within: within, Items: []Due{}, Undated: []string{}}
	all := dueEntries(lib, r)
	if p != nil {
		all = append(all, dueFacts(lib, p.Policy.AnswerMaxAgeDays)...)
		all = append(all, dueDocuments(lib, p)...)
	}
	for _, d := range all {
		d.Days = asOf.DaysUntil(d.on)
		if d.Days > within {
			continue
		}
		d.Due = d.on.String()
		if d.Kind == KindEntry {
			d.Line = lib.Line(d.ID, "reviewed") // reads the file anew: for the few that are due
		}
		if d.Overdue() {
			r.Overdue++
		} else {
			r.Soon++
		}
		r.Items = append(r.Items, d)
	}
	slices.SortFunc(r.Items, func(a, b Due) int {
		return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return r
}

func dueEntries(lib *library.Library, r *DueReport) []Due {
	var out []Due
	for _, e := range lib.Entries() {
		on := e.DueOn()
		switch {
		case e.Status == library.Retired:
			continue
		case on.IsZero():
			if e.Status == library.Approved {
				r.Undated = append(r.Undated, e.ID)
			}
			continue
		}
		out = append(out, Due{
			Kind: KindEntry, ID: e.ID, Title: e.Questions[0], Owner: e.Owner, Reviewed: e.Reviewed.String(), Status: string(e.Status),
			File: e.File, Do: "read it, then: candor library approve " + e.ID, on: on,
		})
	}
	return out
}

func dueFacts(lib *library.Library, maxAge int) []Due {
	if maxAge == 0 {
		return nil
	}
	used := map[string][]string{}
	for _, e := range lib.Entries() {
		if e.Status == library.Retired {
			continue
		}
		for _, name := range e.Facts {
			used[name] = append(used[name], e.ID)
		}
	}
	facts := lib.Facts()
	var out []Due
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		f := facts[name]
		if f.Reviewed.IsZero() || len(used[name]) == 0 {
			continue
		}
		out = append(out, Due{
			Kind: KindFact, ID: name, Title: f.Value, Reviewed: f.Reviewed.String(), File: factsFile, Line: lib.FactAt(name).Line,
			Used: used[name], Do: "confirm the value and set its day of review", on: f.Reviewed.AddDays(maxAge),
		})
	}
	return out
}

// dueDocuments lists the documents with an end, and summaries of penetration
// tests by the age that the policy allows.
func dueDocuments(lib *library.Library, p *posture.Posture) []Due {
	used := map[string][]string{}
	for _, e := range lib.Entries() {
		if e.Status == library.Retired {
			continue
		}
		for _, ev := range e.Evidence {
			used[ev.Ref] = append(used[ev.Ref], e.ID)
		}
	}
	var out []Due
	for _, doc := range p.Documents {
		d := Due{
			Kind: KindDocument, ID: doc.ID, Title: doc.Title, File: postureFile, Used: used[doc.ID],
			Do: "replace it by its successor, or take it off the records", on: doc.Expires,
		}
		if d.on.IsZero() && doc.Kind == "pentest_summary" && !doc.Date.IsZero() && p.Policy.PentestMaxAgeMonths > 0 {
			d.on = doc.Date.AddMonths(p.Policy.PentestMaxAgeMonths)
			d.Do = "put the summary of the latest test in its place"
		}
		if d.on.IsZero() {
			continue
		}
		if !doc.Date.IsZero() {
			d.Reviewed = doc.Date.String()
		}
		out = append(out, d)
	}
	return out
}
