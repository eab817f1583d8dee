package textnorm

import (
	"slices"
	"strings"
)

// A row that asks two things in one clause shares words between them: "Do you
// encrypt data at rest and in transit?", "Are backups encrypted and tested?",
// "Do employees and contractors sign an NDA?".

const (
	// longestCoordinated is how many words a row may have: a longer one has clauses
	// of which it is not clear what they belong to.
	longestCoordinated = 30
	// sharedReach is how far before "and" the preposition may stand whose object
	// is one of the two.
	sharedReach = 5
)

// uncoordinated are words beside which "and" does not join two questions that
// may be asked one by one: what is denied, limited or compared holds of both
// together.
var uncoordinated = wordSet(strings.Fields("or nor not no never without only except unless between either neither rather than instead"))

// sharing are the prepositions whose object may be one of two.
var sharing = wordSet(strings.Fields("at in on for by during over within with to from via through under against across"))

// irregularParticiples do not end in "ed".
var irregularParticiples = wordSet(strings.Fields("kept held built done made taken given sent written run set put chosen sold found shown known met told taught withdrawn drawn"))

// openers open a yes-or-no question in which somebody does something.
var openers = wordSet(strings.Fields("do does did can could will would must should shall may has have"))

// Coordinated takes an English question or statement that asks two things in one
// clause apart into two of one thing each, in order. It returns nil for a text
// that joins nothing, more than two things, or two in a way that it cannot read.
// The two are only proposals: where "and" joins what belongs together
// ("terms and conditions"), they ask what nobody would.
func (lex *Lexicon) Coordinated(text string) []string {
	body := strings.TrimRight(strings.TrimSpace(text), "?.! ")
	end := "."
	if strings.HasSuffix(strings.TrimSpace(text), "?") {
		end = "?"
	}
	c, ok := lex.coordination(strings.Fields(strings.ReplaceAll(body, " as well as ", " and ")))
	if !ok {
		return nil
	}
	first, second, ok := c.split()
	if !ok {
		return nil
	}
	return []string{strings.Join(first, " ") + end, strings.Join(second, " ") + end}
}

// coordination is a text around its "and".
type coordination struct {
	lex *Lexicon
	// left and right are its words, as they stand and folded.
	left, right             []string
	leftFolded, rightFolded []string
}

func (lex *Lexicon) coordination(words []string) (coordination, bool) {
	words = slices.DeleteFunc(words, func(w string) bool { return strings.EqualFold(w, "both") })
	folded := make([]string, len(words))
	at, joins := -1, 0
	for i, w := range words {
		folded[i] = strings.Trim(Fold(w), "\"'()")
		if strings.ContainsAny(w, ",;:()/") || uncoordinated[folded[i]] {
			return coordination{}, false
		}
		if folded[i] == "and" {
			at, joins = i, joins+1
		}
	}
	if joins != 1 || at < 2 || at > len(words)-2 || len(words) > longestCoordinated {
		return coordination{}, false
	}
	return coordination{lex, words[:at], words[at+1:], folded[:at], folded[at+1:]}, true
}

// split finds what the two things share: what stands before the first of them,
// and what stands behind the second.
func (c *coordination) split() (first, second []string, ok bool) {
	switch {
	case sharing[c.rightFolded[0]]: // at rest and in transit
		p := c.lastPreposition()
		if p < 2 {
			return nil, nil, false
		}
		first = c.left
		if done := slices.IndexFunc(c.rightFolded, isParticiple); done > 0 && !slices.ContainsFunc(c.leftFolded, isParticiple) {
			first = slices.Concat(c.left, c.right[done:]) // Is data at rest and in transit encrypted
		}
		return first, slices.Concat(c.left[:p], c.right), true
	case slices.Contains(beForms, c.leftFolded[0]) || c.hasBe():
		return c.passive()
	case openers[c.leftFolded[0]]:
		return c.active()
	}
	return nil, nil, false
}

// hasBe is true for a statement in the passive ("Backups are encrypted and tested").
func (c *coordination) hasBe() bool {
	return slices.ContainsFunc(c.leftFolded[1:], func(w string) bool { return slices.Contains(beForms, w) })
}

// passive splits what is done to a thing, or the things that it is done to.
func (c *coordination) passive() (first, second []string, ok bool) {
	done := slices.IndexFunc(c.leftFolded, isParticiple)
	right := slices.IndexFunc(c.rightFolded, isParticiple)
	switch {
	case done < 0 && right > 0 && slices.Contains(beForms, c.leftFolded[0]): // Are employees and contractors screened
		return slices.Concat(c.left, c.right[right:]), slices.Concat(c.left[:1], c.right), true
	case done < 1:
		return nil, nil, false
	case right == 0 || right == 1 && strings.HasSuffix(c.rightFolded[0], "ly"): // encrypted and tested
		first = c.left
		if done == len(c.left)-1 {
			first = slices.Concat(c.left, c.right[right+1:])
		}
		return first, slices.Concat(c.left[:done], c.right), true
	}
	return c.objects(done)
}

// active splits what somebody does, the things that it is done to, or the people
// who do it.
func (c *coordination) active() (first, second []string, ok bool) {
	verb := 2
	if !addressed[c.leftFolded[1]] {
		verb = c.verb(c.leftFolded, 2)
	}
	if verb < 0 || verb >= len(c.left) { // Do employees and contractors sign
		if right := c.verb(c.rightFolded, 1); right > 0 {
			return slices.Concat(c.left, c.right[right:]), slices.Concat(c.left[:1], c.right), true
		}
		return nil, nil, false
	}
	if c.isVerb(c.rightFolded[0]) && len(c.right) > 1 { // encrypt laptops and require a second factor
		return c.left, slices.Concat(c.left[:verb], c.right), true
	}
	return c.objects(verb)
}

// objects splits the things behind the verb, or behind the last preposition near
// them; what follows the second one is said of both.
func (c *coordination) objects(verb int) (first, second []string, ok bool) {
	if verb >= len(c.left)-1 {
		return nil, nil, false
	}
	from := verb + 1
	if p := c.lastPreposition(); p >= from {
		from = p + 1
	}
	if from >= len(c.left) {
		return nil, nil, false
	}
	var rest []string
	if i := slices.IndexFunc(c.rightFolded, func(w string) bool { return sharing[w] }); i > 0 {
		rest = c.right[i:]
	}
	return slices.Concat(c.left, rest), slices.Concat(c.left[:from], c.right), true
}

// lastPreposition is the place of the preposition whose object the first thing
// is, -1 if none stands near enough.
func (c *coordination) lastPreposition() int {
	for i := len(c.left) - 2; i >= max(0, len(c.left)-sharedReach); i-- {
		if sharing[c.leftFolded[i]] {
			return i
		}
	}
	return -1
}

// verb is the place of the first verb from a word on, -1 if none is known.
func (c *coordination) verb(words []string, from int) int {
	for i := from; i < len(words); i++ {
		if c.isVerb(words[i]) {
			return i
		}
	}
	return -1
}

// isVerb is true for the base form of a verb that says what is done or had.
func (c *coordination) isVerb(word string) bool {
	if strings.HasSuffix(word, "s") || strings.HasSuffix(word, "ing") || isParticiple(word) {
		return false
	}
	return c.lex.actions[c.lex.KeyOf(word)] != "" || c.lex.frames["en"].having[word] && !c.lex.function["en"][word]
}

func isParticiple(word string) bool {
	return irregularParticiples[word] || strings.HasSuffix(word, "ed") && len(word) > 4
}
