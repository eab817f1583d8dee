package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"candor/internal/library"
	"candor/internal/upkeep"
)

//go:embed coverage.gohtml
var coverageTemplate string

//go:embed coverage.css
var coverageStyle string

// CoveragePage is the coverage of a framework as one self-contained HTML page:
// a matrix and the controls behind it, no script, no request, fit for narrow
// screens, dark ones and printing. It is for the company's own people.
type CoveragePage struct {
	Report *upkeep.Coverage
}

// coverageData is what the template walks over.
type coverageData struct {
	*upkeep.Coverage
	Style    template.CSS
	Answered int
	Needed   int
	Kind     string
	States   []stateCount
}

// stateCount is one segment of the bar.
type stateCount struct {
	State upkeep.Answered
	N     int
	Text  string
}

// Write renders the page to w.
func (pg CoveragePage) Write(w io.Writer) error {
	t, err := template.New("coverage").Funcs(template.FuncMap{
		"id":    func(ref string) string { return "c" + anchor(ref) },
		"word":  func(s upkeep.Answered) string { return coverWords[s] },
		"text":  func(s upkeep.Answered) string { return coverTexts[s] },
		"count": func(g upkeep.GroupCover) string { return coverCount(g.Counts) },
		"of":    func(g upkeep.GroupCover) int { return len(g.Controls) - g.Counts[upkeep.Excluded] },
		"join":  strings.Join,
		"state": stateWord,
		"usable": func(s library.State) bool {
			return s == library.Usable
		},
		"bar": func(g upkeep.GroupCover) []stateCount { return stateCounts(g.Counts) },
	}).Parse(coverageTemplate)
	if err != nil {
		return fmt.Errorf("read page template: %w", err)
	}
	if err := t.Execute(w, pg.data()); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	return nil
}

// coverWords name the states on the tiles of the matrix, which must be told
// apart without colour.
var coverWords = map[upkeep.Answered]string{
	upkeep.Covered: "answered", upkeep.Mixed: "mixed", upkeep.Denied: "No", upkeep.Aged: "stale", upkeep.Held: "held",
	upkeep.Drafted: "draft", upkeep.Missing: "none", upkeep.Excluded: "excluded",
}

func (pg CoveragePage) data() coverageData {
	r := pg.Report
	d := coverageData{
		Coverage: r, Style: template.CSS(pageStyle + coverageStyle), //nolint:gosec // our own embedded style sheets
		Answered: r.Counts[upkeep.Covered] + r.Counts[upkeep.Mixed], Needed: r.Total - r.Counts[upkeep.Excluded],
		Kind: "controls", States: stateCounts(r.Counts),
	}
	if r.Framework == "soc2" {
		d.Kind = "criteria"
	}
	return d
}

// stateCounts lists the states that occur.
func stateCounts(counts map[upkeep.Answered]int) []stateCount {
	var out []stateCount
	for _, s := range upkeep.States() {
		if counts[s] > 0 {
			out = append(out, stateCount{s, counts[s], coverTexts[s]})
		}
	}
	return out
}
