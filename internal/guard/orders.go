package guard

import (
	"fmt"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/textnorm"
)

// ordersYAML is what orders to the reader look like; the file explains the keys.
type ordersYAML struct {
	Opening  string          `yaml:"opening" kb:"required"`
	Answerer string          `yaml:"answerer" kb:"required"`
	Kinds    []orderKindYAML `yaml:"kinds" kb:"required"`
}

type orderKindYAML struct {
	Match  []string `yaml:"match" kb:"required"`
	Unless []string `yaml:"unless"`
}

// orderKind is one kind of order, compiled, with what makes a sentence an
// ordinary direction for filling in the form.
type orderKind struct{ match, unless *textnorm.Pattern }

func newOrders(doc *kbfile.Document, y *ordersYAML) ([]orderKind, error) {
	var faults kbfile.Faults
	fill := strings.NewReplacer("{opening}", y.Opening, "{answerer}", y.Answerer)
	compile := func(at string, list []string) *textnorm.Pattern {
		filled := make([]string, len(list))
		for i, p := range list {
			filled[i] = fill.Replace(p)
		}
		return compileAny(doc, at, "", filled, &faults)
	}
	var out []orderKind
	for i, k := range y.Kinds {
		at := fmt.Sprintf("orders.kinds[%d]", i)
		out = append(out, orderKind{compile(at+".match", k.Match), compile(at+".unless", k.Unless)})
	}
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("compile orders to the reader: %w", err)
	}
	return out, nil
}

// checkOrders finds text that gives orders to whoever fills in the form. It is
// data and is never obeyed; a person should see such a row.
func (g *Guard) checkOrders(t *texts) []Finding {
	for line := range strings.Lines(t.question.Text) {
		for _, sentence := range rowSentences(textnorm.Fold(line)) {
			for _, k := range g.orders {
				if phrase := k.match.FindString(sentence); phrase != "" && !k.unless.MatchString(sentence) {
					return []Finding{{Instruction, fmt.Sprintf("the question gives an order to the reader: %q", strings.TrimSpace(phrase)), EffectReview}}
				}
			}
		}
	}
	for _, mark := range []string{"{{", "}}", "<%", "${", "<script", "=HYPERLINK(", "=cmd|"} {
		if strings.Contains(t.question.Text, mark) {
			return []Finding{{Instruction, fmt.Sprintf("the question holds a template or formula marker %q", mark), EffectReview}}
		}
	}
	return nil
}
