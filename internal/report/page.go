package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"candor/internal/answer"
	"candor/internal/match"
	"candor/internal/runlog"
)

//go:embed page.gohtml
var pageTemplate string

//go:embed page.css
var pageStyle string

// Page is a run as one self-contained HTML page: no script, no request, fit
// for printing. It is for the company's own people; it names gaps and reasons
// that a prospect must not see.
type Page struct {
	Record *runlog.Record
}

// pageData is what the template walks over.
type pageData struct {
	*runlog.Record
	Style    template.CSS
	Note     string
	Bars     []bar
	Gaps     []gapGroup
	Review   []pageRow
	Unknown  []pageRow
	Sheets   []pageSheet
	NoSheets []runlog.Sheet
}

// bar is one segment of the status bar.
type bar struct {
	Status  answer.Status
	N       int
	Percent int
	Text    string
}

// pageRow is a question with what the page shows beside it.
type pageRow struct {
	*runlog.Question
	Why      string
	RunnerUp *match.Match
}

// pageSheet is the questions of one sheet.
type pageSheet struct {
	Name string
	Rows []pageRow
}

// Write renders the page to w.
func (pg Page) Write(w io.Writer) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"anchor": anchor,
		"join":   strings.Join,
		"plural": plural,
		"listed": func(refs []string) []string { return refs },
	}).Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("read page template: %w", err)
	}
	if err := t.Execute(w, pg.data()); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	return nil
}

func (pg Page) data() pageData {
	rec := pg.Record
	d := pageData{Record: rec, Style: template.CSS(pageStyle), Gaps: groupGaps(rec)} //nolint:gosec // our own embedded style sheet
	if rec.KB.Starter {
		d.Note = fmt.Sprintf(StarterNote, rec.KB.Company)
	}
	d.Bars = bars(rec.Summary)
	for i := range rec.Rows {
		row := newPageRow(&rec.Rows[i])
		switch row.Status {
		case answer.Review, answer.Blocked:
			d.Review = append(d.Review, row)
		case answer.Unmatched:
			d.Unknown = append(d.Unknown, row)
		case answer.Filled, answer.Kept:
		}
		if n := len(d.Sheets); n == 0 || d.Sheets[n-1].Name != row.Sheet {
			d.Sheets = append(d.Sheets, pageSheet{Name: row.Sheet})
		}
		last := &d.Sheets[len(d.Sheets)-1]
		last.Rows = append(last.Rows, row)
	}
	for _, s := range rec.Sheets {
		if s.Questions == 0 {
			d.NoSheets = append(d.NoSheets, s)
		}
	}
	return d
}

func newPageRow(q *runlog.Question) pageRow {
	row := pageRow{Question: q, Why: mainReason(q)}
	if len(q.Matches) > 1 {
		row.RunnerUp = &q.Matches[1]
	}
	return row
}

// bars are the statuses with their share of the questions.
func bars(s runlog.Summary) []bar {
	counts := map[answer.Status]int{
		answer.Filled: s.Filled, answer.Review: s.Review, answer.Unmatched: s.Unmatched, answer.Kept: s.Kept, answer.Blocked: s.Blocked,
	}
	texts := map[answer.Status]string{
		answer.Filled: "written into the sheet", answer.Review: "a draft that a person must confirm",
		answer.Unmatched: "no answer known, left blank", answer.Kept: "answered before, left as it was",
		answer.Blocked: "not for a tool to answer",
	}
	var out []bar
	for _, status := range answer.Statuses() {
		out = append(out, bar{status, counts[status], percent(counts[status], s.Questions), texts[status]})
	}
	return out
}

// anchor makes a cell's ref fit for an id: every character that is not a plain
// letter or digit becomes its code, so that no two refs fall together.
func anchor(ref string) string {
	var b strings.Builder
	b.WriteString("q-")
	for _, r := range ref {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "-%x-", r)
		}
	}
	return b.String()
}
