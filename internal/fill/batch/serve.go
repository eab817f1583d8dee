package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
)

// Setup makes a language model from Options.Model, for a run at a sharing level:
// what fill hears, and how the knowledge is to be opened for it.
type Setup func(ctx context.Context, config json.RawMessage, sharing library.Sharing) (fill.Model, []knowledge.Option, error)

// Serve is the child's side of a batch: it reads settings and requests from in
// and answers one file after the other until in ends, which also stops a file
// that is being answered. setup may be nil where no batch names a model. It
// returns an error only if it cannot be of use.
func Serve(ctx context.Context, in io.Reader, out io.Writer, setup Setup, opts ...knowledge.Option) error {
	return serve(ctx, in, out, fill.Run, setup, opts...)
}

// runFunc is fill.Run; tests put misbehaviour in its place.
type runFunc func(context.Context, *knowledge.Base, fill.Options) (*fill.Result, error)

func serve(ctx context.Context, in io.Reader, out io.Writer, run runFunc, setup Setup, opts ...knowledge.Option) error {
	dec, enc := json.NewDecoder(in), json.NewEncoder(out)
	var set settings
	if err := dec.Decode(&set); err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	w, err := prepare(ctx, set, setup, opts)
	if err != nil {
		return errors.Join(err, enc.Encode(hello{Error: err.Error()}))
	}
	w.run = run
	if err := enc.Encode(hello{}); err != nil {
		return fmt.Errorf("say hello: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for req := range requests(ctx, stop, dec) {
		if err := enc.Encode(w.answer(ctx, req, steps(req, enc))); err != nil {
			return fmt.Errorf("send reply: %w", err)
		}
	}
	return nil
}

// steps sends the progress that was asked for. A parent that is gone shows when
// the reply is sent.
func steps(req request, enc *json.Encoder) func(done, total int) {
	if !req.Progress {
		return nil
	}
	return func(done, total int) { _ = enc.Encode(reply{Step: &step{done, total}}) }
}

// requests reads ahead, so that the end of the input is seen while a file is
// being answered; it then stops that too.
func requests(ctx context.Context, stop func(), dec *json.Decoder) <-chan request {
	ch := make(chan request)
	go func() {
		defer close(ch)
		defer stop()
		for {
			var req request
			if dec.Decode(&req) != nil {
				return
			}
			select {
			case ch <- req:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

// server answers files with the knowledge at hand.
type server struct {
	set    settings
	base   *knowledge.Base
	packer *packer
	run    runFunc
	model  fill.Model
}

// softShare of the hard limit is where the runtime begins to save memory.
const softShare = 0.75

// prepare sets the limits first, so that they hold for the knowledge too.
func prepare(ctx context.Context, set settings, setup Setup, opts []knowledge.Option) (*server, error) {
	if set.Memory > 0 {
		debug.SetMemoryLimit(int64(float64(set.Memory) * softShare))
		if err := limitMemory(uint64(set.Memory)); err != nil {
			return nil, err
		}
	}
	asOf, err := date.Parse(set.AsOf)
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	model, more, err := set.model(ctx, setup)
	if err != nil {
		return nil, err
	}
	base, err := knowledge.Open(ctx, set.KB, asOf, append(more, opts...)...)
	if err != nil {
		return nil, err
	}
	if base.Digest != set.Digest {
		return nil, ErrKnowledgeChanged
	}
	p, err := newPacker()
	if err != nil {
		return nil, err
	}
	return &server{set: set, base: base, packer: p, model: model}, nil
}

// model is the language model that the batch names, the zero value for none.
func (s settings) model(ctx context.Context, setup Setup) (fill.Model, []knowledge.Option, error) {
	if len(s.Model) == 0 {
		return fill.Model{}, nil, nil
	}
	if setup == nil {
		return fill.Model{}, nil, errors.New("this program knows no language models")
	}
	m, opts, err := setup(ctx, s.Model, s.Sharing)
	if err != nil {
		return fill.Model{}, nil, fmt.Errorf("set up the language model: %w", err)
	}
	return m, opts, nil
}

// ErrKnowledgeChanged ends a batch: its files would be answered unalike.
var ErrKnowledgeChanged = errors.New("the knowledge base changed while the batch was running; run it again")

func (s *server) answer(ctx context.Context, req request, progress func(done, total int)) reply {
	opt, err := s.set.options(req)
	if err != nil {
		return reply{Error: err.Error()}
	}
	opt.Model = s.model
	opt.Progress = progress
	res, err := s.run(ctx, s.base, opt)
	if err != nil {
		if fault := diskFault(err); fault != "" {
			return reply{Error: fault, IO: true}
		}
		_, none := errors.AsType[*fill.NoQuestionsError](err)
		return reply{Error: err.Error(), NoQuestions: none}
	}
	return reply{SHA256: res.Record.Input.SHA256, Summary: res.Record.Summary, Answers: s.packer.pack(res.Record), Warnings: slices.Concat(s.notes(), res.Warnings)}
}

// notes tell that the knowledge was opened without its model: the files that are
// answered so are worth another run.
func (s *server) notes() []string {
	if !s.base.WithoutMeaning {
		return nil
	}
	return []string{"entries were found by their words alone, since the embedding model was not to be had"}
}

// diskFault is what went wrong with reading or writing a file, as on a full
// disk, where the questionnaire is not to blame; else "". Which of the copies
// in the work folder it was says nothing to anybody.
func diskFault(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Op + " a work file: " + e.Err.Error()
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Op + " a work file: " + e.Err.Error()
	}
	return ""
}
