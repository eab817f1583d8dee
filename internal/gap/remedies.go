package gap

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

// Figure is a range with the source figures that it rests on: "F03", or
// "F07+F08+F09" where it is added up.
type Figure struct {
	Low    float64 `yaml:"low" kb:"required" json:"low"`
	High   float64 `yaml:"high" kb:"required" json:"high"`
	Source string  `yaml:"source" kb:"required" json:"source"`
}

// Sources returns the ids of the source figures.
func (f Figure) Sources() []string { return strings.Split(f.Source, "+") }

// SourceFigure is one statement of the source that figures are taken from.
type SourceFigure struct {
	ID   string `yaml:"id" kb:"required"`
	Text string `yaml:"text" kb:"required"`
}

// Remedy is one way to close gaps.
type Remedy struct {
	ID    string `yaml:"id" kb:"required"`
	Title string `yaml:"title" kb:"required"`
	// Kind is obtain, extend, renew, document, control or person.
	Kind      string `yaml:"kind" kb:"required"`
	Framework string `yaml:"framework"`
	SOCType   int    `yaml:"soc_type"`
	// Cost is in US dollars by size tier; empty where the source has no figure.
	Cost map[string]Figure `yaml:"cost_usd"`
	// FirstYear is the part of Cost that falls into the first year.
	FirstYear *Figure `yaml:"first_year_usd"`
	// Months is nil where the source has no figure.
	Months *Figure `yaml:"months"`
	// FloorMonths is what no held framework shortens: the observation window.
	FloorMonths int      `yaml:"floor_months"`
	Notes       []string `yaml:"notes"`
}

// SecondFramework is by how much a framework is cheaper and faster when the
// other one is held already, as fractions.
type SecondFramework struct {
	CostCut Figure `yaml:"cost_cut" kb:"required"`
	TimeCut Figure `yaml:"time_cut" kb:"required"`
}

// remedyFile is remedies.yaml.
type remedyFile struct {
	Schema          int             `yaml:"schema"`
	Figures         []SourceFigure  `yaml:"figures" kb:"required"`
	SecondFramework SecondFramework `yaml:"second_framework" kb:"required"`
	Remedies        []Remedy        `yaml:"remedies" kb:"required"`
}

// Remedies returns all remedies in the order of their file.
func (e *Engine) Remedies() []Remedy { return slices.Clone(e.remedies.Remedies) }

// Remedy returns the remedy of id.
func (e *Engine) Remedy(id string) (Remedy, bool) {
	i := slices.IndexFunc(e.remedies.Remedies, func(r Remedy) bool { return r.ID == id })
	if i < 0 {
		return Remedy{}, false
	}
	return e.remedies.Remedies[i], true
}

// Figures returns the source's statements.
func (e *Engine) Figures() []SourceFigure { return slices.Clone(e.remedies.Figures) }

// SecondFramework returns the discounts for a second framework.
func (e *Engine) SecondFramework() SecondFramework { return e.remedies.SecondFramework }

func (e *Engine) loadRemedies(fsys fs.FS, faults *kbfile.Faults) {
	const name = "remedies.yaml"
	doc, err := kbfile.Read(fsys, name, &e.remedies)
	if err != nil {
		faults.Add(name, err)
		return
	}
	seen := map[string]bool{}
	for i, r := range e.remedies.Remedies {
		at := fmt.Sprintf("remedies[%d]", i)
		if seen[r.ID] {
			*faults = append(*faults, doc.Fault(at+".id", "", "remedy %q stands twice", r.ID))
		}
		seen[r.ID] = true
		e.checkRemedy(doc, at, r, faults)
	}
	for _, f := range []Figure{e.remedies.SecondFramework.CostCut, e.remedies.SecondFramework.TimeCut} {
		e.checkFigure(doc, "second_framework", f, faults)
	}
}

func (e *Engine) checkRemedy(doc *kbfile.Document, at string, r Remedy, faults *kbfile.Faults) {
	tiers := []string{"small", "mid", "large"}
	for tier, f := range r.Cost {
		if !slices.Contains(tiers, tier) {
			*faults = append(*faults, doc.Fault(at+".cost_usd", "", "%s", kbfile.Unknown("size tier", tier, tiers)))
		}
		e.checkFigure(doc, at+".cost_usd."+tier, f, faults)
	}
	for key, f := range map[string]*Figure{".months": r.Months, ".first_year_usd": r.FirstYear} {
		if f != nil {
			e.checkFigure(doc, at+key, *f, faults)
		}
	}
}

func (e *Engine) checkFigure(doc *kbfile.Document, at string, f Figure, faults *kbfile.Faults) {
	if f.Low > f.High {
		*faults = append(*faults, doc.Fault(at, "", "the range begins above its end"))
	}
	for _, id := range f.Sources() {
		known := slices.ContainsFunc(e.remedies.Figures, func(s SourceFigure) bool { return s.ID == id })
		if !known {
			*faults = append(*faults, doc.Fault(at+".source", "", "no source figure %q", id))
		}
	}
}
