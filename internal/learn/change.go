package learn

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/claim"
	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/textnorm"
)

// The codes of flags beside those of import.
const (
	flagClaim     = "claim"
	flagWording   = "wording"
	flagRewritten = "rewritten"
	flagElsewhere = "kept_elsewhere"
	flagClash     = "clash"
	flagForm      = "other_form"
	flagEntry     = "entry_changed"
	flagFact      = "fact"
	flagShort     = "short_answer"
	flagContrary  = "contrary"
	flagPhrasings = "phrasings"
)

// change proposes what a person changed in a row for the entry that answered it.
func (k *comparer) change(row *runlog.Question, e *library.Entry, before, after cells) {
	p := Proposal{Kind: Answer, Entry: e.ID, Digest: e.Digest, Questions: []string{oneLine(row.Question)}, Rows: []string{row.Ref}, Was: &Was{}}
	form, lead, known := formOf(before.text, e)
	text, verdict := after.text, library.Verdict("")
	if lead != "" || before.choice == "" {
		verdict, text = k.opening(text, lead, row.Verdict)
	}
	if !sameText(before.choice, after.choice) {
		v, ok := k.Vocabulary.Verdict(after.choice)
		if !ok && after.choice != "" {
			k.leave(row, "the choice %q takes no position that an entry can hold", after.choice)
			return
		}
		verdict = v
	}
	if verdict != "" && verdict != e.Verdict {
		if row.Verdict != e.Verdict {
			k.leave(row, "the question asks the other way round than %q, so its choice says nothing about the entry", e.ID)
			return
		}
		p.Kind, p.Verdict, p.Was.Verdict = Verdict, verdict, e.Verdict
		p.Flags = append(p.Flags, others(e, row.Question)...)
	}
	if said, rest := k.opens(text); said != "" {
		if is := cmp.Or(verdict, row.Verdict); said != is {
			p.Flags = append(p.Flags, Flag{Code: flagContrary, Text: fmt.Sprintf("the choice says %s and the text opens with %s", is, said), Holds: true})
		}
		if sameText(rest, e.Text) {
			text = rest
		}
	}
	if !k.retext(&p, row, e, change{form, before.text, text, known}) && p.Kind == Answer {
		why := "the text was taken out and the choice left as it was"
		if text != "" {
			why = "the row says what the entry says"
		}
		k.leave(row, "%s", why)
		return
	}
	if e.Short != "" && p.Short == "" {
		p.Flags = append(p.Flags, Flag{Code: flagShort, Text: "the short answer stays as it is, unless you give the proposal another one as short: " + e.Short, Holds: p.Kind == Verdict})
	}
	p.Why = why(&p, before, after)
	p.Flags = append(p.Flags, k.stale(row, e)...)
	k.out.Proposals = append(k.out.Proposals, p)
}

// others flags the phrasings that another verdict would have to be true for too.
func others(e *library.Entry, question string) []Flag {
	n := 0
	for _, q := range e.Questions {
		if key(q) != key(question) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []Flag{{Code: flagPhrasings, Text: fmt.Sprintf("the other ways to ask this entry must be answered so too; it has %d: candor library show %s", n, e.ID), Holds: true}}
}

// change is one text that became another.
type change struct {
	form      form
	from, to  string
	knownForm bool
}

// retext puts the new text into a proposal; false if there is none.
func (k *comparer) retext(p *Proposal, row *runlog.Question, e *library.Entry, c change) bool {
	if c.to == "" {
		return false
	}
	clean, flags := k.Cleaner.Answer(c.to, row.Language)
	old := e.Text
	if c.form == shortForm {
		old = e.Short
	}
	if key(clean) == key(old) && sameText(clean, old) {
		return p.Kind == Verdict
	}
	p.Flags = append(p.Flags, flagged(flags)...)
	if c.form == shortForm {
		p.Short, p.Was.Short = clean, old
	} else {
		p.Text, p.Was.Text = clean, old
	}
	if !c.knownForm && c.from != "" {
		p.Flags = append(p.Flags, Flag{Code: flagForm, Text: "what was written is neither the entry's answer nor its short one: compare before accepting"})
	}
	if likeness(old, clean) < rewritten {
		p.Flags = append(p.Flags, Flag{Code: flagRewritten, Text: "little is left of the entry's answer; it may be an entry of its own", Holds: true})
	}
	p.Flags = append(p.Flags, k.valueless(e, old, clean)...)
	p.Flags = append(p.Flags, claims(k.Claims(clean))...)
	return true
}

// valueless flags the facts whose values a changed text says no more: other
// entries may name them too.
func (k *comparer) valueless(e *library.Entry, old, text string) []Flag {
	var out []Flag
	for _, name := range e.Facts {
		value := key(k.Fact(name))
		if value != "" && strings.Contains(key(old), value) && !strings.Contains(key(text), value) {
			out = append(out, Flag{Code: flagFact, Text: fmt.Sprintf("the text says no more what the fact %s is (%s); if that has changed, change company/facts.yaml, which all entries read", name, k.Fact(name))})
		}
	}
	return out
}

// claims are the findings of a claim check as flags.
func claims(findings []claim.Finding) []Flag {
	var out []Flag
	for _, f := range findings {
		flag := Flag{Code: flagWording, Text: fmt.Sprintf("%s: %q", f.Code, f.Text)}
		if f.Severity.Rank() >= claim.High.Rank() {
			flag.Code, flag.Holds = flagClaim, true
		}
		if !slices.Contains(out, flag) {
			out = append(out, flag)
		}
	}
	return out
}

// stale flags an entry that changed since the run.
func (k *comparer) stale(row *runlog.Question, e *library.Entry) []Flag {
	for _, s := range row.Sources {
		if s.Entry == e.ID && s.Digest != "" && s.Digest != e.Digest {
			return []Flag{{Code: flagEntry, Text: "the entry has changed since the run", Holds: true}}
		}
	}
	return nil
}

// form is which of an entry's texts was written.
type form int

const (
	wholeForm form = iota
	shortForm
)

// longLead is the most that may stand before an entry's text in a cell: "Yes.".
const longLead = 20

// formOf finds which text of the entry was written, and what stood before it.
func formOf(written string, e *library.Entry) (f form, lead string, ok bool) {
	for f, text := range []string{e.Text, e.Short} {
		rest, found := strings.CutSuffix(oneLine(written), oneLine(text))
		if text != "" && found && utf8.RuneCountInString(rest) <= longLead {
			return form(f), strings.TrimSpace(rest), true
		}
	}
	return wholeForm, "", false
}

// opening cuts the verdict's word from a text that stands alone: "No. We plan
// to." lead is what was written before the text.
func (k *comparer) opening(text, lead string, had library.Verdict) (library.Verdict, string) {
	if lead != "" && len(text) >= len(lead) && strings.EqualFold(text[:len(lead)], lead) {
		return "", strings.TrimSpace(text[len(lead):])
	}
	if lead == "" && had == library.Text {
		return "", text
	}
	v, rest := k.opens(text)
	if v == "" || lead == "" && v == had {
		return "", text // the entry's own words begin so
	}
	return v, cmp.Or(rest, text)
}

// opens is the position that the first word of a text takes, and what follows
// it; "" if it takes none.
func (k *comparer) opens(text string) (library.Verdict, string) {
	word, rest := text, ""
	if i := strings.IndexAny(text, ".,;:"); i >= 0 {
		word, rest = text[:i], strings.TrimSpace(text[i+1:])
	}
	v, ok := k.Vocabulary.Verdict(strings.TrimSpace(word))
	if !ok {
		return "", text
	}
	return v, rest
}

// rewritten is the likeness below which a text is another one: fewer than one
// word in four is in both.
const rewritten = 0.25

// likeness is the share of words that two texts have in common.
func likeness(a, b string) float64 {
	in := map[string]bool{}
	for _, w := range textnorm.Words(textnorm.Fold(a)) {
		in[w] = true
	}
	all, both := len(in), 0
	seen := map[string]bool{}
	for _, w := range textnorm.Words(textnorm.Fold(b)) {
		switch {
		case seen[w]:
		case in[w]:
			both++
		default:
			all++
		}
		seen[w] = true
	}
	if all == 0 {
		return 1
	}
	return float64(both) / float64(all)
}

func why(p *Proposal, before, after cells) string {
	switch {
	case p.Kind == Verdict && before.choice != "":
		return fmt.Sprintf("the choice %q became %q", before.choice, after.choice)
	case p.Kind == Verdict:
		return "the text takes another position"
	case p.Short != "":
		return "the short answer was changed"
	}
	return "the answer was changed"
}

// merge joins equal proposals of several rows, flags those that contradict one
// another or the rows that kept the answer, and puts first what changes most.
func merge(list []Proposal, same map[string]int) []Proposal {
	var out []Proposal
	for _, p := range list {
		i := slices.IndexFunc(out, func(o Proposal) bool {
			return o.Kind == p.Kind && o.Entry == p.Entry && o.Verdict == p.Verdict && o.Text == p.Text && o.Short == p.Short &&
				(p.Kind != Phrasing || key(o.Questions[0]) == key(p.Questions[0]))
		})
		if i < 0 {
			out = append(out, p)
			continue
		}
		out[i].Rows = append(out[i].Rows, p.Rows...)
	}
	for i := range out {
		p := &out[i]
		if p.Kind == Phrasing {
			continue
		}
		if n := same[p.Entry]; n > 0 {
			p.Flags = append(p.Flags, Flag{Code: flagElsewhere, Text: fmt.Sprintf("the same answer was kept in other rows of this file: %d", n)})
		}
		if slices.ContainsFunc(out, func(o Proposal) bool {
			return o.Entry == p.Entry && o.Kind != Phrasing && (o.Verdict != p.Verdict || o.Text != p.Text || o.Short != p.Short)
		}) {
			p.Flags = append(p.Flags, Flag{Code: flagClash, Text: "another row changes this entry in another way: accept one of them", Holds: true})
		}
	}
	order := []Kind{Verdict, Answer, NewEntry, Phrasing}
	slices.SortStableFunc(out, func(a, b Proposal) int {
		return cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind))
	})
	return out
}
