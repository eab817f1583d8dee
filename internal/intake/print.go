package intake

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"candor/internal/library"
)

// Width to which quoted texts are cut in the printed plan.
const shownRunes = 140

// Print writes the plan for people: what would be added begins with "+", what
// contradicts stands against what is there.
func (p *Plan) Print(w io.Writer) error {
	var b bytes.Buffer
	for _, f := range p.Files {
		fmt.Fprintf(&b, "%s: %d questions, %d answered", oneLine(f.Name), f.Questions, f.Answered)
		if len(f.Asker) > 0 {
			fmt.Fprintf(&b, ", asked by %s", quote(f.Asker[0]))
		}
		b.WriteByte('\n')
	}
	for i := range p.Create {
		p.Create[i].print(&b)
	}
	p.printPhrasings(&b)
	for i := range p.Conflicts {
		p.Conflicts[i].print(&b)
	}
	p.printCertification(&b)
	p.printSkipped(&b)
	s := p.Summary
	fmt.Fprintf(&b, "\n%d questions: %d in %d new entries, %d new phrasings, %d known, %d conflicts, %d certification, %d skipped\n",
		s.Questions, s.Created, s.Entries, s.Phrasings, s.Known, s.Conflicts, s.Certification, s.Skipped)
	if s.Flagged > 0 {
		fmt.Fprintf(&b, "%d new entries are flagged, %d of them stay drafts until a person has looked at them\n", s.Flagged, s.Held)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("print plan: %w", err)
	}
	return nil
}

func (n *NewEntry) print(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n+ library/%s/%s.md   %s, %s, %s, %s\n", n.Topic, n.ID, n.Verdict, n.Status, n.Sharing, n.Language)
	for _, q := range n.Questions {
		fmt.Fprintf(b, "+   %s\n", clip(oneLine(q), shownRunes))
	}
	fmt.Fprintf(b, "+   > %s\n", clip(oneLine(n.Text), shownRunes))
	fmt.Fprintf(b, "    from %s\n", n.from())
	if len(n.Controls) > 0 || len(n.Suggested) > 0 {
		fmt.Fprintf(b, "    %s", cmp.Or(strings.Join(n.Controls, " "), "no controls"))
		if len(n.Suggested) > 0 {
			fmt.Fprintf(b, " (%s suggested", strings.Join(n.Suggested, " and "))
			if n.Like != "" {
				fmt.Fprintf(b, ", as for the starter's %q", n.Like)
			}
			b.WriteByte(')')
		}
		b.WriteByte('\n')
	}
	printFlags(b, n.Flags)
}

func (n *NewEntry) from() string {
	refs := make([]string, len(n.Sources))
	for i, s := range n.Sources {
		refs[i] = s.where()
	}
	if len(refs) > 4 {
		refs = append(refs[:4], fmt.Sprintf("%d more", len(refs)-4))
	}
	return strings.Join(refs, ", ")
}

func (s Source) where() string { return oneLine(s.File) + " " + oneLine(s.Ref) }

func printFlags(b *bytes.Buffer, flags []Flag) {
	for _, f := range flags {
		fmt.Fprintf(b, "  ! %s: %s", f.Code, oneLine(f.Text))
		if f.Holds {
			b.WriteString(" (stays a draft)")
		}
		b.WriteByte('\n')
	}
}

func (p *Plan) printPhrasings(b *bytes.Buffer) {
	last := ""
	for _, a := range p.Add {
		if a.Entry != last {
			fmt.Fprintf(b, "\n~ %s\n", a.Entry)
			last = a.Entry
		}
		fmt.Fprintf(b, "+   %s\n    from %s; %s\n", clip(oneLine(a.Question), shownRunes), a.Source.where(), oneLine(a.Why))
		printFlags(b, a.Flags)
	}
}

func (c *Conflict) print(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n! conflict of %s with %s, from %s\n", c.Kind, c.Entry, c.Source.where())
	fmt.Fprintf(b, "    %s\n", clip(oneLine(c.Question), shownRunes))
	if same(c.Question) != same(c.Asked) {
		fmt.Fprintf(b, "    %s\n", clip(oneLine(c.Asked), shownRunes))
	}
	fmt.Fprintf(b, "-   %s: %s\n", c.Have, clip(oneLine(c.HaveText), shownRunes))
	fmt.Fprintf(b, "+   %s: %s\n", c.Got, cmp.Or(clip(oneLine(c.GotText), shownRunes), "(no words)"))
}

func (p *Plan) printCertification(b *bytes.Buffer) {
	if len(p.Certification) == 0 {
		return
	}
	b.WriteString("\ncertification rows, which your records decide and no entry:\n")
	for _, c := range p.Certification {
		mark := "  "
		if !c.Agrees {
			mark = "! "
		}
		held := string(c.Held)
		if c.Held == library.None {
			held = "a person must answer"
		}
		fmt.Fprintf(b, "%s  %s %s\n      the sheet: %s%s\n      the records: %s%s\n", mark, c.Source.where(), quote(clip(oneLine(c.Question), shownRunes)),
			c.Claimed, said(c.ClaimedText), held, said(c.HeldText))
	}
}

func said(text string) string {
	if text == "" {
		return ""
	}
	return ", " + quote(clip(oneLine(text), shownRunes))
}

// printSkipped names each skipped row, but for those that nobody answered.
func (p *Plan) printSkipped(b *bytes.Buffer) {
	counts := map[string]int{}
	for _, s := range p.Skipped {
		counts[s.Why]++
	}
	if len(counts) > 0 {
		b.WriteString("\nskipped:\n")
	}
	for _, why := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(b, "  %d × %s\n", counts[why], oneLine(why))
		if why == whyUnanswered {
			continue
		}
		for _, s := range p.Skipped {
			if s.Why == why {
				fmt.Fprintf(b, "      %s %s\n", s.Source.where(), quote(clip(oneLine(s.Question), shownRunes)))
			}
		}
	}
}
