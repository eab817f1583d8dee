package guard

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// scopeRule is one kind of limit or reach: the words that ask for it and those
// that speak of it. Beside a word of unless a question does not ask for it.
type scopeRule struct {
	name              string
	ask, said, unless []string
}

type scopeYAML struct {
	Ask  []string `yaml:"ask" kb:"required"`
	Said []string `yaml:"said"`
	// Unless is heard for matters only.
	Unless []string `yaml:"unless"`
}

func newScopes(y map[string]scopeYAML) []scopeRule {
	var out []scopeRule
	for _, name := range slices.Sorted(maps.Keys(y)) {
		ask := folded(y[name].Ask)
		out = append(out, scopeRule{name, ask, append(folded(y[name].Said), ask...), folded(y[name].Unless)})
	}
	return out
}

// reaching open what the question takes in besides: "all systems, including
// those of marketing".
var reaching = []string{"including", "inclusive", "also", "even"}

// reach is how many things behind such a word are taken in: what comes later in
// a long list belongs to the sentence again.
const reach = 3

// checkIncluding wants the entry to speak of what a question for a yes or no
// takes in by name.
func (g *Guard) checkIncluding(t *texts) []Finding {
	if t.answer.Verdict == "no" || !takesPosition(t.question.Text) {
		return nil
	}
	named := map[string]bool{}
	for _, tok := range g.lex.Analyze(withoutExamples(t.question.Text), t.question.Language).Core() {
		named[tok.Key] = true
	}
	left := 0
	for _, tok := range t.forms.q.Tokens {
		if slices.Contains(reaching, tok.Word) {
			left = reach
			continue
		}
		if left == 0 || tok.Kind != textnorm.Core {
			continue
		}
		left--
		if !tok.Generic && named[tok.Key] && !textnorm.IsTime(tok.Key) && tok.Action == "" && !g.names(t, tok.Key) {
			return []Finding{{Scope, fmt.Sprintf("the question takes in %q, of which the entry says nothing", tok.Word), EffectReview}}
		}
	}
	return nil
}

// rest is what speaks of all of a kind but for what was named before.
var rest = strings.NewReplacer(" all other ", " ", " all others ", " ", " every other ", " ", " any other ", " ", " each other ", " ")

// withoutRest is a padded text without such words: "release notes for all other
// changes" says that not all are announced.
func withoutRest(padded string) string { return rest.Replace(padded) }

// checkScope wants the entry to speak of each reach that the question names.
func (g *Guard) checkScope(t *texts) []Finding {
	if t.answer.Verdict == "no" {
		return nil
	}
	text := t.q
	for _, q := range textnorm.Quantities(t.question.Text) { // "every year" is how often, not how many
		text = strings.ReplaceAll(text, strings.TrimRight(padded(q.Text), " ")+" ", " ")
	}
	text = strings.ReplaceAll(text, " best practice", " practice") // which is nobody's highest
	var out []Finding
	for _, s := range g.scopes {
		word, asked := has(text, s.ask)
		if !asked {
			continue
		}
		if _, said := has(withoutRest(t.e), s.said); !said {
			out = append(out, Finding{Scope, fmt.Sprintf("the question says %q (%s), which the entry does not speak of", word, s.name), EffectReview})
		}
	}
	return out
}
