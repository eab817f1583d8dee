package report

import (
	"fmt"
	"io"
	"strings"

	"candor/internal/alike"
	"candor/internal/upkeep"
)

// Doubles is what a person reads of entries that contradict each other or stand
// twice.
type Doubles struct {
	Report *upkeep.Doubles
	Width  int
}

// Write prints conflicts first, since one of their answers is wrong.
func (d Doubles) Write(w io.Writer) error {
	p := &printer{w: w, width: d.Width}
	r := d.Report
	p.linef("%s compared: %s, %s", plural(r.Entries, "entry"), plural(len(r.Conflicts), "conflict"), plural(len(r.Duplicates), "group")+" of near-duplicates")
	if len(r.Conflicts) > 0 {
		p.linef("")
		p.linef("conflicts: asked the same or nearly so, answered otherwise")
		for i := range r.Conflicts {
			conflict(p, i+1, &r.Conflicts[i])
		}
	}
	if len(r.Duplicates) > 0 {
		p.linef("")
		p.linef("near-duplicates: one entry may do for all of a group")
		for i := range r.Duplicates {
			duplicate(p, i+1, &r.Duplicates[i])
		}
	}
	if len(r.Translations) > 0 {
		p.linef("")
		p.linef("translations: the same in several languages, kept apart")
		for _, t := range r.Translations {
			ids := []string{t.Keep.ID}
			for _, x := range t.Retire {
				ids = append(ids, x.ID)
			}
			p.wrapped("  ", "  ", strings.Join(ids, ", "))
		}
	}
	return p.done("doubles")
}

func conflict(p *printer, n int, c *upkeep.Conflict) {
	p.linef("")
	p.wrapped(fmt.Sprintf("%3d. ", n), "     ", c.Why)
	for _, s := range []upkeep.Side{c.A, c.B} {
		p.wrapped("     - ", "       ", fmt.Sprintf("%s: %q (%s, %s)", s.ID, s.Question, s.Verdict, standing(s)))
	}
	p.wrapped("     do: ", "         ", c.Do)
}

func standing(s upkeep.Side) string {
	parts := []string{string(s.Status)}
	if s.Owner != "" {
		parts = append(parts, s.Owner)
	}
	if s.Reviewed != "" {
		parts = append(parts, "reviewed "+s.Reviewed)
	}
	return strings.Join(parts, ", ")
}

func duplicate(p *printer, n int, d *upkeep.Duplicate) {
	p.linef("")
	p.wrapped(fmt.Sprintf("%3d. ", n), "     ", fmt.Sprintf("keep %s (%s, %s)", d.Keep.ID, d.Keep.Verdict, standing(d.Keep)))
	for i, x := range d.Retire {
		p.wrapped("     - ", "       ", fmt.Sprintf("%s, %.0f%% alike (%s, %s)", x.ID, 100*x.Likeness, x.Verdict, standing(x.Side)))
		if x.Basis == alike.Says {
			p.wrapped("       ", "       ", "the answers are nearly the same text")
		} else {
			p.wrapped("       ", "       ", fmt.Sprintf("%q is like %q", x.Question, x.Matched))
		}
		if len(x.Differ) > 0 {
			p.wrapped("       ", "       ", "only one says: "+strings.Join(x.Differ[:min(len(x.Differ), shownWords)], ", "))
		}
		p.wrapped("       do: ", "           ", d.Do[i])
	}
}

// shownWords bounds the words that two texts do not share.
const shownWords = 12
