package claim

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/posture"
	"candor/internal/textnorm"
)

// Unsupported is the code of a claim that the posture does not back.
const Unsupported = "CLAIM_UNSUPPORTED"

// Severity is how much a finding matters; the names are those of gaps.
type Severity string

// The severities, worst first.
const (
	Blocker Severity = "blocker"
	High    Severity = "high"
	Medium  Severity = "medium"
	Low     Severity = "low"
	Info    Severity = "info"
)

// Rank orders severities: 0 is none, 5 a blocker.
func (s Severity) Rank() int {
	switch s {
	case Blocker:
		return 5
	case High:
		return 4
	case Medium:
		return 3
	case Low:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Worst returns the highest severity of findings, "" if there are none.
func Worst(findings []Finding) Severity {
	var worst Severity
	for _, f := range findings {
		if f.Severity.Rank() > worst.Rank() {
			worst = f.Severity
		}
	}
	return worst
}

// Finding is one thing wrong with one sentence.
type Finding struct {
	// Code is Unsupported or W01 to W21.
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	// Text is the sentence.
	Text string `json:"text"`
	// Suggest is better wording: for a claim, what the posture says instead.
	Suggest string `json:"suggest"`
	// Framework is the canonical id that an unsupported claim is about.
	Framework string `json:"framework,omitempty"`
	// Attribute tells what about it is not backed: held, type, level, criteria,
	// product, location, edition, auditor or date.
	Attribute string `json:"attribute,omitempty"`
	// Why says in plain words what decided.
	Why string `json:"why"`
	// Start is the byte offset of the sentence in the text.
	Start int `json:"-"`
}

// Frameworks finds the frameworks that a text names; ask.Reader does.
type Frameworks interface {
	Frameworks(text string) []ask.Mention
}

// Checker checks texts against one posture. It is safe for concurrent use.
type Checker struct {
	reader   Frameworks
	posture  *posture.Posture
	patterns *patterns
	rules    []rule
	triggers []string
	dates    *dateReader
	// providers are the folded names of the posture's subservice organizations.
	providers []string
}

// New reads lexicon/claims.yaml and lexicon/wording.yaml from fsys.
func New(fsys fs.FS, reader Frameworks, p *posture.Posture) (*Checker, error) {
	ps, err := loadPatterns(fsys)
	if err != nil {
		return nil, err
	}
	rules, triggers, err := loadRules(fsys)
	if err != nil {
		return nil, fmt.Errorf("read the wording rules: %w", err)
	}
	return (&Checker{reader: reader, patterns: ps, rules: rules, triggers: triggers, dates: newDateReader(p.Reference())}).With(p), nil
}

// With returns a checker of the same words for another posture that is read
// against the same reference.
func (c *Checker) With(p *posture.Posture) *Checker {
	other := *c
	other.posture, other.providers = p, nil
	for _, org := range p.Subservice {
		if name := textnorm.Fold(org.Name); name != "" {
			other.providers = append(other.providers, name)
		}
	}
	return &other
}

// Check returns what is wrong with text on asOf, in the order of its
// sentences; nothing if it may go out as it is.
func (c *Checker) Check(text string, asOf date.Date) []Finding {
	var findings []Finding
	var before []ask.Mention
	lang := sync.OnceValue(func() string { return languageOf(text) })
	for _, s := range c.patterns.sentences(text) {
		sentence := text[s.start:s.end]
		mentions := c.reader.Frameworks(sentence)
		if len(mentions) == 0 && len(before) == 0 && !c.triggered(textnorm.Fold(sentence)) {
			continue
		}
		clauses := c.clauses(sentence, mentions)
		for _, f := range c.wording(sentence, clauses, len(mentions) > 0, asOf, lang) {
			f.Start = s.start
			findings = append(findings, f)
		}
		unread := len(mentions) > 0 && textnorm.Unread(sentence)
		claimed := c.claimed(clauses, unread)
		if len(claimed) == 0 && len(mentions) == 0 {
			claimed = c.goesOn(sentence, before)
		}
		for _, cl := range claimed {
			for _, f := range c.compare(cl, asOf, lang) {
				f.Text, f.Start = sentence, s.start
				if unread {
					f.Why += "; the sentence is in a language that is not read, so it counts as a claim"
				}
				findings = append(findings, f)
			}
		}
		before = nil
		for _, cl := range claimed {
			before = append(before, cl.mentions...)
		}
	}
	return findings
}

// languageOf is the language in which better wording is given: that of the
// text if the texts know it, else English.
func languageOf(text string) string {
	if lang := textnorm.Language(text); slices.Contains(posture.Languages(), lang) {
		return lang
	}
	return posture.Languages()[0]
}

// goesOn reads a sentence such as "It also covers privacy." as a claim about
// the report that the sentence before it claimed.
func (c *Checker) goesOn(sentence string, before []ask.Mention) []clause {
	folded := textnorm.Fold(sentence)
	if len(before) == 0 || !c.patterns.anaphora.MatchString(folded) {
		return nil
	}
	cl := clause{text: sentence, folded: c.maskProviders(folded), mentions: before[:1], follows: true}
	if c.denies(cl) {
		return nil
	}
	return []clause{cl}
}
