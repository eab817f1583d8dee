package bounds

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
	if err := RefuseByName(name); err != nil {
		return err
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".xlsm", ".csv", ".tsv":
		return nil
	}
	return fmt.Errorf("%w: questionnaires are .xlsx, .xlsm, .csv or .tsv", ErrNotSpreadsheet)
}

// RefuseByName refuses, by the name alone, files of other formats that people
// send as questionnaires, with what to do about it.
func RefuseByName(path string) error {
	advice := map[string]string{
		".xls":     "an old Excel file; save it as .xlsx and try again",
		".ods":     "an OpenDocument file; save it as .xlsx and try again",
		".xlsb":    "a binary Excel file; save it as .xlsx and try again",
		".numbers": "a Numbers file; export it as .xlsx and try again",
		".pdf":     "a PDF; ask for the questionnaire as .xlsx or .csv",
		".docx":    "a Word file; ask for the questionnaire as .xlsx, or copy its table into one",
		".doc":     "a Word file; ask for the questionnaire as .xlsx, or copy its table into one",
	}
	if a, ok := advice[strings.ToLower(filepath.Ext(path))]; ok {
		return fmt.Errorf("%w: this is %s", ErrNotSpreadsheet, a)
	}
	return nil
}

// IsDelimited tells whether the file is text with delimiters, by its name.
func IsDelimited(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv":
		return true
	}
	return false
}
