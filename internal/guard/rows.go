package guard

import (
	"fmt"
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
	for _, p := range t.answer.Questions {
		f := match.FormOf(p)
		if f == asked || wanted == "a name" && f != match.FormClosed && !follows {
			return nil
		}
	}
	return []Finding{{Form, fmt.Sprintf("the question asks for %s, which the entry may not give", wanted), EffectReview}}
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

// partCovered is how much of a part the entry must speak of to answer it.
const partCovered = 0.7

// checkCompound looks at rows that ask several things: each part must be
// answered by the entry, and each thing done ("encrypted and tested") must
// stand in it.
func (g *Guard) checkCompound(t *texts) []Finding {
	parts := textnorm.Clauses(t.question.Text)
	if len(parts) < 2 {
		parts = nil
	}
	for _, part := range parts {
		if share := g.answered(t, g.lex.Analyze(part, t.question.Language)); share < partCovered {
			return []Finding{{Compound, fmt.Sprintf("the row asks several things and the entry may not answer %q", part), EffectReview}}
		}
	}
	if !strings.Contains(t.q, " and ") {
		return nil
	}
	done := map[string]bool{}
	for _, f := range []textnorm.Form{t.forms.p, t.forms.e} {
		for _, tok := range f.Tokens {
			done[tok.Action] = true
		}
	}
	tokens := t.forms.q.Tokens
	for i := 1; i+1 < len(tokens); i++ {
		if tokens[i].Word != "and" || tokens[i-1].Action == "" || tokens[i+1].Action == "" {
			continue
		}
		for _, tok := range []textnorm.Token{tokens[i-1], tokens[i+1]} {
			if !done[tok.Action] && !t.known[tok.Key] {
				return []Finding{{Compound, fmt.Sprintf("the question also asks whether something is %q, the entry does not", tok.Word), EffectReview}}
			}
		}
	}
	return nil
}

// answered is how much of the weight of a part the entry speaks of.
func (g *Guard) answered(t *texts, f textnorm.Form) float64 {
	got, total := 0.0, 0.0
	for _, tok := range f.Core() {
		r := g.rarity(tok.Key)
		if tok.Generic {
			r *= 0.35
		}
		total += r
		if g.mentioned(t, tok.Key) {
			got += r
		}
	}
	if total == 0 {
		return 1
	}
	return got / total
}
