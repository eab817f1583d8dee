package main

import (
	"fmt"
	"io"

	"candor/internal/gap"
)

var gapSets = []string{"gap-cases.dev", "gap-own", "gap-own2", "gap-own3", "gap-own4"}

// gaps measures how many labelled gap cases are decided exactly, each from its
// labelled reading and from the text of its question.
func (b *bench) gaps(path string, file io.Reader) error {
	cases, err := gap.ReadCases(file)
	if err != nil {
		return fmt.Errorf("read %q: %w", path, err)
	}
	m := gap.Measure(b.engine, b.reader, b.postures, cases)
	fmt.Fprintf(b.stdout, "%s: %d cases\n", path, m.Cases)
	fmt.Fprintf(b.stdout, "  from the labelled reading: codes %d, severity %d, answer %d\n", m.GivenCodes, m.GivenSeverity, m.GivenAnswer)
	fmt.Fprintf(b.stdout, "  from the question's text:  codes %d, severity %d, answer %d\n", m.ReadCodes, m.ReadSeverity, m.ReadAnswer)
	if b.verbose {
		for _, miss := range m.Misses {
			fmt.Fprintf(b.stdout, "  %s\n", miss)
		}
	}
	return nil
}
