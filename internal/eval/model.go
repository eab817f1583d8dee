package eval

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"candor/internal/fill"
	"candor/internal/knowledge"
)

// Effect is what a language model changes: the figures beside it are with it.
type Effect struct {
	Name string `json:"name"`
	// Without are the figures over everything without the model.
	Without Stats `json:"without"`
	// Warnings are what the user should know: a model that fell silent.
	Warnings []string `json:"warnings,omitempty"`
}

// effect measures the sets without the model, nil if there is none.
func (t *Trial) effect(ctx context.Context, base *knowledge.Base, sets []Set) (*Effect, error) {
	if t.opt.Model.Adviser == nil && t.opt.Plain == nil {
		return nil, nil
	}
	e := &Effect{Name: t.opt.Model.Name}
	for _, r := range t.ready {
		e.Warnings = append(e.Warnings, r.Warnings()...)
	}
	opt := t.opt
	opt.Model, opt.Plain, opt.Progress = fill.Model{}, nil, nil
	plain, err := Prepare(ctx, cmp.Or(t.opt.Plain, base), sets, opt)
	if err != nil {
		return nil, fmt.Errorf("measure without the model: %w", err)
	}
	list, err := plain.Outcomes(ctx, base.Matcher.Thresholds())
	if err != nil {
		return nil, fmt.Errorf("measure without the model: %w", err)
	}
	e.Without = Summarize(list)
	return e, nil
}

func (r *Result) printEffect(w io.Writer) {
	if r.Model == nil {
		return
	}
	fmt.Fprintln(w)
	fmt.Fprintf(w, statsHead, "model", "asked", "hit@1", "hit@3", "MRR", "reached", "filled", "right", "wrong", "wrong yes", "open", "precision")
	printStats(w, "without", &r.Model.Without)
	printStats(w, "with "+printable(r.Model.Name), &r.All)
	for _, warning := range r.Model.Warnings {
		fmt.Fprintln(w, printable(warning))
	}
}
