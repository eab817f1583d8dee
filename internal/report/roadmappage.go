package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strconv"

	"candor/internal/date"
	"candor/internal/roadmap"
)

//go:embed roadmap.gohtml
var roadmapTemplate string

//go:embed roadmap.css
var roadmapStyle string

// RoadmapPage is a gap report as one self-contained HTML page: no script, no
// request, charts drawn here with a table beside each, fit for printing. It is
// for the company's own people.
type RoadmapPage struct {
	Report *roadmap.Report
}

// roadmapData is what the template walks over.
type roadmapData struct {
	*roadmap.Report
	Style    template.CSS
	Tiles    []tile
	Steps    []step
	Sections []sectionCount
	Behind   []behind
	// Records are the remedies that change certification records.
	Records []roadmap.Remedy
	// HeatFiles are the first files with a gap; More have one too, Clear none.
	HeatFiles   []roadmap.File
	More, Clear int

	Ranked, Heat, Cost, Control, Life, Course template.HTML
}

// shownFiles and shownRefs bound a page that people read and print; the JSON
// has all.
const (
	shownFiles = 60
	shownRefs  = 60
)

// behind is a remedy with its first questions; those of files that the page
// leaves out are named without a link.
type behind struct {
	roadmap.Remedy
	Refs []ref
	More int
}

type ref struct {
	roadmap.Closed
	Linked bool
}

func (d *roadmapData) behind() []behind {
	rows := map[string]bool{}
	for _, f := range d.HeatFiles {
		for _, s := range f.Slots {
			for _, r := range s.Rows {
				rows[rowID(f.File, r.Ref)] = true
			}
		}
	}
	var out []behind
	for _, k := range d.Remedies {
		b := behind{Remedy: k, More: max(len(k.Questions)-shownRefs, 0)}
		for _, q := range k.Questions[:len(k.Questions)-b.More] {
			b.Refs = append(b.Refs, ref{q, rows[rowID(q.File, q.Ref)]})
		}
		out = append(out, b)
	}
	return out
}

// tile is one number that a reader takes away.
type tile struct{ Number, Text string }

// step is one remedy of the sequence.
type step struct {
	Name, Cost, Months, Frees string
}

// Write renders the page to w.
func (pg RoadmapPage) Write(w io.Writer) error {
	t, err := template.New("roadmap").Funcs(Funcs()).Funcs(template.FuncMap{
		"fileID": fileID, "rowID": rowID, "link": link, "weights": weights,
	}).Parse(roadmapTemplate)
	if err != nil {
		return fmt.Errorf("read page template: %w", err)
	}
	if err := t.Execute(w, pg.data()); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	return nil
}

func (pg RoadmapPage) data() roadmapData {
	r := pg.Report
	d := roadmapData{Report: r, Style: template.CSS(pageStyle + roadmapStyle), Tiles: tiles(r), Steps: steps(r), Sections: sections(r), Records: onRecords(r)} //nolint:gosec // our own embedded style sheets
	for _, f := range r.Files {
		switch {
		case f.Demand == 0:
			d.Clear++
		case len(d.HeatFiles) == shownFiles:
			d.More++
		default:
			d.HeatFiles = append(d.HeatFiles, f)
		}
	}
	d.Behind = d.behind()
	d.Ranked, d.Heat, d.Cost = rankedChart(r), heatMap(r, d.HeatFiles), costChart(r)
	d.Control, d.Life, d.Course = sectionChart(d.Sections), timelineChart(r), trendChart(r)
	return d
}

// tiles are the numbers that matter most: what is blocked, what it is worth,
// what the recommendation frees, what that takes; and the remedy that frees
// most, where the recommendation frees nothing.
func tiles(r *roadmap.Report) []tile {
	out := []tile{{fmt.Sprintf("%d of %d", r.Blocked, r.Questionnaires), "questionnaires blocked by a certification gap"}}
	if r.BlockedValue != nil {
		out = append(out, tile{amount(r.BlockedValue, r.Currency), "in deals behind them"})
	} else {
		out = append(out, tile{strconv.Itoa(r.Demand), "demand in weighted requirements"})
	}
	goal, ok := remedy(r, r.Recommendation.Goal)
	if !ok {
		return out
	}
	takes := tile{costs(goal.CostUSD), months(goal.Months) + " until it is there"}
	if goal.CostUSD == nil {
		takes = tile{months(goal.Months), "until it is there; no cost in the source"}
	}
	if best := r.Remedies[0]; goal.Deals == 0 && best.Deals > 0 {
		out = append(out, freed(r, best))
	}
	return append(out, freed(r, goal), takes)
}

// freed says what a remedy unblocks, or that it only closes what nobody
// insists on: "0 deals" under a headline that recommends it explains nothing.
func freed(r *roadmap.Report, k roadmap.Remedy) tile {
	switch {
	case k.Deals == 0:
		return tile{fmt.Sprintf("%d of %d", k.Touched, r.Questionnaires), "questionnaires want what " + k.Name + " brings; none is blocked by that alone"}
	case k.Value != nil:
		return tile{plural(k.Deals, "deal"), "worth " + amount(k.Value, r.Currency) + ", unblocked by " + k.Name}
	}
	return tile{plural(k.Deals, "deal"), "unblocked by " + k.Name}
}

func remedy(r *roadmap.Report, id string) (roadmap.Remedy, bool) {
	i := slices.IndexFunc(r.Remedies, func(k roadmap.Remedy) bool { return k.ID == id })
	if i < 0 {
		return roadmap.Remedy{}, false
	}
	return r.Remedies[i], true
}

func steps(r *roadmap.Report) []step {
	var out []step
	for _, id := range r.Recommendation.Sequence {
		if k, ok := remedy(r, id); ok {
			frees := "unblocks " + plural(k.Deals, "deal") + " by itself"
			switch {
			case k.Deals == 0:
				frees = fmt.Sprintf("closes %d of a demand of %d, unblocks no deal by itself", k.Demand, r.Demand)
			case k.Value != nil:
				frees += ", " + amount(k.Value, r.Currency)
			}
			out = append(out, step{k.Name, costs(k.CostUSD), months(k.Months), frees})
		}
	}
	return out
}

// fileID and rowID are anchors; the file is part of a row's, since every
// workbook has a Sheet1!B2.
func fileID(file string) string { return "f" + anchor(file) }

func rowID(file, ref string) string { return fileID(file) + anchor(ref) }

// link leads to the answered file; the cell behind it is understood by some
// programs and ignored by others.
func link(f roadmap.File, ref string) string {
	if f.Output == "" {
		return ""
	}
	return (&url.URL{Path: f.Output, Fragment: ref}).String()
}

func day(d date.Date) string {
	if d.IsZero() {
		return "–"
	}
	return d.String()
}
