package guard

import (
	"strings"

	"candor/internal/textnorm"
)

// surely is how much of a thing a related one must carry where a row asks for
// it by name beside others: what people use for one another in one place
// ("market" and "use") is not enough.
const surely = 0.65

// names is true if the entry holds the thing, or one that hardly ever means
// another.
func (g *Guard) names(t *texts, key string) bool {
	if t.known[key] {
		return true
	}
	for near, w := range g.lex.Akin(key) {
		if w >= surely && t.known[near] {
			return true
		}
	}
	return false
}

// speaks is true if the entry says the thing, or is about what it is used to ask
// about. Phrases must be said, and so must a word that tells of which kind a
// thing is that the phrasing has: indemnity insurance is no cyber insurance.
func (g *Guard) speaks(t *texts, tok textnorm.Token) bool {
	said := g.says(t, tok)
	if kind, ok := g.tellsKindOf(t, tok); ok && !t.known[tok.Key] {
		return said && (g.holdsBeside(t, tok.Key, kind) || g.beginsAlike(t, tok))
	}
	return said || (len(tok.Parts) < 2 || tok.Key == strings.Join(tok.Parts, "_")) && g.asks(t, tok.Key)
}

// tellsKindOf returns the key of the thing that stands right behind the word in
// the question, if the phrasing has it.
func (g *Guard) tellsKindOf(t *texts, tok textnorm.Token) (string, bool) {
	list := t.forms.q.Tokens
	for i := range len(list) - 1 {
		head := list[i+1]
		if list[i].Key == tok.Key && head.Kind == textnorm.Core && !head.Generic && head.Action == "" && !textnorm.IsTime(head.Key) && hasKey(t.forms.p, head.Key, g.lex) {
			return head.Key, true
		}
	}
	return "", false
}

// says is true if the entry holds the thing, or a word that begins alike, or all
// the words of a phrase that is no thing of its own ("customer held keys" are
// another thing than keys that are held).
func (g *Guard) says(t *texts, tok textnorm.Token) bool {
	if len(tok.Parts) > 1 && tok.Key != strings.Join(tok.Parts, "_") {
		for near, w := range g.lex.Close(tok.Key) {
			if w >= 0.4 && t.known[near] {
				return true
			}
		}
		return t.known[tok.Key] || g.lex.IsEveryday(tok.Key) && g.holds(t, tok.Key)
	}
	if g.holds(t, tok.Key) {
		return true
	}
	if len(tok.Parts) > 0 && tok.Key == strings.Join(tok.Parts, "_") {
		for _, p := range tok.Parts {
			if !g.mentioned(t, p) {
				return false
			}
		}
		return true
	}
	if base := strings.TrimSuffix(strings.TrimSuffix(tok.Word, "ed"), "ing"); base != tok.Word && len(base) > 2 && strings.Contains(t.e, " "+base+" ") {
		return true // "added", which the stemmer keeps apart from "add"
	}
	if t.holdsTail(tok.Word) {
		return true
	}
	return g.beginsAlike(t, tok)
}

// beginsAlike is true if the entry has a word that begins like the token.
func (g *Guard) beginsAlike(t *texts, tok textnorm.Token) bool {
	return len(tok.Key) > sameStart && t.starts[tok.Key[:min(len(tok.Key), sameStart)]]
}

// leastTail is how long a word must be to tell a longer one that ends on it.
const leastTail = 6

// holdsTail is true if the entry has the word that a longer one ends on, which
// says what kind of thing that is ("microservices", "services").
func (t *texts) holdsTail(word string) bool {
	for i := 2; i+leastTail <= len(word); i++ {
		if strings.Contains(t.e, " "+word[i:]+" ") {
			return true
		}
	}
	return false
}

// sameStart is how many letters words of one family begin alike that the
// stemmer keeps apart ("intruder", "intrusion").
const sameStart = 5

// mentionEnough is how much of a thing a related one must carry to mention it;
// one that is only wider or narrower (0.4) does not.
const mentionEnough = 0.55

// mentioned is true if the entry holds the key or a near one, or is about what
// the key is used to ask about.
func (g *Guard) mentioned(t *texts, key string) bool { return g.holds(t, key) || g.asks(t, key) }

// holds is true if the entry has the key or a near one.
func (g *Guard) holds(t *texts, key string) bool {
	return t.known[key] || g.holdsBeside(t, key, "")
}

// holdsBeside is true if the entry has a key near this one, other than one.
func (g *Guard) holdsBeside(t *texts, key, other string) bool {
	for near, w := range g.lex.Akin(key) {
		if near != other && w >= mentionEnough && t.known[near] {
			return true
		}
	}
	return false
}

// asks is true if questionnaires use the key to ask about what the entry is
// about: "playbook" for the plan for incidents, which need not say so itself.
func (g *Guard) asks(t *texts, key string) bool {
	return t.subject.Asks(key) >= g.limits.AskedShare
}
