package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/report"
	"candor/internal/roadmap"
	"candor/internal/runlog"
)

// Gaps is the gap report over questionnaires, over all that are answered if none
// is named: what `candor gaps` tells of their records, with the deals that people
// gave. It is nil if none of them is answered.
func (d *Desk) Gaps(ctx context.Context, ids ...string) (*roadmap.Report, error) {
	list := slices.DeleteFunc(d.all(), func(it *item) bool { return it.damaged != nil })
	if len(ids) > 0 {
		list = list[:0]
		for _, id := range ids {
			it, err := d.any(id)
			if err != nil {
				return nil, err
			}
			list = append(list, it)
		}
	}
	var inputs []roadmap.Input
	names := map[string]int{}
	for _, it := range list {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read run records: %w", err)
		}
		in, err := it.demand()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		// Two questionnaires may bear one name; files are told apart by theirs.
		if names[in.File]++; names[in.File] > 1 {
			in.File = fmt.Sprintf("%s (%d)", in.File, names[in.File])
			in.Deal.File = in.File
		}
		inputs = append(inputs, in)
	}
	if len(inputs) == 0 {
		return nil, nil //nolint:nilnil // no questionnaire, no report
	}
	base := d.Base()
	planner := roadmap.Planner{Rules: base.Roadmap, Engine: base.Gaps, Posture: base.Posture, Catalogue: base.Catalogue}
	opt := roadmap.Options{AsOf: d.know.day()}
	if base.Starter {
		opt.Notes = append(opt.Notes, fmt.Sprintf(report.StarterNote, base.Posture.Company.LegalName))
	}
	return planner.Plan(ctx, inputs, opt)
}

// demand is what a questionnaire asked for, with its deal.
func (it *item) demand() (roadmap.Input, error) {
	it.mu.Lock()
	m, path := it.meta, it.record()
	it.mu.Unlock()
	rec, err := runlog.LoadAsked(path)
	if err != nil {
		return roadmap.Input{}, err
	}
	in := roadmap.Input{File: m.Name, Record: rec, Path: path}
	deal := deals.Deal{File: in.File, Account: m.Account, Region: deals.Region(m.Region), Value: m.Value, Currency: m.Currency, Product: m.Product}
	if m.Close != "" {
		if deal.Close, err = date.Parse(m.Close); err != nil {
			return roadmap.Input{}, fmt.Errorf("the deal of %q: %w", m.Name, err)
		}
	}
	in.Deal = &deal
	return in, nil
}
