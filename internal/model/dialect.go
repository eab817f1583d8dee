package model

import (
	"errors"
	"net/http"
	"strings"
	"sync"
)

// rung is how an endpoint is told which form an answer must have. Those that do
// not know the best way are asked by the next one.
type rung int

const (
	// bySchema has the endpoint hold the model to a JSON Schema.
	bySchema rung = iota
	// asObject has it hold the model to JSON; the schema is in the prompt.
	asObject
	// byWord has nothing but the prompt.
	byWord
)

func (r rung) String() string {
	switch r {
	case bySchema:
		return "json_schema"
	case asObject:
		return "json_object"
	case byWord:
	}
	return "prompt only"
}

// dialect is what was learned of an endpoint. Its zero value is what OpenAI's
// documents say; each thing is learned once a run at most, so that adapting
// ends.
type dialect struct {
	rung rung
	// completionTokens names the bound of an answer as reasoning models want it.
	completionTokens bool
	// roomy adds room for a reasoning that counts as part of the answer.
	roomy                 bool
	noTemperature, noSeed bool
}

// reasoningModels are prefixes of names of models that take no temperature.
var reasoningModels = []string{"o1", "o3", "o4", "gpt-5", "gpt-6"}

func newDialect(model string) dialect {
	for _, p := range reasoningModels {
		if strings.HasPrefix(model, p) {
			return dialect{completionTokens: true, roomy: true, noTemperature: true}
		}
	}
	return dialect{}
}

// aboutForm are words by which endpoints and the grammars in them complain of
// the form asked for; older servers of llama.cpp do so with status 500.
var aboutForm = []string{"response_format", "json_schema", "json_object", "grammar", "invalid schema"}

func (e *statusError) isAboutForm() bool { return e.mentions(aboutForm...) }

func (e *statusError) mentions(words ...string) bool {
	raw := strings.ToLower(e.raw)
	for _, w := range words {
		if strings.Contains(raw, w) {
			return true
		}
	}
	return false
}

// learned is the dialect that an endpoint asks for by refusing a request or by
// how it answers, and whether that is another one.
func (d dialect) learned(err error) (dialect, bool) {
	var e *statusError
	var r *replyError
	switch {
	case errors.As(err, &e):
		return d.refused(e)
	case !errors.As(err, &r):
		return d, false
	case r.short && !d.roomy:
		d.roomy = true
	case r.form && d.rung < byWord:
		// An endpoint that held its model to the form would not have sent this.
		d.rung = byWord
	default:
		return d, false
	}
	return d, true
}

func (d dialect) refused(e *statusError) (dialect, bool) {
	switch e.status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotImplemented, http.StatusInternalServerError:
	default:
		return d, false
	}
	switch {
	case !d.completionTokens && e.mentions("max_tokens", "max_completion_tokens"):
		d.completionTokens, d.roomy = true, true
	case !d.noTemperature && e.mentions("temperature"):
		d.noTemperature = true
	case !d.noSeed && e.mentions("seed"):
		d.noSeed = true
	case d.rung < byWord && e.isAboutForm():
		d.rung++
	default:
		return d, false
	}
	return d, true
}

// tongue is the dialect in use.
type tongue struct {
	mu sync.Mutex
	d  dialect
}

func (t *tongue) get() dialect {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.d
}

// adopt takes up what a request found out, unless another one found out
// something in the meantime; the request then tries that first.
func (t *tongue) adopt(from, to dialect) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.d == from {
		t.d = to
	}
}

// setRung changes the rung and returns what it was.
func (t *tongue) setRung(r rung) rung {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.d.rung
	t.d.rung = r
	return before
}
