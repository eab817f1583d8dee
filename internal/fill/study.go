package fill

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"candor/internal/ask"
	"candor/internal/guard"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/textnorm"
)

// studyAll finds out about every question what does not depend on another's
// answer: what it asks, and which entries come near. This is nearly all of a
// run's work, and it is spread over the processors; each question has its own
// place for the result, so the order of work does not show.
func (r *run) studyAll(ctx context.Context) error {
	if err := r.embed(ctx); err != nil {
		return err
	}
	workers := min(runtime.GOMAXPROCS(0), len(r.answered))
	errs := make([]error, len(r.answered))
	next := make(chan int)
	var wg sync.WaitGroup
	var done atomic.Int64
	for range workers {
		wg.Go(func() {
			for i := range next {
				errs[i] = r.study(ctx, i)
				if r.studied != nil {
					r.studied(int(done.Add(1)), len(r.answered))
				}
			}
		})
	}
	for i := range r.answered {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("study questions: %w", err)
	}
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("study %s: %w", r.qn.Questions[i].Ref, err)
		}
	}
	return nil
}

// embed asks for the vectors of all questions at once, if there is a model for
// that. One that is not to be had costs its proposals and nothing else.
func (r *run) embed(ctx context.Context) error {
	texts := make([]string, len(r.qn.Questions))
	for i := range texts {
		texts[i] = r.qn.Questions[i].Text
	}
	vectors, err := r.base.Matcher.Embed(ctx, texts)
	if ctx.Err() != nil {
		return fmt.Errorf("embed questions: %w", ctx.Err())
	}
	if err != nil {
		r.warn("entries are found by their words alone: %v", err)
	}
	for i := range vectors {
		r.answered[i].query.Vector = vectors[i]
	}
	return nil
}

func (r *run) study(ctx context.Context, i int) error {
	q, a := &r.qn.Questions[i], &r.answered[i]
	parent := ""
	if j, ok := r.byRef[q.Parent]; ok && q.Parent != "" {
		parent = r.qn.Questions[j].Text
	}
	a.language, a.unread = r.language(q.Sheet, q.Text)
	a.controls = r.base.Catalogue.Current(r.base.Catalogue.Refs(strings.Join(q.Controls, "; ")))
	a.reading = r.base.Reader.Read(ask.Question{
		Text: q.Text, Section: q.Section, Sheet: q.Sheet, Parent: parent, Guidance: q.Guidance, Language: a.language,
	})
	a.query = match.Question{Text: q.Text, Sheet: q.Sheet, Section: q.Section, Parent: parent, Controls: a.controls, Language: a.language, Vector: a.query.Vector}
	a.query.Topic = r.base.Matcher.Topic(a.query)
	matches, err := r.base.Matcher.Rank(ctx, a.query)
	if err != nil {
		return fmt.Errorf("rank entries: %w", err)
	}
	a.matches, a.query.Vector = r.lean(matches), nil
	if err := r.studyParts(ctx, a); err != nil {
		return err
	}
	a.blocked = r.base.Blocked(q.Text, q.Section)
	r.guardForemost(a)
	return r.studyHalves(ctx, a)
}

// part is one of several questions of a row.
type part struct {
	query   match.Question
	matches []match.Match
}

// studyParts ranks entries for each question of a row that asks several, unless the
// best entry lists the row as it stands. The first one stands over the others,
// which may speak of its thing as "it".
func (r *run) studyParts(ctx context.Context, a *answered) error {
	text := textnorm.Bare(a.query.Text)
	clauses := textnorm.Clauses(text)
	if len(clauses) < 2 || a.reading.IsCertification() || r.lists(a, text) {
		return nil
	}
	return r.rankParts(ctx, a, clauses)
}

// studyHalves is studyParts for two things of one clause.
func (r *run) studyHalves(ctx context.Context, a *answered) error {
	text := textnorm.Bare(a.query.Text)
	if len(a.parts) > 0 || a.language != "en" || a.reading.IsCertification() || r.lists(a, text) {
		return nil
	}
	a.halved = true
	return r.rankParts(ctx, a, r.base.Guard.Words().Lexicon().Coordinated(text))
}

// lists is true if the best match is of the very words of the text.
func (r *run) lists(a *answered, text string) bool {
	return len(a.matches) > 0 && slices.Equal(textnorm.Words(textnorm.Fold(text)), textnorm.Words(textnorm.Fold(textnorm.Bare(a.matches[0].Question))))
}

func (r *run) rankParts(ctx context.Context, a *answered, clauses []string) error {
	for i, text := range clauses {
		q := a.query
		q.Text, q.Topic = text, ""
		if i > 0 && textnorm.RefersBack(text) {
			q.Parent = strings.TrimSpace(q.Parent + " " + r.base.Guard.Words().Lexicon().Subject(clauses[0], a.language))
		}
		q.Topic = r.base.Matcher.Topic(q)
		matches, err := r.base.Matcher.Rank(ctx, q)
		if err != nil {
			return fmt.Errorf("rank entries for %q: %w", text, err)
		}
		a.parts = append(a.parts, part{q, matches})
	}
	return nil
}

// foremost is what guards say of the best match, which is nearly always the one
// that they are asked about.
type foremost struct {
	entry, phrasing string
	findings        []guard.Finding
}

// guardForemost asks the guards ahead, since here that is done side by side.
func (r *run) guardForemost(a *answered) {
	if len(a.matches) == 0 || a.matches[0].Confidence < r.thresholds.Review {
		return
	}
	best := a.matches[0]
	if e, ok := r.base.Library.Entry(best.Entry); ok {
		a.foremost = foremost{best.Entry, best.Question, r.base.Guard.Check(a.query, knowledge.MatchEntry(e), best.Question)}
	}
}

// guard asks the guards, unless they have been asked.
func (r *run) guard(a *answered, e *library.Entry, phrasing string) []guard.Finding {
	if a.foremost.entry == e.ID && a.foremost.phrasing == phrasing {
		return slices.Clone(a.foremost.findings)
	}
	return r.base.Guard.Check(a.query, knowledge.MatchEntry(e), phrasing)
}

// shown is the number of matches whose signals explain keeps in any case: the
// best and the runner-up.
const shown = 2

// lean drops the signals of entries that were never near enough to answer:
// twenty numbers each, most of a record and of a run's memory, which tell
// nobody anything.
func (r *run) lean(matches []match.Match) []match.Match {
	for i := shown; i < len(matches); i++ {
		if matches[i].Confidence < r.thresholds.Review {
			matches[i] = matches[i].Lean()
		}
	}
	return matches
}

// language is that of the question where it surely tells, since some sheets
// ask in two languages, else that of its sheet: "SOC 2 Type 2 (Y/N)" speaks
// its sheet's. One that nothing here reads is answered in English.
func (r *run) language(sheet, text string) (language string, unread bool) {
	if textnorm.Unread(text) {
		return "en", true
	}
	if language = textnorm.SureLanguage(text); language != "" {
		return language, false
	}
	return r.languages[sheet], r.unread[sheet]
}
