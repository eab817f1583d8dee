package report

import (
	"html/template"
	"strings"

	"candor/internal/roadmap"
	"candor/internal/upkeep"
)

// GapParts are the charts and numbers of a RoadmapPage, for a page that has a
// frame and colours of its own: Tiles, Steps, Records, HeatFiles, Sections and
// the pictures Ranked, Heat, Cost, Control, Life and Course, each "" where there
// is nothing to draw. Pictures carry classes and no styles.
type GapParts struct{ roadmapData }

// PartsOf draws a gap report.
func PartsOf(r *roadmap.Report) GapParts { return GapParts{RoadmapPage{Report: r}.data()} }

// Funcs are what templates format the numbers of a gap report with: amount,
// costs, months and plural as the terminal has them.
func Funcs() template.FuncMap {
	return template.FuncMap{
		"amount": amount, "costs": costs, "months": months, "optional": optional, "decimal": decimal,
		"join": strings.Join, "plural": plural, "day": day, "add": func(a, b int) int { return a + b }, "lower": strings.ToLower,
	}
}

// CoverWords names the state of a control in a word, and says what it means.
func CoverWords(s upkeep.Answered) (word, text string) { return coverWords[s], coverTexts[s] }

// Anchor makes a cell's ref fit for an id in a page.
func Anchor(ref string) string { return anchor(ref) }
