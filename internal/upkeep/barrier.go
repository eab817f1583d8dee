package upkeep

import (
	"slices"

	"candor/internal/answer"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/runlog"
)

// Barrier is what kept a question from being answered: the code of a reason in
// the run record, or of a guard.
type Barrier string

// The barriers that are not guards.
const (
	BarrierNoEntry  Barrier = "no_match"
	BarrierDraft    Barrier = "draft"
	BarrierExample  Barrier = "example"
	BarrierStale    Barrier = "stale"
	BarrierNoFact   Barrier = "fact_missing"
	BarrierSharing  Barrier = "sharing"
	BarrierProduct  Barrier = "product"
	BarrierLanguage Barrier = "language"
	BarrierUnsure   Barrier = "unsure"
	BarrierFollowUp Barrier = "follow_up_condition"
)

// barriers are in the order in which they must be taken away: nothing else
// helps while the entry is a draft. Guards stand before doubt, since they say
// what is wrong, and a missing entry last, since the others name one.
func barriers() []Barrier {
	out := []Barrier{BarrierExample, BarrierDraft, BarrierNoFact, BarrierStale, BarrierSharing, BarrierProduct, BarrierLanguage}
	for _, c := range guard.Codes() {
		out = append(out, Barrier(c))
	}
	return append(out, BarrierFollowUp, BarrierUnsure, BarrierNoEntry)
}

// barrierText says what a barrier means, "" for a code that is not one.
func barrierText(b Barrier) string {
	switch b {
	case BarrierNoEntry:
		return "no entry comes near"
	case BarrierDraft:
		return "the entry is a draft"
	case BarrierExample:
		return "the entry is an example of a fictional company"
	case BarrierStale:
		return "the entry is past its review day"
	case BarrierNoFact:
		return "the entry lacks a fact"
	case BarrierSharing:
		return "the entry may not be shared at that level"
	case BarrierProduct:
		return "the entry is about another product"
	case BarrierLanguage:
		return "the entry is in another language"
	case BarrierUnsure:
		return "the entry is not near enough"
	case BarrierFollowUp:
		return "the row before it was not answered Yes"
	}
	return guardText(guard.Code(b))
}

// guardText says of a guard's code what the question does that the entry does
// not answer.
func guardText(c guard.Code) string {
	switch c {
	case guard.Polarity:
		return "it may ask the opposite"
	case guard.Quantity:
		return "it names a number that the entry does not state or meet"
	case guard.Scope:
		return "it reaches further than the entry"
	case guard.Subject:
		return "it is about somebody else"
	case guard.Object:
		return "it is about another thing"
	case guard.Compound:
		return "it asks several things, not all of them answered"
	case guard.Dependent:
		return "it depends on the row before it"
	case guard.Form:
		return "it wants another kind of answer"
	case guard.Instruction:
		return "it gives orders to the reader"
	}
	return string(c)
}

// ofEntry is true for a barrier that lies in the entry, whatever the question.
func (b Barrier) ofEntry() bool {
	return slices.Contains([]Barrier{BarrierDraft, BarrierExample, BarrierStale, BarrierNoFact, BarrierSharing}, b)
}

// barrierOf returns what kept a row from being answered, not ok for a row that
// the library had no part in.
func barrierOf(q *runlog.Question) (b Barrier, ok bool) {
	if !isOpen(q) {
		return "", false
	}
	for _, b := range barriers() {
		if slices.ContainsFunc(q.Reasons, func(r answer.Reason) bool { return r.Code == string(b) }) {
			return b, true
		}
	}
	return "", false
}

// entryOf is the entry that the row would have been answered with, or comes
// nearest to, "" if there is none.
func entryOf(q *runlog.Question) string {
	for _, s := range q.Sources {
		if s.Entry != "" {
			return s.Entry
		}
	}
	if len(q.Matches) > 0 {
		return q.Matches[0].Entry
	}
	return ""
}

// settled reports whether a barrier that lay in the entry is gone by now.
func settled(b Barrier, state library.State) bool {
	switch b {
	case BarrierDraft, BarrierExample:
		return state != library.StateDraft && state != library.StateExample
	case BarrierStale:
		return state != library.StateStale
	case BarrierNoFact:
		return state != library.StateBlanks
	case BarrierSharing:
		return false // which level a run allows is not the entry's to say
	case BarrierNoEntry, BarrierProduct, BarrierLanguage, BarrierUnsure, BarrierFollowUp:
	}
	return false
}
