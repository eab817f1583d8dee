package roadmap

import (
	"fmt"
	"slices"

	"candor/internal/date"
	"candor/internal/runlog"
)

// trend sums up the records by the quarter of the day that they were decided
// on, with the gaps as they were found then.
func (p *Planner) trend(sheets []*sheet, earlier []Input) []Period {
	byQuarter := map[string][]*runlog.Record{}
	add := func(rec *runlog.Record) {
		if q := quarter(rec.AsOf); q != "" {
			byQuarter[q] = append(byQuarter[q], rec)
		}
	}
	for _, s := range sheets {
		add(s.Record)
	}
	for _, in := range earlier {
		add(in.Record)
	}
	periods := []Period{}
	for name, records := range byQuarter {
		periods = append(periods, p.period(name, records))
	}
	slices.SortFunc(periods, func(a, b Period) int {
		if a.Period < b.Period {
			return -1
		}
		return 1
	})
	return periods
}

// quarter is "2026-Q2" for a day in it, "" for what is no day.
func quarter(asOf string) string {
	d, err := date.Parse(asOf)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%04d-Q%d", d.Year(), (int(d.Month())+2)/3)
}

func (p *Planner) period(name string, records []*runlog.Record) Period {
	out := Period{Period: name, Questionnaires: len(records)}
	answered, review, unmatched := 0, 0, 0
	for _, rec := range records {
		s := rec.Summary
		out.Questions += s.Questions
		answered += s.Filled + s.Kept
		review += s.Review + s.Blocked
		unmatched += s.Unmatched
		slots := recordedSlots(rec)
		out.Demand += p.Rules.demand(slots)
		out.Blocked += asInt(p.Rules.blocked(slots))
	}
	share := func(n int) float64 {
		if out.Questions == 0 {
			return 0
		}
		return tenths(100 * float64(n) / float64(out.Questions))
	}
	out.Answered, out.Review, out.Unmatched = share(answered), share(review), share(unmatched)
	out.PerFile = tenths(float64(out.Demand) / float64(len(records)))
	return out
}

// recordedSlots are the certification requirements as the record has them.
func recordedSlots(rec *runlog.Record) severityBySlot {
	slots := severityBySlot{}
	for i := range rec.Rows {
		q := &rec.Rows[i]
		if q.Ask == nil {
			continue
		}
		for _, g := range q.Gaps {
			slots[g.Slot] = worse(slots[g.Slot], g.Severity)
		}
	}
	return slots
}
