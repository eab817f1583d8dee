package ask

import (
	"encoding/json"
	"fmt"
)

// Kind is the coarse outcome of a reading; it decides which path answers.
type Kind string

// The kinds of questions.
const (
	KindNone          Kind = "none"          // nothing about certification at all
	KindCert          Kind = "cert"          // asks about the vendor's own certification
	KindThirdParty    Kind = "third_party"   // asks about certifications of the vendor's providers
	KindCustomer      Kind = "customer"      // about the prospect's own certification
	KindAlignment     Kind = "alignment"     // asks whether something follows a framework, not whether it is certified
	KindApplicability Kind = "applicability" // asks about a law or regime
	KindControl       Kind = "control"       // names a framework or control id as reference only
)

// Aspect is what about a certification is asked.
type Aspect string

// The aspects of DOMAIN.md 3.1.
const (
	AspectHolds         Aspect = "holds"
	AspectType          Aspect = "type"
	AspectEdition       Aspect = "edition"
	AspectScope         Aspect = "scope"
	AspectDate          Aspect = "date"
	AspectAuditor       Aspect = "auditor"
	AspectReportCopy    Aspect = "report_copy"
	AspectExceptions    Aspect = "exceptions"
	AspectRoadmap       Aspect = "roadmap"
	AspectCommitment    Aspect = "commitment"
	AspectAlignment     Aspect = "alignment"
	AspectApplicability Aspect = "applicability"
	AspectThirdParty    Aspect = "third_party"
	AspectControl       Aspect = "control"
	AspectNone          Aspect = "none"
)

// Logic says how several frameworks of one question combine.
type Logic string

// The ways to combine frameworks.
const (
	LogicSingle Logic = "single"
	LogicAny    Logic = "any"
	LogicAll    Logic = "all"
)

// Subject is whose certification is asked about.
type Subject string

// The subjects.
const (
	SubjectVendor       Subject = "vendor"       // the respondent, us
	SubjectSubprocessor Subject = "subprocessor" // the respondent's providers
	SubjectCustomer     Subject = "customer"     // the prospect
	SubjectNone         Subject = "none"
)

// Polarity is inverted when "No" is the good answer.
type Polarity string

// The polarities.
const (
	PolarityNormal   Polarity = "normal"
	PolarityInverted Polarity = "inverted"
)

// Strength is how much the prospect insists.
type Strength string

// The strengths.
const (
	StrengthNormal    Strength = "normal"
	StrengthMandatory Strength = "mandatory"
	StrengthPreferred Strength = "preferred"
)

// Conditional is the condition under which the question applies at all.
type Conditional string

// The conditions; the empty string is none.
const (
	ConditionalOnAbsence  Conditional = "on_absence"  // "If you are not certified, …"
	ConditionalOnPresence Conditional = "on_presence" // "If you hold a report, …"
	ConditionalOnYes      Conditional = "on_yes"      // "If yes, …": depends on the parent row
)

// AnyFramework stands for a certification that is not named.
const AnyFramework = "any"

// Reading is what a question asks about certification.
type Reading struct {
	Kind Kind `json:"-"`
	// Frameworks are canonical ids in the order in which they are named.
	Frameworks []string `json:"frameworks"`
	Aspect     Aspect   `json:"aspect"`
	// Also are further aspects of a question that asks several things.
	Also     []Aspect `json:"also"`
	Logic    Logic    `json:"logic"`
	Subject  Subject  `json:"subject"`
	Polarity Polarity `json:"polarity"`
	Strength Strength `json:"strength"`
	Requires Requires `json:"requires"`

	Conditional Conditional `json:"conditional,omitempty"`
	// Premise is the obsolete instrument that the question names, "SAS 70".
	Premise string `json:"premise,omitempty"`
	// Ambiguous tells that "SOC" or "ISO" stands without its number.
	Ambiguous bool `json:"ambiguous,omitempty"`
	// AsksSubservice tells that the treatment of subservice organizations in
	// our own report is asked about (carve-out, inclusive).
	AsksSubservice bool `json:"asks_subservice,omitempty"`
	// Unread tells that a question is taken to ask what is held only because
	// nothing else in it could be read, or that it says more of providers, or of
	// what an auditor found, than could be read.
	Unread bool `json:"unread,omitempty"`
	// Providers are the well-known providers that a row about providers names,
	// the first word of each, folded.
	Providers []string `json:"providers,omitempty"`
	// Controls are the control ids named in the question, "framework:id".
	Controls []string `json:"controls,omitempty"`
	// Why lists the ids of the rules that fired, in order.
	Why []string `json:"why"`
}

// IsCertification tells whether the question asks about certification or
// regulation at all: the run record's `ask` is null without it.
func (r Reading) IsCertification() bool {
	switch r.Kind {
	case KindCert, KindThirdParty, KindAlignment, KindApplicability:
		return true
	case KindNone, KindCustomer, KindControl:
		return false
	}
	return false
}

// IsVendorAsk tells whether the question asks about the vendor's own
// certification, so that the posture and not the library must answer it.
func (r Reading) IsVendorAsk() bool {
	return r.Kind == KindCert && r.Subject == SubjectVendor
}

// Requires are the attributes that a question demands of a certification;
// zero values are not demanded.
type Requires struct {
	SOCType          int      `json:"soc_type,omitempty"`
	SOCTypePreferred int      `json:"soc_type_preferred,omitempty"`
	Edition          string   `json:"edition,omitempty"`
	Level            string   `json:"level,omitempty"`
	Criteria         []string `json:"criteria,omitempty"`
	// Plus are the add-on criteria sets of a "SOC 2+" report.
	Plus            []string `json:"plus,omitempty"`
	Accredited      bool     `json:"accredited,omitempty"`
	Current         bool     `json:"current,omitempty"`
	MaxAgeMonths    int      `json:"max_age_months,omitempty"`
	MinPeriodMonths int      `json:"min_period_months,omitempty"`
	// Product, Location and LegalEntity are what the scope must cover.
	Product     Target `json:"product,omitempty"`
	Location    Target `json:"location,omitempty"`
	LegalEntity Target `json:"legal_entity,omitempty"`
	// IssuerKind is who must have issued it: "cpa_firm", "certification_body", "qsa", "3pao".
	IssuerKind string `json:"issuer_kind,omitempty"`
	// Opinion is the auditor's opinion asked for: "unqualified".
	Opinion string `json:"opinion,omitempty"`
	// Doc are the kinds of documents asked for.
	Doc []string `json:"doc,omitempty"`
	// Sharing is how the document is wanted: "public", "nda".
	Sharing      string `json:"sharing,omitempty"`
	OrEquivalent bool   `json:"or_equivalent,omitempty"`
	AlignmentOK  bool   `json:"alignment_ok,omitempty"`
	Continuous   bool   `json:"continuous,omitempty"`
}

// Target is what a scope must cover: a name such as "eu", or TargetOffered,
// which JSON writes as true. The empty string demands nothing.
type Target string

// TargetOffered is the product, place or entity of the questionnaire itself:
// "the service you are offering us".
const TargetOffered Target = "offered"

// MarshalJSON writes TargetOffered as true and a name as text.
func (t Target) MarshalJSON() ([]byte, error) {
	if t == TargetOffered {
		return []byte("true"), nil
	}
	return json.Marshal(string(t))
}

// UnmarshalJSON takes true, false or a name.
func (t *Target) UnmarshalJSON(data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return fmt.Errorf("read scope target: %w", err)
	}
	switch v := v.(type) {
	case bool:
		*t = ""
		if v {
			*t = TargetOffered
		}
	case string:
		*t = Target(v)
	default:
		return fmt.Errorf("read scope target: want true or a name, not %s", data)
	}
	return nil
}

// Question is what the reader is given: the text and where it stands.
type Question struct {
	Text string
	// Section is the path of headings above the row, outermost first.
	Section []string
	Sheet   string
	// Parent is the text of the row that this one depends on.
	Parent string
	// Guidance explains the question; a framework in it lets names count that
	// have other meanings too, and does nothing else.
	Guidance string
	// Language is an ISO 639-1 code. Reading does not depend on it: short
	// cells do not tell their language, so the words of all five count.
	Language string
	// Own are the names of the company and of its products.
	Own []string
}

// Mention is one framework named in a text.
type Mention struct {
	// Framework is the canonical id.
	Framework string
	// Start and End are byte offsets into the text as given.
	Start, End int
	// SOCType is 1 or 2 where the mention itself says "Type I" or "Type II".
	SOCType int
	// Edition is the year or version where the mention itself carries one.
	Edition string
	// Premise is the obsolete name used, if the mention is one.
	Premise string
	// Ambiguous tells that the mention lacks its number: "SOC report".
	Ambiguous bool
}
