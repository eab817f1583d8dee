// Command measurelint prints how many labelled answers are judged exactly by
// the claim check and the wording lint.
//
// A case is exact if every expected code is found and the worst severity is
// the expected one; a case that expects nothing must have nothing at low or
// above. It measures only: the floor is held by the test of package claim.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/posture"
	"candor/knowledgebase"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "measurelint: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("measurelint", flag.ContinueOnError)
	flags.SetOutput(stderr)
	verbose := flags.Bool("v", false, "print each deviation")
	folder := flags.String("gold", "fixtures/gold", "folder of the postures")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("read flags: %w", err)
	}
	paths := flags.Args()
	if len(paths) == 0 {
		paths = []string{*folder + "/answer-lint.dev.jsonl", *folder + "/lint-own.jsonl"}
	}
	b, err := load(*folder + "/postures.json")
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := b.measure(path, *verbose, stdout); err != nil {
			return err
		}
	}
	return nil
}

// bench is what every answer is held against.
type bench struct {
	reader   *ask.Reader
	postures map[string]*posture.Posture
}

func load(path string) (*bench, error) {
	reader, err := ask.Load(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the lexicon: %w", err)
	}
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the instruments: %w", err)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the postures: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	all, err := gap.ReadPostures(file, ref)
	return &bench{reader, all}, err
}

// lintCase is one line of a file of labelled answers.
type lintCase struct {
	ID       string    `json:"id"`
	Posture  string    `json:"posture"`
	AsOf     date.Date `json:"as_of"`
	Answer   string    `json:"answer"`
	Expect   []string  `json:"expect"`
	Severity string    `json:"severity"`
}

func (b *bench) measure(path string, verbose bool, stdout io.Writer) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the cases: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	n, exact := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); n++ {
		var c lintCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return fmt.Errorf("read case %d of %q: %w", n+1, path, err)
		}
		findings, err := b.check(c)
		if err != nil {
			return err
		}
		if isExact(c, findings) {
			exact++
		} else if verbose {
			fmt.Fprintf(stdout, "  %s %q: expected %v %s, found %+v\n", c.ID, c.Answer, c.Expect, c.Severity, findings)
		}
	}
	fmt.Fprintf(stdout, "%s: %d cases, exact %d\n", path, n, exact)
	return nil
}

func (b *bench) check(c lintCase) ([]claim.Finding, error) {
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

func isExact(c lintCase, findings []claim.Finding) bool {
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
