package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"candor/internal/atomicfile"
)

// checkPage refuses a path for --html that is not named as a page is. A page
// replaces what stands there, so that without this a slip of the hand would cost
// a questionnaire, a record or an entry of the library. It is called before any
// work is done; "" is no page.
func checkPage(path string) error {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm":
		return nil
	}
	if path == "" {
		return nil
	}
	return usagef("--html: %q must end in .html or .htm, since a page replaces what stands there", path)
}

// writePage writes a page whole or not at all, for its owner alone.
func writePage(path string, write func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	if err := atomicfile.Write(path, 0o600, write); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
