package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"candor/internal/match"
)

// Fitted are weights for match.yaml, with what they rest on.
type Fitted struct {
	// Signals are in the order of match.SignalNames.
	Signals []float64
	// Sure turns the signals of a best match into a chance of being right.
	Sure Sure
	// Questions are the gold questions of the dev split.
	Questions int
}

// leadScale is how many logits make a full lead; it fixes a unit and is not
// fitted.
const leadScale = 3

// asking is a library that gold questions are asked of when fitting, by how many
// phrasings it keeps of each entry: a library made from one questionnaire has
// one, and a new one of the starter's size eight.
type asking struct {
	phrasings int
	// rank, sure and hidden are what its questions count for the weights, for
	// how sure to be, and for how sure to be where the answer was taken out.
	rank, sure, hidden float64
}

// askings count most what is most alike to the questions of a user. What the
// answer was taken out of teaches more than any other question to mistrust a
// good look: cross-validated on dev, 8 of the 350 surest answers past the guards
// were wrong with it and 12 without.
var askings = []asking{
	{phrasings: 99, rank: 1, sure: 1, hidden: 0.5},
	{phrasings: 3, rank: 0.3, sure: 0.3, hidden: 0.3},
	{phrasings: 1, rank: 0.3, sure: 0.3, hidden: 0.3},
}

// FitModel fits the weights of the signals, and how sure to be, on the dev split
// of gold, asked of the library and of ones that keep few phrasings of each
// entry.
func FitModel(ctx context.Context, m *match.Matcher, entries []match.Entry, gold []Gold) (*Fitted, error) {
	f := &Fitted{}
	for i := range gold {
		if gold[i].Split == "dev" {
			f.Questions++
		}
	}
	var ranked []match.Sample
	samples, hidden := make([][]match.Sample, len(askings)), make([][]match.Sample, len(askings))
	for i, a := range askings {
		var err error
		if samples[i], hidden[i], err = a.ask(ctx, m, entries, gold); err != nil {
			return nil, err
		}
		for _, s := range samples[i] {
			s.Group -= i * len(gold)
			s.Weight = a.rank
			ranked = append(ranked, s)
		}
	}
	if len(ranked) == 0 {
		return nil, errors.New("no gold question of the dev split finds a candidate")
	}
	f.Signals = Fit(ranked)
	f.Sure = fitSure(samples, hidden, f.Signals)
	return f, nil
}

// ask asks the questions with their entries there, and with them hidden.
func (a *asking) ask(ctx context.Context, m *match.Matcher, entries []match.Entry, gold []Gold) (samples, hidden []match.Sample, err error) {
	thin, err := m.Thinned(ctx, entries, a.phrasings)
	if err != nil {
		return nil, nil, fmt.Errorf("leave %d phrasings of each entry: %w", a.phrasings, err)
	}
	defer func() { _ = thin.Close() }() // it lives in memory only
	if samples, err = goldSamples(ctx, thin, gold, false); err != nil {
		return nil, nil, err
	}
	hidden, err = goldSamples(ctx, thin, gold, true)
	return samples, hidden, err
}

// fitSure fits on the questions of all libraries, with and without their answers,
// and sets the scale by those with them.
func fitSure(samples, hidden [][]match.Sample, weights []float64) Sure {
	var whole, all []match.Sample
	for i, a := range askings {
		whole = append(whole, weighed(Chosen(samples[i], weights), a.sure)...)
		all = append(all, weighed(Chosen(hidden[i], weights), a.hidden)...)
	}
	return FitSure(append(all, whole...)).calibrated(whole)
}

func weighed(list []match.Sample, weight float64) []match.Sample {
	for i := range list {
		list[i].Weight = weight
	}
	return list
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
	fmt.Fprintf(&b, "# Fitted by candor eval --fit on the dev split of %s (%d questions).\n", strings.Join(names, ", "), f.Questions)
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
