package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"candor/internal/roadmap"
)

// Roadmap is what a person reads in the terminal of a gap report: what is
// blocked, the recommendation with its evidence, the remedies in their order,
// then controls and notes.
type Roadmap struct {
	Report *roadmap.Report
	// Page is where the HTML report was written, "" if none was.
	Page  string
	Width int
}

// noFigure stands for what the source does not say; nothing is made up for it.
const noFigure = "no figure in the source"

// listed are how many rows of each kind the terminal shows; the page and the
// JSON have all.
const (
	listedRemedies = 12
	listedControls = 6
)

// Write prints the report to w.
func (s Roadmap) Write(w io.Writer) error {
	p := &printer{w: w, width: s.Width}
	r := s.Report
	p.linef("%s", headline(r))
	p.linef("")
	p.wrapped("recommendation: ", "                ", r.Recommendation.Title)
	for _, why := range r.Recommendation.Why {
		p.wrapped("  - ", "    ", why)
	}
	if len(r.Recommendation.Sequence) > 0 {
		p.wrapped("sequence:       ", "                ", strings.Join(sequenceSteps(r), " → "))
	}
	s.remedies(p)
	s.controls(p)
	if len(r.Trend) > 1 {
		p.linef("")
		p.linef("%-10s%8s%10s%9s%8s%9s%8s", "quarter", "files", "answered", "review", "blank", "blocked", "demand")
		for _, t := range r.Trend {
			p.linef("%-10s%8d%9.1f%%%8.1f%%%7.1f%%%9d%8d", t.Period, t.Questionnaires, t.Answered, t.Review, t.Unmatched, t.Blocked, t.Demand)
		}
	}
	if len(r.Notes) > 0 || s.Page != "" {
		p.linef("")
	}
	for _, n := range r.Notes {
		p.wrapped("note: ", "      ", n)
	}
	if s.Page != "" {
		p.linef("page: %s", s.Page)
	}
	return p.done("gap report")
}

// headline is the state in one sentence.
func headline(r *roadmap.Report) string {
	out := fmt.Sprintf("%s, %d blocked by a certification gap", plural(r.Questionnaires, "questionnaire"), r.Blocked)
	if r.BlockedValue != nil {
		out += ", worth " + amount(r.BlockedValue, r.Currency)
	}
	return out + fmt.Sprintf("; demand %d, as of %s", r.Demand, r.AsOf)
}

// sequenceSteps are the steps with their times.
func sequenceSteps(r *roadmap.Report) []string {
	var steps []string
	for _, id := range r.Recommendation.Sequence {
		step := id
		for _, k := range r.Remedies {
			if k.ID == id && k.Months != nil {
				step += " (" + months(k.Months) + ")"
			}
		}
		steps = append(steps, step)
	}
	return steps
}

func (s Roadmap) remedies(p *printer) {
	r := s.Report
	p.linef("")
	if len(onRecords(r)) == 0 {
		p.linef("no remedy: nothing that was asked for is missing")
		return
	}
	columns := []string{"", "deals", "value", "demand", "files", "rows", "in time", "cost", "months", "per $10k"}
	rows := [][]string{}
	all := onRecords(r)
	shown := all[:min(len(all), listedRemedies)]
	for i, k := range shown {
		cost, time := costs(k.CostUSD), strings.TrimSuffix(months(k.Months), " months")
		if k.CostUSD == nil {
			cost = "no figure"
		}
		if k.Months == nil {
			time = "no figure"
		}
		if k.Discounted {
			cost += "*"
		}
		rows = append(rows, []string{
			fmt.Sprintf("%d %s", i+1, short(k.ID, 34)), strconv.Itoa(k.Deals), amount(k.Value, r.Currency), strconv.Itoa(k.Demand),
			strconv.Itoa(k.Touched), strconv.Itoa(k.Rows), optional(k.InTime), cost, time, decimal(k.Efficiency),
		})
	}
	p.table(columns, rows)
	for _, k := range shown {
		p.wrapped("  ", "    ", k.ID+": "+k.Title)
	}
	if n := len(all) - len(shown); n > 0 {
		p.linef("  and %d more; --json and --html have all", n)
	}
	p.linef("")
	p.wrapped("", "", "demand: "+weights(r)+"; one requirement counts once per questionnaire. "+`"no figure": the source has none. `+discountNote(r))
}

// onRecords are the remedies that change certification records, in rank order;
// those of controls have a place of their own.
func onRecords(r *roadmap.Report) []roadmap.Remedy {
	return slices.DeleteFunc(slices.Clone(r.Remedies), func(k roadmap.Remedy) bool { return k.OnControl })
}

func discountNote(r *roadmap.Report) string {
	for _, k := range r.Remedies {
		if k.Discounted {
			return "*: derived, with the source's cut for a second framework."
		}
	}
	return ""
}

// weights says what the demand is made of.
func weights(r *roadmap.Report) string {
	var parts []string
	for _, s := range []string{"blocker", "high", "medium", "low"} {
		parts = append(parts, fmt.Sprintf("%s %d", s, r.Weights[s]))
	}
	return strings.Join(parts, ", ")
}

func (s Roadmap) controls(p *printer) {
	gaps := s.Report.ControlGaps
	if len(gaps) == 0 {
		return
	}
	p.linef("")
	p.linef("controls answered No or Partial")
	for _, g := range gaps[:min(len(gaps), listedControls)] {
		p.wrapped("  ", "    ", fmt.Sprintf("%s: %s in %s, %s%s", g.Control, plural(g.Questions, "question"), plural(g.Files, "file"), g.Verdict, suffix(": ", g.Title)))
	}
	if n := len(gaps) - listedControls; n > 0 {
		p.linef("  and %d more", n)
	}
}

// table prints columns as wide as they need, the first to the left, the others
// to the right.
func (p *printer) table(columns []string, rows [][]string) {
	width := make([]int, len(columns))
	for _, row := range append([][]string{columns}, rows...) {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range append([][]string{columns}, rows...) {
		var b strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				b.WriteString(cell + pad)
			} else {
				b.WriteString("  " + pad + cell)
			}
		}
		p.linef("%s", strings.TrimRight(b.String(), " "))
	}
}

// amount writes 270000 as "USD 270k"; a value that is not known is a dash.
func amount(v *float64, currency string) string {
	if v == nil {
		return "–"
	}
	return strings.TrimSpace(currency + " " + rounded(*v))
}

// rounded writes 1250000 as "1.25M", 120000 as "120k", 950 as "950".
func rounded(v float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1e9, "bn"}, {1e6, "M"}, {1e3, "k"}} {
		if v >= unit.size {
			return strconv.FormatFloat(math.Round(v/unit.size*100)/100, 'f', -1, 64) + unit.name
		}
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// costs writes [30000, 100000] as "$30–100k".
func costs(span []float64) string {
	if len(span) != 2 {
		return noFigure
	}
	if span[0] == span[1] {
		return "$" + rounded(span[0])
	}
	lo, hi := rounded(span[0]), rounded(span[1])
	if strings.HasSuffix(lo, "k") && strings.HasSuffix(hi, "k") {
		lo = strings.TrimSuffix(lo, "k")
	}
	return "$" + lo + "–" + hi
}

// months writes [3.6, 18] as "4–18 months": a part of a month is not promised.
func months(span []float64) string {
	if len(span) != 2 {
		return noFigure
	}
	lo, hi := math.Ceil(span[0]), math.Ceil(span[1])
	if lo == hi {
		return plural(int(lo), "month")
	}
	return fmt.Sprintf("%d–%d months", int(lo), int(hi))
}

func optional(n *int) string {
	if n == nil {
		return "–"
	}
	return strconv.Itoa(*n)
}

func decimal(v *float64) string {
	if v == nil {
		return "–"
	}
	return strconv.FormatFloat(*v, 'f', 1, 64)
}
