package claim

import (
	"fmt"
	"io/fs"
	"regexp"
	"regexp/syntax"
	"strings"

	"candor/internal/kbfile"
)

// frameworkMask stands in a clause for a framework that it names, so that
// patterns see one word whatever the spelling.
const frameworkMask = `qfw\d\d`

// claimWords is lexicon/claims.yaml; the file explains each list.
type claimWords struct {
	Schema          int      `yaml:"schema"`
	Breaks          []string `yaml:"breaks" kb:"required"`
	Harmless        []string `yaml:"harmless" kb:"required"`
	Negation        []string `yaml:"negation" kb:"required"`
	Pending         []string `yaml:"pending" kb:"required"`
	Aligned         []string `yaml:"aligned" kb:"required"`
	Certifying      string   `yaml:"certifying" kb:"required"`
	Process         []string `yaml:"process" kb:"required"`
	Third           []string `yaml:"third" kb:"required"`
	Providers       []string `yaml:"providers" kb:"required"`
	Relative        string   `yaml:"relative" kb:"required"`
	Respondent      string   `yaml:"respondent" kb:"required"`
	Own             string   `yaml:"own" kb:"required"`
	Holds           []string `yaml:"holds" kb:"required"`
	NotHeldNouns    string   `yaml:"not_held_nouns" kb:"required"`
	FragmentWords   int      `yaml:"fragment_words" kb:"required"`
	FragmentFillers string   `yaml:"fragment_fillers" kb:"required"`
	Theirs          []string `yaml:"theirs" kb:"required"`
	Auditors        []string `yaml:"auditors" kb:"required"`
	Until           string   `yaml:"until" kb:"required"`
	Scope           string   `yaml:"scope" kb:"required"`
	CriteriaContext string   `yaml:"criteria_context" kb:"required"`
	AllCriteria     string   `yaml:"all_criteria" kb:"required"`
	AllScope        string   `yaml:"all_scope" kb:"required"`
	CleanOpinion    string   `yaml:"clean_opinion" kb:"required"`
	NoExceptions    string   `yaml:"no_exceptions" kb:"required"`
	ProductNouns    string   `yaml:"product_nouns" kb:"required"`
	Anaphora        string   `yaml:"anaphora" kb:"required"`
	Abbreviations   []string `yaml:"abbreviations" kb:"required"`
}

// patterns are the compiled lists.
type patterns struct {
	breaks, harmless, negation, pending, aligned, certifying, process      expr
	third, own, holds, notHeldNouns, fillers, theirs, relative, respondent expr
	until, scope, criteriaContext, allCriteria, allScope, anaphora         expr
	cleanOpinion, noExceptions                                             expr
	auditors                                                               []*regexp.Regexp
	fragmentWords                                                          int
	productNouns                                                           string
	abbreviations                                                          map[string]bool
}

// compiler turns patterns of a file into expressions and collects the faults.
type compiler struct {
	doc     *kbfile.Document
	third   string
	failure kbfile.Faults
}

func (c *compiler) expand(pattern string) string {
	return strings.NewReplacer("{F}", frameworkMask, "{third}", c.third).Replace(pattern)
}

func (c *compiler) plain(at, pattern string) *regexp.Regexp {
	re, err := regexp.Compile(c.expand(pattern))
	if err != nil {
		c.failure = append(c.failure, c.doc.Fault(at, "", "pattern does not compile: %v", err))
		return regexp.MustCompile(`$^`)
	}
	return re
}

func (c *compiler) one(at, pattern string) expr { return c.any(at, []string{pattern}) }

// any compiles alternatives into one expression.
func (c *compiler) any(at string, list []string) expr {
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = c.expand(p)
		if _, err := syntax.Parse(parts[i], syntax.Perl); err != nil {
			c.failure = append(c.failure, c.doc.Fault(fmt.Sprintf("%s[%d]", at, i), "", "pattern does not compile: %v", err))
			return expr{}
		}
	}
	e, err := compileExpr(parts)
	if err != nil {
		c.failure = append(c.failure, c.doc.Fault(at, "", "pattern does not compile: %v", err))
	}
	return e
}

func loadPatterns(fsys fs.FS) (*patterns, error) {
	var w claimWords
	doc, err := kbfile.Read(fsys, "lexicon/claims.yaml", &w)
	if err != nil {
		return nil, fmt.Errorf("read the words of claims: %w", err)
	}
	c := &compiler{doc: doc, third: thirdParties(w)}
	ps := &patterns{
		breaks: c.any("breaks", w.Breaks), harmless: c.any("harmless", w.Harmless), negation: c.any("negation", w.Negation),
		pending: c.any("pending", w.Pending), aligned: c.any("aligned", w.Aligned), certifying: c.one("certifying", w.Certifying),
		process: c.any("process", w.Process), third: c.one("third", `\b{third}\b`), own: c.one("own", w.Own),
		holds: c.any("holds", w.Holds), notHeldNouns: c.one("not_held_nouns", w.NotHeldNouns), fillers: c.one("fragment_fillers", w.FragmentFillers),
		theirs: c.any("theirs", w.Theirs), relative: c.one("relative", w.Relative), respondent: c.one("respondent", w.Respondent), until: c.one("until", w.Until), scope: c.one("scope", w.Scope),
		criteriaContext: c.one("criteria_context", w.CriteriaContext), allCriteria: c.one("all_criteria", w.AllCriteria),
		allScope: c.one("all_scope", w.AllScope), anaphora: c.one("anaphora", w.Anaphora),
		cleanOpinion: c.one("clean_opinion", w.CleanOpinion), noExceptions: c.one("no_exceptions", w.NoExceptions),
		fragmentWords: w.FragmentWords, productNouns: w.ProductNouns, abbreviations: map[string]bool{},
	}
	for i, a := range w.Auditors {
		ps.auditors = append(ps.auditors, c.plain(fmt.Sprintf("auditors[%d]", i), a))
	}
	for _, a := range w.Abbreviations {
		ps.abbreviations[a] = true
	}
	if err := c.failure.Err(); err != nil {
		return nil, fmt.Errorf("compile the words of claims: %w", err)
	}
	return ps, nil
}

// thirdParties is the pattern of everybody else: kinds of companies and
// well-known providers. Those that the posture records are masked (clauses).
func thirdParties(w claimWords) string {
	parts := append([]string{}, w.Third...)
	for _, name := range w.Providers {
		parts = append(parts, regexp.QuoteMeta(name))
	}
	return "(?:" + strings.Join(parts, "|") + ")"
}
