// Command mkxlsx makes workbooks from specification files: each x.spec.txt
// named on the command line becomes x.xlsx (or .xlsm, if its text has a macro
// line) beside it. It is how fixtures/questionnaires is made.
package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	"candor/internal/xlsxtest"
)

func main() { os.Exit(run(context.Background(), os.Args[1:])) }

func run(ctx context.Context, paths []string) int {
	macro := regexp.MustCompile(`(?m)^macro\s*$`)
	for _, path := range paths {
		if ctx.Err() != nil {
			return 1
		}
		if err := convert(path, macro); err != nil {
			fmt.Fprintln(os.Stderr, "mkxlsx:", err)
			return 1
		}
	}
	return 0
}

func convert(path string, macro *regexp.Regexp) error {
	spec, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read specification: %w", err)
	}
	book, err := xlsxtest.Build(string(spec))
	if err != nil {
		return fmt.Errorf("build %s: %w", path, err)
	}
	ext := ".xlsx"
	if macro.Match(spec) {
		ext = ".xlsm"
	}
	out := strings.TrimSuffix(strings.TrimSuffix(path, ".txt"), ".spec") + ext
	if err := os.WriteFile(out, book, 0o644); err != nil { //nolint:gosec // a fixture for everybody to read
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}
