package knowledge

import (
	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/library"
)

// Asked is a row of a questionnaire as the certification records see it.
type Asked struct {
	Reading        ask.Reading
	Text, Language string
	// Product is the id of the product asked about, "" for none named.
	Product string
	// Choices is the row's list, nil if it has none; Controls are references
	// that it maps to.
	Choices, Controls []string
	// ParentSlot is the slot of the first gap of the row that this one follows up.
	ParentSlot string
}

// Records asks the certification records about a row, on a day.
func (b *Base) Records(a Asked, asOf date.Date) gap.Outcome {
	ctx := gap.Context{
		AsOf: asOf, Product: a.Product, Language: a.Language, Controls: a.Controls, Question: a.Text,
		Closed: len(a.Choices) > 0, ParentSlot: a.ParentSlot,
	}
	for _, word := range a.Choices {
		switch v, ok := b.Vocabulary.Verdict(word); {
		case !ok:
		case v == library.Partial:
			ctx.HasPartial = true
		case v == library.NA:
			ctx.HasNA = true
		}
		if b.Vocabulary.IsInProgress(word) {
			ctx.InProgressOption = true
		}
	}
	return b.Gaps.Check(a.Reading, b.Posture, ctx)
}
