package edit

import (
	"context"
	"fmt"
	"strings"
)

// CreateFiles is CreateFile for many new entries, for which the library is
// listed once. It stops at the first that cannot be written; those before it
// are there.
func (s *Store) CreateFiles(ctx context.Context, files [][]byte) ([]Change, error) {
	taken := map[string]string{}
	err := Walk(s.dir, func(id, file string) bool {
		taken[strings.ToLower(id)] = file
		return true
	})
	if err != nil {
		return nil, err
	}
	var out []Change
	for _, data := range files {
		if err := ctx.Err(); err != nil {
			return out, fmt.Errorf("write entries: %w", err)
		}
		m, err := decode("new entry", data)
		if err != nil {
			return out, err
		}
		c := Change{New: true, After: data}
		if c.File, err = fileOf(&m.Front); err != nil {
			return out, err
		}
		if other, ok := taken[m.Front.ID]; ok {
			return out, fmt.Errorf("%w: %s", ErrTaken, other)
		}
		if err := s.write(c); err != nil {
			return out, err
		}
		taken[m.Front.ID] = c.File
		out = append(out, c)
	}
	return out, nil
}
