package desk

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/atomicfile"
	"candor/internal/fill"
	"candor/internal/report"
	"candor/internal/review"
	"candor/internal/runlog"
)

// Finished is a finished questionnaire.
type Finished struct {
	// Open counts the rows that stayed blank for want of a decision; Refused are
	// the refs of those whose answer the checks kept out.
	Open    int      `json:"open"`
	Refused []string `json:"refused,omitempty"`
	// Proof is that of the file; Output and Report are the paths of the file and
	// of the internal report.
	Proof  *runlog.Verification `json:"proof"`
	Output string               `json:"-"`
	Report string               `json:"-"`
	Name   string               `json:"name"`
	// Notes are what the user should know; Proposals counts rows from which the
	// library could learn.
	Notes     []string `json:"notes,omitempty"`
	Proposals int      `json:"proposals"`
}

// Finish writes the finished questionnaire from the original by the decisions as
// they stand, and proves it. Rows that are open stay blank.
func (d *Desk) Finish(ctx context.Context, id string) (Finished, error) {
	it, err := d.item(id)
	if err != nil {
		return Finished{}, err
	}
	// What is withdrawn a moment before is not sent. Knowledge that cannot be opened
	// leaves the one before in place, which is told.
	stale := d.freshen(ctx, true)
	if ctx.Err() != nil {
		return Finished{}, fmt.Errorf("finish: %w", ctx.Err())
	}
	var out Finished
	err = d.with(it, func(*loaded) error {
		layout, err := loadLayout(it.runLayout())
		if err != nil {
			return err
		}
		res, err := review.Apply(ctx, d.Base(), review.Options{
			Record: it.record(), Decisions: it.journal(), Input: it.input(), Output: it.final(), Force: true,
			AsOf: d.know.day(), Map: layout, Version: d.cfg.Defaults.Version,
		})
		if err != nil {
			return d.plain(it, err)
		}
		if err := atomicfile.Write(it.report(), fileMode, report.Page{Record: res.Final}.Write); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
		out = finishedOf(it, res)
		if stale != nil {
			out.Notes = append(out.Notes, stale.Error())
		}
		m := it.meta
		m.Finished = &finished{Decisions: len(res.Decisions), Run: it.light.run, Proof: out.Proof, Refused: out.Refused, Notes: out.Notes}
		return it.save(m)
	})
	if err != nil {
		return Finished{}, err
	}
	d.tell(it, Event{Kind: EventItem})
	return out, nil
}

func finishedOf(it *item, res *review.Result) Finished {
	out := Finished{
		Open: res.Open(), Proof: res.Final.Verification, Output: it.final(), Report: it.report(), Name: finalName(it.meta.Name),
		Notes: slices.Clone(res.Notes), Proposals: res.Proposals,
	}
	for _, f := range res.Finals {
		if f.Refused {
			out.Refused = append(out.Refused, f.Ref)
		}
	}
	return out
}

func finalName(name string) string { return fill.DefaultOutput(name) }

// Final is the finished file of a questionnaire and the name to download it by.
func (d *Desk) Final(id string) (path, downloadName string, err error) {
	it, err := d.item(id)
	if err != nil {
		return "", "", err
	}
	err = d.with(it, func(*loaded) error {
		if !it.isFinished() {
			return ErrNotFinished
		}
		path, downloadName = it.final(), finalName(it.meta.Name)
		return nil
	})
	return path, downloadName, err
}
