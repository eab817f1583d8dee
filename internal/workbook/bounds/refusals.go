package bounds

import (
	"errors"
)

// Refusals that callers tell apart from damage. Each error of a reader on such a
// file wraps one of them.
var (
	// ErrEncrypted is a workbook with a password to open it.
	ErrEncrypted = errors.New("the workbook is encrypted; open it in Excel, remove the password under File, Info, and save it again")
	// ErrNotSpreadsheet is a file that is no workbook of a kind that we read.
	ErrNotSpreadsheet = errors.New("not a spreadsheet that can be read")
	// ErrTooLarge is a file past one of the Limits.
	ErrTooLarge = errors.New("past the limits for questionnaires")
)

// ErrDamaged is wrapped by each complaint about a file that breaks the rules
// of its format, so that a caller can tell damage from a failing disk.
var ErrDamaged = errors.New("damaged workbook")
