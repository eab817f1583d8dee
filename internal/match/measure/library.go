package measure

import (
	"fmt"
	"io/fs"

	"candor/internal/framework"
	"candor/internal/library"
	"candor/internal/match"
)

// Entries loads the library of a knowledge base as the matcher wants it.
func Entries(fsys fs.FS) ([]match.Entry, error) {
	cat, err := framework.Load(fsys)
	if err != nil {
		return nil, fmt.Errorf("read catalogues: %w", err)
	}
	lib, faults := library.Load(fsys, cat, []string{"core", "mobile"})
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("read library: %w", err)
	}
	var entries []match.Entry
	for _, e := range lib.Entries() {
		entries = append(entries, match.Entry{
			ID: e.ID, Questions: e.Questions, Text: e.Text, Short: e.Short, Verdict: string(e.Verdict),
			Topics: e.Topics, Controls: e.Controls, Products: e.Products, Language: e.Language,
		})
	}
	return entries, nil
}
