package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"candor/internal/fill"
	"candor/internal/fill/batch"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/model"
	"candor/internal/runlog"
)

// batchModel is what the answers of a batch follow from. It is written down
// beside them, so it holds no secret.
type batchModel struct {
	URL            string     `json:"url"`
	Kind           model.Kind `json:"kind,omitempty"`
	APIVersion     string     `json:"api_version,omitempty"`
	Model          string     `json:"model,omitempty"`
	EmbeddingModel string     `json:"embedding_model,omitempty"`
	EmbeddingURL   string     `json:"embedding_url,omitempty"`
	Confirm        bool       `json:"confirm,omitempty"`
	Drafts         bool       `json:"drafts,omitempty"`
}

// workerModel is what else a worker needs. It goes by its environment, which
// nobody but the same user reads.
type workerModel struct {
	Key          string        `json:"key,omitempty"`
	EmbeddingKey string        `json:"embedding_key,omitempty"`
	Insecure     bool          `json:"insecure,omitempty"`
	Timeout      time.Duration `json:"timeout,omitempty"`
	Parallel     int           `json:"parallel,omitempty"`
	PerSecond    float64       `json:"per_second,omitempty"`
	MaxRequests  int           `json:"max_requests,omitempty"`
	MaxTokens    int64         `json:"max_tokens,omitempty"`
	Debug        string        `json:"debug,omitempty"`
	// Tally is the file that takes what was spent. AllRequests and AllTokens are
	// what all workers may use by it together, those that were replaced too.
	Tally       string `json:"tally,omitempty"`
	AllRequests int    `json:"all_requests,omitempty"`
	AllTokens   int64  `json:"all_tokens,omitempty"`
}

// workerModelVariable holds a workerModel.
const workerModelVariable = "CANDOR_BATCH_MODEL"

// modelTimeout is the longest time for one file where a model is asked: a
// thousand rows in doubt at a second each, eight at a time, and as much again.
const modelTimeout = 5 * time.Minute

// share gives each of a number of workers its part of what the run may use.
func share[N int | int64](of, usual N, workers int) N {
	if of == 0 {
		of = usual
	}
	return max(1, of/N(workers))
}

// hand prepares a batch of so many workers for the model, nil for none. The
// returned function says what was spent, and ends it.
func (m *modelRun) hand(opt *batch.Options, debug string, workers int) (spent func() model.Spent, err error) {
	if m == nil {
		return func() model.Spent { return model.Spent{} }, nil
	}
	if opt.Model, err = json.Marshal(batchModel{m.URL, m.Kind, m.APIVersion, m.Model, m.EmbeddingModel, m.EmbeddingURL, m.confirm, m.drafts}); err != nil {
		return nil, fmt.Errorf("describe the model: %w", err)
	}
	tally, err := os.CreateTemp("", "candor-model-")
	if err != nil {
		return nil, fmt.Errorf("count what the model costs: %w", err)
	}
	if err := tally.Close(); err != nil {
		return nil, fmt.Errorf("count what the model costs: %w", err)
	}
	if debug != "" {
		if debug, err = filepath.Abs(debug); err != nil {
			return nil, fmt.Errorf("find the debug log: %w", err)
		}
	}
	var all struct {
		requests int
		tokens   int64
	}
	if !m.apart {
		all.requests, all.tokens = cmp.Or(m.MaxRequests, model.DefaultMaxRequests), cmp.Or(m.MaxTokens, model.DefaultMaxTokens)
	}
	data, err := json.Marshal(workerModel{
		Key: m.Key.Reveal(), EmbeddingKey: m.EmbeddingKey.Reveal(), Insecure: m.Insecure, Timeout: m.Timeout,
		Parallel: share(m.Parallel, model.DefaultParallel, workers), PerSecond: m.RequestsPerSecond / float64(workers),
		MaxRequests: share(m.MaxRequests, model.DefaultMaxRequests, workers), MaxTokens: share(m.MaxTokens, model.DefaultMaxTokens, workers),
		Debug: debug, Tally: tally.Name(), AllRequests: all.requests, AllTokens: all.tokens,
	})
	if err != nil {
		return nil, fmt.Errorf("describe the model: %w", err)
	}
	opt.Child.Env = append(opt.Child.Env, workerModelVariable+"="+string(data))
	return func() model.Spent {
		defer func() { _ = os.Remove(tally.Name()) }()
		return summed(tally.Name(), m.client.Spent())
	}, nil
}

// tellFiles warns once of files that were answered without the model, at least in
// part; the batch remembers which, and answers them again.
func (m *modelRun) tellFiles(a *app, files []runlog.BatchFile) {
	if m == nil {
		return
	}
	n, why := 0, ""
	for _, f := range files {
		if f.Status == runlog.FileAnswered && f.Why != "" {
			n, why = n+1, cmp.Or(why, f.File+": "+f.Why)
		}
	}
	if n > 0 {
		fmt.Fprintf(a.Err, "candor: warning: the model was not heard on all of %d of %d files; run the batch again for these: %s\n", n, len(files), harmless(why))
	}
}

// workerSetup is the model of a worker.
func (a *app) workerSetup(_ context.Context, config json.RawMessage, sharing library.Sharing) (fill.Model, []knowledge.Option, error) {
	var b batchModel
	var w workerModel
	if err := errors.Join(json.Unmarshal(config, &b), json.Unmarshal([]byte(a.env(workerModelVariable)), &w)); err != nil {
		return fill.Model{}, nil, errors.New("the batch did not say how to reach the model")
	}
	m, err := newModelRun(endpoint{
		Config: model.Config{
			URL: b.URL, Kind: b.Kind, APIVersion: b.APIVersion, Model: b.Model, EmbeddingModel: b.EmbeddingModel, EmbeddingURL: b.EmbeddingURL,
			Key: model.NewSecret(w.Key), EmbeddingKey: model.NewSecret(w.EmbeddingKey), Insecure: w.Insecure, Timeout: w.Timeout, Parallel: w.Parallel,
			RequestsPerSecond: w.PerSecond, MaxRequests: w.MaxRequests, MaxTokens: w.MaxTokens,
			CacheDir: a.answersDir(), Version: version(), Now: time.Now, //nolint:forbidigo // here the clock enters
		},
		confirm: b.Confirm, drafts: b.Drafts,
	}, w.Debug)
	if err != nil {
		return fill.Model{}, nil, err
	}
	file, err := os.OpenFile(w.Tally, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fill.Model{}, nil, fmt.Errorf("count what the model costs: %w", err)
	}
	m.tally = func(s model.Spent) {
		if line, err := json.Marshal(tallied{os.Getpid(), s}); err == nil {
			// A tally that cannot be written is no reason to stop answering.
			_, _ = file.Write(append(line, '\n'))
		}
	}
	used := &tally{path: w.Tally}
	m.within = func() error { return used.within(w.AllRequests, w.AllTokens) }
	heard, err := m.adviser()
	return heard, m.knowledge(sharing), err
}
