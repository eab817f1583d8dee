package claim

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/posture"
	"candor/internal/textnorm"
)

// unlessMargin is how far around a found phrase the exceptions look.
const unlessMargin = 8

// rule is one entry of lexicon/wording.yaml; the file explains the keys.
type rule struct {
	ID        string   `yaml:"id" kb:"required"`
	Severity  Severity `yaml:"severity" kb:"required"`
	Match     []string `yaml:"match" kb:"required"`
	Unless    []string `yaml:"unless"`
	Framework bool     `yaml:"framework"`
	Except    []string `yaml:"except"`
	Future    bool     `yaml:"future"`
	Approved  bool     `yaml:"approved"`
	// Suggest is the better wording by language.
	Suggest map[string]string `yaml:"suggest" kb:"required"`

	match, unless expr
}

func loadRules(fsys fs.FS) (rules []rule, triggers []string, err error) {
	var file struct {
		Schema   int      `yaml:"schema"`
		Triggers []string `yaml:"triggers" kb:"required"`
		Rules    []rule   `yaml:"rules" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, "lexicon/wording.yaml", &file)
	if err != nil {
		return nil, nil, err
	}
	c := &compiler{doc: doc}
	for i := range file.Rules {
		r := &file.Rules[i]
		at := fmt.Sprintf("rules[%d]", i)
		if r.Severity.Rank() == 0 {
			c.failure = append(c.failure, doc.Fault(at+".severity", "", "unknown severity %q", r.Severity))
		}
		for _, e := range r.Except {
			if e != "negated" && e != "provider" {
				c.failure = append(c.failure, doc.Fault(at+".except", "", "unknown exception %q; it is negated or provider", e))
			}
		}
		for _, lang := range posture.Languages() {
			if r.Suggest[lang] == "" {
				c.failure = append(c.failure, doc.Fault(at+".suggest", "", "no better wording in language %q", lang))
			}
		}
		r.match = c.any(at+".match", r.Match)
		if len(r.Unless) > 0 {
			r.unless = c.any(at+".unless", r.Unless)
		}
	}
	return file.Rules, file.Triggers, c.failure.Err()
}

// triggered tells whether a folded sentence holds a word without which no rule
// of wording can fire.
func (c *Checker) triggered(folded string) bool {
	return slices.ContainsFunc(c.triggers, func(t string) bool { return strings.Contains(folded, t) })
}

// wording returns the rules that a sentence breaks, each code once.
func (c *Checker) wording(sentence string, clauses []clause, names bool, asOf date.Date, lang func() string) []Finding {
	folded := textnorm.Fold(sentence)
	if !names && !c.triggered(folded) {
		return nil
	}
	var findings []Finding
	for _, r := range c.rules {
		known := slices.ContainsFunc(findings, func(f Finding) bool { return f.Code == r.ID })
		if known || r.Framework && !names {
			continue
		}
		if phrase, ok := c.breaks(r, sentence, folded, clauses, asOf); ok {
			findings = append(findings, Finding{
				Code: r.ID, Severity: r.Severity, Text: sentence, Suggest: r.Suggest[lang()],
				Why: fmt.Sprintf("the wording %q", strings.TrimSpace(phrase)),
			})
		}
	}
	return findings
}

// breaks returns the first phrase of the sentence that breaks r.
func (c *Checker) breaks(r rule, sentence, folded string, clauses []clause, asOf date.Date) (string, bool) {
	for _, loc := range r.match.FindAllStringIndex(folded, -1) {
		phrase := folded[loc[0]:loc[1]]
		around := folded[max(0, loc[0]-unlessMargin):min(len(folded), loc[1]+unlessMargin)]
		if r.unless.MatchString(around) {
			continue
		}
		if r.Future && !c.dates.ahead(phrase, asOf) {
			continue
		}
		if r.Approved && c.approved(sentence) {
			continue
		}
		if c.excused(r, phrase, clauses) {
			continue
		}
		return phrase, true
	}
	return "", false
}

// approved reports whether the sentence names days, all of which stand as
// targets of unfinished records, and nothing vaguer than days.
func (c *Checker) approved(sentence string) bool {
	days := c.dates.find(sentence)
	if len(days) == 0 {
		return false
	}
	for _, d := range days {
		if !d.exact || !c.isTarget(d.day) {
			return false
		}
	}
	return true
}

func (c *Checker) isTarget(d date.Date) bool {
	for i := range c.posture.Attestations {
		a := &c.posture.Attestations[i]
		if a.MayDisclose() && a.Status != "held" && a.Dates.Target == d {
			return true
		}
	}
	return false
}

// excused applies the exceptions of a rule to the clause that holds the phrase.
func (c *Checker) excused(r rule, phrase string, clauses []clause) bool {
	key, _, _ := strings.Cut(strings.TrimSpace(phrase), " ")
	for _, cl := range clauses {
		holds := strings.Contains(cl.folded, key) || len(cl.mentions) > 0
		if !holds && len(clauses) > 1 {
			continue
		}
		if slices.Contains(r.Except, "negated") && c.patterns.negated(cl.folded) {
			return true
		}
		if slices.Contains(r.Except, "provider") && len(cl.mentions) > 0 && c.speaksOfOthers(cl) {
			return true
		}
	}
	return false
}
