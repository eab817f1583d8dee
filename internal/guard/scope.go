package guard

import (
	"fmt"
	"maps"
	"slices"
)

// scopeRule is one kind of limit or reach: the words that ask for it and those
// that speak of it.
type scopeRule struct {
	name      string
	ask, said []string
}

type scopeYAML struct {
	Ask  []string `yaml:"ask" kb:"required"`
	Said []string `yaml:"said"`
}

func newScopes(y map[string]scopeYAML) []scopeRule {
	var out []scopeRule
	for _, name := range slices.Sorted(maps.Keys(y)) {
		ask := folded(y[name].Ask)
		out = append(out, scopeRule{name, ask, append(folded(y[name].Said), ask...)})
	}
	return out
}

// checkScope wants the entry to speak of each reach that the question names.
func (g *Guard) checkScope(t *texts) []Finding {
	if t.answer.Verdict == "no" {
		return nil
	}
	var out []Finding
	for _, s := range g.scopes {
		word, asked := has(t.q, s.ask)
		if !asked {
			continue
		}
		if _, said := has(t.e, s.said); !said {
			out = append(out, Finding{Scope, fmt.Sprintf("the question says %q (%s), which the entry does not speak of", word, s.name), EffectReview})
		}
	}
	return out
}
