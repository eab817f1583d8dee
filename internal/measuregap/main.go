// Command measuregap prints how many labelled gap cases are decided exactly.
//
// It runs each case twice, from its labelled reading and from the text of the
// question, and prints the counts of right codes, severities and answers; with
// -v each deviation too. It measures only: the floors are held by the tests of
// package gap.
package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"

	"candor/internal/ask"
	"candor/internal/gap"
	"candor/internal/posture"
	"candor/knowledgebase"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "measuregap: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("measuregap", flag.ContinueOnError)
	flags.SetOutput(stderr)
	verbose := flags.Bool("v", false, "print each deviation")
	folder := flags.String("gold", "fixtures/gold", "folder of the postures")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("read flags: %w", err)
	}
	paths := flags.Args()
	if len(paths) == 0 {
		paths = []string{*folder + "/gap-cases.dev.jsonl", *folder + "/gap-own.jsonl", *folder + "/gap-own2.jsonl"}
	}
	bench, err := load(*folder)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := bench.measure(path, *verbose, stdout); err != nil {
			return err
		}
	}
	return nil
}

// bench is what every case is run against.
type bench struct {
	engine   *gap.Engine
	reader   *ask.Reader
	postures map[string]*posture.Posture
}

func load(folder string) (*bench, error) {
	engine, err := gap.Load(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the gaps: %w", err)
	}
	reader, err := ask.Load(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the lexicon: %w", err)
	}
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the instruments: %w", err)
	}
	all := map[string]*posture.Posture{}
	for _, name := range []string{"postures.json", "gap-own-postures.json"} {
		some, err := readPostures(folder+"/"+name, ref)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, some)
	}
	return &bench{engine, reader, all}, nil
}

func readPostures(path string, ref *posture.Reference) (map[string]*posture.Posture, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the postures: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	return gap.ReadPostures(file, ref)
}

func (b *bench) measure(path string, verbose bool, stdout io.Writer) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the cases: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	cases, err := gap.ReadCases(file)
	if err != nil {
		return fmt.Errorf("read %q: %w", path, err)
	}
	m := gap.Measure(b.engine, b.reader, b.postures, cases)
	fmt.Fprintf(stdout, "%s: %d cases\n", path, m.Cases)
	fmt.Fprintf(stdout, "  from the labelled reading: codes %d, severity %d, answer %d\n", m.GivenCodes, m.GivenSeverity, m.GivenAnswer)
	fmt.Fprintf(stdout, "  from the question's text:  codes %d, severity %d, answer %d\n", m.ReadCodes, m.ReadSeverity, m.ReadAnswer)
	if verbose {
		for _, miss := range m.Misses {
			fmt.Fprintf(stdout, "  %s\n", miss)
		}
	}
	return nil
}
