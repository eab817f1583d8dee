package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"candor/internal/knowledge"
	"candor/internal/xlsxtest"
)

// makeQuestionnaires fills a folder with workbooks. Their questions are those
// that the starter library knows, some with words before them, mixed anew for
// each file.
func makeQuestionnaires(dir string, files, rows int) error {
	pool, err := questions()
	if err != nil {
		return err
	}
	for i := range files {
		path := filepath.Join(dir, fmt.Sprintf("%02d", i%20), fmt.Sprintf("customer-%04d.xlsx", i))
		data, err := xlsxtest.Build(spec(pool, i, rows))
		if err != nil {
			return fmt.Errorf("make a questionnaire: %w", err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return fmt.Errorf("make a questionnaire: %w", err)
		}
	}
	return nil
}

func spec(pool []string, seed, rows int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 1)) //nolint:gosec // seeded, so that each run measures the same
	leads := []string{"", "", "Please confirm: ", "For the service in scope: "}
	var b strings.Builder
	b.WriteString("sheet Questions\n|* No. | Question | Answer | Comment\n")
	for i := range rows {
		fmt.Fprintf(&b, "| Q-%d | %s%s\n", i+1, leads[r.IntN(len(leads))], pool[r.IntN(len(pool))])
	}
	fmt.Fprintf(&b, "list C2:C%d Yes,No,N/A\n", rows+1)
	return b.String()
}

// questions are the phrasings of the starter library.
func questions() ([]string, error) {
	base, err := knowledge.Open(context.Background(), "", asOf())
	if err != nil {
		return nil, err
	}
	var pool []string
	for _, e := range base.Library.Entries() {
		for _, q := range e.Questions {
			pool = append(pool, strings.ReplaceAll(q, "|", "/"))
		}
	}
	return pool, nil
}
