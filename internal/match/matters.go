package match

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"

	"candor/internal/kbfile"
)

// mattersFile tells by which words questionnaires ask about each matter.
const mattersFile = "lexicon/matters.yaml"

// matters are the things that questionnaires ask about, with the words that ask
// about each. A question and an entry that have no word in common are about the
// same thing if both are about the same matters: "spare copies of our records"
// and "backups" are the words of one.
//
// They ship as data, and what a question or an entry is about does not depend
// on the library, which may be a sheet of twenty answers.
type matters struct {
	// telling goes from a key to the matters that it speaks for.
	telling map[string][]tells
	// most is the most that a key speaks for any matter.
	most  map[string]float64
	names []string
}

// tells is how much a key speaks for a matter.
type tells struct {
	matter int
	weight float64
}

// kin is how far a text is about a matter.
type kin struct {
	matter int
	share  float64
}

type mattersYAML struct {
	Why     string `yaml:"why" kb:"required"`
	Matters string `yaml:"matters" kb:"required"`
	Words   string `yaml:"words" kb:"required"`
}

func loadMatters(fsys fs.FS) (matters, error) {
	var y mattersYAML
	doc, err := kbfile.Read(fsys, mattersFile, &y)
	if err != nil {
		return matters{}, fmt.Errorf("read matters: %w", err)
	}
	m := matters{names: strings.Fields(y.Matters), telling: map[string][]tells{}}
	for line := range strings.Lines(y.Words) {
		key, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		for field := range strings.FieldsSeq(rest) {
			place, times, often := strings.Cut(field, ":")
			at, err := strconv.Atoi(place)
			n := 1
			if err == nil && often {
				n, err = strconv.Atoi(times)
			}
			if err != nil || n < 1 || at < 0 || at >= len(m.names) {
				return matters{}, fmt.Errorf("read matters: %w",
					kbfile.Faults{doc.Fault("words", "matter", "%q of %q is not of the form \"place:times\"", field, key)})
			}
			m.telling[key] = append(m.telling[key], tells{at, float64(n)})
		}
	}
	m.weigh()
	return m, nil
}

// The mixture of a matter's words with those of all questionnaires: a word that
// was never seen with a matter may still be used for it. unseen is how many more
// words each matter is thought to have, so that short ones prove no more.
const (
	ofMatter   = 0.7
	ofAll      = 1 - ofMatter
	unseen     = 5
	leastOfAll = 1e-5
)

// weigh turns counts into how much likelier a key is where a matter is asked
// about than anywhere.
func (m *matters) weigh() {
	words, total := make([]float64, len(m.names)), 0.0
	all := make(map[string]float64, len(m.telling))
	for key, list := range m.telling {
		for _, t := range list {
			all[key] += t.weight // whole numbers: their order does not show
			words[t.matter] += t.weight
			total += t.weight
		}
	}
	m.most = make(map[string]float64, len(m.telling))
	for key, list := range m.telling {
		anywhere := all[key]/total + leastOfAll
		for i, t := range list {
			list[i].weight = math.Log1p(ofMatter * t.weight / (words[t.matter] + unseen) / (ofAll * anywhere))
			m.most[key] = max(m.most[key], list[i].weight)
		}
	}
}

// partTells is what a word inside a phrase counts for a matter.
const partTells = 0.6

// words are the keys of texts with what they weigh, in reading order.
type words struct {
	keys    []string
	weights map[string]float64
}

func (w *words) raise(key string, weight float64) {
	if _, there := w.weights[key]; !there {
		w.keys = append(w.keys, key)
	}
	w.weights[key] = max(w.weights[key], weight)
}

// wordsIn returns the keys of a text and of what its phrases are made of.
func wordsIn(b *bag) words {
	w := words{weights: make(map[string]float64, len(b.terms))}
	for _, t := range b.terms {
		w.raise(t.key, t.weight)
		for _, p := range t.parts {
			w.raise(p, partTells*t.weight)
		}
	}
	return w
}

// Of the matters that a text may be about the foremost count nearly alone:
// shares are taken to a high power, and the hindmost left out.
const (
	mostMatters = 16
	leastShare  = 0.5 // of the foremost; to the twelfth power it is nothing
)

func foremost(share float64) float64 {
	square := share * share
	fourth := square * square
	return fourth * fourth * fourth
}

// about returns the matters that words speak for, in the order of their places;
// their shares are those of a vector of length 1.
func (m *matters) about(w *words) []kin {
	scores := make([]float64, len(m.names))
	best := 0.0
	for _, key := range w.keys {
		weight := w.weights[key]
		for _, t := range m.telling[key] {
			scores[t.matter] += weight * t.weight
			best = max(best, scores[t.matter])
		}
	}
	if best == 0 {
		return nil
	}
	var out []kin
	for i, s := range scores {
		if s > leastShare*best {
			out = append(out, kin{i, foremost(s / best)})
		}
	}
	slices.SortFunc(out, func(a, b kin) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.matter, b.matter)) })
	out = slices.Clone(out[:min(len(out), mostMatters)])
	length := 0.0
	for _, k := range out {
		length += k.share * k.share
	}
	for i := range out {
		out[i].share /= math.Sqrt(length)
	}
	slices.SortFunc(out, func(a, b kin) int { return cmp.Compare(a.matter, b.matter) })
	return out
}

// aboutEntry is what all phrasings of an entry together are about. A word that
// many of them have says more, though not as much more.
func (m *matters) aboutEntry(phrasings []bag) []kin {
	all := words{weights: map[string]float64{}}
	for i := range phrasings {
		w := wordsIn(&phrasings[i])
		for _, key := range w.keys {
			all.raise(key, all.weights[key]+w.weights[key])
		}
	}
	for key, sum := range all.weights {
		all.weights[key] = math.Sqrt(sum)
	}
	return m.about(&all)
}

// sameMatters is how far two texts are about the same, 0..1; a question of
// unknown words says nothing.
func sameMatters(question, entry []kin) float64 {
	if len(question) == 0 {
		return unknown
	}
	dot, j := 0.0, 0
	for _, q := range question {
		for j < len(entry) && entry[j].matter < q.matter {
			j++
		}
		if j < len(entry) && entry[j].matter == q.matter {
			dot += q.share * entry[j].share
		}
	}
	return math.Sqrt(min(1, dot))
}

// explained is, for each matter, how much of the weight of a question its words
// explain: all of it if no other matter uses any word of the question more. The
// words of no matter remain unexplained, such as those of a question that no
// questionnaire asks.
func (m *matters) explained(b *bag) []float64 {
	out := make([]float64, len(m.names))
	total := 0.0
	for i := range b.terms {
		t := &b.terms[i]
		total += t.weight
		if m.most[t.key] > 0 {
			m.explain(out, t.key, t.weight)
			continue
		}
		known := 0
		for _, p := range t.parts {
			if m.most[p] > 0 {
				known++
			}
		}
		for _, p := range t.parts {
			if m.most[p] > 0 {
				m.explain(out, p, t.weight/float64(known))
			}
		}
	}
	for i := range out {
		out[i] = share(out[i], total)
	}
	return out
}

func (m *matters) explain(out []float64, key string, weight float64) {
	for _, t := range m.telling[key] {
		out[t.matter] += weight * t.weight / m.most[key]
	}
}

// inquiry is what a question is about.
type inquiry struct {
	kin       []kin
	explained []float64
	// used is, by term and matter, how far the term is used to ask about it.
	used [][]float64
	// known is how much the best matter explains.
	known float64
}

// inquire finds out what a question is about, as if the matters called without
// were never asked about.
func (m *matters) inquire(b *bag, without map[string]bool) inquiry {
	w := wordsIn(b)
	q := inquiry{kin: m.about(&w), explained: m.explained(b)}
	for i := range b.terms {
		t := &b.terms[i]
		used := make([]float64, len(m.names))
		if m.most[t.key] > 0 {
			m.explain(used, t.key, 1)
		} else {
			for _, p := range t.parts {
				if m.most[p] > 0 {
					m.explain(used, p, 1/float64(len(t.parts)))
				}
			}
		}
		q.used = append(q.used, used)
	}
	if len(without) > 0 {
		q.kin = slices.DeleteFunc(q.kin, func(k kin) bool { return without[m.names[k.matter]] })
	}
	for i, e := range q.explained {
		if without[m.names[i]] {
			q.explained[i] = 0
			for _, u := range q.used {
				u[i] = 0
			}
			continue
		}
		q.known = max(q.known, e)
	}
	return q
}

// covers is how much of the question the words explain of what an entry is
// about, which may be none of its own.
func (q *inquiry) covers(entry []kin) float64 {
	best := 0.0
	for _, k := range entry {
		best = max(best, k.share*q.explained[k.matter])
	}
	return best
}

// asks is, for each term, how far it is used to ask about what an entry is about.
func (q *inquiry) asks(entry []kin) []float64 {
	out := make([]float64, len(q.used))
	for i, used := range q.used {
		for _, k := range entry {
			out[i] = max(out[i], k.share*used[k.matter])
		}
	}
	return out
}
