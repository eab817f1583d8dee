package guard

import (
	"fmt"
	"strings"

	"candor/internal/textnorm"
)

// checkOrders finds text that gives orders to whoever fills in the form. It is
// data and is never obeyed; a person should see such a row.
func (g *Guard) checkOrders(t *texts) []Finding {
	if word, ok := has(t.q, g.orders); ok {
		return []Finding{{Instruction, fmt.Sprintf("the question gives an order to the reader: %q", word), EffectReview}}
	}
	for _, mark := range []string{"{{", "}}", "<%", "${", "<script", "=HYPERLINK(", "=cmd|"} {
		if strings.Contains(t.question.Text, mark) {
			return []Finding{{Instruction, fmt.Sprintf("the question holds a template or formula marker %q", mark), EffectReview}}
		}
	}
	return nil
}

// checkForm finds questions that want a yes or no where the entry takes no
// position: its text may answer them, which only a person can see.
func (g *Guard) checkForm(t *texts) []Finding {
	if t.answer.Verdict != "text" {
		return nil
	}
	for _, c := range g.closed {
		if strings.HasPrefix(t.q, " "+c+" ") && !strings.HasPrefix(t.p, " "+c+" ") {
			return []Finding{{Form, "the question asks for yes or no, on which the entry takes no position", EffectReview}}
		}
	}
	return nil
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
	for _, part := range textnorm.Parts(t.question.Text) {
		if len(textnorm.Parts(t.question.Text)) < 2 {
			break
		}
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
