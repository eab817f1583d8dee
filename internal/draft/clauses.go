package draft

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// clause is a part of a sentence that says one thing.
type clause struct {
	words     []string
	keys      map[string]bool
	negations int
	// figures are in a plain form, times as what they come to.
	figures []string
	// sentence holds the words of all of its sentence.
	sentence []string
	// sentenceKeys are what that sentence names, denied whether it denies.
	sentenceKeys map[string]bool
	denied       bool
}

// clausesOf cuts a text where its sentences end and where they join two things.
func (c *Checker) clausesOf(raw, language string) []clause {
	var out []clause
	for _, s := range cut(raw, "\n!?") {
		var pieces []string
		for part := range strings.SplitSeq(c.unopened(s, language), ";") {
			pieces = append(pieces, c.pieces(part, language)...)
		}
		whole := textnorm.Words(textnorm.Fold(strings.Join(pieces, " ")))
		keys := map[string]bool{}
		first := len(out)
		for _, p := range pieces {
			n := c.clause(p, language)
			for k := range n.keys {
				keys[k] = true
			}
			out = append(out, n)
		}
		denied := count(whole, c.negations) > 0
		for i := first; i < len(out); i++ {
			out[i].sentence, out[i].sentenceKeys, out[i].denied = whole, keys, denied
		}
	}
	return out
}

// cut returns the sentences of a text, which end with a full stop and with the
// marks given.
func cut(raw, at string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(raw, ". ", "\n"), func(r rune) bool { return strings.ContainsRune(at, r) })
}

// pieces cuts a sentence. What limits the rest of it, or says too little to
// stand alone, stays with what it belongs to.
func (c *Checker) pieces(sentence, language string) []string {
	var out []string
	held := "" // what waits for the piece behind it
	for _, p := range c.atJoints(sentence) {
		n := c.clause(p, language)
		alone := len(n.keys) > 1 || len(n.keys) == 1 && len(n.figures) > 0
		limits := c.conditions.in(n.words)
		switch {
		case alone && !limits || alone && len(out) == 0 && held != "":
			out, held = append(out, held+p), ""
		case len(out) > 0:
			out[len(out)-1] += ", " + p
		default:
			held += p + ", "
		}
	}
	if held != "" {
		out = append(out, held)
	}
	return out
}

// marksOfJoints part what words such as "and" do.
const marksOfJoints = ",:"

// atJoints cuts at commas and at words such as "and".
func (c *Checker) atJoints(sentence string) []string {
	var out []string
	var piece []string
	end := func() {
		if len(piece) > 0 {
			out = append(out, strings.Join(piece, " "))
		}
		piece = nil
	}
	for field := range strings.FieldsSeq(sentence) {
		if c.joints.whole[textnorm.Fold(field)] {
			end()
			continue
		}
		bare := strings.TrimRight(field, marksOfJoints)
		piece = append(piece, bare)
		if bare != field {
			end()
		}
	}
	end()
	return out
}

func (c *Checker) clause(raw, language string) clause {
	t := newText(raw)
	out := clause{words: t.words, keys: map[string]bool{}, negations: count(t.words, c.negations)}
	var named []string
	for _, tok := range c.words.Lexicon().AnalyzeText(raw, language).Core() {
		named = append(named, tok.Key)
		if _, number := c.numbers[tok.Word]; number || textnorm.IsTime(tok.Key) || c.negations.has(tok.Word) {
			continue // what is said of a thing, and not which
		}
		out.keys[c.form(tok.Key)] = true
		for _, p := range tok.Parts {
			if f, ok := c.forms[p]; ok {
				out.keys[f] = true // "kept for" is read as one thing, "keep them for" is not
			}
		}
	}
	out.figures = c.figuresOf(t)
	for _, q := range slices.Concat(textnorm.Quantities(raw), textnorm.Quantities(strings.Join(named, " "))) {
		out.figures = append(out.figures, fmt.Sprintf("%v %s %g", q.Kind, q.Unit, q.Value))
	}
	return out
}

// form brings the forms of a verb that no stem unites to one.
func (c *Checker) form(word string) string {
	if f, ok := c.forms[word]; ok {
		return f
	}
	return word
}

// nearness is the share of what two clauses name that both do.
func (n clause) nearness(o clause) float64 {
	return sentence{keys: n.keys}.nearness(sentence{keys: o.keys})
}

// Which clauses of the sources a clause of a draft is held against: those about
// as near as the nearest, and for words that may stand elsewhere in a sentence
// those that come into question at all.
const (
	aboutAsNear = 0.75
	inQuestion  = 0.5
)

// like are the known clauses that are at least a share as near to n as the
// nearest one, and those that n holds whole; none if nothing is near.
func (n clause) like(known []clause, share float64) []clause {
	nearest := 0.0
	for _, k := range known {
		nearest = max(nearest, n.nearness(k))
	}
	var out []clause
	for _, k := range known {
		if near := n.nearness(k); near > 0 && (near >= share*nearest || n.holds(k)) {
			out = append(out, k)
		}
	}
	return out
}

// holds reports whether n names all that k does.
func (n clause) holds(k clause) bool {
	for key := range k.keys {
		if !n.keys[key] {
			return false
		}
	}
	return true
}

// bound holds each clause of a draft against the clauses of the sources that it
// is made of: a figure, a promise, a denial, a limit of one fact says nothing of
// another.
func (c *Checker) bound(d text, s Sources) []Finding {
	var known []clause
	for _, t := range s.Texts {
		known = append(known, c.clausesOf(t, s.TextLanguage)...)
	}
	said := c.clausesOf(d.raw, s.Language)
	for _, n := range said {
		if f, bad := c.against(n, known); bad {
			return []Finding{f}
		}
	}
	for i, k := range known {
		own := ownKeys(known, i)
		for _, n := range said {
			if f, bad := c.leftOut(n, k, own); bad {
				return []Finding{f}
			}
		}
	}
	return nil
}

// against is what speaks against a clause of a draft: some clause of the sources
// that it may be made of must agree in everything.
func (c *Checker) against(n clause, known []clause) (Finding, bool) {
	like := n.like(known, aboutAsNear)
	if len(like) == 0 {
		return Finding{}, false
	}
	for _, f := range n.figures {
		if !slices.ContainsFunc(like, func(k clause) bool { return slices.Contains(k.figures, f) }) {
			return Finding{Quantity, "it says a figure of something else than its sources do"}, true
		}
	}
	var first Finding
	agrees := false
	for _, k := range like {
		f, bad := c.differs(n, k)
		if bad && first.Code == "" {
			first = f
		}
		agrees = agrees || !bad
	}
	if !agrees {
		return first, true
	}
	limited := slices.ContainsFunc(c.limits, func(g group) bool { return g.in(n.words) })
	if (limited || slices.ContainsFunc(n.words, c.by.has)) && n.isMixed(known) {
		return Finding{Beyond, "a part of it puts together what its sources say apart"}, true
	}
	wide := n.like(known, inQuestion)
	for _, g := range c.weighty {
		if g.in(c.unpaced(n.words)) && !slices.ContainsFunc(wide, func(k clause) bool { return g.in(k.sentence) }) {
			return Finding{Weighty, "it promises or claims more than the sentence that it is made of"}, true
		}
	}
	return Finding{}, false
}

// isMixed reports whether no single sentence of the sources names all that n
// takes from them: whose act and of what are easily exchanged between two.
func (n clause) isMixed(known []clause) bool {
	return !slices.ContainsFunc(known, func(k clause) bool {
		for key := range n.keys {
			if !k.sentenceKeys[key] && slices.ContainsFunc(known, func(o clause) bool { return o.keys[key] }) {
				return false
			}
		}
		return true
	})
}

// differs finds what a clause of a draft turns, leaves out or bounds in another
// way than the clause that it may be made of.
func (c *Checker) differs(n, k clause) (Finding, bool) {
	switch {
	case k.negations != n.negations:
		return Finding{Negation, "a part of it says the opposite of its sources"}, true
	case slices.ContainsFunc(c.limits, func(g group) bool { return g.in(k.words) && !g.in(n.sentence) }):
		return Finding{Limit, "it leaves out a limit that its sources set"}, true
	case len(n.figures) > 0 && slices.ContainsFunc(c.bounds, func(g group) bool { return g.in(k.words) != g.in(n.words) }):
		return Finding{Quantity, "it sets another bound than its sources"}, true
	}
	return Finding{}, false
}

// ownKeys is what no other of the clauses names.
func ownKeys(known []clause, i int) []string {
	var out []string
	for key := range known[i].keys {
		if !slices.ContainsFunc(known, func(k clause) bool { return k.keys[key] && !sameKeys(k, known[i]) }) {
			out = append(out, key)
		}
	}
	return out
}

func sameKeys(a, b clause) bool { return a.nearness(b) == 1 }

// leftOut finds a sentence of a draft that repeats most of what one clause of the
// sources alone names, and not the denial or limit that stands with it.
func (c *Checker) leftOut(n, k clause, own []string) (Finding, bool) {
	repeated := 0
	for _, key := range own {
		if n.sentenceKeys[key] {
			repeated++
		}
	}
	if repeated == 0 || 2*repeated < len(own) {
		return Finding{}, false
	}
	if k.negations > 0 && !n.denied {
		return Finding{Negation, "it leaves out a denial of its sources"}, true
	}
	if slices.ContainsFunc(c.limits, func(g group) bool { return g.in(k.words) && !g.in(n.sentence) }) {
		return Finding{Limit, "it leaves out a limit that its sources set"}, true
	}
	return Finding{}, false
}

// unpaced leaves out "every" where it says how often: "every 90 days".
func (c *Checker) unpaced(words []string) []string {
	var out []string
	for i, w := range words {
		if i+1 < len(words) && c.each.has(w) && (c.paces.has(words[i+1]) || textnorm.IsTime(words[i+1])) {
			continue
		}
		out = append(out, w)
	}
	return out
}

// doers are the words behind "by" that no source holds: whose act it is, or by
// what.
func (c *Checker) doers(d, src text, have map[string]bool, language string) []Finding {
	for i, w := range d.words {
		if !c.by.has(w) || i+1 >= len(d.words) {
			continue
		}
		behind := strings.Join(d.words[i+1:min(len(d.words), i+4)], " ")
		for _, t := range c.words.Lexicon().AnalyzeText(behind, language).Core() {
			if _, number := c.numbers[t.Word]; number || textnorm.IsTime(t.Key) || have[c.form(t.Key)] || c.stands(t.Word, src) {
				break
			}
			return []Finding{{Beyond, "it names a doer or a means that its sources do not"}}
		}
	}
	return nil
}
