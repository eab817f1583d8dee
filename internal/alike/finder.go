package alike

import (
	"fmt"
	"io/fs"
	"math"

	"candor/internal/guard"
	"candor/internal/kbfile"
	"candor/internal/match"
	"candor/internal/textnorm"
)

const limitsFile = "lexicon/alike.yaml"

// limits are the thresholds, with their reasons in the file.
type limits struct {
	Same          float64 `yaml:"same" kb:"required"`
	SwappedWeight float64 `yaml:"swapped_weight" kb:"required"`
	SwappedMet    float64 `yaml:"swapped_met" kb:"required"`
	ExtraWeight   float64 `yaml:"extra_weight" kb:"required"`
	ExtraMet      float64 `yaml:"extra_met" kb:"required"`
	Answers       float64 `yaml:"answers" kb:"required"`
	BothLeft      float64 `yaml:"both_left" kb:"required"`
	OneLeft       float64 `yaml:"one_left" kb:"required"`
	// Subject takes the place of Same, and what is left over does not count,
	// where texts on one subject are wanted.
	Subject float64 `yaml:"subject" kb:"required"`
}

type limitsYAML struct {
	Schema int      `yaml:"schema" kb:"required"`
	Limits limits   `yaml:"limits" kb:"required"`
	Bounds []string `yaml:"bounds" kb:"required"`
	// Courtesies open a question and ask nothing.
	Courtesies []string `yaml:"courtesies" kb:"required"`
	// Kinds are sorts of things that make another question of the same words.
	Kinds []string `yaml:"kinds" kb:"required"`
	// Requests are the words with which a document is asked for.
	Requests []string     `yaml:"requests" kb:"required"`
	Apart    []guard.Code `yaml:"apart" kb:"required"`
}

// Finder compares texts. It is immutable and safe for concurrent use.
type Finder struct {
	words      *match.Words
	guard      *guard.Guard
	limits     limits
	apart      map[guard.Code]bool
	bounds     map[string]bool
	courtesies []string
	requests   map[string]bool
	kinds      map[string]bool
}

// New reads the thresholds from a knowledge base; g brings the words.
func New(fsys fs.FS, g *guard.Guard) (*Finder, error) {
	var y limitsYAML
	doc, err := kbfile.Read(fsys, limitsFile, &y)
	if err != nil {
		return nil, fmt.Errorf("read when texts are alike: %w", err)
	}
	f := &Finder{words: g.Words(), guard: g, limits: y.Limits, apart: map[guard.Code]bool{}, bounds: map[string]bool{}, requests: map[string]bool{}, kinds: map[string]bool{}}
	for _, w := range y.Bounds {
		f.bounds[textnorm.Fold(w)] = true
	}
	for _, w := range y.Kinds {
		f.kinds[textnorm.Fold(w)] = true
	}
	for _, w := range y.Requests {
		f.requests[textnorm.Fold(w)] = true
	}
	for _, c := range y.Courtesies {
		f.courtesies = append(f.courtesies, textnorm.Fold(c))
	}
	var faults kbfile.Faults
	known := guard.Codes()
	names := make([]string, 0, len(known))
	for _, c := range known {
		names = append(names, string(c))
		f.apart[c] = false
	}
	for i, c := range y.Apart {
		if _, ok := f.apart[c]; !ok {
			faults = append(faults, doc.Fault(fmt.Sprintf("apart[%d]", i), "alike", "%s", kbfile.Unknown("guard", string(c), names)))
		}
		f.apart[c] = true
	}
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("read when texts are alike: %w", err)
	}
	return f, nil
}

// Loose returns a finder that groups questions on one subject, close enough for
// one answer to be written for all of them, though they do not ask the same.
func (f *Finder) Loose() *Finder {
	loose := *f
	loose.limits.Same = f.limits.Subject
	loose.kinds = nil
	loose.limits.BothLeft, loose.limits.OneLeft = math.Inf(1), math.Inf(1)
	return &loose
}

// Item is what is compared: a library entry, a row of a questionnaire.
type Item struct {
	ID string
	// Questions are the ways in which it is asked.
	Questions []string
	// Text is the answer; items without one are compared by questions only.
	Text string
	// Language is "" if the texts tell.
	Language string
	// Under are the headings or the parent row over a question; they count
	// where its own words name nothing ("Is it reviewed annually?").
	Under []string
}

// Basis is what two items have in common.
type Basis string

// The bases of a link.
const (
	Asks Basis = "asks" // they are asked the same
	Says Basis = "says" // they answer the same
)

// Link is why two items are alike. A is the lower id.
type Link struct {
	A, B  string
	Basis Basis
	// Likeness is from 0 to 1.
	Likeness float64
	// TextA and TextB are the two phrasings, or the answers, that are alike.
	TextA, TextB string
	// Shared are the words that both have, OnlyA and OnlyB what the other lacks,
	// in reading order.
	Shared, OnlyA, OnlyB []string
}

// Reason is what keeps two questions apart.
type Reason struct{ Code, Text string }

// Verdict is the outcome of comparing two questions.
type Verdict struct {
	Likeness             float64
	Same                 bool
	Shared, OnlyA, OnlyB []string
	// Apart are the reasons why they are not the same, if words alone would
	// make them so.
	Apart []Reason
}
