package workbook

import (
	"fmt"
	"path/filepath"
	"strings"
)

// MaxFileBytes is the size on disk above which no file is read by default.
const MaxFileBytes = 25 << 20

// Accepts tells by its name alone whether Read would take a file: nil, or an
// ErrNotSpreadsheet that says what to do.
func Accepts(name string) error {
	if err := refuseByName(name); err != nil {
		return err
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".xlsm", ".csv", ".tsv":
		return nil
	}
	return fmt.Errorf("%w: questionnaires are .xlsx, .xlsm, .csv or .tsv", ErrNotSpreadsheet)
}
