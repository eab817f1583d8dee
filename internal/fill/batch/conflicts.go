package batch

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"candor/internal/runlog"
)

// maxConflicts bounds the list: behind more there is one cause.
const maxConflicts = 200

// maxForeign is the size above which a record that we did not write is not
// looked at.
const maxForeign = 32 << 20

// conflicts compares the answers given in all records of the output folder:
// those of this batch and any that stood there before.
func (b *batch) conflicts(ctx context.Context) ([]runlog.Conflict, error) {
	found := []runlog.Conflict{}
	if b.tree == nil {
		return found, nil
	}
	names, all, err := b.givenAnswers(ctx)
	if err != nil {
		return nil, err
	}
	groups := disagreements(all)
	groups = groups[:min(len(groups), maxConflicts)]
	rows, err := b.rows(ctx, names, groups)
	if err != nil {
		return nil, err
	}
	for _, group := range groups {
		var c runlog.Conflict
		for _, g := range group {
			if q, ok := rows[g]; ok {
				c.Question = cmp.Or(c.Question, q.Question)
				c.Answers = append(c.Answers, runlog.ConflictAnswer{Record: names[g.record], Ref: q.Ref, Verdict: q.Verdict, Answer: q.Answer})
			}
		}
		if len(c.Answers) > 1 {
			found = append(found, c)
		}
	}
	return found, nil
}

// rows reads the questions behind the answers, each record once.
func (b *batch) rows(ctx context.Context, names []string, groups [][]given) (map[given]runlog.Question, error) {
	wanted := slices.Concat(groups...)
	slices.SortFunc(wanted, func(a, b given) int { return cmp.Compare(a.record, b.record) })
	rows := map[given]runlog.Question{}
	for list := range chunks(wanted, func(g given) int32 { return g.record }) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rec := b.record(names[list[0].record])
		for _, g := range list {
			if rec != nil && int(g.row) < len(rec.Rows) {
				rows[g] = rec.Rows[g.row]
			}
		}
	}
	return rows, nil
}

// givenAnswers gathers the packed answers of the batch and packs those of
// records that it did not make.
func (b *batch) givenAnswers(ctx context.Context) (names []string, all []given, err error) {
	ours := map[string]bool{}
	for i, f := range b.files {
		if f.Record != "" {
			ours[f.Record] = true
			all = append(all, unpack(b.packed[i], int32(len(names)))...) //nolint:gosec // far fewer files
			names = append(names, f.Record)
		}
	}
	var p *packer
	err = fs.WalkDir(b.tree.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && d != nil && d.IsDir():
			return fs.SkipDir // a folder that cannot be read has no records for us
		case err != nil:
			return err
		case d.IsDir() && name != "." && strings.HasPrefix(path.Base(name), "."):
			return fs.SkipDir
		case !d.Type().IsRegular() || !strings.HasSuffix(name, ".run.json") || ours[name]:
			return nil
		}
		if p == nil {
			if p, err = newPacker(); err != nil {
				return err
			}
		}
		if rec := b.record(name); rec != nil {
			all = append(all, unpack(p.pack(rec), int32(len(names)))...) //nolint:gosec // see above
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("compare answers: %w", err)
	}
	return names, all, nil
}

// record reads a record of the tree, nil if it is none.
func (b *batch) record(name string) *runlog.Record {
	f, err := b.tree.root.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > maxForeign {
		return nil
	}
	var rec runlog.Record
	if err := json.NewDecoder(io.LimitReader(f, maxForeign)).Decode(&rec); err != nil || rec.Schema != runlog.Schema {
		return nil
	}
	return &rec
}
