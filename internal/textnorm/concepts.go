package textnorm

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"candor/internal/kbfile"
)

type conceptsYAML struct {
	Concepts string `yaml:"concepts" kb:"required"`
}

type foreignYAML struct {
	DE string `yaml:"de" kb:"required"`
	FR string `yaml:"fr" kb:"required"`
	ES string `yaml:"es" kb:"required"`
	PT string `yaml:"pt" kb:"required"`
}

// same is the weight from which the words of a line say the same as one
// another, not only as the first of them.
const same = 0.8

// addConcepts reads lines of the form "0.6: word, phrase, word": each of them
// carries that much of the meaning of the first, and is used where the others
// are. A word may stand in several lines; the highest weight counts.
func (lex *Lexicon) addConcepts(doc *kbfile.Document, lines string) kbfile.Faults {
	var faults kbfile.Faults
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		number, rest, ok := strings.Cut(line, ":")
		weight, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if !ok || err != nil || weight <= 0 || weight >= 1 {
			faults = append(faults, doc.Fault("concepts", "concept", "%q is not of the form \"0.5: word, word\"", line))
			continue
		}
		var keys []string
		for text := range strings.SplitSeq(rest, ",") {
			keys = append(keys, lex.conceptKey(text))
		}
		for i, a := range keys {
			for j, b := range keys {
				if weight > lex.related[a][b] {
					relate(lex.related, a, b, weight)
				}
				if weight > lex.akin[a][b] && (i == 0 || j == 0 || weight >= same) {
					relate(lex.akin, a, b, weight)
				}
			}
		}
	}
	return faults
}

// conceptKey is KeyOf, and makes a phrase known that is not.
func (lex *Lexicon) conceptKey(text string) string {
	key := lex.KeyOf(text)
	var stems []string
	for _, w := range Words(Fold(text)) {
		stems = append(stems, lex.stems.stem(w, "en"))
	}
	if len(stems) < 2 {
		return key
	}
	if _, n := lex.longest(stems); n < len(stems) {
		lex.everyday[key] = true
		list := append(lex.phrases[stems[0]], phrase{stems, key})
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.stems) - len(a.stems) })
		lex.phrases[stems[0]] = list
	}
	return key
}

// IsEveryday reports whether a key is a phrase that only the lines of everyday
// words hold ("leave a trace"): it names no thing of its own, but what its line
// says.
func (lex *Lexicon) IsEveryday(key string) bool { return lex.everyday[key] }

// plainPhrases marks phrases of concepts that are made of nothing but generic
// words ("set up", "look at"): they say no more than those.
func (lex *Lexicon) plainPhrases() {
	for key := range lex.everyday {
		plain := true
		for s := range strings.SplitSeq(key, "_") {
			plain = plain && (lex.generic[s] || lex.function["en"][s])
		}
		if plain {
			lex.generic[key] = true
		}
	}
}

// A word of a group's phrases carries part of the group's meaning: of the
// phrases that mean deprovisioning, every third has "revoke" in it. Words of
// fewer phrases than leastShare are chance.
const (
	mostOfGroup = 0.55
	leastShare  = 0.12
)

// relateWords relates each group to the words that its phrases are made of.
func (lex *Lexicon) relateWords() {
	count := map[string]map[string]int{}
	phrases := map[string]int{}
	for _, list := range lex.phrases {
		for _, p := range list {
			if len(p.stems) < 2 {
				continue
			}
			phrases[p.key]++
			if count[p.key] == nil {
				count[p.key] = map[string]int{}
			}
			for _, key := range lex.parts(p.stems, p.stems, "en") {
				count[p.key][key]++
			}
		}
	}
	for group, words := range count {
		for word, n := range words {
			share := float64(n) / float64(phrases[group])
			if share < leastShare || word == group {
				continue
			}
			weight := mostOfGroup * min(1, 2*share)
			if weight > lex.related[group][word] {
				relate(lex.related, group, word, weight)
				relate(lex.related, word, group, weight)
				relate(lex.akin, group, word, weight)
				relate(lex.akin, word, group, weight)
			}
		}
	}
}

// foreignTerms are the terms of one language. They are made into stems when
// the first text of the language comes.
type foreignTerms struct {
	language string
	terms    []foreignTerm
	once     sync.Once
	table    map[string][]phrase
}

// foreignTerm is what a key is called, separated by commas.
type foreignTerm struct{ key, names string }

func (f *foreignTerms) phrases() map[string][]phrase {
	if f == nil {
		return nil
	}
	f.once.Do(func() {
		f.table = map[string][]phrase{}
		for _, t := range f.terms {
			for name := range strings.SplitSeq(t.names, ",") {
				var stems []string
				for _, w := range Words(Fold(name)) {
					stems = append(stems, Stem(w, f.language))
				}
				if len(stems) > 0 {
					f.table[stems[0]] = append(f.table[stems[0]], phrase{stems, t.key})
				}
			}
		}
		sortPhrases(f.table)
	})
	return f.table
}

// sortPhrases puts longer phrases before shorter ones.
func sortPhrases(table map[string][]phrase) {
	for first := range table {
		slices.SortStableFunc(table[first], func(a, b phrase) int { return len(b.stems) - len(a.stems) })
	}
}

// addForeign reads the terms of the other languages, "key: term, term".
func (lex *Lexicon) addForeign(doc *kbfile.Document, y *foreignYAML) kbfile.Faults {
	var faults kbfile.Faults
	for _, in := range []struct{ lang, lines string }{{"de", y.DE}, {"fr", y.FR}, {"es", y.ES}, {"pt", y.PT}} {
		f := &foreignTerms{language: in.lang}
		for line := range strings.Lines(in.lines) {
			name, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
			if !ok || strings.TrimSpace(rest) == "" {
				faults = append(faults, doc.Fault(in.lang, "term", "%q is not of the form \"key: term, term\"", strings.TrimSpace(line)))
				continue
			}
			f.terms = append(f.terms, foreignTerm{lex.KeyOf(name), rest})
		}
		lex.foreign[in.lang] = f
	}
	return faults
}

// Parts of a compound have at least leastPart letters; links are the letters
// that German puts between them.
const leastPart = 4

var links = []string{"", "s", "n", "en", "es", "er"}

// compound takes an unknown German word apart into two known ones: "Kunden" and
// "Vertrag". The longest known beginning wins.
func (lex *Lexicon) compound(word, stem, key, language string) (left, right string, ok bool) {
	if language != "de" || key != stem || len(word) < 2*leastPart || lex.function[language][word] {
		return "", "", false
	}
	for i := len(word) - leastPart; i >= leastPart; i-- {
		right, known := lex.single(word[i:], language)
		if !known {
			continue
		}
		for _, link := range links {
			if !strings.HasSuffix(word[:i], link) {
				continue
			}
			if left, known := lex.single(word[:i-len(link)], language); known {
				return left, right, true
			}
		}
	}
	return "", "", false
}

// single returns the key of one word of another language, if it is known.
func (lex *Lexicon) single(word, language string) (string, bool) {
	if len(word) < leastPart {
		return "", false
	}
	key, n := longest(lex.foreign[language].phrases(), []string{lex.stems.stem(word, language)})
	return key, n == 1
}
