package match

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"candor/internal/kbfile"
)

// associationsFile holds which keys stand for one another where the same thing
// is asked in other words, learned from paraphrases.
const associationsFile = "lexicon/associations.yaml"

// association is a key that is met where another one is asked, and how often
// so, 0..1.
type association struct {
	key    string
	weight float64
}

// associations go from each key to those that are used in its place. Unlike
// the neighbours of the lexicon, which people wrote, they are guesses by
// counting: they help to rank and prove nothing.
type associations map[string][]association

type associationsYAML struct {
	Why   string `yaml:"why" kb:"required"`
	Pairs string `yaml:"pairs" kb:"required"`
}

func loadAssociations(fsys fs.FS) (associations, error) {
	var y associationsYAML
	doc, err := kbfile.Read(fsys, associationsFile, &y)
	if err != nil {
		return nil, fmt.Errorf("read associations: %w", err)
	}
	out := associations{}
	for line := range strings.Lines(y.Pairs) {
		a, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		b, percent, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(percent)
		if err != nil || n < 1 || n > 100 {
			return nil, fmt.Errorf("read associations: %w",
				kbfile.Faults{doc.Fault("pairs", "association", "%q is not of the form \"key key percent\"", strings.TrimSpace(line))})
		}
		w := float64(n) / 100
		out[a] = append(out[a], association{b, w})
		out[b] = append(out[b], association{a, w})
	}
	return out, nil
}
