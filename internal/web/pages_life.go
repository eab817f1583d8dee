package web

import (
	"fmt"
	"html/template"
	"strings"

	"candor/internal/date"
	"candor/internal/roadmap"
)

// lifeView is a record in time as narrow windows show it: a bar under its name,
// where a chart with the names beside the bars would be wider than the window.
type lifeView struct {
	Name, Text string
	Bar        template.HTML
}

// lifeMonths is how far a bar reaches to either side of today, at least.
const lifeMonths = 12

// lifeViews are the records on one scale, and its two ends.
func lifeViews(spans []roadmap.Span, asOf date.Date) (views []lifeView, from, to date.Date) {
	from, to = asOf.AddMonths(-lifeMonths), asOf.AddMonths(lifeMonths)
	for _, s := range spans {
		for _, d := range []date.Date{s.Until, s.Target} {
			if d.After(to) {
				to = d
			}
		}
	}
	at := func(d date.Date) float64 {
		return 100 * min(max(float64(from.DaysUntil(d))/float64(from.DaysUntil(to)), 0), 1)
	}
	for _, s := range spans {
		v := lifeView{Name: s.Name}
		switch {
		case !s.Target.IsZero():
			v.Text, v.Bar = "expected "+s.Target.String(), lifeBar("coming", at(asOf), at(s.Target), at(asOf))
		case !s.Until.IsZero():
			start := from
			if s.From.After(from) {
				start = s.From
			}
			v.Text, v.Bar = "until "+s.Until.String(), lifeBar(lifeTone(s.Until, asOf), at(start), at(s.Until), at(asOf))
		default:
			v.Text = strings.ToLower(s.Status) + ", no date recorded"
		}
		views = append(views, v)
	}
	return views, from, to
}

// lifeTone is the colour of a record by how long it still holds.
func lifeTone(until, asOf date.Date) string {
	switch {
	case until.Before(asOf):
		return "over"
	case until.Before(asOf.AddMonths(3)):
		return "soon"
	}
	return "held"
}

// lifeBar draws a bar in hundredths of its width; the text beside it says the same.
func lifeBar(tone string, from, to, today float64) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg class="life-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="10"/><rect class="life-%s" x="%.1f" width="%.1f" height="10"/><rect class="now" x="%.1f" width="0.7" height="10"/></svg>`, tone, from, max(to-from, 0.5), today)) //nolint:gosec // our words and numbers
}
