package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/desk"
	"candor/internal/gap"
	"candor/internal/web/hook"
)

// watcher tells webhooks what happens on the desk. It remembers on disk what was
// told, so that a restart neither repeats nor loses anything.
type watcher struct {
	desk Desk
	send func(hook.Type, any) error
	path string
	log  *slog.Logger
	told memory
}

// memory is what was told.
type memory struct {
	// Items are by id; Gaps are those that some questionnaire has shown.
	Items map[string]toldItem `json:"items"`
	Gaps  []string            `json:"gaps"`
}

type toldItem struct {
	// Answered is true once the rows of the run were looked at, Finished while
	// the finished file is there.
	Answered bool `json:"answered,omitempty"`
	Finished bool `json:"finished,omitempty"`
}

// itemNews is what a webhook learns of a questionnaire.
type itemNews struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Account string `json:"account,omitempty"`
	Due     string `json:"due,omitempty"`
	Open    int    `json:"open"`
	Decided int    `json:"decided"`
}

// gapNews is a gap that no questionnaire had shown before.
type gapNews struct {
	Questionnaire itemNews     `json:"questionnaire"`
	Code          gap.Code     `json:"code"`
	Framework     string       `json:"framework,omitempty"`
	Severity      gap.Severity `json:"severity"`
	Rows          int          `json:"rows"`
}

func newsOf(it *desk.Item) itemNews {
	return itemNews{ID: it.ID, Name: it.Name, Account: it.Account, Due: it.Due, Open: it.Open, Decided: it.Decided}
}

// run watches until ctx ends.
func (w *watcher) run(ctx context.Context) {
	coming := w.desk.Subscribe(ctx)
	first, err := w.load()
	if err != nil {
		w.log.LogAttrs(ctx, slog.LevelError, "webhooks", slog.String("fault", err.Error()))
		return
	}
	if first {
		// What is on the desk when webhooks are first turned on is no news.
		w.sweep(ctx, func(hook.Type, any) error { return nil })
	} else {
		w.sweep(ctx, w.send)
	}
	for e := range coming {
		if e.Kind == desk.EventReset {
			w.sweep(ctx, w.send)
		}
		if e.Kind == desk.EventItem || e.Kind == desk.EventRemoved || e.Kind == desk.EventRow {
			w.look(ctx, e.Item, w.send)
		}
	}
}

// sweep looks at everything.
func (w *watcher) sweep(ctx context.Context, send func(hook.Type, any) error) {
	for _, it := range w.desk.List() {
		w.look(ctx, it.ID, send)
	}
}

// look tells what is new of a questionnaire. A fault is logged, and what could
// not be told is told at the next look.
func (w *watcher) look(ctx context.Context, id string, send func(hook.Type, any) error) {
	it, err := w.desk.Item(id)
	before := w.told.Items[id]
	if err != nil {
		if _, gone := errors.AsType[*desk.NotFoundError](err); gone && before != (toldItem{}) {
			delete(w.told.Items, id)
			err = w.save()
		}
	} else {
		err = w.compare(&it, before, send)
	}
	if err != nil && ctx.Err() == nil {
		w.log.LogAttrs(ctx, slog.LevelError, "webhooks", slog.String("item", id), slog.String("fault", err.Error()))
	}
}

func (w *watcher) compare(it *desk.Item, before toldItem, send func(hook.Type, any) error) error {
	// What a batch left is nobody's work yet; what is damaged is as it was, as soon
	// as its file is put back.
	if it.ReadOnly || it.Damaged {
		return nil
	}
	after := toldItem{Answered: it.Phase == desk.PhaseReview || it.Phase == desk.PhaseDone, Finished: it.Finished}
	if after == before {
		return nil
	}
	if after.Answered && !before.Answered {
		if err := w.gaps(it, send); err != nil {
			return err
		}
		if it.Open > 0 {
			if err := send(hook.NeedsReview, newsOf(it)); err != nil {
				return err
			}
		}
	}
	if after.Finished && !before.Finished {
		if err := send(hook.Finished, newsOf(it)); err != nil {
			return err
		}
	}
	w.told.Items[it.ID] = after
	return w.save()
}

// gaps tells of the gaps of a questionnaire that are the first of their kind.
func (w *watcher) gaps(it *desk.Item, send func(hook.Type, any) error) error {
	heads, err := w.desk.Rows(it.ID, desk.Filter{Needs: "gaps"})
	if err != nil {
		return err
	}
	found := map[string]*gapNews{}
	for _, h := range heads {
		row, err := w.desk.Row(it.ID, h.Ref)
		if err != nil {
			return err
		}
		for _, g := range row.Gaps {
			key := string(g.Code) + " " + g.Framework
			switch {
			case g.Severity == gap.Info || slices.Contains(w.told.Gaps, key):
			case found[key] == nil:
				found[key] = &gapNews{Questionnaire: newsOf(it), Code: g.Code, Framework: g.Framework, Severity: g.Severity, Rows: 1}
			default:
				found[key].Rows++
			}
		}
	}
	for _, key := range sortedKeys(found) {
		if err := send(hook.NewGap, found[key]); err != nil {
			return err
		}
		w.told.Gaps = append(w.told.Gaps, key)
	}
	slices.Sort(w.told.Gaps)
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}

// load reads the memory; first tells that there is none.
func (w *watcher) load() (first bool, err error) {
	w.told = memory{Items: map[string]toldItem{}}
	text, err := os.ReadFile(w.path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("read what was told: %w", err)
	}
	if err := json.Unmarshal(text, &w.told); err != nil {
		return false, fmt.Errorf("read what was told, %s: %w", w.path, err)
	}
	if w.told.Items == nil {
		w.told.Items = map[string]toldItem{}
	}
	return false, nil
}

func (w *watcher) save() error {
	err := atomicfile.Write(w.path, 0o600, func(out io.Writer) error { return json.NewEncoder(out).Encode(w.told) })
	if err != nil {
		return fmt.Errorf("remember what was told: %w", err)
	}
	return nil
}
