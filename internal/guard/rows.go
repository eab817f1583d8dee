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
		if f == asked || wanted == "a name" && f != match.FormClosed && !takesPosition(p) && !follows {
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
