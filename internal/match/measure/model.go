package measure

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/match"
)

// Fitted are weights for match.yaml, with what they rest on.
type Fitted struct {
	// Signals are in the order of match.SignalNames.
	Signals []float64
	// Sure turns the signals of a best match into a chance of being right.
	Sure Sure
	// Questions are the gold questions of the dev split, Phrasings the
	// library's own, of which HiddenHit1 were found with their wording hidden.
	Questions, Phrasings int
	HiddenHit1           float64
}

// leadScale is how many logits make a full lead; it fixes a unit and is not
// fitted.
const leadScale = 3

// hiddenWeight is what a phrasing asked with its wording hidden counts: that is
// harder than a real question, and words that stand for one another were
// learned from it.
const hiddenWeight = 0.05

// ownWeight is what a phrasing of the library counts when fitting how sure to
// be: little, since real questions are seldom worded as an entry is.
const ownWeight = 0.1

// strangers is how much more a gold question counts when fitting weights: it is
// worded by somebody who had not read the entry.
const strangers = 4

// FitModel fits the weights of the signals, and how sure to be, on the dev split
// of gold, asked of the library and of one that has a single phrasing of each
// entry; and a little on the library's phrasings, their wording hidden.
func FitModel(ctx context.Context, m *match.Matcher, entries []match.Entry, gold []Gold) (*Fitted, error) {
	hidden, err := m.LeaveOut(ctx, entries)
	if err != nil {
		return nil, fmt.Errorf("leave phrasings out: %w", err)
	}
	asked, err := GoldSamples(ctx, m, gold)
	if err != nil {
		return nil, err
	}
	if len(asked) == 0 {
		return nil, fmt.Errorf("no gold question of the dev split finds a candidate")
	}
	bare, err := m.Bare(ctx, entries)
	if err != nil {
		return nil, fmt.Errorf("leave one phrasing of each entry: %w", err)
	}
	defer func() { _ = bare.Close() }()
	imported, err := GoldSamples(ctx, bare, gold)
	if err != nil {
		return nil, err
	}
	for i := range imported {
		imported[i].Group -= len(gold)
	}
	asked = append(asked, imported...)
	for i := range asked {
		asked[i].Weight *= strangers
	}
	own, err := m.Own(ctx, entries)
	if err != nil {
		return nil, fmt.Errorf("ask phrasings: %w", err)
	}
	for i := range own {
		own[i].Weight = ownWeight
	}
	f := &Fitted{}
	for i := range gold {
		if gold[i].Split == "dev" {
			f.Questions++
		}
	}
	f.Phrasings, f.HiddenHit1 = leaveOutHits(hidden)
	for i := range hidden {
		hidden[i].Weight *= hiddenWeight
	}
	f.Signals = Fit(slices.Concat(hidden, asked))
	f.Sure = FitSure(slices.Concat(asked, own, hidden))
	return f, nil
}

// leaveOutHits counts the phrasings asked with hidden wording and the share
// that found their entry first.
func leaveOutHits(samples []match.Sample) (asked int, first float64) {
	hits := 0
	seen := map[int]bool{}
	for _, s := range samples {
		if s.Weight < 1 { // the entry was hidden: nothing could be found
			continue
		}
		if !seen[s.Group] {
			seen[s.Group] = true
			asked++
		}
		if s.Right && s.Rank == 0 {
			hits++
		}
	}
	return asked, rate(hits, asked)
}

// Write prints the weights as the lines of match.yaml, with the reason above
// them. Bias, thresholds and the weight of control are not fitted: the last one
// because gold questions name no controls.
func (f *Fitted) Write(w io.Writer, files []string) error {
	var b bytes.Buffer
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = filepath.Base(file)
	}
	fmt.Fprintf(&b, "# Fitted by candor eval --fit on the dev split of %s (%d questions)\n", strings.Join(names, ", "), f.Questions)
	fmt.Fprintf(&b, "# and on %d phrasings of the library with their wording hidden (right entry first: %.3f).\n", f.Phrasings, f.HiddenHit1)
	b.WriteString("# Keep bias, thresholds and the weight of control: they are set by hand, for the\n# reasons in the file. Then look at candor eval and at rank_stats.txt.\nweights:\n")
	for i, name := range match.SignalNames() {
		fmt.Fprintf(&b, "  %s: %.3f\n", name, f.Signals[i])
	}
	fmt.Fprintf(&b, "sure:\n  scale: %d\n  offset: %.3f\n  lead: %.3f\n  signals:\n", leadScale, f.Sure.Offset, f.Sure.Lead)
	for i, name := range match.SignalNames() {
		fmt.Fprintf(&b, "    %s: %.3f\n", name, f.Sure.Signals[i])
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("print weights: %w", err)
	}
	return nil
}
