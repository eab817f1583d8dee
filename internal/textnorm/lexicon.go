package textnorm

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"candor/internal/kbfile"
)

// The knowledge files of the lexicon.
const (
	synonymsFile = "lexicon/synonyms.yaml"
	stemsFile    = "lexicon/stems.yaml"
	actionsFile  = "lexicon/actions.yaml"
	conceptsFile = "lexicon/concepts.yaml"
	foreignFile  = "lexicon/foreign.yaml"
)

// Lexicon is what is known about words. It is immutable and safe for
// concurrent use.
type Lexicon struct {
	phrases map[string][]phrase      // by first stem, longest first
	foreign map[string]*foreignTerms // by language
	related map[string]map[string]float64
	akin    map[string]map[string]float64 // those of related that stand beside the first word of a line
	close   map[string]map[string]float64 // those of related that were set pair by pair
	generic map[string]bool               // keys
	// genericWords are generic words of groups that are not.
	genericWords map[string]bool
	turning      map[string]bool   // words that only turn or heighten a question
	everyday     map[string]bool   // phrases that stand in concepts only
	actions      map[string]string // key -> class
	function     map[string]map[string]bool
	frames       map[string]frameWords
	stems        *stemCache
}

// phrase is one way to write a known thing, as stems.
type phrase struct {
	stems []string
	key   string
}

// frameWords are the words of question frames in one language.
type frameWords struct {
	lead, subject, having, held, qualifiers, lifecycle map[string]bool
}

type synonymsYAML struct {
	Groups  []string `yaml:"groups" kb:"required"`
	Related []string `yaml:"related" kb:"required"`
}

type stemsYAML struct {
	Function   map[string]string `yaml:"function" kb:"required"`
	Lead       map[string]string `yaml:"lead" kb:"required"`
	Subject    map[string]string `yaml:"subject" kb:"required"`
	Having     map[string]string `yaml:"having" kb:"required"`
	Held       map[string]string `yaml:"held" kb:"required"`
	Qualifiers map[string]string `yaml:"qualifiers" kb:"required"`
	Lifecycle  map[string]string `yaml:"lifecycle" kb:"required"`
	Generic    string            `yaml:"generic" kb:"required"`
	Common     string            `yaml:"common" kb:"required"`
	Turning    string            `yaml:"turning" kb:"required"`
}

type actionsYAML struct {
	Classes map[string]string `yaml:"classes" kb:"required"`
}

// LoadLexicon reads the lexicon from a knowledge base.
func LoadLexicon(fsys fs.FS) (*Lexicon, error) {
	var syn synonymsYAML
	var stems stemsYAML
	var acts actionsYAML
	var near conceptsYAML
	var other foreignYAML
	var faults kbfile.Faults
	doc, err := kbfile.Read(fsys, synonymsFile, &syn)
	faults.Add(synonymsFile, err)
	_, err = kbfile.Read(fsys, stemsFile, &stems)
	faults.Add(stemsFile, err)
	actsDoc, err := kbfile.Read(fsys, actionsFile, &acts)
	faults.Add(actionsFile, err)
	nearDoc, err := kbfile.Read(fsys, conceptsFile, &near)
	faults.Add(conceptsFile, err)
	otherDoc, err := kbfile.Read(fsys, foreignFile, &other)
	faults.Add(foreignFile, err)
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	lex := &Lexicon{
		phrases: map[string][]phrase{}, foreign: map[string]*foreignTerms{}, related: map[string]map[string]float64{}, akin: map[string]map[string]float64{}, close: map[string]map[string]float64{},
		generic: map[string]bool{}, genericWords: map[string]bool{}, turning: map[string]bool{}, everyday: map[string]bool{}, actions: map[string]string{},
		function: map[string]map[string]bool{}, frames: map[string]frameWords{},
		stems: newStemCache(),
	}
	lex.addFrames(&stems)
	faults = append(faults, lex.addGroups(doc, syn.Groups)...)
	lex.relateWords()
	faults = append(faults, lex.addConcepts(nearDoc, near.Concepts)...)
	faults = append(faults, lex.addForeign(otherDoc, &other)...)
	faults = append(faults, lex.addRelated(doc, syn.Related)...)
	faults = append(faults, lex.addActions(actsDoc, acts.Classes)...)
	lex.addGeneric(stems.Generic + " " + stems.Common)
	for w := range strings.FieldsSeq(stems.Turning) {
		lex.turning[w] = true
	}
	lex.plainPhrases()
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	return lex, nil
}

// Turns reports whether a folded word, or the phrase, says nothing of what is
// asked about but that it is not so, or at any time or place.
func (lex *Lexicon) Turns(word string) bool { return lex.turning[strings.ReplaceAll(word, " ", "_")] }

// IsGeneric reports whether a key names no thing of its own.
func (lex *Lexicon) IsGeneric(key string) bool { return lex.generic[key] }

// addGeneric marks words that name no thing of their own. A word that a group
// takes in is marked alone, not its group: "retrospective" says little, but not
// for that a post-mortem, nor "course" training.
func (lex *Lexicon) addGeneric(words string) {
	for w := range strings.FieldsSeq(words) {
		if key := lex.KeyOf(w); key == w || key == lex.stems.stem(w, "en") {
			lex.generic[key] = true
		} else {
			lex.genericWords[w] = true
		}
	}
}

// addGroups reads lines of the form "key: phrase, phrase".
func (lex *Lexicon) addGroups(doc *kbfile.Document, groups []string) kbfile.Faults {
	var faults kbfile.Faults
	owner := map[string]string{}
	add := func(path, key, text string) {
		var stems []string
		for _, w := range Words(Fold(text)) {
			stems = append(stems, lex.stems.stem(w, "en"))
		}
		joined := strings.Join(stems, " ")
		if first, taken := owner[joined]; taken {
			if first != key {
				faults = append(faults, doc.Fault(path, "synonym", "%q stands under %q and under %q", text, first, key))
			}
			return
		}
		if len(stems) > 0 {
			owner[joined] = key
			lex.phrases[stems[0]] = append(lex.phrases[stems[0]], phrase{stems, key})
		}
	}
	for i, group := range groups {
		path := "groups[" + strconv.Itoa(i) + "]"
		key, rest, ok := strings.Cut(group, ":")
		if !ok || key == "" || strings.Contains(key, " ") {
			faults = append(faults, doc.Fault(path, "synonym", "%q is not of the form \"key: phrase, phrase\"", group))
			continue
		}
		add(path, key, key)
		add(path, key, strings.ReplaceAll(key, "_", " "))
		for p := range strings.SplitSeq(rest, ",") {
			add(path, key, p)
		}
	}
	sortPhrases(lex.phrases)
	return faults
}

func (lex *Lexicon) addRelated(doc *kbfile.Document, lines []string) kbfile.Faults {
	var faults kbfile.Faults
	for i, line := range lines {
		f := strings.Fields(line)
		var weight float64
		var err error
		if len(f) == 3 {
			weight, err = strconv.ParseFloat(f[2], 64)
		}
		if len(f) != 3 || err != nil || weight <= 0 || weight >= 1 {
			faults = append(faults, doc.Fault("related["+strconv.Itoa(i)+"]", "related", "%q is not of the form \"key key 0.5\"", line))
			continue
		}
		a, b := lex.KeyOf(f[0]), lex.KeyOf(f[1])
		for _, to := range []map[string]map[string]float64{lex.related, lex.akin, lex.close} {
			relate(to, a, b, weight)
			relate(to, b, a, weight)
		}
	}
	return faults
}

// addActions gives each doing its class; one doing in two classes is a fault.
func (lex *Lexicon) addActions(doc *kbfile.Document, classes map[string]string) kbfile.Faults {
	var faults kbfile.Faults
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		for w := range strings.FieldsSeq(classes[class]) {
			key := lex.KeyOf(w)
			if first := lex.actions[key]; first != "" && first != class {
				faults = append(faults, doc.Fault("classes."+class, "action", "%q stands in class %q and in class %q", w, first, class))
			}
			lex.actions[key] = class
		}
	}
	return faults
}

// relate records that b carries weight of the meaning of a; the last word on a
// pair stands, since the pairs set by hand come last.
func relate(to map[string]map[string]float64, a, b string, weight float64) {
	if a == b {
		return
	}
	if to[a] == nil {
		to[a] = map[string]float64{}
	}
	to[a][b] = weight
}

func (lex *Lexicon) addFrames(stems *stemsYAML) {
	for lang, words := range stems.Function {
		lex.function[lang] = wordSet(strings.Fields(words))
		lex.frames[lang] = frameWords{
			lead: phraseSet(stems.Lead[lang]), subject: phraseSet(stems.Subject[lang]),
			having: phraseSet(stems.Having[lang]), held: phraseSet(stems.Held[lang]), qualifiers: phraseSet(stems.Qualifiers[lang]),
			lifecycle: stemSet(stems.Lifecycle[lang], lang),
		}
	}
}

func wordSet(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[Fold(w)] = true
	}
	return set
}

// phraseSet holds each word of each phrase: a frame is eaten word by word, so
// the order inside a phrase need not be kept.
func phraseSet(list string) map[string]bool {
	var words []string
	for p := range strings.SplitSeq(list, ",") {
		words = append(words, Words(Fold(p))...)
	}
	return wordSet(words)
}

func stemSet(list, lang string) map[string]bool {
	set := map[string]bool{}
	for p := range strings.SplitSeq(list, ",") {
		set[Stem(strings.TrimSpace(Fold(p)), lang)] = true
	}
	return set
}

// KeyOf returns the key that a single word or known phrase has in a Form.
func (lex *Lexicon) KeyOf(text string) string {
	var stems []string
	for _, w := range Words(Fold(text)) {
		stems = append(stems, lex.stems.stem(w, "en"))
	}
	if len(stems) == 0 {
		return ""
	}
	if key, n := lex.longest(stems); n == len(stems) {
		return key
	}
	return strings.Join(stems, "_")
}

// longest returns the key of the longest known phrase that stems begin with,
// and its length in words; 0 if none does.
func (lex *Lexicon) longest(stems []string) (string, int) {
	return longest(lex.phrases, stems)
}

func longest(phrases map[string][]phrase, stems []string) (string, int) {
	for _, p := range phrases[stems[0]] {
		if len(p.stems) <= len(stems) && slices.Equal(p.stems, stems[:len(p.stems)]) {
			return p.key, len(p.stems)
		}
	}
	return "", 0
}

// Related tells how much of the meaning of key a is carried by key b, if one of
// them can stand for the other: 1 if they are the same, 0 if they cannot.
func (lex *Lexicon) Related(a, b string) float64 {
	if a == b {
		return 1
	}
	return lex.close[a][b]
}

// Close returns the keys that can stand for key, in part.
func (lex *Lexicon) Close(key string) map[string]float64 {
	return lex.close[key]
}

// Akin returns those of Neighbours of which a line of the lexicon says so: the
// words of one line are each related to the first, and to one another only
// where hardly any of them is ever another thing ("block" and "leave" both have
// to do with taking rights away, and neither is the other).
func (lex *Lexicon) Akin(key string) map[string]float64 {
	return lex.akin[key]
}

// Neighbours returns the keys that are used where key is, near ones and wider
// ones: enough to find an entry by, too little to decide on.
func (lex *Lexicon) Neighbours(key string) map[string]float64 {
	return lex.related[key]
}
