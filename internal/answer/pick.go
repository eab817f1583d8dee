package answer

import (
	"fmt"
	"strings"

	"candor/internal/library"
	"candor/internal/match"
)

// candidate is an entry that may answer, and how it came to be one.
type candidate struct {
	entry *library.Entry
	match match.Match
	// nearer is an example that comes nearer to the question, nil if none does.
	nearer *candidate
	// behind is the entry above the sharing level that comes nearer, "" if none.
	behind string
}

// clearlyNearer is how much surer an example must be, and clearLead how far
// ahead, for the company's own entry to look like the answer to another
// question. An example has many wordings and an own entry often one, which alone
// puts it some way behind; half of a full lead is more than that.
const (
	clearlyNearer = 0.1
	clearLead     = 0.5
)

// pick chooses the best entry that this run may show. One above the sharing
// level is named to the company and passed over; the next is taken in its
// place only if it would be written on its own. An example of the starter
// gives way to any entry of the company's own that is near enough to show.
func pick(in Input, d *Decision) (candidate, bool) {
	var example *candidate
	hidden, behind := false, ""
	for _, m := range in.Matches {
		e, ok := in.Entry(m.Entry)
		if m.Confidence < in.Policy.Review || hidden && m.Confidence < in.Policy.Fill {
			if ok && e.IsExample() {
				continue // entries of one's own are measured without it
			}
			break
		}
		switch {
		case !ok:
			hidden = true
		case !in.Policy.Sharing.Allows(e.Sharing):
			hidden, behind = true, e.ID
			d.because("sharing", fmt.Sprintf("the entry %q answers this but is for sharing level %q; this run allows %q", e.ID, e.Sharing, in.Policy.Sharing))
			d.Owner = e.Owner
		case !e.IsExample():
			return candidate{e, m, example, behind}, true
		case example == nil:
			example = &candidate{entry: e, match: m, behind: behind}
		}
	}
	if example != nil {
		return *example, true
	}
	return candidate{}, false
}

// mind lowers an answer of the company's own if an example tells that the
// question is rather about something else, which the company has not answered.
func (c candidate) mind(d *Decision) {
	if c.nearer == nil || c.nearer.match.Confidence < c.match.Confidence+clearlyNearer && c.match.ExampleLead() < clearLead {
		return
	}
	d.lower("example_nearer", fmt.Sprintf("the example %q comes nearer to this question than your entry %q; look whether yours answers it, or make the example true for you", c.nearer.entry.ID, c.entry.ID))
}

// yield lowers an answer to a question that wants words ("Which tools …") if
// what comes nearer may not leave: that one holds them, and a Yes to the same
// matter would read as if there were nothing more to say.
func (c candidate) yield(in Input, d *Decision) {
	if c.behind != "" && c.entry.Verdict != library.Text && match.FormOf(in.Question.Text) != match.FormClosed {
		d.lower("sharing", fmt.Sprintf("the question wants what the entry %q says, not whether it is so", c.behind))
	}
}

// approval lowers an answer that is not the company's own word yet.
func approval(d *Decision, e *library.Entry) {
	switch {
	case e.IsExample():
		d.Unapproved = true
		d.lower("example", fmt.Sprintf("the entry %q is an example; make it true for you, then candor library approve %s", e.ID, e.ID))
	case e.Status != library.Approved:
		d.Unapproved = true
		d.lower("draft", fmt.Sprintf("the entry is %s, not approved", e.Status))
	case len(e.Unfilled) > 0:
		d.Unapproved = true
		d.lower("fact_missing", fmt.Sprintf("the entry %q needs a value in company/facts.yaml for: %s", e.ID, strings.Join(e.Unfilled, ", ")))
	}
}
