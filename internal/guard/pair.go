package guard

import (
	"fmt"
	"strings"

	"candor/internal/textnorm"
)

// checkPair finds two things joined by "and" of which the phrasing has the one
// and the entry nowhere the other ("hardware and software assets"): the answer
// would be true of a half. Long questions join many things in passing.
func (g *Guard) checkPair(t *texts) []Finding {
	if len(t.forms.q.Core()) > lastWords {
		return nil
	}
	tokens := t.forms.q.Tokens
	for i := 1; i+1 < len(tokens); i++ {
		if tokens[i].Word != "and" || !paired(tokens[i-1]) || !paired(tokens[i+1]) {
			continue
		}
		left, right := tokens[i-1], tokens[i+1]
		for _, pair := range [][2]textnorm.Token{{left, right}, {right, left}} {
			if hasKey(t.forms.p, pair[0].Key, g.lex) && !g.speaks(t, pair[1]) {
				return []Finding{{Compound, fmt.Sprintf("the question asks for %q too, of which the entry says nothing", pair[1].Word), EffectReview}}
			}
		}
	}
	return nil
}

// paired is true for a word that names a thing, however common.
func paired(tok textnorm.Token) bool {
	return tok.Kind == textnorm.Core && tok.Action == "" && !strings.Contains(tok.Word, " ") && !textnorm.IsTime(tok.Key) && len(tok.Word) > 2
}
