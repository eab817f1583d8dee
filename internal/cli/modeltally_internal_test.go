package cli

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"candor/internal/model"
)

// A worker that was killed has spent what it has spent: the one in its place and
// the others get what is left, and no more.
func TestWorkersKeepToOneBudget(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tally")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	used := &tally{path: path}
	steps := []struct {
		line string
		left bool
	}{
		{`{"worker": 1, "spent": {"requests": 30, "retries": 2, "prompt_tokens": 500}}` + "\n", true},
		{`{"worker": 1, "spent": {"requests": 40, "retries": 2, "prompt_tokens": 600}}` + "\n" + `{"worker": 2, "spent": {"requ`, true},
		{`ests": 50, "prompt_tokens": 100}}` + "\n", true},
		{`{"worker": 1, "spent": {torn` + "\n", true},
		{`{"worker": 3, "spent": {"requests": 8}}` + "\n", false},
	}
	for i, s := range steps {
		if _, err := file.WriteString(s.line); err != nil {
			t.Fatal(err)
		}
		if err := used.within(100, 0); (err == nil) != s.left || err != nil && !errors.Is(err, model.ErrBudget) {
			t.Errorf("step %d: %v", i, err)
		}
	}
	if err := used.within(0, 700); !errors.Is(err, model.ErrBudget) {
		t.Errorf("tokens: %v", err)
	}
	if got := summed(path, model.Spent{Requests: 1}); got.Requests != 99 || got.Retries != 2 || used.within(0, 0) != nil {
		t.Errorf("sum %+v", got)
	}
}
