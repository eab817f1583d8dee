package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"candor/internal/review"
)

// maxOpen bounds the open rows in the terminal; --json has them all.
const maxOpen = 20

// ReviewStatus is what a person reads of a review under way.
type ReviewStatus struct {
	review.Progress
	// Name is the questionnaire's.
	Name string
	// Apply is the command that finishes it, word by word.
	Apply []string
	Width int
}

// Write prints the status to w.
func (s ReviewStatus) Write(w io.Writer) error {
	p := &printer{w: w, width: s.Width}
	p.linef("%s: %s, %s", clean(s.Name), plural(s.Questions, "question"), plural(s.Decisions, "decision"))
	states(p, s.States)
	if n := len(s.Open); n > 0 {
		p.linef("")
		p.linef("%s a person%s", plural(n, "question")+need(n), blocked(s.Blocked))
		owners(p, s.Owners)
		for i, o := range s.Open {
			if i == maxOpen {
				p.linef("  and %d more; --json lists them", n-i)
				break
			}
			p.wrapped("  "+clean(o.Ref)+" ", "    ", fmt.Sprintf("%s: %s (%s)", o.Status, short(clean(o.Question), 80), o.Why))
		}
	}
	lostDecisions(p, len(s.Lost))
	p.linef("")
	if len(s.Open) > 0 {
		p.linef("next: add decisions to the file (candor schema review), or drop the")
		p.linef("      questionnaire into candor serve and decide there; then")
		p.linef("      %s", shellLine(s.Apply))
	} else {
		p.linef("next: %s", shellLine(s.Apply))
	}
	return p.done("review status")
}

func need(n int) string {
	if n == 1 {
		return " needs"
	}
	return " need"
}

func blocked(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d of them must not be answered by a tool", n)
}

// states prints the counts that are not nothing, on one line.
func states(p *printer, counts map[review.State]int) {
	var parts []string
	for _, s := range review.States() {
		if n := counts[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	p.wrapped("  ", "  ", strings.Join(parts, ", "))
}

func owners(p *printer, counts map[string]int) {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a, b))
	})
	var parts []string
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%s %d", cmp.Or(name, "nobody named"), counts[name]))
	}
	p.wrapped("  waiting for: ", "    ", strings.Join(parts, ", "))
}

func lostDecisions(p *printer, n int) {
	if n > 0 {
		p.wrapped("note: ", "      ", plural(n, "decision")+" on questions that this record does not have")
	}
}

// shellLine is a command as a shell takes it.
func shellLine(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quoted(w)
	}
	return strings.Join(out, " ")
}

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsFunc(path, func(r rune) bool { return !strings.ContainsRune("._-/+@%:,=", r) && !isWord(r) }) {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

func isWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f
}

// Reviewed is what a person reads after a questionnaire was finished, or would
// be on a dry run.
type Reviewed struct {
	Planned *review.Planned
	// Result is nil on a dry run.
	Result *review.Result
	// Learn is the command that makes proposals of it, word by word.
	Learn []string
	Width int
}

// Write prints the result to w.
func (r Reviewed) Write(w io.Writer) error {
	p := &printer{w: w, width: r.Width}
	counts := map[review.State]int{}
	for i := range r.Planned.Finals {
		counts[r.Planned.Finals[i].State]++
	}
	p.linef("%s: %s", clean(r.Planned.Record.Input.Name), plural(len(r.Planned.Finals), "question"))
	states(p, counts)
	r.refused(p)
	r.overridden(p)
	lostDecisions(p, len(r.Planned.Lost))
	for _, note := range r.Planned.Notes {
		p.wrapped("note: ", "      ", note)
	}
	p.linef("")
	if r.Result == nil {
		p.linef("nothing was written: this is a dry run")
		return p.done("review")
	}
	v := r.Result.Final.Verification
	p.linef("proof    ok: %d cells changed, everything else is identical", v.CellsChanged)
	p.linef("written  %s", clean(r.Result.Output))
	p.linef("         %s (stays with you)", clean(r.Result.RecordPath))
	if n := r.Planned.Open(); n > 0 {
		p.linef("open     %s blank", plural(n, "question")+stays(n))
	}
	if n := r.Planned.Proposals; n > 0 {
		p.linef("learn    %s could go into the library: %s", plural(n, "answer"), shellLine(r.Learn))
	}
	return p.done("review")
}

func stays(n int) string {
	if n == 1 {
		return " stays"
	}
	return " stay"
}

func (r Reviewed) refused(p *printer) {
	r.list(p, "not written, for what the checks say:", func(f *review.Final) bool { return f.Refused }, func(review.Fault) bool { return true })
}

func (r Reviewed) overridden(p *printer) {
	blocking := func(x review.Fault) bool { return x.Blocking }
	r.list(p, "written by override:", func(f *review.Final) bool { return !f.Refused && slices.ContainsFunc(f.Faults, blocking) }, blocking)
}

// list prints the rows of one kind with their faults.
func (r Reviewed) list(p *printer, head string, is func(*review.Final) bool, shown func(review.Fault) bool) {
	n := 0
	for i := range r.Planned.Finals {
		f := &r.Planned.Finals[i]
		if !is(f) {
			continue
		}
		if n++; n == 1 {
			p.linef("")
			p.linef("%s", head)
		}
		if n > maxOpen {
			continue
		}
		for _, x := range f.Faults {
			if shown(x) {
				p.wrapped("  "+clean(f.Ref)+" ", "    ", strings.TrimSuffix(x.Code+": "+x.Text+"; "+x.Suggest, "; "))
			}
		}
	}
	if n > maxOpen {
		p.linef("  and %d more; --json lists them", n-maxOpen)
	}
}
