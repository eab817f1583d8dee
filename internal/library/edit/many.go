package edit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// writers is how many files are written side by side: what a write costs is
// the waiting for the disk, and that is shared.
const writers = 16

// CreateFiles is CreateFile for many new entries, for which the library is
// listed once. No file is written unless all of them may be. After an error of
// the disk some are there, each of them whole.
func (s *Store) CreateFiles(ctx context.Context, files [][]byte) ([]Change, error) {
	changes, err := s.planFiles(files)
	if err != nil {
		return nil, err
	}
	errs := make([]error, len(changes))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(writers, len(changes)) {
		wg.Go(func() {
			for i := range next {
				errs[i] = s.write(changes[i])
			}
		})
	}
	for i := range changes {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	s.files = nil // to be listed again
	if err := errors.Join(errors.Join(errs...), ctx.Err()); err != nil {
		return nil, fmt.Errorf("write entries: %w", err)
	}
	return changes, nil
}

// planFiles finds out where new entries go, each under an id of its own.
func (s *Store) planFiles(files [][]byte) ([]Change, error) {
	taken := map[string]string{}
	err := Walk(s.dir, func(id, file string) bool {
		taken[strings.ToLower(id)] = file
		return true
	})
	if err != nil {
		return nil, err
	}
	changes := make([]Change, 0, len(files))
	for _, data := range files {
		m, err := decode("new entry", data)
		if err != nil {
			return nil, err
		}
		c := Change{New: true, After: data}
		if c.File, err = fileOf(&m.Front); err != nil {
			return nil, err
		}
		if other, ok := taken[m.Front.ID]; ok {
			return nil, fmt.Errorf("%w: %s", ErrTaken, other)
		}
		taken[m.Front.ID] = c.File
		changes = append(changes, c)
	}
	return changes, nil
}
