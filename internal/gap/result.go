package gap

import (
	"cmp"
	"slices"

	"candor/internal/posture"
)

// finding is a gap before strength and wording.
type finding struct {
	code      Code
	severity  Severity
	asked     bool
	framework string
	record    *posture.Attestation
	// values are what only this finding can say.
	values values
}

// tier is how close a framework comes to what is asked, for choosing among
// alternatives; less is closer.
type tier int

const (
	tierUsable tier = iota
	tierInProgress
	tierPlanned
	tierLapsed
	tierOther
	tierNone
)

// result is what the posture has on one framework.
type result struct {
	framework string
	// record is the one that says most; nil without any.
	record *posture.Attestation
	// next is another one under way or planned that would do better.
	next *posture.Attestation
	// other is the record of another instrument that may be offered.
	other    *posture.Attestation
	tier     tier
	findings []finding
}

// worst returns the severest of the findings, "" without any.
func (r *result) worst() Severity {
	var worst Severity
	for _, f := range r.findings {
		if f.severity.Rank() > worst.Rank() {
			worst = f.severity
		}
	}
	return worst
}

// satisfied reports whether nothing of weight is missing.
func (r *result) satisfied() bool { return !r.worst().AtLeast(Medium) }

func (r *result) has(c Code) bool {
	return slices.ContainsFunc(r.findings, func(f finding) bool { return f.code == c })
}

// order sorts findings: severest first, asked before unasked, then the table.
func order(all []finding) {
	slices.SortStableFunc(all, func(a, b finding) int {
		return cmp.Or(
			cmp.Compare(b.severity.Rank(), a.severity.Rank()),
			cmp.Compare(asInt(b.asked), asInt(a.asked)),
			cmp.Compare(a.code.order(), b.code.order()),
		)
	})
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// add notes a finding at the severity that the definition gives it.
func (q *query) add(res *result, c Code, asked bool, v values) *finding {
	d := q.e.definitions[c]
	severity := d.Severity.Unasked
	if asked || severity == "" {
		severity = d.Severity.Asked
	}
	res.findings = append(res.findings, finding{
		code: c, severity: severity, asked: asked, framework: res.framework, record: res.record, values: v,
	})
	return &res.findings[len(res.findings)-1]
}
