package main

import (
	"fmt"
	"io"

	"candor/internal/ask"
)

var readingSets = []string{
	"certification-questions.dev", "certification-fresh", "certification-second", "certification-third",
	"certification-fourth", "certification-fifth", "certification-sixth", "certification-seventh",
	"certification-eighth", "certification-ninth", "certification-tenth", "certification-eleventh", "certification-twelfth",
}

// readings measures how questions are read.
func (b *bench) readings(path string, file io.Reader) error {
	cases, err := ask.ReadCases(file)
	if err != nil {
		return fmt.Errorf("read %q: %w", path, err)
	}
	fmt.Fprintf(b.stdout, "%s: %d questions\n", path, len(cases))
	return ask.Measure(b.reader, cases).Print(b.stdout, b.verbose)
}
