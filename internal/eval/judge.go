package eval

import (
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/answer"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/runlog"
	"candor/internal/textnorm"
)

// Judgement is how an answer stands to the truth.
type Judgement string

// The judgements. Unjudged is a filled answer that no rule can call right or
// wrong, such as prose that a person worded quite differently.
const (
	Open     Judgement = "open" // not filled in
	Right    Judgement = "right"
	Wrong    Judgement = "wrong"
	Unjudged Judgement = "unjudged"
)

// Outcome is what became of one case.
type Outcome struct {
	Case *Case
	Set  string
	Ref  string
	Text string
	// Rank is the place of the first entry that answers rightly, 1 for the
	// best match; 0 if it was not found. Wanted tells that there is one.
	Rank   int
	Wanted bool
	// Best is the confidence of the best match before any guard spoke.
	Best float64
	// Answerable is true if filling in is right and the library can do it: an
	// entry that answers is approved, current, in the language, and may leave.
	Answerable bool

	Status     answer.Status
	Verdict    library.Verdict
	Confidence float64
	// Entry is the source of the answer, "" for the certification records; of
	// several that were joined, one that the truth names, if there is one.
	Entry string
	// Overlap is how much the answer has in common with the text that a person
	// wrote, 0 to 1; -1 if there is none to compare.
	Overlap   float64
	Judgement Judgement
	// WrongYes is the one unforgivable fault: Yes, or partly, where it is not.
	WrongYes bool
}

// likeness is the overlap from which two texts without a position count as the
// same answer. Of the pairs of different entries on one topic in the starter
// library, one in ten lies above 0.22 and one in a hundred above 0.36; a text
// and its own short form have 0.29 in common at the median.
const likeness = 0.3

// judge holds the row of a rehearsed run against the truth of its case.
func judge(o *Outcome, row *runlog.Question, v Vocabulary) {
	o.Status, o.Verdict, o.Confidence = row.Status, said(row, v), row.Confidence
	truth := &o.Case.Truth
	for _, src := range row.Sources { // of several joined, one that the truth names
		if src.Entry != "" && !slices.Contains(truth.Entries, o.Entry) {
			o.Entry = src.Entry
		}
	}
	o.Overlap = -1
	if truth.Text != "" && row.Answer != "" {
		o.Overlap = overlap(truth.Text, row.Answer)
	}
	o.Judgement = Open
	if row.Status != answer.Filled {
		return
	}
	o.Judgement = judgement(o, truth)
	affirms := o.Verdict == library.Yes || o.Verdict == library.Partial
	o.WrongYes = o.Judgement == Wrong && affirms && truth.Verdict != library.Yes
}

// said is the position that the row's cells would take: a list without a word
// for "partly" takes No beside an explanation.
func said(row *runlog.Question, v Vocabulary) library.Verdict {
	if verdict, ok := v.Verdict(row.Choice); ok && row.Choice != "" {
		return verdict
	}
	return row.Verdict
}

func judgement(o *Outcome, truth *Truth) Judgement {
	switch {
	case truth.Person:
		return Wrong
	case len(truth.Entries) > 0 && o.Entry != "":
		if slices.Contains(truth.Entries, o.Entry) && agree(o.Verdict, truth.Verdict) {
			return Right
		}
		return Wrong
	case positioned(o.Verdict) && positioned(truth.Verdict):
		if o.Verdict == truth.Verdict {
			return Right
		}
		return Wrong
	case o.Overlap >= likeness:
		return Right
	default:
		return Unjudged
	}
}

// agree is true unless both take a position and differ: an entry in words
// answers an open question as well as one that says Yes first.
func agree(a, b library.Verdict) bool {
	return a == b || !positioned(a) || !positioned(b)
}

func positioned(v library.Verdict) bool {
	return v == library.Yes || v == library.No || v == library.Partial || v == library.NA
}

// rank is the place of the first entry in entries, from 1; 0 if there is none.
func rank(matches []match.Match, entries []string) int {
	for i, m := range matches {
		if slices.Contains(entries, m.Entry) {
			return i + 1
		}
	}
	return 0
}

// overlap is the harmonic mean of how much of each text's words the other has.
// Words of up to three letters say little and are left out.
func overlap(a, b string) float64 {
	wordsA, wordsB := telling(a), telling(b)
	if len(wordsA) == 0 || len(wordsB) == 0 {
		return 0
	}
	common := 0
	for w := range wordsA {
		if wordsB[w] {
			common++
		}
	}
	return 2 * float64(common) / float64(len(wordsA)+len(wordsB))
}

func telling(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range textnorm.Words(textnorm.Fold(text)) {
		w = strings.TrimSuffix(w, "s")
		if utf8.RuneCountInString(w) > 3 {
			out[w] = true
		}
	}
	return out
}
