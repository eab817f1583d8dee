package grids

import (
	"context"

	"candor/internal/workbook/bounds"
)

// Open reads a file's sheets, and returns its bytes too.
func Open(ctx context.Context, path string, limits bounds.Limits) (b *Book, data []byte, err error) {
	if err := bounds.RefuseByName(path); err != nil {
		return nil, nil, err
	}
	if data, err = bounds.ReadBounded(path, limits.FileBytes); err != nil {
		return nil, nil, err
	}
	if bounds.IsDelimited(path) {
		b, err = readDelimited(path, data, limits)
	} else {
		b, err = Load(ctx, data, limits)
	}
	return b, data, err
}
