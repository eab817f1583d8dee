package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"candor/internal/claim"
	"candor/internal/date"
	"candor/knowledgebase"
)

var answerSets = []string{"answer-lint.dev", "lint-own"}

// answerCase is one line of a file of labelled answers.
type answerCase struct {
	ID       string    `json:"id"`
	Posture  string    `json:"posture"`
	AsOf     date.Date `json:"as_of"`
	Answer   string    `json:"answer"`
	Expect   []string  `json:"expect"`
	Severity string    `json:"severity"`
}

// answers measures how many labelled answers are judged exactly by the claim
// check and the wording lint.
func (b *bench) answers(path string, file io.Reader) error {
	n, exact := 0, 0
	lines := bufio.NewScanner(file)
	for ; lines.Scan(); n++ {
		var c answerCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return fmt.Errorf("read case %d of %q: %w", n+1, path, err)
		}
		findings, err := b.check(c)
		if err != nil {
			return err
		}
		if c.isExact(findings) {
			exact++
		} else if b.verbose {
			fmt.Fprintf(b.stdout, "  %s %q: expected %v %s, found %+v\n", c.ID, c.Answer, c.Expect, c.Severity, findings)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %q: %w", path, err)
	}
	fmt.Fprintf(b.stdout, "%s: %d cases, exact %d\n", path, n, exact)
	return nil
}

func (b *bench) check(c answerCase) ([]claim.Finding, error) {
	p, ok := b.postures[c.Posture]
	if !ok {
		return nil, fmt.Errorf("case %s names the unknown posture %q", c.ID, c.Posture)
	}
	checker, err := claim.New(knowledgebase.FS, b.reader, p)
	if err != nil {
		return nil, fmt.Errorf("load the claim rules: %w", err)
	}
	return checker.Check(c.Answer, c.AsOf), nil
}

// isExact says whether every expected code is found and the worst severity is
// the expected one; a case that expects nothing must have nothing at low or above.
func (c answerCase) isExact(findings []claim.Finding) bool {
	worst := claim.Worst(findings)
	if len(c.Expect) == 0 {
		return worst.Rank() < claim.Low.Rank()
	}
	for _, code := range c.Expect {
		if !slices.ContainsFunc(findings, func(f claim.Finding) bool { return f.Code == code }) {
			return false
		}
	}
	return string(worst) == c.Severity
}
