package eval

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Print writes the result as tables for a terminal.
func (r *Result) Print(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "as of %s, sharing %s, %d entries, fill from %.2f, review from %.2f\n", r.AsOf, r.Sharing, r.Entries, r.Thresholds.Fill, r.Thresholds.Review)
	r.printGroups(&b)
	r.printEffect(&b)
	r.printCurve(&b)
	r.printReliability(&b)
	r.printBudget(&b)
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("print evaluation: %w", err)
	}
	return nil
}

const statsHead = "%-30s %5s %6s %6s %6s %9s %7s %6s %6s %9s %6s %9s\n"

func (r *Result) printGroups(w io.Writer) {
	for _, part := range []struct {
		title  string
		groups []Group
	}{{"set", r.Sets}, {"split", r.Splits}, {"kind", r.Traps}, {"language", r.Languages}} {
		if len(part.groups) == 0 {
			continue
		}
		fmt.Fprintln(w)
		fmt.Fprintf(w, statsHead, part.title, "asked", "hit@1", "hit@3", "MRR", "reached", "filled", "right", "wrong", "wrong yes", "open", "precision")
		for _, g := range part.groups {
			printStats(w, printable(g.Name), &g.Stats)
		}
		if part.title == "set" && len(part.groups) > 1 {
			printStats(w, "all", &r.All)
		}
	}
	if r.All.Unjudged > 0 {
		fmt.Fprintf(w, "\n%d filled answers cannot be judged by rule: read them (right + wrong < filled)\n", r.All.Unjudged)
	}
	if r.All.Overlap >= 0 {
		fmt.Fprintf(w, "mean overlap of the filled texts with what people wrote: %.2f\n", r.All.Overlap)
	}
	for _, l := range r.LeftOut {
		fmt.Fprintf(w, "%s: rows without an answer to compare, left out: %d\n", printable(l.Set), l.Rows)
	}
	if len(r.Unknown) > 0 {
		fmt.Fprintf(w, "labels name entries that the library has not: %s\n", strings.Join(r.Unknown, ", "))
	}
}

func printStats(w io.Writer, name string, s *Stats) {
	fmt.Fprintf(w, "%-30s %5d %6s %6s %6s %9s %7d %6d %6d %9d %6d %9s\n", name, s.Questions,
		ratio(float64(s.Hit1), s.Wanted), ratio(float64(s.Hit3), s.Wanted), ratio(s.MRR*float64(s.Wanted), s.Wanted),
		fmt.Sprintf("%d/%d", s.Reached, s.Answerable), s.Filled, s.Right, s.Wrong, s.WrongYes, s.Questions-s.Filled, precision(s))
}

// ratio is a share in three digits, "-" where there is nothing to share.
func ratio(part float64, total int) string {
	if total == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", share(part, total))
}

func precision(s *Stats) string { return ratio(float64(s.Right), s.Right+s.Wrong) }

func (r *Result) printCurve(w io.Writer) {
	fmt.Fprintf(w, "\n%-10s %8s %7s %6s %8s %10s %10s\n", "fill from", "reached", "filled", "wrong", "wrong %", "wrong yes", "precision")
	for _, p := range r.Curve {
		mark := " "
		if p.Threshold == r.Thresholds.Fill {
			mark = "*"
		}
		s := &p.Stats
		fmt.Fprintf(w, "%-10s %7.1f%% %7d %6d %7.1f%% %10d %10s\n", fmt.Sprintf("%.2f%s", p.Threshold, mark),
			100*s.FilledShare(), s.Filled, s.Wrong, 100*share(float64(s.Wrong), s.Right+s.Wrong), s.WrongYes, precision(s))
	}
}

func (r *Result) printReliability(w io.Writer) {
	fmt.Fprintf(w, "\n%-12s %12s %12s   %16s %12s\n", "confidence", "best matches", "right entry", "past the guards", "right answer")
	for _, b := range r.Reliability {
		fmt.Fprintf(w, "%.1f to %.1f   %12d %12s   %16d %12s\n", b.From, b.To, b.Shown, short(b.Right, b.Shown), b.Passed, short(b.RightAnswers, b.Passed))
	}
}

func short(part, total int) string {
	if total == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", share(float64(part), total))
}

func (r *Result) printBudget(w io.Writer) {
	b := &r.Budget
	if !b.Found {
		fmt.Fprintf(w, "\nno threshold keeps wrong answers within %s of the filled\n", percent(b.Share))
		return
	}
	s := &b.Stats
	fmt.Fprintf(w, "\nfor an error budget of %s: fill from %.2f, which reaches %.1f%% (%d of %d wrong, %d wrong yes; with 95%% certainty below %s)\n",
		percent(b.Share), b.Threshold, 100*s.FilledShare(), s.Wrong, s.Right+s.Wrong, s.WrongYes, percent(b.Upper))
}

func percent(share float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", 100*share), "0"), ".") + "%"
}

// PrintFaults lists what was filled in wrongly.
func (r *Result) PrintFaults(w io.Writer) error {
	var b bytes.Buffer
	for _, f := range r.Faults {
		kind := "wrong"
		if f.WrongYes {
			kind = "WRONG YES"
		}
		fmt.Fprintf(&b, "\n%s  %s %s  %s\n", kind, printable(f.Set), printable(f.Ref), f.Trap)
		fmt.Fprintf(&b, "  asked   %s\n", printable(f.Question))
		fmt.Fprintf(&b, "  got     %s from %s, confidence %.2f\n", f.GotSays, f.Got, f.Confidence)
		fmt.Fprintf(&b, "  wanted  %s %s\n", f.WantSays, strings.Join(f.Want, " or "))
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("print faults: %w", err)
	}
	return nil
}

// printable keeps text of a prospect's file from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
