package report

import (
	"fmt"
	"io"
	"strings"

	"candor/internal/date"
	"candor/internal/library"
)

// Entries is a list of library entries as a table.
type Entries struct {
	Cards []library.Card
	AsOf  date.Date
	Width int
}

// Write prints the table and what it counts.
func (l Entries) Write(w io.Writer) error {
	p := &printer{w: w, width: l.Width}
	if len(l.Cards) == 0 {
		p.linef("no entries")
		return p.done("list")
	}
	columns := []column{
		{head: "ENTRY", least: 24},
		{head: "VERDICT"},
		{head: "STATE"},
		{head: "SHARING"},
		{head: "REVIEWED"},
		{head: "OWNER", least: 14},
		{head: "QUESTION", least: 24},
	}
	counts := map[library.State]int{}
	for _, c := range l.Cards {
		for i, cell := range []string{c.ID, string(c.Verdict), stateWord(c.State), string(c.Sharing), c.Reviewed, c.Owner, first(c.Questions)} {
			columns[i].cells = append(columns[i].cells, clean(cell))
		}
		counts[c.State]++
	}
	p.fittedTable(columns)
	parts := []string{}
	for _, s := range []library.State{library.Usable, library.StateDraft, library.StateExample, library.StateStale, library.StateBlanks, library.StateNotShared, library.StateRetired} {
		if n := counts[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, stateWord(s)))
		}
	}
	p.linef("")
	p.wrapped("", "", plural(len(l.Cards), "entry")+" as of "+l.AsOf.String()+": "+strings.Join(parts, ", "))
	return p.done("list")
}

// stateWord is a state as the table has it.
func stateWord(s library.State) string {
	if s == library.Usable {
		return "ok"
	}
	return string(s)
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Entry is one library entry in full.
type Entry struct {
	Card library.Card
	// Facts are the values that its text uses.
	Facts map[string]library.Fact
	// Findings are what a check says of it, one a line.
	Findings []string
	AsOf     date.Date
	Width    int
}

// labelled is the indent of values behind their names.
const labelled = "           "

// Write prints the entry.
func (e Entry) Write(w io.Writer) error {
	p := &printer{w: w, width: e.Width}
	c := e.Card
	p.linef("%s", c.ID)
	field := func(name, value string) {
		if value != "" {
			p.wrapped(fmt.Sprintf("%-11s", name), labelled, value)
		}
	}
	field("file", fmt.Sprintf("%s:%d", c.File, c.BodyLine))
	field("state", c.StateText(e.AsOf))
	field("status", string(c.Status)+suffix(", reviewed ", c.Reviewed)+suffix(", to be reviewed by ", c.Due))
	field("sharing", string(c.Sharing))
	field("owner", c.Owner)
	field("topics", strings.Join(c.Topics, ", "))
	field("controls", strings.Join(c.Controls, ", "))
	field("products", strings.Join(c.Products, ", "))
	if c.Meets {
		field("meets", "this answer is what its controls ask for")
	}
	if c.Admits {
		field("admits", "Yes is the answer that admits something")
	}
	for _, ev := range c.Evidence {
		field("evidence", fmt.Sprintf("%s, %s (%s)", ev.Ref, ev.Title, ev.Sharing))
	}
	for _, cl := range c.Claims {
		field("claims", strings.TrimSpace(cl.Framework+" "+cl.Assertion+" "+cl.Value))
	}
	if s := c.Source; s != nil {
		field("source", s.File+suffix(", ", s.Sheet)+suffix(", question ", s.ID))
	}
	p.linef("questions")
	for _, q := range c.Questions {
		p.wrapped("  - ", "    ", q)
	}
	p.linef("answer, %s", c.Verdict)
	p.paragraphs("  ", c.Text)
	if c.Short != "" {
		p.linef("short answer")
		p.paragraphs("  ", c.Short)
	}
	e.facts(p)
	e.findings(p)
	return p.done("entry")
}

// paragraphs writes text with its line breaks.
func (p *printer) paragraphs(indent, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			p.linef("")
			continue
		}
		p.wrapped(indent, indent, line)
	}
}

func (e Entry) facts(p *printer) {
	for i, name := range e.Card.Facts {
		if i == 0 {
			p.linef("facts, from company/facts.yaml")
		}
		value := e.Facts[name].Value
		if !e.Facts[name].IsFilled() {
			value = "(no value yet)"
		}
		p.wrapped("  ", "    ", name+": "+value)
	}
}

func (e Entry) findings(p *printer) {
	for i, f := range e.Findings {
		if i == 0 {
			p.linef("findings of candor check")
		}
		p.wrapped("  - ", "    ", f)
	}
}
