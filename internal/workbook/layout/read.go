package layout

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// Options say how to read.
type Options struct {
	// Lexicon is required.
	Lexicon *vocab.Lexicon
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
	Limits bounds.Limits
}

// Read finds the questions of the spreadsheet at path.
func Read(ctx context.Context, path string, opt Options) (*questionnaire.Questionnaire, error) {
	q, err := read(ctx, path, opt)
	if err != nil {
		return nil, fmt.Errorf("read questionnaire %q: %w", filepath.Base(path), err)
	}
	return q, nil
}

func read(ctx context.Context, path string, opt Options) (*questionnaire.Questionnaire, error) {
	b, data, err := grids.Open(ctx, path, opt.Limits.OrDefaults())
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	q := &questionnaire.Questionnaire{Name: filepath.Base(path), SHA256: hex.EncodeToString(sum[:]), Inventory: b.Inventory}
	return q, readSheets(ctx, b, opt, q)
}

// readSheets reads every sheet and decides which are questionnaires.
func readSheets(ctx context.Context, b *grids.Book, opt Options, q *questionnaire.Questionnaire) error {
	if err := checkNames(b, opt); err != nil {
		return err
	}
	lists := grids.NewLists(b)
	var readings []*reading
	for _, g := range b.Sheets {
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
func checkNames(b *grids.Book, opt Options) error {
	names := slices.Clone(opt.Sheets)
	if opt.Map != nil {
		for _, s := range opt.Map.Sheets {
			names = append(names, s.Sheet)
		}
	}
	for _, name := range names {
		if name != "" && !slices.ContainsFunc(b.Sheets, func(g *grids.Grid) bool { return sameSheet(g.Name, name) }) {
			var have []string
			for _, g := range b.Sheets {
				have = append(have, fmt.Sprintf("%q", g.Name))
			}
			return fmt.Errorf("there is no sheet %q; the file has %s", name, strings.Join(have, ", "))
		}
	}
	return nil
}

// sameSheet compares names as a person types them; tabs often end in a space.
func sameSheet(a, b string) bool { return strings.EqualFold(cellref.Trim(a), cellref.Trim(b)) }

// choose reads the sheet unless something speaks against it beforehand.
func (d *detector) choose() *reading {
	r := &reading{grid: d.grid, det: d}
	asked := slices.ContainsFunc(d.options.Sheets, func(n string) bool { return sameSheet(n, d.grid.Name) })
	switch m := d.options.Map.of(d.grid.Name); {
	case m != nil:
		return d.readMapped(*m)
	case d.options.Map != nil:
		r.why = "not in the map"
	case d.options.Sheets != nil && !asked:
		r.why = "not among the sheets asked for"
	case d.grid.Hidden && !d.options.IncludeHidden && !asked:
		r.why = "hidden sheet"
	default:
		return d.readSheet()
	}
	return r
}

// rank drops sheets that read like questionnaires beside better ones: tabs
// named as instructions, reports or lists; questions without room for answers.
func rank(readings []*reading, opt Options) {
	best := false
	for _, r := range readings {
		best = best || r.writable && (!r.named || !r.kind.Strong)
	}
	weak := false
	for _, r := range readings {
		weak = weak || r.writable && !r.named
	}
	for _, r := range readings {
		if len(r.questions) == 0 || slices.ContainsFunc(opt.Sheets, func(n string) bool { return sameSheet(n, r.grid.Name) }) || opt.Map != nil {
			continue
		}
		switch {
		case r.named && r.kind.Strong && best:
			r.drop("left out: its name says " + r.kind.Why + ", and other sheets hold questions")
		case r.named && r.kind.Strong && (!r.choices && !r.headed()):
			r.drop("left out: its name says " + r.kind.Why + ", and it has neither choices nor a header")
		case r.named && weak && (!r.writable || !r.choices):
			r.drop("left out: its name says " + r.kind.Why + ", and it has no choices to make")
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
		r.skipped = []questionnaire.Skipped{{Ref: r.grid.Name, Why: r.why}}
		return nil
	}
	rows := map[int]bool{}
	for _, q := range r.questions {
		rows[q.Row] = true
	}
	for _, s := range r.skipped {
		n := refRow(s.Ref)
		if rows[n] {
			return fmt.Errorf("sheet %q: row %d was counted twice", r.grid.Name, n)
		}
		rows[n] = true
	}
	if n := r.grid.Filled(); n != len(rows) {
		return fmt.Errorf("%w: sheet %q has %d rows with text, %d were read", bounds.ErrDamaged, r.grid.Name, n, len(rows))
	}
	return nil
}

func refRow(ref string) int {
	_, row, _ := cellref.Split(ref[strings.LastIndexByte(ref, '!')+1:])
	return row
}

func sortSkipped(s []questionnaire.Skipped) {
	slices.SortStableFunc(s, func(a, b questionnaire.Skipped) int { return cmp.Compare(refRow(a.Ref), refRow(b.Ref)) })
}
