package report

import (
	"fmt"
	"io"
	"strings"

	"candor/internal/learn"
)

// Learned is a file of proposals for the terminal.
type Learned struct {
	File *learn.File
	// Path is where the file is.
	Path  string
	Width int
}

// Write prints each proposal in short, what yields none, and what to do next.
func (l Learned) Write(w io.Writer) error {
	p := &printer{w: w, width: l.Width}
	f := l.File
	p.wrapped("", "", fmt.Sprintf("%s: %s, %d as written", clean(f.Reviewed.Name), plural(f.Reviewed.Questions, "question"), f.Reviewed.Same))
	for i := range f.Proposals {
		l.proposal(p, &f.Proposals[i])
	}
	for i, left := range f.Left {
		if i == 0 {
			p.linef("")
			p.linef("Nothing to learn from")
		}
		if i == maxListed {
			p.linef("  and %d more in the file", len(f.Left)-i)
			break
		}
		p.wrapped("  - ", "    ", left.Ref+": "+left.Why)
	}
	p.linef("")
	if len(f.Proposals) == 0 {
		p.linef("no proposals")
		return p.done("proposals")
	}
	p.wrapped("", "", fmt.Sprintf("%s in %s; nothing is in the library yet", plural(len(f.Proposals), "proposal"), l.Path))
	p.linef("next: candor library accept %s --dry-run", l.Path)
	return p.done("proposals")
}

func (l Learned) proposal(p *printer, it *learn.Proposal) {
	lead := fmt.Sprintf("%3d  ", it.N)
	const indent = "     "
	p.linef("")
	switch it.Kind {
	case learn.Phrasing:
		p.wrapped(lead, indent, "new phrasing for "+it.Entry)
	case learn.Answer:
		p.wrapped(lead, indent, "changed answer of "+it.Entry)
	case learn.Verdict:
		from := ""
		if it.Was != nil {
			from = string(it.Was.Verdict)
		}
		p.wrapped(lead, indent, fmt.Sprintf("changed verdict of %s: %s, was %s", it.Entry, it.Verdict, from))
	case learn.NewEntry:
		p.wrapped(lead, indent, fmt.Sprintf("new entry %s (%s, %s)", it.Entry, it.Verdict, strings.Join(it.Topics, ", ")))
	}
	p.wrapped(indent+"asked: ", indent+"       ", short(strings.Join(it.Questions, " / "), 200))
	if it.Was != nil && (it.Was.Text != "" || it.Was.Short != "") {
		p.wrapped(indent+"was:   ", indent+"       ", short(it.Was.Text+it.Was.Short, 200))
	}
	if it.Text != "" || it.Short != "" {
		text := it.Text
		if text == "" {
			text = it.Short
		}
		p.wrapped(indent+"text:  ", indent+"       ", short(text, 200))
	}
	p.wrapped(indent+"why:   ", indent+"       ", it.Why+" ("+listed(it.Rows, 4)+")")
	for _, flag := range it.Flags {
		mark := "note:  "
		if flag.Holds {
			mark = "HELD:  "
		}
		p.wrapped(indent+mark, indent+"       ", flag.Text)
	}
}
