package report

import (
	"fmt"
	"io"
	"regexp"
	"slices"
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
	p.linef("next: candor library accept %s --dry-run", shellWord(l.Path))
	return p.done("proposals")
}

// indent is that of a proposal's lines.
const indent = "     "

func (l Learned) proposal(p *printer, it *learn.Proposal) {
	lead := fmt.Sprintf("%3d  ", it.N)
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
	l.texts(p, it)
	p.wrapped(indent+"why:   ", indent+"       ", it.Why+" ("+listed(it.Rows, 4)+")")
	for _, flag := range it.Flags {
		mark := "note:  "
		if flag.Holds {
			mark = "HELD:  "
		}
		p.wrapped(indent+mark, indent+"       ", flag.Text)
	}
}

// longestShown bounds a text in the terminal; the file has all of it.
const longestShown = 300

// texts shows a new text, and of a changed one the sentences that differ.
func (l Learned) texts(p *printer, it *learn.Proposal) {
	if it.Was == nil {
		if it.Text != "" {
			p.wrapped(indent+"text:  ", indent+"       ", short(it.Text, longestShown))
		}
		return
	}
	for _, t := range []struct{ was, text string }{{it.Was.Text, it.Text}, {it.Was.Short, it.Short}} {
		if t.text == "" {
			continue
		}
		was, now := sentences(t.was), sentences(t.text)
		for _, s := range was {
			if !slices.Contains(now, s) {
				p.wrapped(indent+"-      ", indent+"       ", short(s, longestShown))
			}
		}
		for _, s := range now {
			if !slices.Contains(was, s) {
				p.wrapped(indent+"+      ", indent+"       ", short(s, longestShown))
			}
		}
	}
}

// sentenceEnd is good enough to show what differs.
var sentenceEnd = regexp.MustCompile(`([.!?]) (\p{Lu})`)

func sentences(text string) []string {
	return strings.Split(sentenceEnd.ReplaceAllString(strings.ReplaceAll(text, "\n", "\x00"), "$1\x00$2"), "\x00")
}

// plainWord needs no quotes in a shell.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// shellWord is a path as a shell takes it.
func shellWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
