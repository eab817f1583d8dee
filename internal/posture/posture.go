package posture

import (
	"candor/internal/date"
	"candor/internal/kbfile"
)

// Posture is the content of company/posture.yaml (DOMAIN.md 1.1). A value may
// also be put together by hand; New gives one that knows the instruments.
type Posture struct {
	Schema       int                `yaml:"schema" json:"schema,omitempty"`
	Company      Company            `yaml:"company" json:"company"`
	Products     []Product          `yaml:"products" json:"products,omitempty"`
	Policy       Policy             `yaml:"policy" json:"policy"`
	Attestations []Attestation      `yaml:"attestations" json:"attestations"`
	Obligations  []Obligation       `yaml:"obligations" json:"obligations,omitempty"`
	Subservice   []SubserviceOrg    `yaml:"subservice_orgs" json:"subservice_orgs,omitempty"`
	Documents    []Document         `yaml:"documents" json:"documents,omitempty"`
	Controls     []ControlStatement `yaml:"controls" json:"controls,omitempty"`
	reference    *Reference
	doc          *kbfile.Document
}

// Company is who answers.
type Company struct {
	LegalName string `yaml:"legal_name" json:"legal_name,omitempty"`
	// SizeTier selects the cost row of remedies: small, mid or large.
	SizeTier             string `yaml:"size_tier" json:"size_tier,omitempty"`
	EngineeringHeadcount int    `yaml:"engineering_headcount" json:"engineering_headcount,omitempty"`
	HasEnterprise        bool   `yaml:"has_enterprise_prospects" json:"has_enterprise_prospects,omitempty"`
	// Markets are of us, ca, eu, uk, me, apac, latam and global.
	Markets []string `yaml:"markets" json:"markets,omitempty"`
	// Hosting is "self_managed" if the company runs its own data centres, so
	// that questions about the data centre are about itself.
	Hosting string `yaml:"hosting" json:"hosting,omitempty"`
}

// Product is something that the company sells and a scope may cover.
type Product struct {
	ID      string   `yaml:"id" json:"id" kb:"required"`
	Name    string   `yaml:"name" json:"name"`
	Aliases []string `yaml:"aliases" json:"aliases,omitempty"`
}

// Kind is what sort of instrument a record is.
type Kind string

// The kinds of attestations.
const (
	KindReport          Kind = "report"
	KindCertificate     Kind = "certificate"
	KindAuthorization   Kind = "authorization"
	KindLabel           Kind = "label"
	KindAttestation     Kind = "attestation"
	KindSelfAssessment  Kind = "self_assessment"
	KindSelfDeclaration Kind = "self_declaration"
	KindAssessment      Kind = "assessment"
)

// Recorded is the status that a person wrote into the record; what it amounts
// to on a date is Effective.
type Recorded string

// The recorded statuses.
const (
	RecordedHeld       Recorded = "held"
	RecordedInProgress Recorded = "in_progress"
	RecordedPlanned    Recorded = "planned"
	RecordedLapsed     Recorded = "lapsed"
	RecordedSuspended  Recorded = "suspended"
	RecordedWithdrawn  Recorded = "withdrawn"
)

// Attestation is one certification record.
type Attestation struct {
	ID string `yaml:"id" json:"id" kb:"required"`
	// Framework is the canonical id of the instrument (DOMAIN.md 1.2).
	Framework string   `yaml:"framework" json:"framework" kb:"required"`
	Kind      Kind     `yaml:"kind" json:"kind"`
	Status    Recorded `yaml:"status" json:"status" kb:"required"`
	// SOCType is 1 or 2 for SOC 1, SOC 2 and C5.
	SOCType int `yaml:"soc_type" json:"soc_type,omitempty"`
	// Edition is "2013" or "2022" (iso27001), "4.0.1" (pci-dss).
	Edition string `yaml:"edition" json:"edition,omitempty"`
	// Level is the grade: pci 1|2, hitrust e1|i1|r2, star 1|2, tisax AL2|AL3.
	Level string `yaml:"level" json:"level,omitempty"`
	// SAQ names the questionnaire when PCI DSS is self-assessed.
	SAQ string `yaml:"saq" json:"saq,omitempty"`
	// Standard is the auditing standard where it matters: "ISAE 3402".
	Standard string `yaml:"standard" json:"standard,omitempty"`
	// Criteria are the Trust Services categories covered (SOC 2 and SOC 3).
	Criteria []string `yaml:"criteria" json:"criteria,omitempty"`
	// PlusCriteria are the add-on sets of a SOC 2+ report.
	PlusCriteria []string `yaml:"plus_criteria" json:"plus_criteria,omitempty"`
	Scope        Scope    `yaml:"scope" json:"scope"`
	SoA          SoA      `yaml:"soa" json:"soa"`
	Dates        Dates    `yaml:"dates" json:"dates"`
	// Stage of one in progress: readiness, observation, fieldwork, stage1, stage2, reporting.
	Stage  string `yaml:"stage" json:"stage,omitempty"`
	Issuer Issuer `yaml:"issuer" json:"issuer"`
	// Opinion is unqualified, qualified, adverse or disclaimer.
	Opinion         string             `yaml:"opinion" json:"opinion,omitempty"`
	Exceptions      []Exception        `yaml:"exceptions" json:"exceptions,omitempty"`
	Nonconformities *Nonconformities   `yaml:"nonconformities" json:"nonconformities,omitempty"`
	BridgeLetters   []BridgeLetter     `yaml:"bridge_letters" json:"bridge_letters,omitempty"`
	Subservice      []SubserviceMethod `yaml:"subservice" json:"subservice,omitempty"`
	CUECDocument    string             `yaml:"cuec_document" json:"cuec_document,omitempty"`
	History         []Event            `yaml:"history" json:"history,omitempty"`
	// Documents are references by id, or whole documents written in place.
	Documents       []Document `yaml:"documents" json:"documents,omitempty"`
	ApprovedWording Wording    `yaml:"approved_wording" json:"approved_wording"`
	// Disclosable false means that outgoing answers never mention the record.
	Disclosable *bool `yaml:"disclosable" json:"disclosable,omitempty"`
}

// Scope is what a record covers.
type Scope struct {
	Statement string `yaml:"statement" json:"statement,omitempty"`
	// Products holds product ids; "all" alone stands for each of them, and no
	// entry at all says that the record does not limit itself by product.
	Products      IDs      `yaml:"products" json:"products,omitempty"`
	Locations     IDs      `yaml:"locations" json:"locations,omitempty"`
	LegalEntities IDs      `yaml:"legal_entities" json:"legal_entities,omitempty"`
	Exclusions    []string `yaml:"exclusions" json:"exclusions,omitempty"`
}

// All is the entry of a scope list that covers everything.
const All = "all"

// IDs is a list that a file may also write as a single value.
type IDs []string

// SetShorthand makes a single value the only entry.
func (ids *IDs) SetShorthand(text string) error {
	*ids = IDs{text}
	return nil
}

// SoA is the Statement of Applicability of an ISO certificate.
type SoA struct {
	Version  string      `yaml:"version" json:"version,omitempty"`
	Date     date.Date   `yaml:"date" json:"date"`
	Excluded []Exclusion `yaml:"excluded" json:"excluded,omitempty"`
	// NotImplemented are applicable controls that are not yet in place.
	NotImplemented []string `yaml:"not_implemented" json:"not_implemented,omitempty"`
}

// Exclusion is a control left out of the Statement of Applicability.
type Exclusion struct {
	Control       string `yaml:"control" json:"control" kb:"required"`
	Justification string `yaml:"justification" json:"justification,omitempty"`
}

// SetShorthand takes the bare id of the control.
func (e *Exclusion) SetShorthand(text string) error {
	e.Control = text
	return nil
}

// Dates are the dates of a record; which ones apply depends on the instrument.
type Dates struct {
	PeriodStart date.Date `yaml:"period_start" json:"period_start"`
	PeriodEnd   date.Date `yaml:"period_end" json:"period_end"`
	// AsOf is the day that a Type I report speaks of.
	AsOf             date.Date `yaml:"as_of" json:"as_of"`
	Issued           date.Date `yaml:"issued" json:"issued"`
	Initial          date.Date `yaml:"initial" json:"initial"`
	Expires          date.Date `yaml:"expires" json:"expires"`
	LastSurveillance date.Date `yaml:"last_surveillance" json:"last_surveillance"`
	NextSurveillance date.Date `yaml:"next_surveillance" json:"next_surveillance"`
	Recertification  date.Date `yaml:"recertification" json:"recertification"`
	Started          date.Date `yaml:"started" json:"started"`
	// Target is when one in progress or planned is expected.
	Target date.Date `yaml:"target" json:"target"`
}

// Issuer is who signed.
type Issuer struct {
	Name string `yaml:"name" json:"name,omitempty"`
	// Kind is cpa_firm, certification_body, qsa, 3pao, c3pao, irap_assessor,
	// tisax_provider, assessor, agency or self.
	Kind              string `yaml:"kind" json:"kind,omitempty"`
	Licence           string `yaml:"licence" json:"licence,omitempty"`
	AccreditationBody string `yaml:"accreditation_body" json:"accreditation_body,omitempty"`
	AccreditationNo   string `yaml:"accreditation_no" json:"accreditation_no,omitempty"`
	// Accredited is nil where the record does not say.
	Accredited *bool `yaml:"accredited" json:"accredited,omitempty"`
	IAFMLA     bool  `yaml:"iaf_mla" json:"iaf_mla,omitempty"`
}

// Exception is a deviation that an auditor noted.
type Exception struct {
	ID                 string    `yaml:"id" json:"id"`
	Criteria           string    `yaml:"criteria" json:"criteria,omitempty"`
	Summary            string    `yaml:"summary" json:"summary,omitempty"`
	ManagementResponse string    `yaml:"management_response" json:"management_response,omitempty"`
	Remediated         bool      `yaml:"remediated" json:"remediated"`
	RemediatedOn       date.Date `yaml:"remediated_on" json:"remediated_on"`
}

// Nonconformities counts an ISO audit's findings.
type Nonconformities struct {
	Major int `yaml:"major" json:"major"`
	Minor int `yaml:"minor" json:"minor"`
	Open  int `yaml:"open" json:"open"`
}

// BridgeLetter is management's statement about the time after a report.
type BridgeLetter struct {
	CoversFrom date.Date `yaml:"covers_from" json:"covers_from" kb:"required"`
	CoversTo   date.Date `yaml:"covers_to" json:"covers_to" kb:"required"`
	Issued     date.Date `yaml:"issued" json:"issued"`
	Document   string    `yaml:"document" json:"document,omitempty"`
}

// SubserviceMethod says how a report treats one subservice organization.
type SubserviceMethod struct {
	Name     string `yaml:"name" json:"name" kb:"required"`
	Services string `yaml:"services" json:"services,omitempty"`
	// Method is carve_out or inclusive.
	Method    string `yaml:"method" json:"method,omitempty"`
	Monitored bool   `yaml:"monitored" json:"monitored,omitempty"`
}

// Event is something that befell a record: suspended, lapsed, withdrawn.
type Event struct {
	Event    string    `yaml:"event" json:"event" kb:"required"`
	On       date.Date `yaml:"on" json:"on"`
	Resolved date.Date `yaml:"resolved" json:"resolved"`
}

// Wording overrides the rendered statement with text that a person approved.
type Wording struct {
	Short string `yaml:"short" json:"short,omitempty"`
	Long  string `yaml:"long" json:"long,omitempty"`
}

// Obligation is a law or regime: something that applies, never a certificate.
type Obligation struct {
	ID      string `yaml:"id" json:"id" kb:"required"`
	Role    string `yaml:"role" json:"role,omitempty"`
	Applies bool   `yaml:"applies" json:"applies"`
	Reason  string `yaml:"reason" json:"reason,omitempty"`
	// Evidence holds document ids or kinds.
	Evidence     []string `yaml:"evidence" json:"evidence,omitempty"`
	DPO          bool     `yaml:"dpo" json:"dpo,omitempty"`
	BAAAvailable bool     `yaml:"baa_available" json:"baa_available,omitempty"`
	Statement    string   `yaml:"statement" json:"statement,omitempty"`
	// Certificate is decoded only to be refused (V17).
	Certificate string `yaml:"certificate" json:"-"`
}

// SubserviceOrg is a provider that third-party rows are answered from.
type SubserviceOrg struct {
	Name      string      `yaml:"name" json:"name" kb:"required"`
	Role      string      `yaml:"role" json:"role,omitempty"`
	Regions   []string    `yaml:"regions" json:"regions,omitempty"`
	Assurance []Assurance `yaml:"assurance" json:"assurance"`
}

// Assurance is what a provider is known to hold.
type Assurance struct {
	Framework string    `yaml:"framework" json:"framework" kb:"required"`
	SOCType   int       `yaml:"soc_type" json:"soc_type,omitempty"`
	Edition   string    `yaml:"edition" json:"edition,omitempty"`
	Level     string    `yaml:"level" json:"level,omitempty"`
	CheckedOn date.Date `yaml:"checked_on" json:"checked_on"`
	Expires   date.Date `yaml:"expires" json:"expires"`
}

// Document is a piece of evidence. In an attestation's list it may be the bare
// id of one of the posture's documents.
type Document struct {
	ID string `yaml:"id" json:"id,omitempty"`
	// Kind is report, certificate, soa, bridge_letter, aoc, saq, caiq, soc3,
	// pentest_summary, policy, risk_assessment, bcp_test, dpa, insurance,
	// engagement_letter or other.
	Kind    string    `yaml:"kind" json:"kind,omitempty"`
	Title   string    `yaml:"title" json:"title,omitempty"`
	Date    date.Date `yaml:"date" json:"date"`
	Expires date.Date `yaml:"expires" json:"expires"`
	// Sharing is public, on_request, nda, portal or internal.
	Sharing  string `yaml:"sharing" json:"sharing,omitempty"`
	Location string `yaml:"location" json:"location,omitempty"`
	Language string `yaml:"language" json:"language,omitempty"`
	// CoversFrom and CoversTo are the span of a bridge letter written in place.
	CoversFrom date.Date `yaml:"covers_from" json:"covers_from"`
	CoversTo   date.Date `yaml:"covers_to" json:"covers_to"`
	// Reference is true for a bare id.
	Reference bool `yaml:"-" json:"-"`
}

// SetShorthand takes the bare id of a document.
func (d *Document) SetShorthand(text string) error {
	d.ID, d.Reference = text, true
	return nil
}

// ControlStatement is the known state of one control, whatever the library says.
type ControlStatement struct {
	ID string `yaml:"id" json:"id" kb:"required"`
	// Status is yes, partial, no or na.
	Status       string `yaml:"status" json:"status" kb:"required"`
	Compensating string `yaml:"compensating" json:"compensating,omitempty"`
}
