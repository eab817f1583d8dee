package claim

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/posture"
)

// Statement is a claim that an entry spells out beside its text.
type Statement struct {
	// Framework is a canonical id.
	Framework string
	// Assertion is one of Assertions.
	Assertion string
	Value     string
}

// The assertions of statements.
const (
	Held      = "held"
	NotHeld   = "not_held"
	Type      = "type"
	Criteria  = "criteria"
	EditionOf = "edition"
	Period    = "period"
	Auditor   = "auditor"
	Product   = "product"
)

// Assertions lists what a statement may assert.
func Assertions() []string {
	return []string{Held, NotHeld, Type, Criteria, EditionOf, Period, Auditor, Product}
}

// Denied is a statement that the records do not back.
type Denied struct {
	// Index is the statement's place in the list.
	Index int
	Finding
}

// CheckStatements compares explicit claims with the records on asOf. What is
// said of one framework must be true of one record, so that the type of one
// report and the categories of another do not make a third.
func (c *Checker) CheckStatements(list []Statement, asOf date.Date) []Denied {
	var denied []Denied
	var done []string
	for _, s := range list {
		if slices.Contains(done, s.Framework) {
			continue
		}
		done = append(done, s.Framework)
		denied = append(denied, c.checkFramework(s.Framework, list, asOf)...)
	}
	slices.SortStableFunc(denied, func(a, b Denied) int { return a.Index - b.Index })
	return denied
}

// checkFramework holds the statements about one framework against the record
// that backs most of them.
func (c *Checker) checkFramework(framework string, list []Statement, asOf date.Date) []Denied {
	records := c.usable([]string{framework}, asOf)
	if in, ok := c.posture.Reference().Instrument(framework); !ok || !in.Certifiable() {
		records = nil
	}
	if len(records) == 0 {
		return c.unheld(framework, list, asOf)
	}
	var best []Denied
	fewest := -1
	for _, a := range records {
		var denied []Denied
		rank := 0
		for i, s := range list {
			if s.Framework != framework {
				continue
			}
			if d := c.deny(s, a); d.why != "" {
				denied = append(denied, c.denial(i, s, d, a, asOf))
				rank += d.severity.Rank()
			}
		}
		if fewest < 0 || rank < fewest {
			best, fewest = denied, rank
		}
	}
	return best
}

// unheld denies whatever is asserted of a framework that no record can back,
// but that it is not held.
func (c *Checker) unheld(framework string, list []Statement, asOf date.Date) []Denied {
	var denied []Denied
	for i, s := range list {
		if s.Framework == framework && s.Assertion != NotHeld {
			denied = append(denied, c.denial(i, s, denial{Held, Blocker, "no record of it can back a claim on " + asOf.String()}, nil, asOf))
		}
	}
	return denied
}

func (c *Checker) denial(i int, s Statement, d denial, a *posture.Attestation, asOf date.Date) Denied {
	text := s.Framework + " " + s.Assertion
	if s.Value != "" {
		text += " " + s.Value
	}
	f := Finding{Code: Unsupported, Severity: d.severity, Framework: s.Framework, Attribute: d.attribute, Text: text, Why: d.why}
	if a != nil {
		f.Suggest = c.posture.Statement(a, asOf, posture.Languages()[0])
	}
	if _, ok := c.posture.Reference().Instrument(s.Framework); ok && f.Suggest == "" {
		f.Suggest = c.posture.NotHeld(s.Framework, 0, posture.Languages()[0])
	}
	return Denied{i, f}
}

// deny returns what a record says against one statement; no why if nothing.
func (c *Checker) deny(s Statement, a *posture.Attestation) denial {
	in, _ := c.posture.Reference().Instrument(a.Framework)
	switch s.Assertion {
	case Held:
		return denial{}
	case NotHeld:
		return denial{NotHeld, High, fmt.Sprintf("the record %q holds it", a.ID)}
	case Type:
		if said, ok := socType(s.Value); !ok || said != a.SOCType {
			return denial{Type, Blocker, fmt.Sprintf("claims type %q, the record %q is of Type %d", s.Value, a.ID, a.SOCType)}
		}
	case Criteria:
		for _, x := range listed(s.Value) {
			if !slices.Contains(a.Criteria, strings.ReplaceAll(strings.ToLower(x), " ", "_")) {
				return denial{Criteria, Blocker, fmt.Sprintf("claims the category %q, the record %q covers %s", x, a.ID, strings.Join(a.Criteria, ", "))}
			}
		}
	case EditionOf:
		said, okS := in.Edition(s.Value)
		held, okH := in.Edition(a.Edition)
		if !okS || !okH || said.ID != held.ID {
			return denial{EditionOf, High, fmt.Sprintf("claims the edition %q, the record %q is to %q", s.Value, a.ID, a.Edition)}
		}
	case Period:
		return c.deniesPeriod(s, a)
	case Auditor:
		if telling(s.Value) == nil || !samePeople(s.Value, a.Issuer.Name) {
			return denial{Auditor, High, fmt.Sprintf("names %q as the issuer, the record %q names %q", s.Value, a.ID, a.Issuer.Name)}
		}
	case Product:
		for _, x := range listed(s.Value) {
			if id, ok := c.posture.Product(x); !ok || !a.CoversProduct(id) {
				return denial{Product, Blocker, fmt.Sprintf("names the product %q, which is outside the scope of %q", x, a.ID)}
			}
		}
	default:
		return denial{s.Assertion, High, fmt.Sprintf("the assertion %q cannot be compared with a record", s.Assertion)}
	}
	return denial{}
}

func (c *Checker) deniesPeriod(s Statement, a *posture.Attestation) denial {
	found := c.dates.find(s.Value)
	days := c.recordDays(a)
	for _, f := range found {
		if !slices.ContainsFunc(days, func(d date.Date) bool { return agrees(f, d) }) {
			return denial{Period, High, fmt.Sprintf("names the date %s, which the record %q does not hold", f.day, a.ID)}
		}
	}
	if len(found) == 0 {
		return denial{Period, High, fmt.Sprintf("the period %q names no date; write it as 2025-10-01 to 2026-09-30", s.Value)}
	}
	return denial{}
}

func socType(value string) (int, bool) {
	switch strings.ToLower(strings.TrimPrefix(strings.ToLower(value), "type ")) {
	case "1", "i":
		return 1, true
	case "2", "ii":
		return 2, true
	}
	return 0, false
}

func listed(value string) []string {
	var out []string
	for _, x := range strings.Split(value, ",") {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}
