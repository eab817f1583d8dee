package draft

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"candor/internal/claim"
	"candor/internal/kbfile"
	"candor/internal/match"
	"candor/internal/textnorm"
)

// wordsFile holds the words of the checks.
const wordsFile = "lexicon/drafts.yaml"

type wordsYAML struct {
	Schema    int                           `yaml:"schema"`
	Why       string                        `yaml:"why"`
	Numbers   map[string]map[string]float64 `yaml:"numbers" kb:"required"`
	Weighty   [][]string                    `yaml:"weighty" kb:"required"`
	Negations []string                      `yaml:"negations" kb:"required"`
	Openings  map[string][]string           `yaml:"openings" kb:"required"`
	// Limits are groups that a draft keeps where its source has them, Bounds those
	// that stand with a figure.
	Limits [][]string `yaml:"limits" kb:"required"`
	Bounds [][]string `yaml:"bounds" kb:"required"`
	// Conditions begin what limits the rest of a sentence, Joints join two parts
	// of one, By stands before a doer.
	Conditions []string `yaml:"conditions" kb:"required"`
	Joints     []string `yaml:"joints" kb:"required"`
	By         []string `yaml:"by" kb:"required"`
	// Each and Paces make "every day".
	Each  []string `yaml:"each" kb:"required"`
	Paces []string `yaml:"paces" kb:"required"`
	// Forms are forms of one verb.
	Forms [][]string `yaml:"forms" kb:"required"`
}

// Checker knows the words. It is immutable and safe for concurrent use.
type Checker struct {
	words      *match.Words
	frameworks claim.Frameworks
	numbers    map[string]float64
	// weighty are groups of words of one sense; months are one group each.
	weighty   []group
	negations group
	// limits and bounds are kept where the sources have them.
	limits, bounds []group

	conditions, joints, by, each, paces group
	// forms lead from a form of a verb to the first one.
	forms map[string]string
	// openings are words of positions by language.
	openings map[string][]string
}

// group are words of one sense: whole ones, and beginnings.
type group struct {
	whole  map[string]bool
	starts []string
}

func newGroup(list []string) group {
	g := group{whole: map[string]bool{}}
	for _, w := range list {
		if start, ok := strings.CutSuffix(w, "*"); ok {
			g.starts = append(g.starts, textnorm.Fold(start))
			continue
		}
		g.whole[strings.Join(textnorm.Words(textnorm.Fold(w)), " ")] = true
	}
	return g
}

func (g group) has(word string) bool {
	return g.whole[word] || slices.ContainsFunc(g.starts, func(s string) bool { return strings.HasPrefix(word, s) })
}

// in reports whether a text of words, joined by spaces, holds one of the group.
func (g group) in(words []string) bool {
	if slices.ContainsFunc(words, g.has) {
		return true
	}
	text := " " + strings.Join(words, " ") + " "
	for w := range maps.Keys(g.whole) {
		if strings.Contains(w, " ") && strings.Contains(text, " "+w+" ") {
			return true
		}
	}
	return false
}

// Load reads lexicon/drafts.yaml. months are the names of the months by
// language, words and frameworks what is known elsewhere.
func Load(fsys fs.FS, words *match.Words, frameworks claim.Frameworks, months [][]string) (*Checker, error) {
	var y wordsYAML
	if _, err := kbfile.Read(fsys, wordsFile, &y); err != nil {
		return nil, fmt.Errorf("read the words of drafts: %w", err)
	}
	c := &Checker{words: words, frameworks: frameworks, numbers: map[string]float64{}, negations: newGroup(y.Negations), openings: y.Openings, forms: map[string]string{}}
	for _, list := range y.Numbers {
		for word, value := range list {
			c.numbers[textnorm.Fold(word)] = value
		}
	}
	c.weighty, c.limits, c.bounds = newGroups(y.Weighty), newGroups(y.Limits), newGroups(y.Bounds)
	c.conditions, c.joints, c.by = newGroup(y.Conditions), newGroup(y.Joints), newGroup(y.By)
	c.each, c.paces = newGroup(y.Each), newGroup(y.Paces)
	for _, list := range y.Forms {
		for _, word := range list {
			c.forms[textnorm.Fold(word)] = textnorm.Fold(list[0])
		}
	}
	c.weighty = append(c.weighty, monthGroups(months)...)
	return c, nil
}

func newGroups(lists [][]string) []group {
	var out []group
	for _, list := range lists {
		out = append(out, newGroup(list))
	}
	return out
}

// monthGroups makes a group of each month in all languages. "May" is a modal
// verb as well, and "mar" a sea: what is that short is left to the day and year
// beside it, and to its capital letter.
func monthGroups(months [][]string) []group {
	var out []group
	for i := range 12 {
		var names []string
		for _, language := range months {
			if i < len(language) && len(language[i]) > len("mar") {
				names = append(names, language[i])
			}
		}
		out = append(out, newGroup(names))
	}
	return out
}
