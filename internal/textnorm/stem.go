package textnorm

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
)

// Stem returns the stem of a folded word in the language ("" means English).
// Words with digits, with underscores, or of up to three letters stay as they
// are. British and American spellings meet: "organisations" and
// "organizations" have one stem.
func Stem(word, language string) string {
	// "CSPs", "VMs": a plural that the stemmer takes for a word without vowels.
	if single := strings.TrimSuffix(word, "s"); single != word && len(single) > 1 && !strings.ContainsAny(single, "aeiouy") {
		return single
	}
	if len(word) <= 3 || strings.ContainsAny(word, "0123456789_%") {
		return word
	}
	stemmer := english.Stem
	switch language {
	case "de":
		stemmer = german.Stem
	case "fr":
		stemmer = french.Stem
	case "es":
		stemmer = spanish.Stem
	case "pt":
		stemmer = portuguese.Stem
	default:
		if stem, ok := apart[word]; ok {
			return stem
		}
		word = Spelling(word)
	}
	env := snowballstem.NewEnv(word)
	stemmer(env)
	stem := env.Current()
	if strings.HasSuffix(stem, "ifi") { // "notify" against "notification"
		return stem[:len(stem)-1]
	}
	return stem
}

// Spelling maps British spellings to American ones. It works on letters alone
// ("exercise" becomes "exercize"): the result is a key for comparing, not a
// word for people.
func Spelling(word string) string {
	if w, ok := irregular[word]; ok {
		return w
	}
	for _, r := range spellingRules {
		if len(word) > len(r.from)+1 && strings.HasSuffix(word, r.from) {
			return word[:len(word)-len(r.from)] + r.to
		}
	}
	return word
}

// spellingRules are suffixes, longer ones before their own endings.
var spellingRules = []struct{ from, to string }{
	{"isations", "izations"},
	{"isation", "ization"},
	{"ising", "izing"},
	{"isers", "izers"},
	{"iser", "izer"},
	{"ised", "ized"},
	{"ises", "izes"},
	{"ise", "ize"},
	{"ysing", "yzing"},
	{"ysed", "yzed"},
	{"yses", "yzes"},
	{"yse", "yze"},
	{"elling", "eling"},
	{"elled", "eled"},
	{"ours", "ors"},
	{"our", "or"},
	{"oured", "ored"},
	{"ioural", "ioral"},
	{"entres", "enters"},
	{"entre", "enter"},
	{"ences", "enses"},
	{"efence", "efense"},
}
