package guard

import (
	"fmt"
	"slices"
	"strings"
)

// sharing are the words of handing a paper to the asker.
type sharing struct{ ask, of, said, within []string }

type sharingYAML struct {
	Ask  []string `yaml:"ask" kb:"required"`
	Of   []string `yaml:"of" kb:"required"`
	Said []string `yaml:"said" kb:"required"`
	// Within are receivers in our own house.
	Within []string `yaml:"within" kb:"required"`
}

func newSharing(y sharingYAML) sharing {
	return sharing{ask: folded(y.Ask), of: folded(y.Of), said: folded(y.Said), within: folded(y.Within)}
}

// reachOfGiving is how many words may part the giving from what is given ("will
// you provide the latest external scan results").
const reachOfGiving = 7

// checkSharing finds questions whether a paper will be handed over, where the
// entry says what is done and nothing of giving: that scans run is no promise
// of their results.
func (g *Guard) checkSharing(t *texts) []Finding {
	rest, _ := g.opening(t)
	rest = padded(rest)
	verb, asks := opens(rest, g.sharing.ask)
	if !asks || t.answer.Verdict == "no" {
		return nil
	}
	if _, inside := has(t.q, g.sharing.within); inside {
		return nil
	}
	after := strings.Fields(strings.TrimPrefix(rest, " "+verb+" "))
	for _, word := range after[:min(len(after), reachOfGiving)] {
		if !slices.Contains(g.sharing.of, word) {
			continue
		}
		if _, said := has(t.p+t.lead+padded(t.answer.Text+" "+t.answer.Short), g.sharing.said); said {
			return nil
		}
		return []Finding{{Object, fmt.Sprintf("the question asks for %q to be given (%q), the entry does not speak of giving", word, verb), EffectReview}}
	}
	return nil
}
