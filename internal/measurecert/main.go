// Command measurecert prints how well certification questions are read.
//
// It reads labelled questions (by default those of fixtures/gold) and prints
// the figures of the reading with their counts; with -v each deviation too. It
// measures only: the floors are held by the tests of package ask.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"candor/internal/ask"
	"candor/knowledgebase"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "measurecert: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("measurecert", flag.ContinueOnError)
	flags.SetOutput(stderr)
	verbose := flags.Bool("v", false, "print each deviation")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("read flags: %w", err)
	}
	paths := flags.Args()
	if len(paths) == 0 {
		for _, set := range []string{"questions.dev", "fresh", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"} {
			paths = append(paths, "fixtures/gold/certification-"+set+".jsonl")
		}
	}
	reader, err := ask.Load(knowledgebase.FS)
	if err != nil {
		return fmt.Errorf("load the lexicon: %w", err)
	}
	for _, path := range paths {
		if err := measure(reader, path, *verbose, stdout); err != nil {
			return err
		}
	}
	return nil
}

func measure(reader *ask.Reader, path string, verbose bool, stdout io.Writer) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the gold file: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	cases, err := ask.ReadCases(file)
	if err != nil {
		return fmt.Errorf("read %q: %w", path, err)
	}
	fmt.Fprintf(stdout, "%s: %d questions\n", path, len(cases))
	return ask.Measure(reader, cases).Print(stdout, verbose)
}
