package knowledge

import (
	"context"
	"fmt"

	"candor/internal/date"
	"candor/internal/kbfile"
)

// Browse loads the knowledge of dir for looking at single entries and for
// mending them: without an index to search, and in spite of faults, which come
// back beside it. Entries with a fault are left out of the library.
func Browse(ctx context.Context, dir string, asOf date.Date) (*Base, kbfile.Faults, error) {
	fsys, err := source(dir)
	if err != nil {
		return nil, nil, err
	}
	b, faults := load(fsys, asOf)
	b.Starter = dir == ""
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("load the knowledge base: %w", err)
	}
	var wrong kbfile.Faults
	for _, f := range faults {
		if !f.Warning {
			wrong = append(wrong, f)
		}
	}
	if b.Library == nil || b.Catalogue == nil {
		return nil, nil, fmt.Errorf("the knowledge base cannot be read; `candor check` says more:\n%w", wrong.Err())
	}
	return b, wrong, nil
}
