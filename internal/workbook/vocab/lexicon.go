package vocab

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/workbook/cellref"
)

// State is what a word of a choice list means, whatever its language.
type State string

// The states of choice words. The last four are never an answer that a tool
// may pick on its own.
const (
	StateYes        State = "yes"
	StateNo         State = "no"
	StatePartial    State = "partial"
	StateNA         State = "na"
	StateInProgress State = "in_progress"
	StatePlanned    State = "planned"
	StateScale      State = "scale"     // maturity, likelihood, traffic lights
	StateOwnership  State = "ownership" // who operates the control
	StateStatus     State = "status"    // how far the prospect's review has come
	StateFiller     State = "filler"    // "Select…": no answer yet
)

// Lexicon is the words that tell the parts of a questionnaire apart, and what
// choice words mean. It is immutable and safe for use by many goroutines.
type Lexicon struct {
	codes      []map[string]State // words in capitals, by set
	Words      map[string]State
	Ticks      map[string]bool
	Unticked   map[string]bool
	roles      map[string][]Role // folded phrase to roles, best first
	longest    int               // words of the longest role phrase
	sheets     []SheetKind
	first      map[string]AskKind // first words of a sentence
	firstMax   int                // words of the longest of them
	endings    map[AskKind][]string
	modals     Phrases
	notices    Phrases
	Dependents Phrases
	Labels     Phrases
	// Respondents are words for the party that answers.
	Respondents Phrases
	Registers   Phrases
	Example     Phrases
	Footer      Phrases
	Instruct    Phrases
	Signature   Phrases
}

// SheetKind is what the names of sheets tell that hold no questions: Why says it
// in words, Strong that such a sheet gives way to any other with questions.
type SheetKind struct {
	Why    string
	Strong bool
	words  Phrases
}

// Phrases is a set of folded phrases; max is the number of words of the longest.
type Phrases struct {
	set map[string]bool
	max int
}

// byLanguage is how every word list stands in the files: language to words.
type byLanguage map[string]wordList

// wordList is words parted by commas. As one YAML value they decode ten times
// faster than as a list of 2,000 values.
type wordList []string

// UnmarshalText cuts the text at its commas.
func (w *wordList) UnmarshalText(text []byte) error {
	for _, word := range strings.Split(string(text), ",") {
		if word = cellref.Trim(word); word == "" {
			return errors.New("a word is missing between two commas")
		}
		*w = append(*w, word)
	}
	return nil
}

type headersFile struct {
	Schema int                   `yaml:"schema" kb:"required"`
	Roles  map[string]byLanguage `yaml:"roles" kb:"required"`
	Sheets []struct {
		Why    string     `yaml:"why" kb:"required"`
		Strong bool       `yaml:"strong"`
		Words  byLanguage `yaml:"words" kb:"required"`
	} `yaml:"sheets" kb:"required"`
	Sentences struct {
		Interrogatives byLanguage `yaml:"interrogatives" kb:"required"`
		Imperatives    byLanguage `yaml:"imperatives" kb:"required"`
		Measures       byLanguage `yaml:"measures" kb:"required"`
		Modals         byLanguage `yaml:"modals" kb:"required"`
		Notices        byLanguage `yaml:"notices" kb:"required"`
		Dependents     byLanguage `yaml:"dependents" kb:"required"`
		Endings        struct {
			Interrogatives byLanguage `yaml:"interrogatives" kb:"required"`
			Imperatives    byLanguage `yaml:"imperatives" kb:"required"`
		} `yaml:"endings" kb:"required"`
	} `yaml:"sentences" kb:"required"`
	Labels    byLanguage `yaml:"labels" kb:"required"`
	Registers byLanguage `yaml:"registers" kb:"required"`
	// Respondents are words for the party that answers.
	Respondents byLanguage `yaml:"respondents" kb:"required"`
	Rows        struct {
		Example     byLanguage `yaml:"example" kb:"required"`
		Footer      byLanguage `yaml:"footer" kb:"required"`
		Instruction byLanguage `yaml:"instruction" kb:"required"`
		Signature   byLanguage `yaml:"signature" kb:"required"`
	} `yaml:"rows" kb:"required"`
}

type choicesFile struct {
	Schema       int                  `yaml:"schema" kb:"required"`
	States       map[State]byLanguage `yaml:"states" kb:"required"`
	Codes        []map[State]wordList `yaml:"codes" kb:"required"`
	NeverGuessed map[State]byLanguage `yaml:"never_guessed" kb:"required"`
	Placeholders byLanguage           `yaml:"placeholders" kb:"required"`
	Ticks        []string             `yaml:"ticks" kb:"required"`
	Unticked     []string             `yaml:"unticked" kb:"required"`
}

// LoadLexicon reads lexicon/headers.yaml and lexicon/choices.yaml.
func LoadLexicon(fsys fs.FS) (*Lexicon, error) {
	var faults kbfile.Faults
	var h headersFile
	var c choicesFile
	hdoc, err := kbfile.Read(fsys, "lexicon/headers.yaml", &h)
	faults.Add("lexicon/headers.yaml", err)
	cdoc, err := kbfile.Read(fsys, "lexicon/choices.yaml", &c)
	faults.Add("lexicon/choices.yaml", err)
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("load lexicon: %w", err)
	}
	l := &Lexicon{Words: map[string]State{}, roles: map[string][]Role{}, first: map[string]AskKind{}}
	l.addHeaders(h, hdoc, &faults)
	l.addChoices(c, cdoc, &faults)
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("load lexicon: %w", err)
	}
	return l, nil
}

func (l *Lexicon) addHeaders(h headersFile, doc *kbfile.Document, faults *kbfile.Faults) {
	for _, name := range slices.Sorted(maps.Keys(h.Roles)) {
		r, ok := RoleNamed(name)
		if !ok {
			*faults = append(*faults, doc.Fault("roles."+name, "", "no column has the role %q", name))
			continue
		}
		for _, w := range h.Roles[name].all() {
			key := Fold(w)
			if !slices.Contains(l.roles[key], r) {
				l.roles[key] = append(l.roles[key], r)
			}
			l.longest = max(l.longest, WordCount(key))
		}
	}
	for _, rs := range l.roles {
		slices.Sort(rs)
	}
	for _, s := range h.Sheets {
		l.sheets = append(l.sheets, SheetKind{s.Why, s.Strong, s.Words.phrases()})
	}
	for _, w := range h.Sentences.Measures.all() {
		l.first[Fold(w)] = AskDemand
	}
	for _, w := range h.Sentences.Imperatives.all() {
		l.first[Fold(w)] = AskImperative
	}
	for _, w := range h.Sentences.Interrogatives.all() {
		l.first[Fold(w)] = AskInterrogative
	}
	for w := range l.first {
		l.firstMax = max(l.firstMax, WordCount(w))
	}
	l.endings = map[AskKind][]string{
		AskInterrogative: folded(h.Sentences.Endings.Interrogatives.all()),
		AskImperative:    folded(h.Sentences.Endings.Imperatives.all()),
	}
	l.modals = h.Sentences.Modals.phrases()
	l.notices = h.Sentences.Notices.phrases()
	l.Dependents = h.Sentences.Dependents.phrases()
	l.Labels = h.Labels.phrases()
	l.Registers = h.Registers.phrases()
	l.Respondents = h.Respondents.phrases()
	l.Example = h.Rows.Example.phrases()
	l.Footer = h.Rows.Footer.phrases()
	l.Instruct = h.Rows.Instruction.phrases()
	l.Signature = h.Rows.Signature.phrases()
}

func (l *Lexicon) addChoices(c choicesFile, doc *kbfile.Document, faults *kbfile.Faults) {
	known := []State{StateYes, StateNo, StatePartial, StateNA, StateInProgress, StatePlanned}
	guessed := []State{StateScale, StateOwnership, StateStatus}
	add := func(path string, s State, allowed []State, words []string) {
		if !slices.Contains(allowed, s) {
			*faults = append(*faults, doc.Fault(path, "", "no choice word has the state %q", s))
		}
		for _, w := range words {
			key := Fold(w)
			if other, ok := l.Words[key]; ok && other != s {
				*faults = append(*faults, doc.Fault(path, "", "%q stands under %s and under %s", w, other, s))
			}
			l.Words[key] = s
		}
	}
	for _, s := range slices.Sorted(maps.Keys(c.States)) {
		add("states."+string(s), s, known, c.States[s].all())
	}
	for i, set := range c.Codes {
		codes := map[string]State{}
		for _, s := range slices.Sorted(maps.Keys(set)) {
			if !slices.Contains(known, s) {
				*faults = append(*faults, doc.Fault(fmt.Sprintf("codes[%d]", i), "", "no choice word has the state %q", s))
			}
			for _, w := range set[s] {
				codes[strings.ToUpper(w)] = s
			}
		}
		l.codes = append(l.codes, codes)
	}
	for _, s := range slices.Sorted(maps.Keys(c.NeverGuessed)) {
		add("never_guessed."+string(s), s, guessed, c.NeverGuessed[s].all())
	}
	add("placeholders", StateFiller, []State{StateFiller}, c.Placeholders.all())
	l.Ticks, l.Unticked = map[string]bool{}, map[string]bool{}
	for _, t := range c.Ticks {
		l.Ticks[strings.ToLower(t)] = true
	}
	for _, t := range c.Unticked {
		l.Unticked[strings.ToLower(t)] = true
	}
}

// all lists the words of every language, sorted by language.
func (b byLanguage) all() []string {
	var out []string
	for _, lang := range slices.Sorted(maps.Keys(b)) {
		out = append(out, b[lang]...)
	}
	return out
}

func folded(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = Fold(w)
	}
	return out
}

func (b byLanguage) phrases() Phrases {
	p := Phrases{set: map[string]bool{}}
	for _, w := range b.all() {
		key := Fold(w)
		p.set[key] = true
		p.max = max(p.max, WordCount(key))
	}
	return p
}
