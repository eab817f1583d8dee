package posture

// Policy holds every threshold that the domain leaves to the company. Keys
// that a file leaves out keep their default.
type Policy struct {
	// ReportMaxAgeMonths is how old a report may be and still count.
	ReportMaxAgeMonths int `yaml:"report_max_age_months" json:"report_max_age_months"`
	// AgeFrom is the date that age counts from: period_end or issued.
	AgeFrom string `yaml:"age_from" json:"age_from"`
	// ReportVeryStaleMonths is the age from which a stale report is very stale.
	ReportVeryStaleMonths int `yaml:"report_very_stale_months" json:"report_very_stale_months"`
	// BridgeMaxMonths is how far beyond the maximal age a letter may reach.
	BridgeMaxMonths int `yaml:"bridge_max_months" json:"bridge_max_months"`
	// ExpiringDays is how long before its end a certificate counts as expiring.
	ExpiringDays int `yaml:"expiring_days" json:"expiring_days"`
	// MinPeriodMonths is the shortest Type II window that raises no gap unasked.
	MinPeriodMonths int `yaml:"min_period_months" json:"min_period_months"`
	// AnswerMaxAgeDays is how long a library answer stays fresh by default.
	AnswerMaxAgeDays int `yaml:"answer_max_age_days" json:"answer_max_age_days"`
	// AllowPartialForInProgress lets "Partial" stand for an unfinished audit.
	AllowPartialForInProgress bool `yaml:"allow_partial_for_in_progress" json:"allow_partial_for_in_progress"`
	// DiscloseInProgress lets answers mention an unfinished audit.
	DiscloseInProgress bool `yaml:"disclose_in_progress" json:"disclose_in_progress"`
	// PentestMaxAgeMonths is how old a penetration test may be.
	PentestMaxAgeMonths int `yaml:"pentest_max_age_months" json:"pentest_max_age_months"`
}

// The values of AgeFrom.
const (
	AgeFromPeriodEnd = "period_end"
	AgeFromIssued    = "issued"
)
