package match

import (
	"regexp"
	"slices"
	"strings"

	"candor/internal/index"
	"candor/internal/textnorm"
)

// sigVerbatim marks a match whose very words were asked. It is no fitted
// signal: an entry is its owner's answer to the questions that it lists, and no
// likeness needs to be weighed.
const sigVerbatim = "verbatim"

// verbatimConfidence is that of an entry's own question: what is left is that
// the file was not kept up, which reviews are for.
const verbatimConfidence = 0.99

// verbatimWords is how many words a question must have to tell by itself what
// is asked. "Please describe" stands on many sheets.
const verbatimWords = 3

// IsVerbatim reports whether the question is one of the entry's, word by word.
func (m Match) IsVerbatim() bool { return m.Signals[sigVerbatim] > 0 }

// Customer stands in a phrasing for the name of whoever asked.
const Customer = "[customer]"

// verbatim finds entries by their very questions.
type verbatim struct {
	// open are the phrasings with a customer's name left out.
	open []openPhrasing
}

type openPhrasing struct {
	words *regexp.Regexp
	entry string
}

// wordsOf is a text without case, accents and punctuation.
func wordsOf(text string) string { return strings.Join(textnorm.Words(textnorm.Fold(text)), " ") }

// add takes the phrasings of an entry that leave a customer's name out; the
// others are found by their words' sums.
func (v *verbatim) add(e *Entry) {
	for _, q := range e.Questions {
		if !strings.Contains(q, Customer) {
			continue
		}
		parts := strings.Split(q, Customer)
		for i, p := range parts {
			parts[i] = regexp.QuoteMeta(wordsOf(p))
		}
		// A name has up to four words.
		expr := strings.TrimSpace(strings.Join(parts, ` (\S+)(?: \S+){0,3} `))
		if re, err := regexp.Compile("^" + expr + "$"); err == nil {
			v.open = append(v.open, openPhrasing{re, e.ID})
		}
	}
}

// verbatimOf returns the entries that list the question: first those that list
// it with a heading that it stands under. A question that hangs on another is
// asked together with that one, and never by itself.
func (m *Matcher) verbatimOf(q *Question) []string {
	if q.Parent == "" {
		for _, heading := range slices.Backward(q.Section) {
			if out := m.listing(wordsOf(heading + " " + q.Text)); len(out) > 0 {
				return out
			}
		}
	}
	return m.listing(wordsOf(strings.TrimSpace(q.Parent + " " + q.Text)))
}

// listing returns the entries that list a question of these words.
func (m *Matcher) listing(key string) []string {
	out := m.stock.listing(key)
	for _, o := range m.verbatim.open {
		found := o.words.FindStringSubmatch(key)
		if found == nil || slices.Contains(out, o.entry) {
			continue
		}
		// What stands for the name must be a name: a word of no questionnaire.
		if !slices.ContainsFunc(found[1:], func(word string) bool { return m.background.rarity(m.lex.KeyOf(word)) < nameRarity }) {
			out = append(out, o.entry)
		}
	}
	return out
}

// nameRarity is how rare a word must be to be taken for a company's name.
const nameRarity = 0.95

// withVerbatim adds the entries to the candidates.
func withVerbatim(hits []index.Hit, ids []string) []index.Hit {
	for _, id := range ids {
		if !slices.ContainsFunc(hits, func(h index.Hit) bool { return h.ID == id }) {
			hits = append(hits, index.Hit{ID: id})
		}
	}
	return hits
}

// preferVerbatim puts an entry whose very question was asked first, and is as
// sure of it as can be. Of several that take different positions none is
// preferred: a person must decide which holds. An example has no say beside an
// entry that is none.
func preferVerbatim(ranked []scored, ids []string) {
	lists := func(s scored) bool { return slices.Contains(ids, s.entry.entry.ID) }
	own := func(s scored) bool { return lists(s) && !s.entry.entry.Example }
	if !slices.ContainsFunc(ranked, own) {
		own = lists
	}
	first := slices.IndexFunc(ranked, own)
	if first < 0 {
		return
	}
	for _, s := range ranked {
		if own(s) && s.entry.entry.Verdict != ranked[first].entry.entry.Verdict {
			return
		}
	}
	best := ranked[first]
	best.verbatim, best.behind, best.conf = true, 0, max(best.conf, verbatimConfidence)
	copy(ranked[1:first+1], ranked[:first])
	ranked[0] = best
}
