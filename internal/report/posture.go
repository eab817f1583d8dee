package report

import (
	"cmp"
	"fmt"
	"io"

	"candor/internal/date"
	"candor/internal/posture"
)

// Posture shows the certification records as they stand on a day.
type Posture struct {
	Rows    []posture.ShowRow
	Company string
	AsOf    date.Date
	Starter bool
	Width   int
}

// Write prints the table to w.
func (s Posture) Write(w io.Writer) error {
	p := &printer{w: w, width: s.Width}
	p.linef("%s, as of %s", cmp.Or(clean(s.Company), "a company without a name yet"), s.AsOf)
	if s.Starter {
		p.wrapped("note: ", "      ", fmt.Sprintf(StarterNote, s.Company))
	}
	if len(s.Rows) == 0 {
		p.linef("no certification record; add them to company/posture.yaml")
	}
	for _, r := range s.Rows {
		p.linef("")
		p.linef("%-12s %s%s", r.Status, clean(r.Name), suffix("  until ", r.Until.String()))
		for _, why := range r.Reasons {
			p.wrapped("             ", "             ", why)
		}
		if r.Statement != "" {
			p.wrapped("             may say: ", "             ", r.Statement)
		}
	}
	return p.done("posture")
}
