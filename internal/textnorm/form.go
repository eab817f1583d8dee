package textnorm

import (
	"slices"
	"strings"
)

// Token is one word or known phrase of a text.
type Token struct {
	// Word is the text as folded; several words if a phrase was recognised.
	Word string
	// Key is what two texts share if they speak of the same thing.
	Key string
	// Kind tells what the token does in the question.
	Kind Kind
	// Generic tokens name no thing of their own ("process", "data").
	Generic bool
	// Action is the class of doing of the token, "" if it is not a doing.
	Action string
	// Parts are the keys of the words of a phrase, nil for a single word.
	Parts []string
}

// Kind is what a token does in a question.
type Kind int

// The kinds of tokens.
const (
	// Function words have no meaning for matching ("the", "of").
	Function Kind = iota
	// Frame tokens say "please answer" ("does the vendor have a documented").
	Frame
	// Core tokens say what is asked about.
	Core
)

// Form is a text taken apart.
type Form struct {
	Language string
	Tokens   []Token
}

// Core returns the core tokens in order.
func (f Form) Core() []Token {
	core := make([]Token, 0, len(f.Tokens))
	for _, t := range f.Tokens {
		if t.Kind == Core {
			core = append(core, t)
		}
	}
	return core
}

// Keys returns the keys of the core tokens in order, doubles included.
func (f Form) Keys() []string {
	keys := make([]string, 0, len(f.Tokens))
	for _, t := range f.Tokens {
		if t.Kind == Core {
			keys = append(keys, t.Key)
		}
	}
	return keys
}

// Subject returns the words of the first thing that a question names behind its
// frame, "" if it names none: what "it" and "they" mean in what follows.
func (lex *Lexicon) Subject(text, language string) string {
	for _, t := range lex.Analyze(text, language).Core() {
		if !t.Generic || t.Action != "" {
			return t.Word
		}
	}
	return ""
}

// Analyze takes a question or phrasing apart: words, known phrases, frame and
// core. language "" means that the text tells. The text is read as Bare gives it.
func (lex *Lexicon) Analyze(text, language string) Form {
	f := lex.AnalyzeText(Bare(text), language)
	lex.markFrame(&f)
	if f.Language == "en" {
		markSelf(&f)
	}
	return f
}

// AnalyzeText takes running prose apart; prose has no frame.
func (lex *Lexicon) AnalyzeText(text, language string) Form {
	folded := Fold(spellPlurals(text))
	if language == "" {
		language = Language(text)
	}
	if language == "" || lex.function[language] == nil {
		language = "en"
	}
	words := Words(folded)
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = lex.stems.stem(w, language)
	}
	f := Form{Language: language, Tokens: make([]Token, 0, len(words))}
	english := stems
	if language != "en" { // "Backups", "MFA", "Firewall" are the same everywhere
		english = make([]string, len(words))
		for i, w := range words {
			english[i] = lex.stems.stem(w, "en")
		}
	}
	for i := 0; i < len(words); {
		key, n := lex.key(stems[i:], english[i:], language)
		if left, right, ok := lex.compound(words[i], stems[i], key, language); ok {
			f.Tokens = append(f.Tokens, lex.token(words[i], left, language), lex.token(words[i], right, language))
			i++
			continue
		}
		if n > 1 && lex.laterIsLonger(stems[i:], english[i:], language, n) {
			key, n = stems[i], 1
		}
		t := lex.token(strings.Join(words[i:i+n], " "), key, language)
		if n > 1 {
			t.Parts = lex.parts(words[i:i+n], english[i:i+n], language)
		}
		f.Tokens = append(f.Tokens, t)
		i += n
	}
	return f
}

// key returns the key of the longest phrase at the beginning and its length in
// words: in the text's language first, then in English, whose terms of the
// field stand in texts of every language.
func (lex *Lexicon) key(stems, english []string, language string) (string, int) {
	if key, n := longest(lex.foreign[language].phrases(), stems); n > 0 {
		return key, n
	}
	if key, n := lex.longest(english); n > 0 {
		return key, n
	}
	return stems[0], 1
}

// laterIsLonger is true if a longer phrase than the one of n words begins with
// the second word, and the first names nothing by itself: "security incident
// response plan" holds an incident response plan.
func (lex *Lexicon) laterIsLonger(stems, english []string, language string, n int) bool {
	if !lex.generic[stems[0]] || len(stems) < 2 {
		return false
	}
	_, later := lex.key(stems[1:], english[1:], language)
	return later > n
}

// parts returns the keys of the words of a phrase without function words.
func (lex *Lexicon) parts(words, stems []string, language string) []string {
	parts := make([]string, 0, len(words))
	for i, w := range words {
		if lex.function[language][w] {
			continue
		}
		key, n := lex.key(stems[i:i+1], stems[i:i+1], language)
		if n == 1 {
			parts = append(parts, key)
		}
	}
	return parts
}

func (lex *Lexicon) token(word, key, language string) Token {
	t := Token{Word: word, Key: key, Kind: Core, Generic: lex.generic[key] || lex.genericWords[word], Action: lex.actions[key]}
	if lex.function[language][word] {
		t.Kind = Function
	}
	return t
}

// markFrame finds the frame. It eats the beginning of the text as long as each
// word belongs to it, in the order lead, subject, having, qualifiers:
// "Does the vendor have a documented | incident response plan"; and it marks
// runs of life-cycle verbs anywhere ("established, documented and approved").
// If nothing would be left, the text has no frame.
func (lex *Lexicon) markFrame(f *Form) {
	words := lex.frames[f.Language]
	kinds := make([]Kind, len(f.Tokens))
	core := 0
	for i, t := range f.Tokens {
		kinds[i] = t.Kind
	}
	for i := range words.opening(f.Tokens, f.Language != "en") {
		kinds[i] = Frame
	}
	words.markHeld(f.Tokens, kinds)
	lex.markLifecycle(f, words, kinds)
	for i, k := range kinds {
		if k == Core && !f.Tokens[i].Generic {
			core++
		}
	}
	if core == 0 {
		return
	}
	for i := range f.Tokens {
		if kinds[i] == Frame && f.Tokens[i].Kind != Function {
			f.Tokens[i].Kind = Frame
		}
	}
}

// markHeld marks the verbs that say that a thing is had or done, where they stand
// behind it: "Are background checks performed on staff?".
func (w frameWords) markHeld(tokens []Token, kinds []Kind) {
	is := false
	for i, t := range tokens {
		is = is || slices.Contains(beForms, t.Word)
		if is && kinds[i] == Core && w.held[t.Word] {
			kinds[i] = Frame
		}
	}
}

// beForms are the forms of "to be" that make a passive.
var beForms = []string{"is", "are", "was", "were", "be", "been", "being"}

// opening returns how many tokens at the beginning are frame. bare is true for
// languages that state what the one asked must do without a word before it:
// "El proveedor dispone de …".
func (w frameWords) opening(tokens []Token, bare bool) int {
	i := 0
	for i < len(tokens) && w.lead[tokens[i].Word] {
		i++
	}
	led := i > 0 || bare
	for i < len(tokens) {
		word := tokens[i].Word
		switch {
		case strings.Contains(word, " "):
			return i
		case isSubjectNoun(word) && w.subject[word]:
			if !led || i == 0 || !opensSubject(tokens[i-1].Word) || asksYou(tokens[:i]) {
				return i
			}
		case w.subject[word], w.having[word], w.qualifiers[word] && led, w.lead[word] && led:
		default:
			return i
		}
		i++
	}
	return i
}

// asksYou is true if "you" stands in an opening: a noun behind it is not the one
// asked ("Do you have a vendor security policy?").
func asksYou(opening []Token) bool {
	return slices.ContainsFunc(opening, func(t Token) bool { return t.Word == "you" })
}

// isSubjectNoun tells nouns such as "vendor" from pronouns and articles: the
// noun is the one asked only after "the", "your" or "does".
func isSubjectNoun(word string) bool {
	return len(word) > 5 || word == "firm" || word == "saas" || word == "cloud" || word == "team"
}

func opensSubject(previous string) bool {
	switch previous {
	case "the", "your", "our", "this", "a", "an", "does", "do", "has", "cloud", "saas", "service", "software",
		"votre", "la", "le", "l", "su", "el", "sua", "o", "ihr", "ihre", "das", "die", "der":
		return true
	}
	return false
}

// markLifecycle marks runs of two or more life-cycle verbs as frame.
func (lex *Lexicon) markLifecycle(f *Form, words frameWords, kinds []Kind) {
	for i := 0; i < len(f.Tokens); {
		var run []int
		j := i
		for ; j < len(f.Tokens); j++ {
			t := f.Tokens[j]
			if words.lifecycle[lex.stems.stem(t.Word, f.Language)] {
				run = append(run, j)
			} else if t.Kind != Function || len(run) == 0 {
				break
			}
		}
		if len(run) >= 2 {
			for _, k := range run {
				kinds[k] = Frame
			}
		}
		i = max(j, i+1)
	}
}

// Normalize returns the normal form of a question as text: the keys of known
// phrases and the words of everything else that is neither function word nor
// frame. Two questions with one normal form ask the same; normalising twice
// changes nothing.
func (lex *Lexicon) Normalize(text, language string) string {
	if language == "" {
		language = Language(text)
	}
	if language == "" {
		language = "en"
	}
	for range normalizeRounds {
		next := lex.normalizeOnce(text, language)
		if next == text {
			break
		}
		text = next
	}
	return text
}

// normalizeRounds is more than any chain of phrases in the lexicon is long.
const normalizeRounds = 12

func (lex *Lexicon) normalizeOnce(text, language string) string {
	f := lex.Analyze(text, language)
	var out []string
	for _, t := range f.Core() {
		_, known := lex.phrases[lex.stems.stem(strings.Fields(t.Word)[0], language)]
		if known && t.Key != lex.stems.stem(t.Word, language) || strings.Contains(t.Word, " ") {
			out = append(out, t.Key)
			continue
		}
		out = append(out, Spelling(t.Word))
	}
	return strings.Join(out, " ")
}
