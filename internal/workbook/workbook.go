package workbook

import (
	"context"
	"io"
	"io/fs"

	"candor/internal/questionnaire"
	"candor/internal/workbook/bounds"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/layout"
	"candor/internal/workbook/patch"
	"candor/internal/workbook/proof"
	"candor/internal/workbook/vocab"
)

// ReadOptions say how to read.
type ReadOptions = layout.Options

// Mapping is the user's own word on a layout.
type Mapping = layout.Mapping

// SheetMap is that on one sheet.
type SheetMap = layout.SheetMap

// ColumnMap is that on the columns of a sheet.
type ColumnMap = layout.ColumnMap

// Lexicon holds the words by which a sheet is understood.
type Lexicon = vocab.Lexicon

// State is what a word of a list says.
type State = vocab.State

// Cells is what stands in the cells of a spreadsheet, whatever its layout.
type Cells = grids.Cells

// Result is what a write did.
type Result = patch.Result

// RefusedEdit is an edit that a write did not make.
type RefusedEdit = patch.RefusedEdit

// Proof is what Verify found.
type Proof = proof.Proof

// CellChange is a cell that differs.
type CellChange = proof.CellChange

// What a word of a list says; the empty State is a word that says none of it.
const (
	StateYes        = vocab.StateYes
	StateNo         = vocab.StateNo
	StatePartial    = vocab.StatePartial
	StateNA         = vocab.StateNA
	StatePlanned    = vocab.StatePlanned
	StateInProgress = vocab.StateInProgress
	StateOwnership  = vocab.StateOwnership
	StateStatus     = vocab.StateStatus
	StateScale      = vocab.StateScale
	StateFiller     = vocab.StateFiller
)

const (
	// MaxFileBytes is the size on disk above which no file is read by default.
	MaxFileBytes = bounds.MaxFileBytes
	// MaxCellUnits is the longest text that a cell holds, in UTF-16 units.
	MaxCellUnits = patch.MaxCellUnits
	// WhyDerived is the reason of a row whose answer comes from a formula.
	WhyDerived = layout.WhyDerived
)

// Refusals that callers tell apart from damage.
var (
	// ErrNotSpreadsheet is a file that is no workbook of a kind that we read.
	ErrNotSpreadsheet = bounds.ErrNotSpreadsheet
	// ErrTooLarge is a file past one of the Limits.
	ErrTooLarge = bounds.ErrTooLarge
)

// Accepts tells by its name alone whether Read would take a file: nil, or an
// ErrNotSpreadsheet that says what to do.
func Accepts(name string) error { return bounds.Accepts(name) }

// LoadLexicon reads the words of layouts and lists from a knowledge base.
func LoadLexicon(fsys fs.FS) (*Lexicon, error) { return vocab.LoadLexicon(fsys) }

// LoadMapping reads the user's own word on sheets and columns from a YAML file.
func LoadMapping(path string) (*Mapping, error) { return layout.LoadMapping(path) }

// Read finds the questions of the spreadsheet at path.
func Read(ctx context.Context, path string, opt ReadOptions) (*questionnaire.Questionnaire, error) {
	return layout.Read(ctx, path, opt)
}

// ReadCells reads the displayed text of every cell of the spreadsheet at path,
// within the default limits.
func ReadCells(ctx context.Context, path string) (*Cells, error) { return grids.ReadCells(ctx, path) }

// Write writes a copy of the file at in, with the edits made, to out; see
// patch.Write.
func Write(ctx context.Context, in string, edits []questionnaire.Edit, overwrite bool, out io.Writer) (Result, error) {
	return patch.Write(ctx, in, edits, overwrite, out)
}

// Verify proves that out is in with the allowed edits made and nothing else
// changed; see proof.Verify.
func Verify(ctx context.Context, in, out string, allowed []questionnaire.Edit) (Proof, error) {
	return proof.Verify(ctx, in, out, allowed)
}

// Diff lists the cells that differ between two files, in workbook order. The
// proof is good if values of cells are all that differs.
func Diff(ctx context.Context, in, out string) ([]CellChange, Proof, error) {
	return proof.Diff(ctx, in, out)
}
