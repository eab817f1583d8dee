package bounds

import (
	"fmt"
	"io"
	"os"
)

// ReadBounded reads a regular file of at most limit bytes; ErrTooLarge or
// ErrNotSpreadsheet for any other.
func ReadBounded(path string, limit int64) (data []byte, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: not a regular file", ErrNotSpreadsheet)
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%w: the file has %d bytes, the limit is %d", ErrTooLarge, info.Size(), limit)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return data, err
}
