package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"candor/internal/adviser"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/model"
)

// modelRun is a model that a command uses; nil is none.
type modelRun struct {
	endpoint
	client *model.Client
	debug  io.Closer
	// tally is told after each request, nil for nobody.
	tally func(model.Spent)
	// within is asked before each request whether there is a budget left besides
	// the client's own, nil for nobody.
	within func() error
	// apart gives each file that a worker answers a budget of its own.
	apart bool
}

// start sets up the model that the flags name, nil for none. Nothing is sent.
func (f *modelFlags) start(a *app, quiet bool) (*modelRun, error) {
	e, err := f.resolve(a)
	if err != nil {
		return nil, err
	}
	if !e.isSet() {
		if f.debug != "" {
			return nil, usagef("--debug writes what is sent to a model, and no model endpoint is set")
		}
		return nil, nil
	}
	m, err := newModelRun(e, f.debug)
	if err != nil {
		return nil, err
	}
	if !quiet {
		fmt.Fprintf(a.Err, "candor: note: rows in doubt and the approved entries that may answer them go to %s (%s)\n", m.client.Endpoint(), e.from)
	}
	addresses := []string{m.client.Endpoint()}
	if other := m.client.EmbeddingEndpoint(); other != addresses[0] {
		addresses = append(addresses, other)
		if !quiet {
			fmt.Fprintf(a.Err, "candor: note: questions of the questionnaire and of approved entries go to %s for their vectors\n", other)
		}
	}
	for _, address := range addresses {
		if strings.HasPrefix(address, "http:") && !model.IsLocal(address) {
			fmt.Fprintf(a.Err, "candor: warning: what is sent to %s, the key too, goes unencrypted\n", address)
		}
	}
	return m, nil
}

// newModelRun makes the client; debug is the path of a log, "" for none.
func newModelRun(e endpoint, debug string) (*modelRun, error) {
	m := &modelRun{endpoint: e}
	if debug != "" {
		out, err := openDebug(debug)
		if err != nil {
			return nil, err
		}
		m.Debug, m.debug = out, out
	}
	var err error
	if m.client, err = model.New(m.Config); err != nil {
		return nil, errors.Join(usageError{err}, m.close())
	}
	return m, nil
}

// debugHeader begins every debug log, so that no other file is taken for one
// and written to.
const debugHeader = "candor debug log: all that is sent to a model, and what comes back\n"

// openDebug opens a log for its owner alone. One that is there goes on; any
// other file is left as it is.
func openDebug(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the debug log: %w", err)
	}
	head := make([]byte, len(debugHeader))
	n, err := io.ReadFull(file, head)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		_, err = file.WriteString(debugHeader)
	case string(head[:n]) != debugHeader:
		err = fmt.Errorf("%q is another file, which would be written to; name a new one", path)
	default:
		err = nil
	}
	if err == nil {
		err = file.Chmod(0o600)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the debug log: %w", err), file.Close())
	}
	return file, nil
}

func (m *modelRun) close() error {
	if m == nil || m.debug == nil {
		return nil
	}
	if err := m.debug.Close(); err != nil {
		return fmt.Errorf("close the debug log: %w", err)
	}
	return nil
}

// knowledge is how the knowledge is opened for the model.
func (m *modelRun) knowledge(sharing library.Sharing) []knowledge.Option {
	if m == nil || m.EmbeddingModel == "" {
		return nil
	}
	// Two endpoints may call different models by one name.
	name := m.client.EmbeddingEndpoint() + " " + m.EmbeddingModel
	return []knowledge.Option{knowledge.WithEmbedding(knowledge.Embedding{Embedder: asker{m}, Model: name, Sharing: sharing})}
}

// adviser is what fill hears.
func (m *modelRun) adviser() (fill.Model, error) {
	if m == nil || m.Model == "" {
		return fill.Model{}, nil
	}
	asker, err := adviser.New(asker{m})
	if err != nil {
		return fill.Model{}, err
	}
	return fill.Model{Adviser: asker, Name: m.Model, Confirm: m.confirm, Draft: m.drafts, Parallel: m.Parallel}, nil
}

// asker is the model as the engine's interfaces want it.
type asker struct{ m *modelRun }

// Complete is that of the client; an answer to one request that cannot be used
// says nothing of the next.
func (c asker) Complete(ctx context.Context, r adviser.Request) (string, error) {
	if err := c.within(); err != nil {
		return "", err
	}
	defer c.count()
	text, err := c.m.client.Complete(ctx, model.Request(r))
	if errors.Is(err, model.ErrReply) {
		return "", &adviser.ReplyError{Why: "cannot be used"}
	}
	return text, err
}

func (c asker) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if err := c.within(); err != nil {
		return nil, err
	}
	defer c.count()
	return c.m.client.Embed(ctx, texts)
}

func (c asker) within() error {
	if c.m.within == nil {
		return nil
	}
	return c.m.within()
}

func (c asker) count() {
	if c.m.tally != nil {
		c.m.tally(c.m.client.Spent())
	}
}

// tell says what went wrong with a model, and what it cost.
func (m *modelRun) tell(a *app, warnings []string, quiet bool) {
	for _, w := range warnings {
		fmt.Fprintf(a.Err, "candor: warning: %s\n", harmless(w))
	}
	if m != nil {
		m.tellSum(a, m.client.Spent(), quiet)
	}
}

// tellSum says what a model cost.
func (m *modelRun) tellSum(a *app, s model.Spent, quiet bool) {
	if m != nil && !quiet {
		fmt.Fprintf(a.Err, "candor: model: %s\n", bill(s))
	}
}

// bill words what was used.
func bill(s model.Spent) string {
	text := fmt.Sprintf("%d requests", s.Requests)
	if s.Requests == 1 {
		text = "1 request"
	}
	var apart []string
	if s.Retries > 0 {
		apart = append(apart, fmt.Sprintf("%d repeated", s.Retries))
	}
	if s.FromCache > 0 {
		apart = append(apart, fmt.Sprintf("%d more from the cache", s.FromCache))
	}
	if len(apart) > 0 {
		text += " (" + strings.Join(apart, ", ") + ")"
	}
	return fmt.Sprintf("%s, %d tokens in, %d tokens out", text, s.PromptTokens, s.CompletionTokens)
}
