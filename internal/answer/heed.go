package answer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/guard"
	"candor/internal/library"
)

// The codes of the reasons that a model gives rise to.
const (
	// ModelJudgement marks what a model said of an entry and what came of it.
	ModelJudgement = "model_judgement"
	// ModelDraft marks a text that a model worded.
	ModelDraft = "model_draft"
	// ModelDraftRefused marks a row whose draft was thrown away.
	ModelDraftRefused = "model_draft_refused"
)

// Extent is how far an entry answers a question.
type Extent string

// The extents.
const (
	Wholly   Extent = "wholly"
	Partly   Extent = "partly"
	NotAtAll Extent = "not"
)

// Judgement is what a model says of one entry for one question. It is a guess
// of somebody who may be lying: only Heed says what may come of it.
type Judgement struct {
	// Entry is the id of the entry judged.
	Entry   string
	Answers Extent
	// Verdict is the position that the model reads out of the entry.
	Verdict library.Verdict
	// Quote is the sentence of the entry that is said to answer the question.
	Quote string
}

// Counsel is all that Heed needs besides the decision.
type Counsel struct {
	Judgements []Judgement
	// Guards are the findings on the row, of whatever effect.
	Guards []guard.Finding
	// Entry looks an entry up by id.
	Entry  func(id string) (*library.Entry, bool)
	Policy Policy
	// Confirm lets a judgement make a row that is merely unsure a filled one.
	Confirm bool
	// Concerns reports whether a sentence is about what the row asks; without it
	// any sentence is.
	Concerns func(quote string) bool
}

// Heed returns the decision after a model was heard. A judgement may send a
// filled row to a person and may leave remarks for that person. With Confirm it
// may do one thing more: fill a row of which nothing but a middling confidence
// kept us, without any finding of a guard, if the model reads the entry's own
// verdict out of it and quotes a sentence that stands there. No judgement
// changes a verdict or a text, and answers from the certification records,
// kept and blocked rows are not open to judgement at all.
func Heed(d Decision, c Counsel) Decision {
	if d.Status == Kept || d.Status == Blocked || !fromEntries(d) {
		return d
	}
	d.Reasons, d.Lowered = slices.Clone(d.Reasons), slices.Clone(d.Lowered)
	if d.Status == Unmatched {
		suggest(&d, c)
		return d
	}
	for _, j := range c.Judgements {
		if d.isFrom(j.Entry) {
			weigh(&d, j, c)
		}
	}
	if d.Status == Review {
		suggest(&d, c)
	}
	return d
}

// isFrom reports whether the answer is taken from an entry.
func (d *Decision) isFrom(id string) bool {
	return slices.ContainsFunc(d.Sources, func(s Source) bool { return s.Entry == id })
}

// fromEntries is true for an answer that rests on entries only, or on nothing.
func fromEntries(d Decision) bool {
	return !slices.ContainsFunc(d.Sources, func(s Source) bool { return s.Entry == "" })
}

// weigh takes in the judgement on an entry that the answer is taken from.
func weigh(d *Decision, j Judgement, c Counsel) {
	quoted := isSentence(d.Text, j.Quote) || isSentence(d.Short, j.Quote)
	switch {
	case j.Answers == NotAtAll:
		d.lower(ModelJudgement, fmt.Sprintf("a model finds that the entry %q does not answer this", j.Entry))
	case j.Answers == Partly:
		d.lower(ModelJudgement, fmt.Sprintf("a model finds that the entry %q answers this in part only", j.Entry))
	case j.Answers != Wholly:
	case len(d.Sources) == 1 && isPosition(j.Verdict) && isPosition(d.Verdict) && j.Verdict != d.Verdict:
		d.lower(ModelJudgement, fmt.Sprintf("a model reads another position out of the entry %q", j.Entry))
	case !quoted:
		d.because(ModelJudgement, fmt.Sprintf("a model finds that the entry %q answers this and names no sentence of it that does", j.Entry))
	case c.Concerns != nil && !c.Concerns(j.Quote):
		d.because(ModelJudgement, fmt.Sprintf("a model finds that the entry %q answers this and names a sentence about something else", j.Entry))
	case c.Confirm && j.Verdict == d.Verdict && mayConfirm(*d, c):
		d.Status, d.Lowered, d.Advised = Filled, nil, true
		d.because(ModelJudgement, fmt.Sprintf("a model confirms that the entry %q answers this: %q", j.Entry, j.Quote))
	default:
		d.because(ModelJudgement, fmt.Sprintf("a model finds that the entry %q answers this: %q", j.Entry, j.Quote))
	}
}

// unsure is the code of an answer whose confidence is below the line.
const unsure = "unsure"

// isPosition is true for the verdicts that take one.
func isPosition(v library.Verdict) bool {
	switch v {
	case library.Yes, library.No, library.Partial, library.NA:
		return true
	case library.Text, library.None:
	}
	return false
}

// confirmFrom is where in the review band a row may be confirmed from: where the
// nearest entry is likelier right than wrong by the words alone (match.yaml says
// how that was measured). Below it a model that agrees to everything would err
// more often than not, and even a good one would have to be right against odds.
const confirmFrom = 0.5

// mayConfirm is true for a row that only its confidence kept from being filled.
func mayConfirm(d Decision, c Counsel) bool {
	return d.Status == Review && len(d.Sources) == 1 && !d.Unapproved && !d.Advised &&
		slices.Equal(d.Lowered, []string{unsure}) && len(c.Guards) == 0 &&
		d.Confidence >= c.Policy.Review+confirmFrom*(c.Policy.Fill-c.Policy.Review) && d.Verdict != library.None
}

// suggest names to the person who answers a row the other entries that a model
// would take. Nothing is taken from them.
func suggest(d *Decision, c Counsel) {
	for _, j := range c.Judgements {
		e, ok := c.Entry(j.Entry)
		if j.Answers != Wholly || !ok || d.isFrom(j.Entry) || !Usable(e, c.Policy) {
			continue
		}
		if isSentence(e.Text, j.Quote) || isSentence(e.Short, j.Quote) {
			d.because(ModelJudgement, fmt.Sprintf("a model finds that the entry %q answers this: %q", j.Entry, j.Quote))
		}
	}
}

// Usable reports whether an entry is the company's own word, complete, and open
// to the reader of this run: what may be shown to a model.
func Usable(e *library.Entry, p Policy) bool {
	return e.Status == library.Approved && !e.IsExample() && len(e.Unfilled) == 0 && p.Sharing.Allows(e.Sharing)
}

// quoteWords is how many words a quotation must have to say anything: "Yes."
// stands in half of all entries.
const quoteWords = 3

// isSentence reports whether quote stands in text word for word as one sentence
// or several: a part of one may say the opposite of the whole.
func isSentence(text, quote string) bool {
	if quote != strings.TrimSpace(quote) || len(strings.Fields(quote)) < quoteWords {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], quote)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(quote)
		if startsSentence(text[:start]) && endsSentence(text[start:end], text[end:]) {
			return true
		}
		from = start + 1
	}
}

const sentenceEnds = ".!?"

// startsSentence looks at what stands before.
func startsSentence(before string) bool {
	trimmed := strings.TrimRight(before, " \t-*•")
	if trimmed == "" || strings.HasSuffix(trimmed, "\n") {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(trimmed)
	return strings.ContainsRune(sentenceEnds, last) && trimmed != before
}

// endsSentence looks at the end of the quotation and what follows.
func endsSentence(quote, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	if after == "" || next == '\n' {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(quote)
	return strings.ContainsRune(sentenceEnds, last) && unicode.IsSpace(next)
}
