package report

import (
	"fmt"
	"io"

	"candor/internal/roadmap"
)

// RoadmapPage is a gap report as one self-contained HTML page.
type RoadmapPage struct {
	Report *roadmap.Report
}

// Write renders the page to w.
func (pg RoadmapPage) Write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%d", pg.Report.Blocked)
	return err
}
