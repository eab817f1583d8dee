// Package workbook reads security questionnaires from spreadsheets and writes
// answers back into them.
//
// Reading finds the questions of any layout by evidence over whole columns
// (see detector), each with the cells that its answer may go to, and accounts
// for every row that it leaves out. Writing patches the cells asked for and
// copies everything else byte for byte; Verify proves it by reading again. The
// package knows the file formats (xlsx, xlsm, csv, tsv) and nothing of
// answers. Its promises: a damaged or hostile file is an error and never a
// shorter questionnaire; a cell that is no answer cell is never offered.
package workbook

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/questionnaire"
)

// ReadOptions say how to read.
type ReadOptions struct {
	// Lexicon is required.
	Lexicon *Lexicon
	// Sheets limits reading to these sheets; nil means all.
	Sheets []string
	// IncludeHidden reads hidden sheets, rows and columns too.
	IncludeHidden bool
	// Map is the user's own word on sheets and columns; it overrides what
	// would be detected.
	Map *Mapping
	// Completed tells that the file was filled in, so that texts beside a
	// question are its answers where a blank sheet's would explain it.
	Completed bool
	// AppendColumn offers a new column for answers where a sheet has none.
	AppendColumn bool
	// Limits bound the file; the zero value means the defaults.
	Limits Limits
}

// Read finds the questions of the spreadsheet at path.
func Read(ctx context.Context, path string, opt ReadOptions) (*questionnaire.Questionnaire, error) {
	q, err := read(ctx, path, opt)
	if err != nil {
		return nil, fmt.Errorf("read questionnaire %q: %w", filepath.Base(path), err)
	}
	return q, nil
}

func read(ctx context.Context, path string, opt ReadOptions) (*questionnaire.Questionnaire, error) {
	b, data, err := openBook(ctx, path, opt.Limits.orDefaults())
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	q := &questionnaire.Questionnaire{Name: filepath.Base(path), SHA256: hex.EncodeToString(sum[:]), Inventory: b.inventory}
	return q, readSheets(ctx, b, opt, q)
}

// openBook reads a file's sheets, and returns its bytes too.
func openBook(ctx context.Context, path string, limits Limits) (b *book, data []byte, err error) {
	if err := refuseByName(path); err != nil {
		return nil, nil, err
	}
	if data, err = readBounded(path, limits.FileBytes); err != nil {
		return nil, nil, err
	}
	if isDelimited(path) {
		b, err = readDelimited(path, data, limits)
	} else {
		b, err = loadBook(ctx, data, limits)
	}
	return b, data, err
}

// otherFormats are files that people send as questionnaires and that are not
// read, with what to do about it.
func refuseByName(path string) error {
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

func readBounded(path string, limit int64) (data []byte, err error) {
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

// readSheets reads every sheet and decides which are questionnaires.
func readSheets(ctx context.Context, b *book, opt ReadOptions, q *questionnaire.Questionnaire) error {
	if err := checkNames(b, opt); err != nil {
		return err
	}
	lists := newListResolver(b)
	var readings []*reading
	for _, g := range b.grids {
		if err := ctx.Err(); err != nil {
			return err
		}
		readings = append(readings, newDetector(opt.Lexicon, g, lists, opt).choose())
	}
	rank(readings, opt)
	for _, r := range readings {
		if err := r.reconcile(); err != nil {
			return err
		}
		q.Sheets = append(q.Sheets, r.sheet())
		q.Questions = append(q.Questions, r.questions...)
		q.Skipped = append(q.Skipped, r.skipped...)
	}
	return nil
}

// checkNames makes sure that the sheets that the user names are there.
func checkNames(b *book, opt ReadOptions) error {
	names := slices.Clone(opt.Sheets)
	if opt.Map != nil {
		for _, s := range opt.Map.Sheets {
			names = append(names, s.Sheet)
		}
	}
	for _, name := range names {
		if name != "" && !slices.ContainsFunc(b.grids, func(g *grid) bool { return sameSheet(g.name, name) }) {
			var have []string
			for _, g := range b.grids {
				have = append(have, fmt.Sprintf("%q", g.name))
			}
			return fmt.Errorf("there is no sheet %q; the file has %s", name, strings.Join(have, ", "))
		}
	}
	return nil
}

// sameSheet compares names as a person types them; tabs often end in a space.
func sameSheet(a, b string) bool { return strings.EqualFold(trim(a), trim(b)) }

// choose reads the sheet unless something speaks against it beforehand.
func (d *detector) choose() *reading {
	r := &reading{grid: d.grid, det: d}
	asked := slices.ContainsFunc(d.options.Sheets, func(n string) bool { return sameSheet(n, d.grid.name) })
	switch m := d.options.Map.of(d.grid.name); {
	case m != nil:
		return d.readMapped(*m)
	case d.options.Map != nil:
		r.why = "not in the map"
	case d.options.Sheets != nil && !asked:
		r.why = "not among the sheets asked for"
	case d.grid.hidden && !d.options.IncludeHidden && !asked:
		r.why = "hidden sheet"
	default:
		return d.readSheet()
	}
	return r
}

// rank drops sheets that read like questionnaires beside better ones: tabs
// named as instructions, reports or lists; questions without room for answers.
func rank(readings []*reading, opt ReadOptions) {
	best := false
	for _, r := range readings {
		best = best || r.writable && (!r.named || !r.kind.strong)
	}
	weak := false
	for _, r := range readings {
		weak = weak || r.writable && !r.named
	}
	for _, r := range readings {
		if len(r.questions) == 0 || slices.ContainsFunc(opt.Sheets, func(n string) bool { return sameSheet(n, r.grid.name) }) || opt.Map != nil {
			continue
		}
		switch {
		case r.named && r.kind.strong && best:
			r.drop("left out: its name says " + r.kind.why + ", and other sheets hold questions")
		case r.named && r.kind.strong && (!r.choices && !r.headed()):
			r.drop("left out: its name says " + r.kind.why + ", and it has neither choices nor a header")
		case r.named && weak && (!r.writable || !r.choices):
			r.drop("left out: its name says " + r.kind.why + ", and it has no choices to make")
		case !r.writable && best:
			r.drop("left out: " + r.why)
		}
	}
}

// headed is true if some table has a header and takes answers.
func (r *reading) headed() bool {
	return slices.ContainsFunc(r.tables, func(t *layout) bool { return len(t.header.heads) > 0 && t.takesAnswers() })
}

func (r *reading) drop(why string) {
	r.questions, r.skipped, r.tables, r.why = nil, nil, nil, why
}

// reconcile makes sure that no row was lost: every row with text is the row of
// a question or of one skipped entry. A sheet that was left out is one entry.
func (r *reading) reconcile() error {
	if len(r.questions) == 0 {
		r.skipped = []questionnaire.Skipped{{Ref: r.grid.name, Why: r.why}}
		return nil
	}
	rows := map[int]bool{}
	for _, q := range r.questions {
		rows[q.Row] = true
	}
	for _, s := range r.skipped {
		n := refRow(s.Ref)
		if rows[n] {
			return fmt.Errorf("sheet %q: row %d was counted twice", r.grid.name, n)
		}
		rows[n] = true
	}
	if n := r.grid.filled(); n != len(rows) {
		return fmt.Errorf("%w: sheet %q has %d rows with text, %d were read", errDamaged, r.grid.name, n, len(rows))
	}
	return nil
}

func refRow(ref string) int {
	_, row, _ := splitPos(ref[strings.LastIndexByte(ref, '!')+1:])
	return row
}

func sortSkipped(s []questionnaire.Skipped) {
	slices.SortStableFunc(s, func(a, b questionnaire.Skipped) int { return cmp.Compare(refRow(a.Ref), refRow(b.Ref)) })
}
