package patch

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"candor/internal/questionnaire"
	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/opc"
	"candor/internal/workbook/sheetscan"
)

// Result is what Write did.
type Result struct {
	// Written are the edits in the output, in the order asked for. Cell is
	// where the value went (the anchor of a merge) and Value what the cell
	// holds (line breaks as LF). An edit whose value stood there already is
	// among them.
	Written []questionnaire.Edit
	// Refused are the other edits, each with the reason.
	Refused []RefusedEdit
	// PartsChanged names the zip members that differ from the input, sorted.
	PartsChanged []string
}

// RefusedEdit is an edit that was not made.
type RefusedEdit struct {
	questionnaire.Edit
	// Why is one of questionnaire's refusals or of this package's.
	Why questionnaire.Refusal
}

// Write writes a copy of the file at in, with the edits made, to out. The
// input is only read. Each edit is either made or comes back in Refused; an
// error means that what went to out is no file.
//
// Without overwrite a cell that holds text is refused, unless the text is the
// edit's value already or the placeholder that the edit says it replaces.
// Writing the same edits twice gives the same bytes, and writing them into the
// file so made changes nothing.
func Write(ctx context.Context, in string, edits []questionnaire.Edit, overwrite bool, out io.Writer) (Result, error) {
	var res Result
	var err error
	if bounds.IsDelimited(in) {
		res, err = writeDelimited(ctx, in, edits, overwrite, out)
	} else {
		res, err = writePackage(ctx, in, edits, overwrite, out)
	}
	if err != nil {
		return Result{}, fmt.Errorf("write answers into %q: %w", filepath.Base(in), err)
	}
	return res, nil
}

func writePackage(ctx context.Context, in string, edits []questionnaire.Edit, overwrite bool, out io.Writer) (res Result, err error) {
	pkg, err := opc.Open(ctx, in)
	if err != nil {
		return Result{}, err
	}
	defer func() {
		if cerr := pkg.Close(); err == nil {
			err = cerr
		}
	}()
	book := &bookFacts{pkg: pkg}
	targets, bySheet := sortEdits(pkg, edits)
	changed := map[string][]byte{}
	for _, s := range pkg.Sheets {
		if len(bySheet[s.Part]) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		if err := book.patchSheet(s, bySheet[s.Part], overwrite, changed); err != nil {
			return Result{}, fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	if err := book.patchWorkbook(ctx, changed); err != nil {
		return Result{}, err
	}
	if err := copyZip(ctx, pkg.Reader, changed, out); err != nil {
		return Result{}, err
	}
	return result(targets, changed), nil
}

// sortEdits turns the edits into targets, in order and by the part of their
// sheet, and refuses what names no cell or holds what no cell can.
func sortEdits(pkg *opc.Package, edits []questionnaire.Edit) (all []*target, bySheet map[string][]*target) {
	bySheet = map[string][]*target{}
	for _, e := range edits {
		t := &target{edit: e}
		all = append(all, t)
		sheet, ok := pkg.Sheet(e.Sheet)
		at, err := cellref.Parse(e.Cell)
		if !ok || err != nil || sheet.Kind != "worksheet" {
			t.why = RefuseNoCell
			continue
		}
		t.at = at
		t.text, t.why = cleanText(e.Value)
		bySheet[sheet.Part] = append(bySheet[sheet.Part], t)
	}
	return all, bySheet
}

func result(targets []*target, changed map[string][]byte) Result {
	var res Result
	for _, t := range targets {
		if t.why != questionnaire.Writable {
			res.Refused = append(res.Refused, RefusedEdit{Edit: t.edit, Why: t.why})
			continue
		}
		e := t.edit
		e.Cell, e.Value = t.at.String(), t.text
		res.Written = append(res.Written, e)
	}
	for part := range changed {
		res.PartsChanged = append(res.PartsChanged, part)
	}
	slices.Sort(res.PartsChanged)
	return res
}

// bookFacts is what several sheets ask of the workbook; each is read once.
type bookFacts struct {
	pkg     *opc.Package
	formats []opc.CellFormat
	loaded  bool
}

// format is the format with the index; an unknown one is a locked, general one.
func (b *bookFacts) format(i int) opc.CellFormat {
	if i < 0 || i >= len(b.formats) {
		return opc.CellFormat{}
	}
	return b.formats[i]
}

// patchSheet plans one sheet and puts its new bytes, if they differ, into
// changed.
func (b *bookFacts) patchSheet(s opc.Sheet, targets []*target, overwrite bool, changed map[string][]byte) error {
	if !b.loaded {
		formats, err := b.pkg.CellFormats()
		if err != nil {
			return err
		}
		b.formats, b.loaded = formats, true
	}
	data, err := b.pkg.Part(s.Part)
	if err != nil {
		return err
	}
	scan, err := sheetscan.Scan(data)
	if err != nil {
		return err
	}
	pivots, headers, err := refreshed(b.pkg, s.Part)
	if err != nil {
		return err
	}
	p := &sheetPatch{book: b, scan: scan, pivots: pivots, headers: headers, overwrite: overwrite, targets: targets}
	if err := p.plan(); err != nil {
		return err
	}
	if len(p.splices) > 0 {
		changed[s.Part] = apply(data, p.splices)
	}
	return nil
}
