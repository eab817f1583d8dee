package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"candor/internal/upkeep"
)

// Backlog is what a person reads of what to write next.
type Backlog struct {
	Report *upkeep.Backlog
	Width  int
	// Top is how many wants are shown; 0 shows all.
	Top int
}

// Write prints the backlog to w.
func (b Backlog) Write(w io.Writer) error {
	p := &printer{w: w, width: b.Width}
	r := b.Report
	p.linef("%s of %s, %s: %d of %d questions wait for the library", plural(r.Questionnaires, "questionnaire"), plural(r.Prospects, "prospect"), "as of "+r.AsOf, r.Open, r.Questions)
	shown := r.Wants
	if b.Top > 0 {
		shown = shown[:min(len(shown), b.Top)]
	}
	for i := range shown {
		want(p, &shown[i])
	}
	p.linef("")
	if n := len(r.Wants) - len(shown); n > 0 {
		p.linef("%s: --top 0 or --json shows all", plural(n, "more item"))
	}
	for _, left := range []struct {
		n    int
		text string
	}{
		{r.Certification, "on certification left out: candor gaps says what those cost"},
		{r.Settled, "left out that the library answers by now: run fill again"},
		{r.Other, "left out that no entry would answer (for a person, or no cell to write)"},
	} {
		if left.n > 0 {
			p.linef("%s %s", plural(left.n, "question"), left.text)
		}
	}
	for _, n := range r.Notes {
		p.wrapped("note: ", "      ", n)
	}
	return p.done("backlog")
}

func want(p *printer, w *upkeep.Want) {
	p.linef("")
	lead := fmt.Sprintf("%3d. ", w.Rank)
	p.wrapped(lead, strings.Repeat(" ", len(lead)), short(w.Question, 2*p.width))
	facts := []string{strings.ReplaceAll(string(w.Kind), "_", " "), plural(w.Questions, "question"), plural(len(w.Prospects), "prospect")}
	if w.Value != nil {
		facts = append(facts, amount(w.Value, w.Currency))
	}
	if w.Topic != "" {
		facts = append(facts, w.Topic)
	}
	p.wrapped("     ", "     ", strings.Join(facts, " · "))
	var why []string
	for _, c := range w.Barriers {
		text := c.Text
		if len(w.Barriers) > 1 {
			text += " (" + strconv.Itoa(c.Questions) + ")"
		}
		why = append(why, text)
	}
	line := "in the way: " + strings.Join(why, "; ")
	if w.Nearest != "" {
		line += fmt.Sprintf(" · nearest: %s", w.Nearest)
		if w.Likeness > 0 {
			line += fmt.Sprintf(" (%.2f)", w.Likeness)
		}
	}
	p.wrapped("     ", "     ", line)
	p.wrapped("     do: ", "         ", w.Do)
	others := 0
	for _, a := range w.Asked {
		if a.Question != w.Question && others < shownOthers {
			others++
			p.wrapped("     also: ", "           ", short(a.Question, 2*p.width))
		}
	}
}

// shownOthers is how many further wordings of a want are shown.
const shownOthers = 2
