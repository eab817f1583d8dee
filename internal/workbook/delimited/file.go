package delimited

import (
	"fmt"
	"io"
	"os"

	"candor/internal/workbook/bounds"
)

// maxDelimitedBytes bounds a CSV file; questionnaires have some kilobytes.
const maxDelimitedBytes = 64 << 20

// Read reads the file at path; ErrDamaged for one that is no text with delimiters.
func Read(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxDelimitedBytes+1))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil && len(data) > maxDelimitedBytes {
		err = fmt.Errorf("%w: more than %d bytes", bounds.ErrDamaged, maxDelimitedBytes)
	}
	if err != nil {
		return nil, err
	}
	return Parse(path, data)
}
