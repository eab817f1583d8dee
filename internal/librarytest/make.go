package librarytest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Entry is one made entry.
type Entry struct {
	ID, Topic string
	Questions []string
	Controls  []string
	Verdict   string
	// Text and Short are the two lengths of the answer.
	Text, Short string
	// Sharing is public or nda; Status approved or, now and then, draft.
	Sharing, Status string
}

// stride walks through all combinations in an order that looks like none. It
// is prime and larger than each of their factors, so none comes twice.
const stride = 7919

// Make returns n entries about security.
func Make(n int, seed uint64) []Entry { return security.make(n, seed) }

// Unrelated returns n entries that have nothing to do with security.
func Unrelated(n int, seed uint64) []Entry { return village.make(n, seed) }

func (v *vocabulary) make(n int, seed uint64) []Entry {
	out := make([]Entry, n)
	for i := range out {
		out[i] = v.entry(i, seed)
	}
	return out
}

// frame is what the sentences of an entry, or of a question, are made of.
type frame struct {
	*rand.Rand
	*vocabulary
	thing           thing
	do, done, doing string
	scopeID, scope  string
	round           int
}

// newFrame is the i-th combination.
func (v *vocabulary) frame(i int, seed uint64) frame {
	total := len(v.things) * len(v.actions) * len(v.scopes)
	at := (i%total*stride + int(seed%uint64(total))) % total                                  //nolint:gosec // smaller than total
	f := frame{vocabulary: v, Rand: rand.New(rand.NewPCG(seed, uint64(i))), round: i / total} //nolint:gosec // made data, nothing secret
	f.thing = v.things[at%len(v.things)]
	at /= len(v.things)
	verb := strings.Fields(v.actions[at%len(v.actions)])
	f.do, f.done, f.doing = verb[0], verb[1], verb[2]
	f.scopeID, f.scope, _ = strings.Cut(v.scopes[at/len(v.actions)], " ")
	return f
}

func (v *vocabulary) entry(i int, seed uint64) Entry {
	f := v.frame(i, seed)
	e := Entry{
		ID:    strings.ReplaceAll(f.thing.names[0], " ", "-") + "-" + f.done + "-" + f.scopeID,
		Topic: f.thing.topic, Controls: f.thing.controls[:1+f.IntN(len(f.thing.controls))],
		Verdict: pick(f.Rand, "yes", "yes", "yes", "yes", "text", "text", "no", "partial"),
		Sharing: pick(f.Rand, "public", "public", "public", "nda"), Status: "approved",
	}
	e.ID = strings.ToLower(e.ID)
	if f.round > 0 {
		e.ID += fmt.Sprintf("-%d", f.round+1)
	}
	if f.IntN(25) == 0 {
		e.Status = "draft"
	}
	for _, form := range some(f.Rand, 2+f.IntN(3), phrasings) {
		e.Questions = append(e.Questions, f.sentence(form))
	}
	for _, form := range some(f.Rand, 1+f.IntN(3), details) {
		e.Text += "\n" + f.sentence(form)
	}
	e.Text = f.sentence(statements[e.Verdict]) + e.Text
	if f.IntN(2) == 0 {
		e.Short = f.sentence(statements[e.Verdict])
	}
	return e
}

// The forms of sentences. A word in braces is replaced.
var (
	phrasings = []string{
		"Are {thing} {done} {scope}?", "Do you {do} {thing} {scope} {often}?", "Are your {other} {done} {often} {scope}?",
		"Who is responsible for {doing} {thing} {scope}?", "Describe how you {do} {other} {scope}.",
		"{thing} must be {done} {often} {scope}.", "Is there a documented process for {doing} {other} {scope}?",
		"Please provide details on how {thing} are {done} {scope}.", "How often are {other} {done} {scope}?",
		"Has the organisation defined rules for {doing} {thing} {scope}?", "Does {team} {do} {thing} {scope}?",
	}
	statements = map[string]string{
		"yes":     "{thing} {scope} are {done} {often} by {team}.",
		"text":    "{team} {do} {thing} {scope} with {tool}.",
		"no":      "{thing} {scope} are not {done} today.",
		"partial": "{thing} {scope} are {done} where {tool} allows it.",
	}
	details = []string{
		"The result goes into {record} and is kept for {period}.", "Exceptions need the approval of {role} and end after {period}.",
		"{team} uses {tool} for {doing} them and tells {role} of what it finds.", "Open points are closed {often}.",
		"{role} confirms {often} that this was done.", "The steps are written down and part of the induction of {team}.",
	}
)

func (f *frame) sentence(form string) string {
	one := func(list []string) string { return list[f.IntN(len(list))] }
	s := strings.NewReplacer(
		"{thing}", f.thing.names[0], "{other}", f.thing.names[len(f.thing.names)-1], "{do}", f.do, "{done}", f.done,
		"{doing}", f.doing, "{scope}", f.scope, "{often}", one(frequencies), "{team}", one(f.teams), "{tool}", one(f.tools),
		"{role}", one(f.roles), "{record}", one(f.records), "{period}", one(periods),
	).Replace(form)
	return strings.ToUpper(s[:1]) + s[1:]
}

func pick(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

// some returns n different items in any order.
func some(r *rand.Rand, n int, list []string) []string {
	out := make([]string, n)
	for i, j := range r.Perm(len(list))[:n] {
		out[i] = list[j]
	}
	return out
}

// Questions returns n questions as a sheet might hold them: most about what
// Make's first entries say, in other words, the rest about other things.
func Questions(n int, seed uint64) []string {
	out := make([]string, n)
	for i := range out {
		at := i
		if i%4 == 3 {
			at = i * stride
		}
		f := security.frame(at, seed)
		f.Rand = rand.New(rand.NewPCG(seed+1, uint64(i))) //nolint:gosec // made data, nothing secret
		out[i] = f.sentence(pick(f.Rand, phrasings...))
	}
	return out
}
