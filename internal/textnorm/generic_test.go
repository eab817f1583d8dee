package textnorm_test

import (
	"slices"
	"testing"
)

// A word that says little takes nothing from the thing whose group it stands in.
func TestGenericWordsStandAlone(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	for text, generic := range map[string]bool{
		"post-incident reviews": false, "retrospectively": true,
		"security training": false, "course": true,
		"contractors": false, "containers": false, "vulnerabilities": false, "exceptions": false,
		"process": true, "policy": true, "management": true, "customers": true,
	} {
		core := lex.AnalyzeText(text, "en").Core()
		if len(core) != 1 || core[0].Generic != generic {
			t.Errorf("%q is %+v, want it generic: %t", text, core, generic)
		}
	}
}

// Words of two senses have two keys, though one stem.
func TestWordsKeptApart(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	for _, pair := range [][2]string{
		{"disabled", "disability"},
		{"product", "production"},
		{"officers", "offices"},
		{"severity", "several"},
		{"integrity", "integral"},
		{"emergencies", "emerging"},
		{"containment", "containers"},
		{"builds", "buildings"},
		{"generated", "generator"},
		{"universities", "universal"},
		{"maintenance", "maintained"},
		{"tokens", "tokenised"},
	} {
		if a, b := lex.KeyOf(pair[0]), lex.KeyOf(pair[1]); a == b {
			t.Errorf("%q and %q have one key: %q", pair[0], pair[1], a)
		}
	}
	for _, pair := range [][2]string{
		{"disabling", "disabled"}, {"officer", "officers"}, {"utilisation", "utilize"}, {"customised", "customization"}, {"localized", "localise"},
	} {
		if a, b := lex.KeyOf(pair[0]), lex.KeyOf(pair[1]); a != b {
			t.Errorf("%q and %q have two keys: %q, %q", pair[0], pair[1], a, b)
		}
	}
}

// The verb of a passive is frame, and so is a noun for the one asked, unless
// "you" is asked.
func TestFrameOfPlainQuestions(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	for text, want := range map[string][]string{
		"Are background checks performed on staff?": {"background checks", "staff"},
		"Background checks are carried out.":        {"background checks"},
		"In which year was the company established": {"year", "company", "established"},
		"Do you have a vendor security policy?":     {"vendor", "security policy"},
		"Does the vendor have a security policy?":   {"security policy"},
	} {
		var got []string
		for _, tok := range lex.Analyze(text, "en").Core() {
			got = append(got, tok.Word)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the core of %q is %q, want %q", text, got, want)
		}
	}
}
