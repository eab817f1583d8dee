package posture

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/kbfile"
	"candor/internal/textnorm"
)

// place is a location or region that a scope may name.
type place struct {
	ID string `yaml:"id" kb:"required"`
	// Within lists the wider places that it belongs to.
	Within []string          `yaml:"within"`
	Names  map[string]string `yaml:"names" kb:"required"`
	// Words name the place in any case, Exact only as written ("US", not "us").
	Words []string `yaml:"words"`
	Exact []string `yaml:"exact"`
}

func (r *Reference) loadPlaces(fsys fs.FS, faults *kbfile.Faults) {
	const name = "lexicon/places.yaml"
	var file struct {
		Schema int     `yaml:"schema"`
		Places []place `yaml:"places" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		faults.Add(name, err)
		return
	}
	r.places = file.Places
	for i, p := range r.places {
		for _, w := range p.Within {
			if _, ok := r.place(w); !ok {
				*faults = append(*faults, doc.Fault(fmt.Sprintf("places[%d].within", i), "", "unknown place %q", w))
			}
		}
		for _, lang := range Languages() {
			if p.Names[lang] == "" {
				*faults = append(*faults, doc.Fault(fmt.Sprintf("places[%d].names", i), "", "no name in language %q", lang))
			}
		}
	}
}

func (r *Reference) place(id string) (place, bool) {
	if r == nil {
		return place{}, false
	}
	i := slices.IndexFunc(r.places, func(p place) bool { return p.ID == id })
	if i < 0 {
		return place{}, false
	}
	return r.places[i], true
}

// Places returns the ids of the places that text names, in the order of
// lexicon/places.yaml.
func (r *Reference) Places(text string) []string {
	if r == nil {
		return nil
	}
	folded := textnorm.Fold(text)
	var ids []string
	for _, p := range r.places {
		named := slices.ContainsFunc(p.Words, func(w string) bool { return containsWord(folded, textnorm.Fold(w)) }) ||
			slices.ContainsFunc(p.Exact, func(w string) bool { return containsWord(text, w) })
		if named {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// PlaceName returns the name of a place in lang, the text itself if it is none
// that we know.
func (r *Reference) PlaceName(id, lang string) string {
	if p, ok := r.place(strings.ToLower(id)); ok {
		return p.Names[supported(lang)]
	}
	return id
}

// placeID returns the id that a scope entry or a question's target means.
func (r *Reference) placeID(text string) string {
	if _, ok := r.place(strings.ToLower(text)); ok {
		return strings.ToLower(text)
	}
	if ids := r.Places(text); len(ids) == 1 {
		return ids[0]
	}
	return strings.ToLower(strings.TrimSpace(text))
}

// covers reports whether a scope of the places in listed reaches wanted.
func (r *Reference) covers(listed []string, wanted string) bool {
	wanted = r.placeID(wanted)
	accepted := []string{wanted, All, "global"}
	if p, ok := r.place(wanted); ok {
		accepted = append(accepted, p.Within...)
	}
	return slices.ContainsFunc(listed, func(l string) bool { return slices.Contains(accepted, r.placeID(l)) })
}

// containsWord reports whether word stands in text with no letter or digit
// right beside it.
func containsWord(text, word string) bool { return indexWord(text, word) >= 0 }

// indexWord returns where word first stands in text as a whole word, or -1.
func indexWord(text, word string) int {
	if word == "" {
		return -1
	}
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(word):])
		if !isWordRune(before) && !isWordRune(after) {
			return i
		}
		from = i + len(word)
	}
}

// isWordRune takes the replacement rune, which stands for "no rune", as none.
func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
