// Command measurecert prints how well certification questions are handled.
//
// It runs labelled cases (by default those of fixtures/gold) through the three
// steps of such a question: how it is read, which gaps its reading shows against
// a posture, and how the text of an answer is judged. It prints counts; with -v
// each deviation too. It measures only: the floors are held by the tests of
// packages ask, gap and claim.
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
		fmt.Fprintf(os.Stderr, "measurecert: %v\n", err)
		os.Exit(1)
	}
}

// bench is what cases are measured with and where the figures go.
type bench struct {
	reader   *ask.Reader
	engine   *gap.Engine
	postures map[string]*posture.Posture
	verbose  bool
	stdout   io.Writer
}

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("measurecert", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: measurecert [flags] [readings|gaps|answers [file...]]")
		flags.PrintDefaults()
	}
	verbose := flags.Bool("v", false, "print each deviation")
	folder := flags.String("gold", "fixtures/gold", "folder of the cases and postures")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("read flags: %w", err)
	}
	b, err := load(*folder)
	if err != nil {
		return err
	}
	b.verbose, b.stdout = *verbose, stdout
	steps := []string{"readings", "gaps", "answers"}
	if flags.NArg() > 0 {
		steps = flags.Args()[:1]
	}
	for _, step := range steps {
		if err := b.step(step, *folder, flags.Args()); err != nil {
			return err
		}
	}
	return nil
}

// step measures one step, on the files given after its name or on its own.
func (b *bench) step(name, folder string, args []string) error {
	var measure func(path string, file io.Reader) error
	var sets []string
	switch name {
	case "readings":
		measure, sets = b.readings, readingSets
	case "gaps":
		measure, sets = b.gaps, gapSets
	case "answers":
		measure, sets = b.answers, answerSets
	default:
		return fmt.Errorf("unknown step %q: readings, gaps or answers", name)
	}
	var paths []string
	for _, set := range sets {
		paths = append(paths, folder+"/"+set+".jsonl")
	}
	if len(args) > 1 {
		paths = args[1:]
	}
	for _, path := range paths {
		if err := open(path, measure); err != nil {
			return err
		}
	}
	return nil
}

func open(path string, measure func(path string, file io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the cases: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	return measure(path, file)
}

func load(folder string) (*bench, error) {
	reader, err := ask.Load(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the lexicon: %w", err)
	}
	engine, err := gap.Load(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the gaps: %w", err)
	}
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load the instruments: %w", err)
	}
	b := &bench{reader: reader, engine: engine, postures: map[string]*posture.Posture{}}
	for _, name := range []string{"postures.json", "gap-own-postures.json"} {
		if err := open(folder+"/"+name, func(_ string, file io.Reader) error {
			some, err := gap.ReadPostures(file, ref)
			maps.Copy(b.postures, some)
			return err
		}); err != nil {
			return nil, err
		}
	}
	return b, nil
}
