package gap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/posture"
)

// query is one call of Check: the inputs, and what is derived from them once.
type query struct {
	e    *Engine
	r    ask.Reading
	p    *posture.Posture
	ctx  Context
	lang string
	form form
	// evidence tells that a document is asked for.
	evidence bool
	reasons  []Reason
}

func (e *Engine) query(r ask.Reading, p *posture.Posture, ctx Context) *query {
	q := &query{e: e, r: r, p: p, ctx: ctx, lang: ctx.Language}
	if q.lang == "" {
		q.lang = posture.Languages()[0]
	}
	q.form = e.formOf(ctx.Question, ctx.Language)
	q.evidence = q.asks(ask.AspectReportCopy) || len(r.Requires.Doc) > 0
	return q
}

func (q *query) asOf() date.Date { return q.ctx.AsOf }

// asks reports whether the question is about aspect, be it beside others.
func (q *query) asks(aspect ask.Aspect) bool {
	return q.r.Aspect == aspect || slices.Contains(q.r.Also, aspect)
}

func (q *query) because(code, text string) {
	q.reasons = append(q.reasons, Reason{code, text})
}

func (q *query) instrument(framework string) posture.Instrument {
	in, ok := q.p.Reference().Instrument(framework)
	if !ok {
		in = posture.Instrument{ID: framework, Name: displayName(framework), Form: posture.FormCertificate}
	}
	return in
}

// displayName makes a name of the id of a framework that has no entry.
func displayName(framework string) string {
	return strings.ToUpper(strings.ReplaceAll(framework, "-", " "))
}

// name is what the framework is called in a sentence.
func (q *query) name(framework string) string {
	if framework == ask.AnyFramework || framework == "" {
		return q.e.text(q.lang, "name.any", nil)
	}
	return q.instrument(framework).Name
}

func (q *query) status(a *posture.Attestation) posture.Effective {
	return q.p.Effective(a, q.asOf())
}

func (q *query) usable(a *posture.Attestation) bool {
	return posture.Usable(q.status(a).Status)
}

func (q *query) day(d date.Date) string { return q.p.Reference().FormatDate(d, q.lang) }

// and joins items: "a, b and c".
func (q *query) and(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + q.conjunction() + items[last]
}

func (q *query) conjunction() string {
	if t, ok := q.e.texts["and"][baseLanguage(q.lang)]; ok {
		return t
	}
	return q.e.texts["and"][posture.Languages()[0]]
}
