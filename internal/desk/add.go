package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/atomicfile"
	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/kbfile"
	"candor/internal/workbook"
)

// maxName bounds a questionnaire's name in bytes: with what we add to it, it
// still is a file name everywhere.
const maxName = 160

// Add takes a questionnaire and answers it in the background. The error is a
// *RefusedError if the file or the meta data are not taken.
func (d *Desk) Add(ctx context.Context, name string, r io.Reader, meta Meta) (Item, error) {
	if d.ctx.Err() != nil {
		return Item{}, ErrClosed
	}
	name = cleanName(name)
	if err := workbook.Accepts(name); err != nil {
		return Item{}, &RefusedError{Why: fmt.Sprintf("%q: %s", name, err)}
	}
	if err := d.checkMeta(&meta); err != nil {
		return Item{}, err
	}
	m := stored{Schema: schema, Name: name, Ext: strings.ToLower(filepath.Ext(name)), Added: d.stamp(), Meta: meta, Pending: true}
	it, err := d.create(m, func(dir string) error {
		return takeFile(ctx, dir, name, r)
	})
	if err != nil {
		return Item{}, err
	}
	d.tell(it, Event{Kind: EventItem})
	d.rouse()
	return d.Item(it.id)
}

// create makes a questionnaire's folder beside its place and moves it there
// whole.
func (d *Desk) create(m stored, fill func(dir string) error) (*item, error) {
	id := d.cfg.NewID()
	if !isID(id) {
		return nil, fmt.Errorf("the id %q is no name for a folder", id)
	}
	root := filepath.Join(d.cfg.Dir, "q")
	stage, dir := filepath.Join(root, "."+id), filepath.Join(root, id)
	if err := os.Mkdir(stage, dirMode); err != nil {
		return nil, fmt.Errorf("make the questionnaire's folder: %w", err)
	}
	err := fill(stage)
	if err == nil {
		err = writeJSON(filepath.Join(stage, "meta.json"), m)
	}
	if err == nil {
		err = os.Rename(stage, dir)
	}
	if err == nil {
		err = atomicfile.SyncDir(root)
	}
	if err != nil {
		if _, refused := errors.AsType[*RefusedError](err); !refused {
			err = fmt.Errorf("add %q: %w", m.Name, err)
		}
		return nil, errors.Join(err, os.RemoveAll(stage))
	}
	it := &item{id: id, dir: dir, added: m.Added, meta: m}
	d.mu.Lock()
	d.items[id] = it
	d.mu.Unlock()
	return it, nil
}

func isID(id string) bool {
	return id != "" && len(id) <= 64 && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// takeFile copies an upload, up to the size that is read at all.
func takeFile(ctx context.Context, dir, name string, r io.Reader) error {
	to := filepath.Join(dir, inputPath(name))
	if err := os.Mkdir(filepath.Dir(to), dirMode); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return err
	}
	n, err := io.Copy(f, io.LimitReader(contextReader{ctx, r}, workbook.MaxFileBytes+1))
	switch {
	case err != nil:
	case n > workbook.MaxFileBytes:
		err = &RefusedError{Why: fmt.Sprintf("%q is larger than %d MB, the most that is read", name, workbook.MaxFileBytes>>20)}
	case n == 0:
		err = &RefusedError{Why: fmt.Sprintf("%q is empty", name)}
	default:
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return atomicfile.SyncDir(filepath.Dir(to))
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// devices are names that Windows keeps for itself, whatever their ending.
var devices = []string{"CON", "PRN", "AUX", "NUL", "COM", "LPT"}

// cleanName makes an upload's name one that is safe to show and to download by:
// its last part, without what controls a terminal, turns the direction of text,
// or means something to a file system.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`<>:"|?*/`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.TrimRight(name, " .")
	ext := filepath.Ext(name)
	stem := strings.Trim(strings.TrimSuffix(name, ext), " .")
	for len(stem)+len(ext) > maxName && stem != "" {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if stem == "" {
		stem = "questionnaire"
	}
	if contains(devices, strings.TrimRight(strings.ToUpper(stem), "0123456789")) {
		stem = "_" + stem
	}
	return stem + ext
}

// checkMeta refuses values that reports could not use, and trims the others.
func (d *Desk) checkMeta(m *Meta) error {
	for _, text := range []*string{&m.Account, &m.Due, &m.Product, &m.Region, &m.Currency, &m.Close} {
		*text = strings.TrimSpace(strings.ToValidUTF8(*text, ""))
		if len(*text) > maxName {
			return &RefusedError{Field: "account", Why: fmt.Sprintf("%.20q… is too long", *text)}
		}
	}
	for _, day := range []struct{ field, value string }{{"due", m.Due}, {"close", m.Close}} {
		if day.value == "" {
			continue
		}
		if _, err := date.Parse(day.value); err != nil {
			return &RefusedError{Field: day.field, Why: fmt.Sprintf("%q is no day; write it as 2026-11-30", day.value)}
		}
	}
	if ids := d.Base().ProductIDs(); m.Product != "" && !contains(ids, m.Product) {
		return &RefusedError{Field: "product", Why: kbfile.Unknown("product", m.Product, ids)}
	}
	if m.Region != "" && !contains(deals.Regions(), deals.Region(m.Region)) {
		return &RefusedError{Field: "region", Why: fmt.Sprintf("there is no region %q", m.Region)}
	}
	if m.Value != nil && (!(*m.Value >= 0) || math.IsInf(*m.Value, 0)) {
		return &RefusedError{Field: "value", Why: "the value of a deal is a number from 0 on"}
	}
	m.Currency = strings.ToUpper(m.Currency)
	if m.Currency != "" && (len(m.Currency) != 3 || strings.Trim(m.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		return &RefusedError{Field: "currency", Why: fmt.Sprintf("%q is no code of three letters, such as EUR", m.Currency)}
	}
	return nil
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// SetMeta changes what is said of a questionnaire; another product answers it
// again.
func (d *Desk) SetMeta(ctx context.Context, id string, meta Meta) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	it, err := d.item(id)
	if err != nil {
		return err
	}
	if err := d.checkMeta(&meta); err != nil {
		return err
	}
	it.mu.Lock()
	again := it.meta.Product != meta.Product
	m := it.meta
	m.Meta = meta
	m.Pending = m.Pending || again
	err = it.save(m)
	if again {
		it.restart(err)
	}
	it.mu.Unlock()
	if err != nil {
		return err
	}
	d.tell(it, Event{Kind: EventItem})
	if again {
		d.rouse()
	}
	return nil
}

// Rerun answers a questionnaire again with the knowledge of today. Decisions on
// rows that stay the same are kept.
func (d *Desk) Rerun(ctx context.Context, id string) error {
	it, err := d.item(id)
	if err != nil {
		return err
	}
	if err := d.freshen(ctx, true); err != nil {
		return err
	}
	it.mu.Lock()
	m := it.meta
	m.Pending, m.Failed = true, ""
	err = it.save(m)
	it.restart(err)
	it.mu.Unlock()
	if err != nil {
		return err
	}
	d.tell(it, Event{Kind: EventItem})
	d.rouse()
	return nil
}

// Remove takes a questionnaire with all decisions off the desk; a run of it
// stops.
func (d *Desk) Remove(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	it, err := d.own(id)
	if err != nil {
		return err
	}
	d.mu.Lock()
	delete(d.items, id)
	d.mu.Unlock()
	it.mu.Lock()
	defer it.mu.Unlock()
	it.gone = true
	if it.run != nil {
		it.run.cancel()
	}
	err = it.drop()
	d.peers.forget(id)
	// Under another name first, so that a folder is there whole or not at all.
	away := filepath.Join(filepath.Dir(it.dir), "."+id+".gone")
	if moved := os.Rename(it.dir, away); moved != nil {
		return errors.Join(err, fmt.Errorf("remove the questionnaire: %w", moved))
	}
	d.feed.publish(Event{Kind: EventRemoved, Item: id})
	if gone := os.RemoveAll(away); gone != nil {
		return errors.Join(err, fmt.Errorf("remove the questionnaire: %w", gone))
	}
	return err
}

// tell publishes an event on a questionnaire.
func (d *Desk) tell(it *item, e Event) {
	e.Item = it.id
	it.seq.Store(d.feed.publish(e))
}
