package roadmap

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/deals"
	"candor/internal/gap"
	"candor/internal/kbfile"
	"candor/internal/textnorm"
)

// Rules are the weights and words of the report, loaded once and immutable.
type Rules struct {
	weights         map[string]int
	blocking        gap.Severity
	smallTeam       int
	bothBudget      float64
	typeOneMonths   int
	mitigations     map[gap.Code][]string
	specific        map[string][]string
	recommendations map[string]string
	names           map[string]string
	decided         []string
	stillOpen       []string
	regions         []region
	signals         []signal
	languages       map[string]deals.Region
}

// region is a market with what its buyers ask for.
type region struct {
	ID   deals.Region `yaml:"id" kb:"required"`
	Name string       `yaml:"name" kb:"required"`
	Asks []string     `yaml:"asks" kb:"required"`
	Says string       `yaml:"says" kb:"required"`
}

// signal is what tells a region in a questionnaire.
type signal struct {
	Region     deals.Region `yaml:"region" kb:"required"`
	Frameworks []string     `yaml:"frameworks"`
	Words      []string     `yaml:"words"`
}

// LoadRules reads lexicon/roadmap.yaml and lexicon/regions.yaml. The error is
// a kbfile.Faults with every fault.
func LoadRules(fsys fs.FS) (*Rules, error) {
	r := &Rules{}
	var faults kbfile.Faults
	r.loadWeights(fsys, &faults)
	r.loadRegions(fsys, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Rules) loadWeights(fsys fs.FS, faults *kbfile.Faults) {
	const name = "lexicon/roadmap.yaml"
	var file struct {
		Schema          int                 `yaml:"schema"`
		Weights         map[string]int      `yaml:"weights" kb:"required"`
		Blocking        gap.Severity        `yaml:"blocking" kb:"required"`
		SmallTeam       int                 `yaml:"small_team" kb:"required"`
		BothBudget      float64             `yaml:"both_budget" kb:"required"`
		TypeOneMonths   int                 `yaml:"type_one_months" kb:"required"`
		Mitigations     map[string][]string `yaml:"mitigations" kb:"required"`
		Specific        map[string][]string `yaml:"specific" kb:"required"`
		Recommendations map[string]string   `yaml:"recommendations" kb:"required"`
		Names           map[string]string   `yaml:"names" kb:"required"`
		Stages          struct {
			Decided []string `yaml:"decided" kb:"required"`
			Open    []string `yaml:"open"`
		} `yaml:"stages" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		faults.Add(name, err)
		return
	}
	r.weights, r.blocking = file.Weights, file.Blocking
	r.smallTeam, r.bothBudget, r.typeOneMonths = file.SmallTeam, file.BothBudget, file.TypeOneMonths
	r.specific, r.recommendations, r.names = file.Specific, file.Recommendations, file.Names
	r.decided, r.stillOpen = folded(file.Stages.Decided), folded(file.Stages.Open)
	r.checkWeights(doc, faults)
	r.mitigations = map[gap.Code][]string{}
	for code, texts := range file.Mitigations {
		if !slices.Contains(gap.Codes(), gap.Code(code)) {
			*faults = append(*faults, doc.Fault("mitigations."+code, "", "no gap %q", code))
		}
		r.mitigations[gap.Code(code)] = texts
	}
	for _, rule := range ruleIDs() {
		if file.Recommendations[rule] == "" {
			*faults = append(*faults, doc.Fault("recommendations", "", "no words for the recommendation %q", rule))
		}
	}
}

// folded brings the words of stages into the form in which they are compared.
func folded(phrases []string) []string {
	var out []string
	for _, phrase := range phrases {
		out = append(out, strings.Join(textnorm.Words(textnorm.Fold(phrase)), " "))
	}
	return out
}

// checkWeights wants one for each severity, none lighter than the one below.
func (r *Rules) checkWeights(doc *kbfile.Document, faults *kbfile.Faults) {
	last := 0
	for _, s := range severities() {
		w, ok := r.weights[string(s)]
		switch {
		case !ok:
			*faults = append(*faults, doc.Fault("weights", "", "no weight for the severity %q", s))
		case w < last:
			*faults = append(*faults, doc.Fault("weights."+string(s), "", "%q weighs less than the severity below it", s))
		}
		last = max(last, w)
	}
	if len(r.weights) > len(severities()) {
		*faults = append(*faults, doc.Fault("weights", "", "a weight for what is no severity"))
	}
}

func (r *Rules) loadRegions(fsys fs.FS, faults *kbfile.Faults) {
	const name = "lexicon/regions.yaml"
	var file struct {
		Schema    int                     `yaml:"schema"`
		Regions   []region                `yaml:"regions" kb:"required"`
		Signals   []signal                `yaml:"signals" kb:"required"`
		Languages map[string]deals.Region `yaml:"languages" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		faults.Add(name, err)
		return
	}
	r.regions, r.signals, r.languages = file.Regions, file.Signals, file.Languages
	known := deals.Regions()
	for _, id := range known {
		if !slices.ContainsFunc(file.Regions, func(g region) bool { return g.ID == id }) {
			*faults = append(*faults, doc.Fault("regions", "", "nothing about the region %q", id))
		}
	}
	check := func(at string, id deals.Region) {
		if !slices.Contains(known, id) {
			*faults = append(*faults, doc.Fault(at, "", "no region %q", id))
		}
	}
	for i, g := range file.Regions {
		check(fmt.Sprintf("regions[%d].id", i), g.ID)
	}
	for i, s := range file.Signals {
		check(fmt.Sprintf("signals[%d].region", i), s.Region)
	}
	for lang, id := range file.Languages {
		check("languages."+lang, id)
	}
}

// severities from the least.
func severities() []gap.Severity {
	return []gap.Severity{gap.Info, gap.Low, gap.Medium, gap.High, gap.Blocker}
}

// weight is what a requirement with that worst gap adds to the demand.
func (r *Rules) weight(s gap.Severity) int { return r.weights[string(s)] }

// region returns what is known of a region; false for none.
func (r *Rules) region(id deals.Region) (region, bool) {
	i := slices.IndexFunc(r.regions, func(g region) bool { return g.ID == id })
	if i < 0 {
		return region{}, false
	}
	return r.regions[i], true
}
