package guard

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/textnorm"
)

// Blocking says why a row must not be answered by a tool, and who answers it.
type Blocking struct {
	// Reason is what the row is about: liability, indemnity, audit_rights,
	// breach_history, signature, personal_data, customer_references,
	// commitment, financials or confidential_material.
	Reason Code `json:"reason"`
	// Owner is the role that answers: legal, people, sales, product, finance, security.
	Owner string `json:"owner"`
	// Why is a sentence for the user.
	Why string `json:"why"`
	// Phrase is what gave it away, in normal form.
	Phrase string `json:"phrase"`
}

// BlockList knows the rows that go to a person (DOMAIN.md 7.3). It is
// immutable.
type BlockList struct {
	shortWords int
	rows       []blockRow
}

// blockRow is one kind of row of lexicon/blocked.yaml, compiled.
type blockRow struct {
	blocking                      Blocking
	match, short, unless, section *textnorm.Pattern
}

// blockFile is lexicon/blocked.yaml; the file explains the keys.
type blockFile struct {
	Schema     int         `yaml:"schema"`
	ShortWords int         `yaml:"short_words" kb:"required"`
	Supplier   string      `yaml:"supplier" kb:"required"`
	Rows       []blockYAML `yaml:"rows" kb:"required"`
}

type blockYAML struct {
	Code    string   `yaml:"code" kb:"required"`
	Owner   string   `yaml:"owner" kb:"required"`
	Why     string   `yaml:"why" kb:"required"`
	Match   []string `yaml:"match" kb:"required"`
	Short   []string `yaml:"short"`
	Section []string `yaml:"section"`
	Unless  []string `yaml:"unless"`
}

// LoadBlockList reads lexicon/blocked.yaml.
func LoadBlockList(fsys fs.FS) (*BlockList, error) {
	const name = "lexicon/blocked.yaml"
	var file blockFile
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		return nil, fmt.Errorf("read the rows that a tool must not answer: %w", err)
	}
	b := &BlockList{shortWords: file.ShortWords}
	var faults kbfile.Faults
	for i, y := range file.Rows {
		compile := func(key string, list []string) *textnorm.Pattern {
			return compileAny(doc, fmt.Sprintf("rows[%d].%s", i, key), file.Supplier, list, &faults)
		}
		b.rows = append(b.rows, blockRow{
			blocking: Blocking{Reason: Code(y.Code), Owner: y.Owner, Why: y.Why},
			match:    compile("match", y.Match), short: compile("short", y.Short),
			unless: compile("unless", y.Unless), section: compile("section", y.Section),
		})
	}
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("compile the rows that a tool must not answer: %w", err)
	}
	return b, nil
}

// compileAny compiles patterns as alternatives; nil for none. One that does not
// compile is a fault.
func compileAny(doc *kbfile.Document, at, supplier string, list []string, faults *kbfile.Faults) *textnorm.Pattern {
	var parts []string
	for i, p := range list {
		p = strings.ReplaceAll(p, "{supplier}", supplier)
		if _, err := textnorm.CompilePattern(p); err != nil {
			*faults = append(*faults, doc.Fault(fmt.Sprintf("%s[%d]", at, i), "", "%v", err))
			continue
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return nil
	}
	pattern, err := textnorm.CompilePattern(parts...)
	if err != nil {
		*faults = append(*faults, doc.Fault(at, "", "patterns do not compile together: %v", err))
	}
	return pattern
}

// Blocked reports whether the row must be answered by a person, and by whom.
// section is the path of headings above it: a heading such as "Limitation of
// liability" blocks the labels below it, but never a whole question, since
// questions about controls stray under such headings.
//
// Any sentence of the row may give it away. A row about a control that merely
// uses the same words ("Do your contracts with suppliers include a right to
// audit?") is let through, sentence by sentence.
func (b *BlockList) Blocked(text string, section ...string) (Blocking, bool) {
	folded := textnorm.Fold(text)
	if folded == "" {
		return Blocking{}, false
	}
	label := len(strings.Fields(folded)) <= b.shortWords && !strings.Contains(folded, "?")
	heading := textnorm.Fold(strings.Join(section, " / "))
	for _, part := range rowSentences(folded) {
		for _, r := range b.rows {
			if phrase, ok := r.blocks(part, heading, label); ok {
				found := r.blocking
				found.Phrase = phrase
				return found, true
			}
		}
	}
	return Blocking{}, false
}

func (r blockRow) blocks(text, heading string, label bool) (string, bool) {
	phrase := r.match.FindString(text)
	if phrase == "" && label {
		phrase = r.short.FindString(text)
	}
	if phrase == "" && label {
		phrase = r.section.FindString(heading)
	}
	if phrase == "" || r.unless.MatchString(text) {
		return "", false
	}
	return phrase, true
}

// sentenceEnd cuts a folded row at the end of a sentence.
var sentenceEnd = regexp.MustCompile(`[?!]+ |[^.]{12}\. `)

// rowSentences splits a folded row, so that an exception in one sentence does
// not excuse another.
func rowSentences(folded string) []string {
	var parts []string
	at := 0
	for _, loc := range sentenceEnd.FindAllStringIndex(folded, -1) {
		parts = append(parts, strings.TrimSpace(folded[at:loc[1]]))
		at = loc[1]
	}
	return append(parts, strings.TrimSpace(folded[at:]))
}
