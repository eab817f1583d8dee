package upkeep

import (
	"fmt"

	"candor/internal/alike"
	"candor/internal/library"
)

// contradiction says why two entries that are asked the same cannot both be
// right, "" if they can: other positions, or other values of one thing. Two
// answers that read alike (basis says) may take other positions, since what
// they are asked differs.
func contradiction(a, b *library.Entry, basis alike.Basis) string {
	if basis == alike.Says {
		return ""
	}
	if position(a) && position(b) && a.Verdict != b.Verdict {
		return fmt.Sprintf("%s says %s and %s says %s", a.ID, a.Verdict, b.ID, b.Verdict)
	}
	if a.Language != b.Language {
		return "" // numbers are read in words of one language
	}
	if x, y, differ := alike.OtherValues(a.Text, b.Text, a.Language); differ {
		return fmt.Sprintf("%s says %q and %s says %q", a.ID, x, b.ID, y)
	}
	return ""
}

func position(e *library.Entry) bool {
	switch e.Verdict {
	case library.Yes, library.No, library.Partial, library.NA:
		return true
	case library.Text, library.None:
	}
	return false
}
