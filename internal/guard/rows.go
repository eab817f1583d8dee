package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// checkForm finds questions that want a yes or no where the entry takes no
// position: its text may answer them, which only a person can see.
func (g *Guard) checkForm(t *texts) []Finding {
	if t.answer.Verdict != "text" {
		return g.checkKind(t)
	}
	if g.isClosed(t.q) && !g.isClosed(t.p) {
		return []Finding{{Form, "the question asks for yes or no, on which the entry takes no position", EffectReview}}
	}
	return nil
}

// checkKind finds questions for a number, a time or a name that the entry does
// not give: it is asked nowhere in that form, and its text holds no such thing.
func (g *Guard) checkKind(t *texts) []Finding {
	rest, _ := g.opening(t)
	asked := match.FormOf(rest)
	wanted := ""
	switch asked {
	case match.FormMany:
		if !strings.ContainsAny(t.answer.Text+t.answer.Short, "0123456789") {
			wanted = "a number"
		}
	case match.FormOften, match.FormLong:
		if len(times(t.answer.Text+". "+t.answer.Short)) == 0 {
			wanted = "a time"
		}
	case match.FormWho, match.FormWhere, match.FormWhich:
		wanted = "a name"
	case match.FormOther, match.FormClosed, match.FormWhy:
	}
	if wanted == "" {
		return nil
	}
	_, follows := g.opening(t)
	if wanted == "a name" && !follows && g.tellsKind(t, asked) {
		return nil
	}
	for _, p := range t.answer.Questions {
		f := match.FormOf(p)
		if f == asked || wanted == "a name" && f != match.FormClosed && !takesPosition(p) && !follows {
			return nil
		}
	}
	return []Finding{{Form, fmt.Sprintf("the question asks for %s, which the entry may not give", wanted), EffectReview}}
}

// kindYAML are words of questions for what is told in words of its own.
type kindYAML struct {
	// Describing open a question that any text on the matter answers ("What
	// happens if …"); Manners are things that are told by describing ("What
	// safeguards …").
	Describing []string `yaml:"describing" kb:"required"`
	Manners    []string `yaml:"manners" kb:"required"`
	// Figures are things that are told by a number ("What uptime …"), Roles the
	// people by whom a question for somebody is answered.
	Figures []string `yaml:"figures" kb:"required"`
	Roles   []string `yaml:"roles" kb:"required"`
}

// kindWords is how many words tell what a question with "what" is after.
const kindWords = 6

// tellsKind is true if the answer text gives what a question with "who" or
// "what" wants, so far as words show it: people for the one; for the other a
// number where a figure is wanted, and anything where a description is.
func (g *Guard) tellsKind(t *texts, asked match.Form) bool {
	text := t.answer.Text + ". " + t.answer.Short
	switch asked {
	case match.FormWho:
		_, named := has(padded(text), g.kind.Roles)
		return named
	case match.FormWhich:
		if _, describes := opens(t.q, g.kind.Describing); describes {
			return true
		}
		words := strings.Fields(t.q)
		for i, w := range words[:min(kindWords, len(words))] {
			if i > 1 && slices.Contains(joints, w) {
				break
			}
			if slices.Contains(g.kind.Manners, w) {
				return true
			}
			if slices.Contains(g.kind.Figures, w) {
				return strings.ContainsAny(text, "0123456789")
			}
		}
	case match.FormOther, match.FormClosed, match.FormWhere, match.FormOften, match.FormLong, match.FormMany, match.FormWhy:
	}
	return false
}

func times(text string) []textnorm.Quantity {
	var out []textnorm.Quantity
	for _, q := range textnorm.Quantities(text) {
		if q.Kind == textnorm.Duration || q.Kind == textnorm.Frequency {
			out = append(out, q)
		}
	}
	return out
}

// opening takes "If yes," off the question; true if there is such an opening.
func (g *Guard) opening(t *texts) (rest string, follows bool) {
	for _, d := range g.dependents {
		if rest, ok := strings.CutPrefix(t.q, " "+d+" "); ok {
			return rest, true
		}
	}
	return t.question.Text, false
}

// checkDependent finds rows that continue another one. With the other row's
// text at hand the match was made with both; without it nothing is sure.
func (g *Guard) checkDependent(t *texts) []Finding {
	for _, d := range g.dependents {
		if !strings.HasPrefix(t.q, " "+d+" ") {
			continue
		}
		if t.question.Parent == "" {
			return []Finding{{Dependent, fmt.Sprintf("the row continues another one (%q), which is not known", d), EffectReview}}
		}
		return []Finding{{Dependent, fmt.Sprintf("the row continues the one before it (%q)", d), EffectNote}}
	}
	return nil
}
