package gap

import (
	"fmt"
	"slices"
)

// Code names a kind of gap (DOMAIN.md 2.1).
type Code string

// The codes, in the order of the table, which breaks ties of severity.
const (
	NotHeld              Code = "NOT_HELD"
	OtherHeld            Code = "OTHER_HELD"
	Planned              Code = "PLANNED"
	InProgress           Code = "IN_PROGRESS"
	WrongType            Code = "WRONG_TYPE"
	WrongLevel           Code = "WRONG_LEVEL"
	SelfAssessed         Code = "SELF_ASSESSED"
	ScopeCriteria        Code = "SCOPE_CRITERIA"
	ScopeProduct         Code = "SCOPE_PRODUCT"
	EditionOutdated      Code = "EDITION_OUTDATED"
	Expired              Code = "EXPIRED"
	ReportStale          Code = "REPORT_STALE"
	Expiring             Code = "EXPIRING"
	BridgeMissing        Code = "BRIDGE_MISSING"
	PeriodShort          Code = "PERIOD_SHORT"
	OpinionModified      Code = "OPINION_MODIFIED"
	ExceptionsOpen       Code = "EXCEPTIONS_OPEN"
	CertSuspended        Code = "CERT_SUSPENDED"
	SurveillanceOverdue  Code = "SURVEILLANCE_OVERDUE"
	NotAccredited        Code = "NOT_ACCREDITED"
	CarveOut             Code = "CARVE_OUT"
	Borrowed             Code = "BORROWED"
	RegulationAsCert     Code = "REGULATION_AS_CERT"
	PremiseOutdated      Code = "PREMISE_OUTDATED"
	AmbiguousRef         Code = "AMBIGUOUS_REF"
	Commitment           Code = "COMMITMENT"
	ControlNo            Code = "CONTROL_NO"
	ControlContradiction Code = "CONTROL_CONTRADICTION"
	SoAExcluded          Code = "SOA_EXCLUDED"
	ThirdParty           Code = "THIRD_PARTY"
	EvidenceMissing      Code = "EVIDENCE_MISSING"
	EvidenceStale        Code = "EVIDENCE_STALE"
	EvidenceRestricted   Code = "EVIDENCE_RESTRICTED"
	AnswerStale          Code = "ANSWER_STALE"
	ClaimUnsupported     Code = "CLAIM_UNSUPPORTED"
	ClaimConflict        Code = "CLAIM_CONFLICT"
	Wording              Code = "WORDING"
	NoAnswer             Code = "NO_ANSWER"
)

var codes = []Code{
	NotHeld, OtherHeld, Planned, InProgress, WrongType, WrongLevel, SelfAssessed, ScopeCriteria, ScopeProduct,
	EditionOutdated, Expired, ReportStale, Expiring, BridgeMissing, PeriodShort, OpinionModified, ExceptionsOpen,
	CertSuspended, SurveillanceOverdue, NotAccredited, CarveOut, Borrowed, RegulationAsCert, PremiseOutdated,
	AmbiguousRef, Commitment, ControlNo, ControlContradiction, SoAExcluded, ThirdParty, EvidenceMissing,
	EvidenceStale, EvidenceRestricted, AnswerStale, ClaimUnsupported, ClaimConflict, Wording, NoAnswer,
}

// Codes returns every code in the order of the table.
func Codes() []Code { return slices.Clone(codes) }

func (c Code) order() int { return slices.Index(codes, c) }

// Severity is how much a gap weighs.
type Severity string

// The severities, from the least.
const (
	Info    Severity = "info"
	Low     Severity = "low"
	Medium  Severity = "medium"
	High    Severity = "high"
	Blocker Severity = "blocker"
)

var severities = []Severity{Info, Low, Medium, High, Blocker}

// Rank orders severities: info is 0, blocker 4; anything else is -1.
func (s Severity) Rank() int { return slices.Index(severities, s) }

// AtLeast reports whether s weighs as much as o or more.
func (s Severity) AtLeast(o Severity) bool { return s.Rank() >= o.Rank() }

// UnmarshalText refuses what is no severity.
func (s *Severity) UnmarshalText(text []byte) error {
	*s = Severity(text)
	if s.Rank() < 0 {
		return fmt.Errorf("%q is no severity; use info, low, medium, high or blocker", text)
	}
	return nil
}

// moved returns s shifted by steps, inside the ladder.
func (s Severity) moved(steps int) Severity {
	return severities[min(max(s.Rank()+steps, 0), len(severities)-1)]
}
