package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/library"
)

// Finding is one thing that `candor check` says.
type Finding struct {
	Code string `json:"code"`
	// Severity is error or warning for a fault of form or reference, else info,
	// low, medium, high or blocker.
	Severity string `json:"severity"`
	Entry    string `json:"entry,omitempty"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col,omitempty"`
	// Text is the sentence or value at fault, Message what is wrong with it.
	Text    string `json:"text"`
	Message string `json:"message"`
	Suggest string `json:"suggest"`
}

// Place is "file:line".
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// IsFault reports whether the finding makes check fail: an error of form, or a
// statement that must not go out.
func (f Finding) IsFault() bool {
	return f.Severity == severityError || f.Severity == "high" || f.Severity == "blocker"
}

const (
	severityError   = "error"
	severityWarning = "warning"
)

// CheckResult is the outcome of a check.
type CheckResult struct {
	AsOf     string    `json:"as_of"`
	Entries  int       `json:"entries"`
	Findings []Finding `json:"findings"`
}

// Faults counts the findings that make check fail.
func (r CheckResult) Faults() int {
	n := 0
	for _, f := range r.Findings {
		if f.IsFault() {
			n++
		}
	}
	return n
}

// Check holds the whole knowledge base of dir (the starter for "") against its
// own rules on a day. An error means that it could not be read at all; faults
// are findings.
func Check(ctx context.Context, dir string, asOf date.Date) (CheckResult, error) {
	result := CheckResult{AsOf: asOf.String(), Findings: []Finding{}}
	fsys, err := source(dir)
	if err != nil {
		return result, err
	}
	b, faults := load(fsys, asOf)
	if b.Library != nil {
		faults = append(faults, b.Library.UnusedFacts()...)
		result.Entries = len(b.Library.Entries())
	}
	result.Findings = append(result.Findings, fromFaults(faults)...)
	if b.Library != nil {
		for _, e := range b.Library.Entries() {
			if err := ctx.Err(); err != nil {
				return result, fmt.Errorf("check entries: %w", err)
			}
			result.Findings = append(result.Findings, b.checkEntry(e, asOf)...)
		}
	}
	slices.SortStableFunc(result.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return result, nil
}

// CheckPosture checks the certification records alone.
func CheckPosture(_ context.Context, dir string, asOf date.Date) (CheckResult, error) {
	result := CheckResult{AsOf: asOf.String(), Findings: []Finding{}}
	fsys, err := source(dir)
	if err != nil {
		return result, err
	}
	_, faults := load(fsys, asOf)
	faults = slices.DeleteFunc(faults, func(f kbfile.Fault) bool { return f.File != "company/posture.yaml" })
	result.Findings = append(result.Findings, fromFaults(faults)...)
	return result, nil
}

func fromFaults(faults kbfile.Faults) []Finding {
	out := make([]Finding, len(faults))
	for i, f := range faults {
		out[i] = Finding{Code: f.Code, Severity: severityError, File: f.File, Line: f.Line, Col: f.Col, Text: f.Message, Message: f.Message}
		if f.Warning {
			out[i].Severity = severityWarning
		}
	}
	return out
}

// checkEntry looks at what an entry says: claims, wording, age.
func (b *Base) checkEntry(e *library.Entry, asOf date.Date) []Finding {
	var out []Finding
	if e.Stale(asOf) && e.Status != library.Retired {
		out = append(out, Finding{
			Code: "ANSWER_STALE", Severity: "low", Entry: e.ID, File: e.File, Line: b.Library.Line(e.ID, "reviewed"),
			Text: e.Reviewed.String(), Message: fmt.Sprintf("the entry was due for review on %s", e.DueOn()),
		})
	}
	if b.Claims == nil || e.Status == library.Retired {
		return out
	}
	for _, text := range []string{e.Text, e.Short} {
		for _, f := range b.Claims.Check(text, asOf) {
			finding := fromClaim(e, f)
			if !slices.Contains(out, finding) {
				out = append(out, finding)
			}
		}
	}
	return out
}

func fromClaim(e *library.Entry, f claim.Finding) Finding {
	return Finding{
		Code: f.Code, Severity: string(f.Severity), Entry: e.ID, File: e.File, Line: e.BodyLine,
		Text: f.Text, Message: fmt.Sprintf("%q", f.Text), Suggest: f.Suggest,
	}
}
