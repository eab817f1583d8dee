package report

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"candor/internal/date"
	"candor/internal/roadmap"
)

// shownRemedies is how many remedies a chart has room for; tables have all.
const shownRemedies = 10

// rankedChart shows for each remedy what it unblocks: the value of its deals
// where that is known, else their number.
func rankedChart(r *roadmap.Report) template.HTML {
	shown := charted(r)
	const left, width, row = 260.0, 1000.0, 30.0
	worth := func(k roadmap.Remedy) float64 {
		if r.BlockedValue != nil && k.Value != nil {
			return *k.Value
		}
		return float64(k.Deals)
	}
	top := float64(r.Blocked)
	label := "deals unblocked, of " + strconv.Itoa(r.Blocked) + " blocked"
	if r.BlockedValue != nil {
		top, label = *r.BlockedValue, "value of the deals unblocked, of "+amount(r.BlockedValue, r.Currency)+" blocked"
	}
	c := newCanvas(width, row*float64(len(shown))+30, "Remedies by "+label)
	sc := scale{top, width - left - 190}
	for i, k := range shown {
		y := row * float64(i)
		c.text(left-8, y+19, "end", fmt.Sprintf("%d  %s", i+1, short(k.Name, 34)))
		c.rect(left, y+6, sc.length, row-12, "track", "")
		c.rect(left, y+6, sc.at(worth(k)), row-12, "bar-"+barClass(k), k.Title)
		note := plural(k.Deals, "deal")
		if r.BlockedValue != nil {
			note = amount(k.Value, r.Currency) + " · " + note
		}
		c.text(left+sc.length+8, y+19, "", note)
	}
	c.text(left, row*float64(len(shown))+20, "soft", label)
	return c.done()
}

// charted are the remedies that unblock a deal, and where fewer than four do,
// the next ones.
func charted(r *roadmap.Report) []roadmap.Remedy {
	all := onRecords(r)
	n := 0
	for n < len(all) && n < shownRemedies && (all[n].Deals > 0 || n < 4) {
		n++
	}
	return all[:n]
}

// barClass colours a remedy by whether anything is unblocked by it.
func barClass(k roadmap.Remedy) string {
	if k.Deals > 0 {
		return "main"
	}
	return "minor"
}

// heatColumns are the requirements that a heat map shows by themselves; the
// rest share the last column.
const heatColumns = 9

// requirements lists the requirements of all files, the heaviest first.
func requirements(r *roadmap.Report) []string {
	sums := map[string]int{}
	for _, f := range r.Files {
		for _, s := range f.Slots {
			sums[s.Slot] += s.Weight
		}
	}
	var names []string
	for name := range sums {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	return names
}

// heatMap shows deals by requirements: the darker, the heavier.
func heatMap(r *roadmap.Report, files []roadmap.File) template.HTML {
	columns := requirements(r)
	rest := len(columns) > heatColumns+1
	if rest {
		columns = columns[:heatColumns]
	}
	const left, head, cell, row = 190.0, 112.0, 40.0, 20.0
	n := len(columns) + asInt(rest)
	names := slotNames(files)
	c := newCanvas(left+cell*float64(n)+80, head+row*float64(len(files))+6, "Deals by requirement: weight of the gap")
	for j := range n {
		name := "others"
		if j < len(columns) {
			name = names[columns[j]]
		}
		c.slanted(left+cell*float64(j)+18, head-8, short(name, 26))
	}
	for i, f := range files {
		y := head + row*float64(i)
		c.text(left-8, y+14, "end", short(cmp.Or(f.Account, f.File), 24))
		for j := range n {
			weight, severity := heat(f, columns, j)
			title := fmt.Sprintf("%s: %s", f.File, cmp.Or(severity, "no gap"))
			c.rect(left+cell*float64(j)+1, y+1, cell-2, row-2, "heat-"+cmp.Or(severity, "none"), title)
			if weight > 0 {
				c.text(left+cell*float64(j)+cell/2, y+14, "mid on-"+severity, strconv.Itoa(weight))
			}
		}
	}
	return c.done()
}

// slotNames are the requirements in words.
func slotNames(files []roadmap.File) map[string]string {
	names := map[string]string{}
	for _, f := range files {
		for _, s := range f.Slots {
			names[s.Slot] = cmp.Or(s.Name, s.Slot)
		}
	}
	return names
}

// heat is the weight and severity of a file in a column; the column behind the
// last one gathers all others.
func heat(f roadmap.File, columns []string, j int) (int, string) {
	weight, severity := 0, ""
	for _, s := range f.Slots {
		own := slices.Index(columns, s.Slot)
		if own == j || own < 0 && j == len(columns) {
			if s.Weight > weight {
				severity = string(s.Severity)
			}
			weight += s.Weight
		}
	}
	return weight, severity
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// costChart shows cost against months as the ranges that the source gives.
func costChart(r *roadmap.Report) template.HTML {
	const left, bottom, width, height = 64.0, 300.0, 560.0, 350.0
	var shown []int
	top, far := 0.0, 0.0
	remedies := onRecords(r)
	for i, k := range remedies {
		if k.CostUSD != nil && k.Months != nil {
			shown = append(shown, i)
			top, far = max(top, k.CostUSD[1]), max(far, k.Months[1])
		}
	}
	if len(shown) == 0 {
		return ""
	}
	x := scale{math.Ceil(far/6) * 6, width - left - 20}
	y := scale{niceTop(top), bottom - 20}
	c := newCanvas(width, height, "Cost against months of the remedies that the source has figures for")
	for m := 0.0; m <= x.top; m += 6 {
		c.line(left+x.at(m), 20, left+x.at(m), bottom, "grid")
		c.text(left+x.at(m), bottom+18, "mid soft", strconv.Itoa(int(m)))
	}
	for i := range 5 {
		v := y.top / 4 * float64(i)
		c.line(left, bottom-y.at(v), left+x.length, bottom-y.at(v), "grid")
		c.text(left-8, bottom-y.at(v)+4, "end soft", "$"+rounded(v))
	}
	for _, i := range slices.Backward(shown) {
		k := remedies[i]
		w, h := max(x.at(k.Months[1]-k.Months[0]), 3), max(y.at(k.CostUSD[1]-k.CostUSD[0]), 3)
		c.rect(left+x.at(k.Months[0]), bottom-y.at(k.CostUSD[1]), w, h, "span", k.ID+": "+costs(k.CostUSD)+", "+months(k.Months))
	}
	for _, i := range shown {
		k := remedies[i]
		cx, cy := left+x.at((k.Months[0]+k.Months[1])/2), bottom-y.at((k.CostUSD[0]+k.CostUSD[1])/2)
		c.circle(cx, cy, 10, "dot")
		c.text(cx, cy+4, "mid dot-text", strconv.Itoa(i+1))
		c.text(cx+14, cy+4, "halo", short(k.Name, 26))
	}
	c.text(left+x.length/2, bottom+40, "mid soft", "months until it is there")
	return c.done()
}

// sectionCount is the gaps of controls in one section of a framework.
type sectionCount struct {
	Section     string
	No, Partial int
	Controls    []roadmap.ControlGap
}

// sections gathers control gaps by framework section, the most asked first.
func sections(r *roadmap.Report) []sectionCount {
	var out []sectionCount
	for _, g := range r.ControlGaps {
		i := slices.IndexFunc(out, func(s sectionCount) bool { return s.Section == g.Section })
		if i < 0 {
			out = append(out, sectionCount{Section: g.Section})
			i = len(out) - 1
		}
		if g.Verdict == "partial" {
			out[i].Partial += g.Questions
		} else {
			out[i].No += g.Questions
		}
		out[i].Controls = append(out[i].Controls, g)
	}
	slices.SortStableFunc(out, func(a, b sectionCount) int { return cmp.Compare(b.No+b.Partial, a.No+a.Partial) })
	return out
}

func sectionChart(all []sectionCount) template.HTML {
	if len(all) == 0 {
		return ""
	}
	const left, width, row = 130.0, 560.0, 24.0
	top := 0
	for _, s := range all {
		top = max(top, s.No+s.Partial)
	}
	sc := scale{float64(top), width - left - 140}
	c := newCanvas(width, row*float64(len(all))+6, "Questions with a control gap by framework section")
	for i, s := range all {
		y := row * float64(i)
		c.text(left-8, y+16, "end", s.Section)
		c.rect(left, y+4, sc.at(float64(s.No)), row-8, "bar-no", "No")
		c.rect(left+sc.at(float64(s.No)), y+4, sc.at(float64(s.Partial)), row-8, "bar-partial", "Partial")
		c.text(left+sc.at(float64(s.No+s.Partial))+8, y+16, "", fmt.Sprintf("%d no, %d partial", s.No, s.Partial))
	}
	return c.done()
}

// timelineChart shows the records from the day they can be shown to their end,
// with the day of the report across all.
func timelineChart(r *roadmap.Report) template.HTML {
	if len(r.Timeline) == 0 {
		return ""
	}
	const left, width, row = 200.0, 900.0, 30.0
	from, to := r.AsOf.AddMonths(-12), r.AsOf.AddMonths(12)
	for _, s := range r.Timeline {
		for _, d := range []date.Date{s.Until, s.Target} {
			if d.After(to) {
				to = d
			}
		}
	}
	to = to.AddMonths(1)
	sc := scale{float64(from.DaysUntil(to)), width - left - 150}
	at := func(d date.Date) float64 {
		return left + min(max(sc.at(float64(from.DaysUntil(d))), 0), sc.length)
	}
	bottom := row * float64(len(r.Timeline))
	c := newCanvas(width, bottom+44, "Certification records in time")
	for d := date.Of(from.Year()+1, 1, 1); d.Before(to); d = d.AddMonths(12) {
		c.line(at(d), 0, at(d), bottom, "grid")
		c.text(at(d), bottom+18, "mid soft", strconv.Itoa(d.Year()))
	}
	for i, s := range r.Timeline {
		y := row * float64(i)
		c.text(left-8, y+19, "end", short(s.Name, 28))
		switch {
		case !s.Target.IsZero():
			c.rect(at(r.AsOf), y+8, at(s.Target)-at(r.AsOf), row-16, "life-coming", s.Status)
			c.text(at(s.Target)+6, y+19, "halo", "expected "+s.Target.String())
		case !s.Until.IsZero():
			start := from
			if s.From.After(from) {
				start = s.From
			}
			c.rect(at(start), y+8, at(s.Until)-at(start), row-16, "life-"+lifeClass(s, r.AsOf), s.Status)
			c.text(at(s.Until)+6, y+19, "halo", "until "+s.Until.String())
		default:
			c.text(at(r.AsOf)+6, y+19, "halo", strings.ToLower(s.Status)+", no date recorded")
		}
	}
	c.line(at(r.AsOf), 0, at(r.AsOf), bottom, "today")
	c.text(at(r.AsOf), bottom+36, "mid", r.AsOf.String())
	return c.done()
}

// lifeClass colours a record by how long it still holds.
func lifeClass(s roadmap.Span, asOf date.Date) string {
	switch {
	case s.Until.Before(asOf):
		return "over"
	case s.Until.Before(asOf.AddMonths(3)):
		return "soon"
	}
	return "held"
}

// trendChart shows the shares of answered and reviewed questions, and the
// demand of each questionnaire, by quarter.
func trendChart(r *roadmap.Report) template.HTML {
	if len(r.Trend) < 2 {
		return ""
	}
	const left, right, width, bottom = 50.0, 50.0, 560.0, 180.0
	c := newCanvas(width, bottom+46, "Answered and reviewed questions and demand by quarter")
	topDemand := 0.0
	for _, t := range r.Trend {
		topDemand = max(topDemand, t.PerFile)
	}
	percent, demand := scale{100, bottom - 20}, scale{niceTop(topDemand), bottom - 20}
	step := (width - left - right) / float64(len(r.Trend)-1)
	lines := [3][][2]float64{}
	for _, v := range []float64{0, 50, 100} {
		c.line(left, bottom-percent.at(v), width-right, bottom-percent.at(v), "grid")
		c.text(left-8, bottom-percent.at(v)+4, "end soft", fmt.Sprintf("%.0f %%", v))
	}
	c.text(width-right+8, bottom-demand.at(demand.top)+4, "soft", rounded(demand.top))
	for i, t := range r.Trend {
		x := left + step*float64(i)
		c.text(x, bottom+20, "mid soft", t.Period)
		for j, y := range []float64{percent.at(t.Answered), percent.at(t.Review), demand.at(t.PerFile)} {
			lines[j] = append(lines[j], [2]float64{x, bottom - y})
		}
	}
	for j, class := range []string{"trend-answered", "trend-review", "trend-demand"} {
		c.polyline(lines[j], class)
		for _, p := range lines[j] {
			c.circle(p[0], p[1], 3.5, class)
		}
	}
	for j, label := range []string{"answered", "for review", "demand per questionnaire (right)"} {
		class := []string{"trend-answered", "trend-review", "trend-demand"}[j]
		c.line(left+float64(j)*120, bottom+36, left+float64(j)*120+18, bottom+36, class)
		c.text(left+float64(j)*120+24, bottom+40, "", label)
	}
	return c.done()
}
