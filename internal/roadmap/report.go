package roadmap

import (
	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/gap"
)

// Schema names this version of the format.
const Schema = "candor.gaps/1"

// Report is the answer to which remedy comes first (DESIGN.md 6.5).
type Report struct {
	Schema         string    `json:"schema"`
	AsOf           date.Date `json:"as_of"`
	Company        string    `json:"company,omitempty"`
	Questionnaires int       `json:"questionnaires"`
	// Blocked counts those with a certification requirement that blocks.
	Blocked int `json:"blocked"`
	// BlockedValue is nil unless every blocked deal has a value, in one currency.
	BlockedValue *float64 `json:"blocked_value"`
	Currency     string   `json:"currency,omitempty"`
	// Demand is that of all certification requirements.
	Demand         int            `json:"demand"`
	Weights        map[string]int `json:"weights"`
	Remedies       []Remedy       `json:"remedies"`
	Recommendation Recommendation `json:"recommendation"`
	ControlGaps    []ControlGap   `json:"control_gaps"`
	Files          []File         `json:"files"`
	Mitigations    []Mitigation   `json:"mitigations"`
	Specific       []Specific     `json:"framework_specific"`
	Figures        []Figure       `json:"figures"`
	Trend          []Period       `json:"trend"`
	Timeline       []Span         `json:"timeline"`
	// Notes are what a reader must know of how the numbers came about.
	Notes []string `json:"notes"`
}

// Remedy is one way to close gaps, measured by simulating it.
type Remedy struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Name is the title in two or three words.
	Name string `json:"name"`
	// Kind is obtain, extend, renew, document, control or person.
	Kind string `json:"kind"`
	// OnControl tells that it closes gaps of a control, which block no deal.
	OnControl bool `json:"on_control"`
	Demand    int  `json:"demand"`
	Deals     int  `json:"deals"`
	// Value is that of the deals unblocked, nil unless every blocked deal has one.
	Value   *float64 `json:"value"`
	Touched int      `json:"touched"`
	Rows    int      `json:"rows"`
	// InTime is nil where the time is not known or no deal has a close date.
	InTime *int `json:"in_time"`
	// CostUSD and Months are [low, high], nil where the source has no figure.
	CostUSD      []float64 `json:"cost_usd"`
	FirstYearUSD []float64 `json:"first_year_usd,omitempty"`
	Months       []float64 `json:"months"`
	// Efficiency is demand closed per 10,000 US dollars of the mean cost.
	Efficiency *float64 `json:"efficiency"`
	// Discounted tells that the source's cut for a second framework is in.
	Discounted bool     `json:"discounted"`
	Sources    []string `json:"sources"`
	Notes      []string `json:"notes,omitempty"`
	// Unblocks are the files counted in Deals.
	Unblocks  []string `json:"unblocks"`
	Questions []Closed `json:"questions"`
}

// Closed is a question whose gaps shrink by a remedy.
type Closed struct {
	File string `json:"file"`
	Ref  string `json:"ref"`
	// Before and After are the weights of its worst gap.
	Before int `json:"before"`
	After  int `json:"after"`
}

// Recommendation is the first decision rule that applies, with its evidence.
type Recommendation struct {
	Rule     Rule     `json:"rule"`
	Title    string   `json:"title"`
	Sequence []string `json:"sequence"`
	// Goal is the remedy that the sequence leads to, whose numbers are those of
	// the whole; "" without a sequence.
	Goal string   `json:"goal"`
	Why  []string `json:"why"`
}

// ControlGap is a control that answers were No or Partial to.
type ControlGap struct {
	Control string `json:"control"`
	Title   string `json:"title,omitempty"`
	// Section is where the control stands in its framework: CC6, A.8, cl9.
	Section   string `json:"section"`
	Verdict   string `json:"verdict"`
	Questions int    `json:"questions"`
	Files     int    `json:"files"`
	// Rows are the questions, for the page.
	Rows []Closed `json:"rows"`
}

// File is one questionnaire with what it demands.
type File struct {
	File    string       `json:"file"`
	Account string       `json:"account,omitempty"`
	Region  deals.Region `json:"region,omitempty"`
	// RegionGuess tells that the region is read from signals, RegionWhy which.
	RegionGuess bool      `json:"region_guess,omitempty"`
	RegionWhy   string    `json:"region_why,omitempty"`
	Value       *float64  `json:"value"`
	Currency    string    `json:"currency,omitempty"`
	CloseDate   date.Date `json:"close_date"`
	Stage       string    `json:"stage,omitempty"`
	// Closed tells that the stage says so: won or lost, it is not blocked.
	Closed  bool              `json:"closed,omitempty"`
	Product string            `json:"product,omitempty"`
	Extra   map[string]string `json:"extra,omitempty"`
	Blocked bool              `json:"blocked"`
	Demand  int               `json:"demand"`
	Slots   []Slot            `json:"slots"`
	// Output is the path of the answered file, for links; "" if not known.
	Output string `json:"-"`
}

// Slot is one requirement of a questionnaire.
type Slot struct {
	// Slot is the set of frameworks any of which would do: "iso27001|soc2".
	Slot string `json:"slot"`
	// Name is that in words: "ISO/IEC 27001 or SOC 2".
	Name     string       `json:"name"`
	Severity gap.Severity `json:"severity"`
	Weight   int          `json:"weight"`
	Codes    []gap.Code   `json:"codes"`
	Rows     []Row        `json:"rows"`
}

// Row is one question of a requirement.
type Row struct {
	Ref      string       `json:"ref"`
	Severity gap.Severity `json:"severity"`
	// Question is its text; it stays out of the JSON, which may travel further.
	Question string `json:"-"`
}

// Mitigation is what helps until gaps of a code are closed.
type Mitigation struct {
	Code  gap.Code `json:"code"`
	Title string   `json:"title"`
	Slots int      `json:"slots"`
	Texts []string `json:"texts"`
}

// Specific is what no other framework gives.
type Specific struct {
	Framework string   `json:"framework"`
	Texts     []string `json:"texts"`
}

// Figure is a statement of the source that a number rests on.
type Figure struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Period sums up the records of a quarter as they were decided then.
type Period struct {
	Period         string `json:"period"`
	Questionnaires int    `json:"questionnaires"`
	Questions      int    `json:"questions"`
	// Answered, Review and Unmatched are per cent of the questions.
	Answered  float64 `json:"answered_percent"`
	Review    float64 `json:"review_percent"`
	Unmatched float64 `json:"unmatched_percent"`
	Blocked   int     `json:"blocked"`
	Demand    int     `json:"demand"`
	// PerFile is the demand per questionnaire, which compares quarters of
	// different size.
	PerFile float64 `json:"demand_per_questionnaire"`
}

// Span is one certification record on the time line.
type Span struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Status string    `json:"status"`
	From   date.Date `json:"from"`
	// Until is the last day on which it backs an answer; Target is when one
	// under way is expected.
	Until  date.Date `json:"until"`
	Target date.Date `json:"target"`
}
