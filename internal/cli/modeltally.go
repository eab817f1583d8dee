package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"

	"candor/internal/model"
)

// tallied is one line of a tally: what a worker has spent so far.
type tallied struct {
	Worker int         `json:"worker"`
	Spent  model.Spent `json:"spent"`
}

// tally reads what the workers of a batch write down, each line once. It is safe
// for concurrent use.
type tally struct {
	path string

	mu   sync.Mutex
	read int64
	last map[int]model.Spent
}

// sum adds to a sum what the workers have spent so far. A line that is not whole
// yet, or that a killed worker left torn, is none.
func (t *tally) sum(sum model.Spent) model.Spent {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.more()
	for _, s := range t.last {
		sum.Requests += s.Requests
		sum.FromCache += s.FromCache
		sum.Retries += s.Retries
		sum.PromptTokens += s.PromptTokens
		sum.CompletionTokens += s.CompletionTokens
	}
	return sum
}

// more reads the whole lines that have come since. What cannot be read has not
// come.
func (t *tally) more() {
	file, err := os.Open(t.path)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.NewSectionReader(file, t.read, 1<<62))
	if err != nil {
		return
	}
	data = data[:bytes.LastIndexByte(data, '\n')+1]
	t.read += int64(len(data))
	if t.last == nil {
		t.last = map[int]model.Spent{}
	}
	for line := range bytes.Lines(data) {
		var l tallied
		if json.Unmarshal(line, &l) == nil {
			t.last[l.Worker] = l.Spent
		}
	}
}

// within fails once the workers of a batch have used up together what the run
// may, 0 for any: one that replaces another begins with a share of its own.
func (t *tally) within(requests int, tokens int64) error {
	if requests == 0 && tokens == 0 {
		return nil
	}
	s := t.sum(model.Spent{})
	if requests > 0 && s.Requests+s.Retries >= requests || tokens > 0 && s.PromptTokens+s.CompletionTokens >= tokens {
		return fmt.Errorf("%w: that of the whole batch", model.ErrBudget)
	}
	return nil
}

// summed adds to a sum what the workers of a tally spent in all.
func summed(path string, sum model.Spent) model.Spent {
	return (&tally{path: path}).sum(sum)
}
