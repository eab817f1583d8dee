package knowledge

import (
	"io/fs"
	"strings"
	"unicode/utf8"

	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/workbook"
)

// Vocabulary translates between verdicts and the words of cells.
type Vocabulary struct {
	lexicon *workbook.Lexicon
	words   map[string]map[library.Verdict]string
}

func loadVocabulary(fsys fs.FS, lexicon *workbook.Lexicon) (Vocabulary, error) {
	var file struct {
		Words map[string]map[library.Verdict]string `yaml:"words" kb:"required"`
	}
	if _, err := kbfile.Read(fsys, "lexicon/verdicts.yaml", &file); err != nil {
		return Vocabulary{}, err
	}
	return Vocabulary{lexicon, file.Words}, nil
}

// Verdict returns the position that a choice word takes. Words of a scale, of
// ownership, and "in progress" take none that an answer may choose.
func (v Vocabulary) Verdict(word string) (library.Verdict, bool) {
	state, ok := v.lexicon.State(word)
	if !ok {
		return library.None, false
	}
	return verdictOf(state)
}

// VerdictIn is Verdict for a word of a list, which may be one of codes that say
// something only together: C, PC and NC.
func (v Vocabulary) VerdictIn(word string, list []string) (library.Verdict, bool) {
	codes := v.lexicon.Codes(list)
	if codes == nil {
		if utf8.RuneCountInString(strings.TrimSpace(word)) == 1 && !v.opposes(list) {
			return library.None, false
		}
		return v.Verdict(word)
	}
	state, ok := codes[strings.ToUpper(strings.TrimSpace(word))]
	if !ok {
		return library.None, false
	}
	return verdictOf(state)
}

// opposes is true for a list with a yes and a no. A single letter says nothing
// in any other: "o" is the French yes, and beside "x" it may be a no.
func (v Vocabulary) opposes(list []string) bool {
	yes, no := false, false
	for _, word := range list {
		state, _ := v.lexicon.State(word)
		yes, no = yes || state == workbook.StateYes, no || state == workbook.StateNo
	}
	return yes && no
}

func verdictOf(state workbook.State) (library.Verdict, bool) {
	switch state {
	case workbook.StateYes:
		return library.Yes, true
	case workbook.StateNo:
		return library.No, true
	case workbook.StatePartial:
		return library.Partial, true
	case workbook.StateNA:
		return library.NA, true
	case workbook.StateInProgress, workbook.StatePlanned, workbook.StateScale, workbook.StateOwnership, workbook.StateStatus, workbook.StateFiller:
		return library.None, false
	}
	return library.None, false
}

// IsInProgress reports whether a choice word says that something is under way.
func (v Vocabulary) IsInProgress(word string) bool {
	state, ok := v.lexicon.State(word)
	return ok && state == workbook.StateInProgress
}

// Word is the usual word for a verdict in a language, English where the
// language is not known.
func (v Vocabulary) Word(verdict library.Verdict, language string) string {
	words, ok := v.words[language]
	if !ok {
		words = v.words["en"]
	}
	return words[verdict]
}
