package posture

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/kbfile"
)

// Form is what an instrument is, which decides how it ages and is worded.
type Form string

// The forms of instruments.
const (
	FormReport            Form = "report"
	FormCertificate       Form = "certificate"
	FormValidation        Form = "validation"
	FormAssessment        Form = "assessment"
	FormLabel             Form = "label"
	FormAuthorization     Form = "authorization"
	FormRegistration      Form = "registration"
	FormSelfCertification Form = "self_certification"
	FormObligation        Form = "obligation"
	FormAlignment         Form = "alignment"
)

var forms = []string{
	string(FormReport), string(FormCertificate), string(FormValidation), string(FormAssessment), string(FormLabel),
	string(FormAuthorization), string(FormRegistration), string(FormSelfCertification), string(FormObligation), string(FormAlignment),
}

// Instrument is what is known about one framework as something to hold.
type Instrument struct {
	ID   string `yaml:"id" kb:"required"`
	Name string `yaml:"name" kb:"required"`
	Form Form   `yaml:"form" kb:"required"`
	// Typed is true where reports come as Type I and Type II.
	Typed bool `yaml:"typed"`
	// Criteria is true where a report names Trust Services categories.
	Criteria        bool           `yaml:"criteria"`
	Issuers         []string       `yaml:"issuers"`
	ValidityMonths  int            `yaml:"validity_months"`
	ValidityByLevel map[string]int `yaml:"validity_by_level"`
	AssessedMonths  int            `yaml:"assessed_months"`
	Levels          []string       `yaml:"levels"`
	SelfLevels      []string       `yaml:"self_levels"`
	Editions        []Edition      `yaml:"editions"`
	EditionRequired bool           `yaml:"edition_required"`
	// EditionPrefix stands between name and edition; ":" where left out.
	EditionPrefix string   `yaml:"edition_prefix"`
	DependsOn     []string `yaml:"depends_on"`
	// Offers are the instruments that may be offered where this one is missing.
	Offers           []string `yaml:"offers"`
	Equivalent       bool     `yaml:"equivalent"`
	EquivalentLevels []string `yaml:"equivalent_levels"`
	// Catalogue is the id of its controls in package framework.
	Catalogue string `yaml:"catalogue"`
}

// Edition is one version of a standard.
type Edition struct {
	ID string `yaml:"id" kb:"required"`
	// VoidAfter is the last day on which certificates to it were valid; none
	// if it is still good.
	VoidAfter date.Date `yaml:"void_after"`
	// Years are the years of national adoptions of this edition.
	Years     []string `yaml:"years"`
	DependsOn []string `yaml:"depends_on"`
	Catalogue string   `yaml:"catalogue"`
}

// Reference is what the company's records are read against: instruments,
// places, default policy and the words of statements. It is immutable.
type Reference struct {
	defaults    Policy
	criteria    []string
	instruments []Instrument
	places      []place
	words       words
}

// LoadReference reads lexicon/instruments.yaml, lexicon/places.yaml and
// lexicon/statements.yaml. The error is a kbfile.Faults with every fault.
func LoadReference(fsys fs.FS) (*Reference, error) {
	r := &Reference{}
	var faults kbfile.Faults
	r.loadInstruments(fsys, &faults)
	r.loadPlaces(fsys, &faults)
	r.words.load(fsys, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Reference) loadInstruments(fsys fs.FS, faults *kbfile.Faults) {
	const name = "lexicon/instruments.yaml"
	var file struct {
		Schema      int          `yaml:"schema"`
		Defaults    Policy       `yaml:"defaults" kb:"required"`
		Criteria    []string     `yaml:"criteria" kb:"required"`
		Instruments []Instrument `yaml:"instruments" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		faults.Add(name, err)
		return
	}
	r.defaults, r.criteria, r.instruments = file.Defaults, file.Criteria, file.Instruments
	ids := r.IDs()
	for i, in := range r.instruments {
		at := fmt.Sprintf("instruments[%d]", i)
		if !slices.Contains(forms, string(in.Form)) {
			*faults = append(*faults, doc.Fault(at+".form", "", "%s", kbfile.Unknown("form", string(in.Form), forms)))
		}
		for _, other := range slices.Concat(in.Offers, in.allDepends()) {
			if !slices.Contains(ids, other) {
				*faults = append(*faults, doc.Fault(at, "", "%s", kbfile.Unknown("instrument", other, ids)))
			}
		}
		for _, other := range in.allDepends() {
			if base, ok := r.Instrument(other); ok && len(base.allDepends()) > 0 {
				*faults = append(*faults, doc.Fault(at+".depends_on", "", "%q itself depends on another instrument; name that one", other))
			}
		}
	}
}

// allDepends lists what the instrument depends on in any of its editions.
func (in Instrument) allDepends() []string {
	all := slices.Clone(in.DependsOn)
	for _, e := range in.Editions {
		all = append(all, e.DependsOn...)
	}
	return all
}

// IDs returns the ids of all instruments in the order of their file.
func (r *Reference) IDs() []string {
	ids := make([]string, len(r.instruments))
	for i, in := range r.instruments {
		ids[i] = in.ID
	}
	return ids
}

// Defaults returns the policy of a posture that sets none.
func (r *Reference) Defaults() Policy { return r.defaults }

// Criteria returns the ids of the Trust Services categories.
func (r *Reference) Criteria() []string { return r.criteria }

// Instrument returns what is known about framework.
func (r *Reference) Instrument(framework string) (Instrument, bool) {
	if r == nil {
		return Instrument{}, false
	}
	i := slices.IndexFunc(r.instruments, func(in Instrument) bool { return in.ID == framework })
	if i < 0 {
		return Instrument{}, false
	}
	return r.instruments[i], true
}

// Name returns the framework's name as we print it, its id if it is unknown.
func (r *Reference) Name(framework string) string {
	if in, ok := r.Instrument(framework); ok {
		return in.Name
	}
	return framework
}

// year finds the years of an edition as people write it: "EN ISO/IEC
// 27001:2023-08", "v4.0.1", "2013/Cor 2".
var (
	year    = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	version = regexp.MustCompile(`\d+\.\d+(?:\.\d+)*\b`)
)

// Edition returns the edition that text means, whether it is the id itself, a
// national year ("DIN EN ISO/IEC 27001:2024") or a version ("v4.0.1").
func (in Instrument) Edition(text string) (Edition, bool) {
	text = strings.TrimSpace(text)
	candidates := slices.Concat([]string{text}, year.FindAllString(text, -1), version.FindAllString(text, -1))
	for _, c := range candidates {
		for _, e := range in.Editions {
			if e.ID == c || slices.Contains(e.Years, c) {
				return e, true
			}
		}
	}
	return Edition{}, false
}

// EditionName returns "ISO/IEC 27001:2022" for an edition, the plain name for "".
func (in Instrument) EditionName(edition string) string {
	if edition == "" {
		return in.Name
	}
	if e, ok := in.Edition(edition); ok {
		edition = e.ID
	}
	return in.Name + cmp.Or(in.EditionPrefix, ":") + edition
}

// Validity returns how many months a record of level lasts where it prints no
// expiry; 0 if there is no such rule.
func (in Instrument) Validity(level string) int {
	if m, ok := in.ValidityByLevel[strings.ToLower(level)]; ok {
		return m
	}
	return in.ValidityMonths
}

// Certifiable reports whether one can hold the instrument at all: laws and
// frameworks without a scheme cannot be held.
func (in Instrument) Certifiable() bool {
	return in.Form != FormObligation && in.Form != FormAlignment
}
