package roadmap

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/deals"
)

// place is the region of a questionnaire and how it is known.
type place struct {
	id    deals.Region
	guess bool
	why   string
}

// regionOf takes the region that the deal says, else guesses: by the schemes
// that only one region asks for, else by the language of most questions.
func (r *Rules) regionOf(s *sheet) place {
	if s.Deal != nil && s.Deal.Region != "" {
		return place{id: s.Deal.Region}
	}
	found := map[deals.Region][]string{}
	text := s.text()
	for _, sig := range r.signals {
		for _, name := range sig.found(s, text) {
			if !slices.Contains(found[sig.Region], name) {
				found[sig.Region] = append(found[sig.Region], name)
			}
		}
	}
	if len(found) > 0 {
		return mostSignals(found)
	}
	return r.byLanguage(s)
}

// mostSignals is the region with the most signals; two alike decide nothing,
// since such a questionnaire lists schemes of many places.
func mostSignals(found map[deals.Region][]string) place {
	ids := slices.Sorted(maps.Keys(found))
	slices.SortStableFunc(ids, func(a, b deals.Region) int { return cmp.Compare(len(found[b]), len(found[a])) })
	if len(ids) > 1 && len(found[ids[0]]) == len(found[ids[1]]) {
		return place{guess: true, why: fmt.Sprintf("signals of several regions: %s, %s", found[ids[0]][0], found[ids[1]][0])}
	}
	return place{id: ids[0], guess: true, why: "names " + strings.Join(found[ids[0]], ", ")}
}

// text is everything in a questionnaire that may name a scheme.
func (s *sheet) text() string {
	parts := []string{s.Record.Input.Name}
	for _, sh := range s.Record.Sheets {
		parts = append(parts, sh.Name)
	}
	for i := range s.Record.Rows {
		parts = append(parts, s.Record.Rows[i].Question)
	}
	for _, o := range s.other {
		parts = append(parts, o.text)
	}
	return strings.Join(parts, "\n")
}

// found lists the names of a signal that stand in a questionnaire.
func (sig signal) found(s *sheet, text string) []string {
	var names []string
	for _, w := range sig.Words {
		if hasWord(text, w) {
			names = append(names, w)
		}
	}
	for _, f := range sig.Frameworks {
		asked := slices.ContainsFunc(s.rows, func(r row) bool { return slices.Contains(r.reading.Frameworks, f) })
		covered := slices.ContainsFunc(names, func(n string) bool { return sameName(n, f) })
		if asked && !covered {
			names = append(names, f)
		}
	}
	return names
}

// sameName reports whether a word is another spelling of a framework's id, so
// that one scheme does not count twice.
func sameName(word, id string) bool {
	return strings.EqualFold(strings.NewReplacer(" ", "", "-", "").Replace(word), strings.ReplaceAll(id, "-", ""))
}

// hasWord reports whether word stands in text with no letter or digit beside it.
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(word):])
		if !isWordRune(before) && !isWordRune(after) {
			return true
		}
		from = i + len(word)
	}
}

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// byLanguage guesses from the language of most questions.
func (r *Rules) byLanguage(s *sheet) place {
	counts := map[string]int{}
	for i := range s.Record.Rows {
		counts[s.Record.Rows[i].Language]++
	}
	for _, o := range s.other {
		counts[o.language]++
	}
	best := ""
	for _, lang := range slices.Sorted(maps.Keys(counts)) {
		if best == "" || counts[lang] > counts[best] {
			best = lang
		}
	}
	if id, ok := r.languages[best]; ok && 2*counts[best] > len(s.Record.Rows)+len(s.other) {
		return place{id: id, guess: true, why: "asked in the language " + best}
	}
	return place{guess: true, why: "nothing in it tells the region"}
}
