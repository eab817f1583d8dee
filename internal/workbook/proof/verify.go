package proof

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/bounds"
)

// Proof is the outcome of comparing a file with the one it was made from.
type Proof struct {
	// OK is true if there are no faults.
	OK bool `json:"ok"`
	// CellsChanged counts the cells whose content differs and may.
	CellsChanged int `json:"cells_changed"`
	// Parts counts the zip members of the input; 1 for a CSV file.
	Parts int `json:"parts"`
	// PartsChanged names the members that differ, in the zip's order.
	PartsChanged []string `json:"parts_changed"`
	// Faults says what is wrong, one thing each, at most maxFaults.
	Faults []string `json:"faults,omitempty"`
}

// CellChange is one cell that differs between two files.
type CellChange struct {
	Sheet  string `json:"sheet"`
	Cell   string `json:"cell"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// maxFaults bounds the list: a file saved by another program differs in
// thousands of places, and the first ones tell as much.
const maxFaults = 50

func (p *Proof) fault(format string, args ...any) {
	switch len(p.Faults) {
	case maxFaults:
	case maxFaults - 1:
		p.Faults = append(p.Faults, "and more")
	default:
		p.Faults = append(p.Faults, fmt.Sprintf(format, args...))
	}
}

func (p *Proof) close() Proof {
	p.OK = len(p.Faults) == 0
	if p.PartsChanged == nil {
		p.PartsChanged = []string{}
	}
	return *p
}

// Verify proves that out is in with the allowed edits made and nothing else
// changed. It shares no parsing with Write.
//
// All zip members but the sheets of the edits and workbook.xml must be the
// same bytes under the same header, in the same order. In those sheets every
// token outside the allowed cells must be the same, with two tolerances, both
// exact: the sheet's dimension and a row's spans may have grown by the cells
// that are new. workbook.xml may differ in the recalculation flag only. Each
// allowed cell must hold its edit's value and the style it had, or, if it is
// new, that of its row or column. A difference is a fault in the Proof; an
// error means that one of the files could not be read.
func Verify(ctx context.Context, in, out string, allowed []questionnaire.Edit) (Proof, error) {
	var proof Proof
	var err error
	if bounds.IsDelimited(in) {
		proof, _, err = compareDelimited(ctx, in, out, allowed, false)
	} else {
		proof, _, err = comparePackages(ctx, in, out, allowed, false)
	}
	if err != nil {
		return Proof{}, fmt.Errorf("compare %q with %q: %w", filepath.Base(in), filepath.Base(out), err)
	}
	return proof, nil
}

// Diff lists the cells that differ between two files, in workbook order. The
// proof is good if values of cells are all that differs.
func Diff(ctx context.Context, in, out string) ([]CellChange, Proof, error) {
	var proof Proof
	var changes []CellChange
	var err error
	if bounds.IsDelimited(in) {
		proof, changes, err = compareDelimited(ctx, in, out, nil, true)
	} else {
		proof, changes, err = comparePackages(ctx, in, out, nil, true)
	}
	if err != nil {
		return nil, Proof{}, fmt.Errorf("compare %q with %q: %w", filepath.Base(in), filepath.Base(out), err)
	}
	return changes, proof, nil
}

// comparison holds two packages while they are compared.
type comparison struct {
	proof   Proof
	in, out *plainZip
	any     bool // all cells may change
	changes []CellChange
}

func comparePackages(ctx context.Context, in, out string, allowed []questionnaire.Edit, anyCell bool) (proof Proof, changes []CellChange, err error) {
	a, err := openPlain(ctx, in)
	if err != nil {
		return Proof{}, nil, err
	}
	defer func() { err = errors.Join(err, a.file.Close()) }()
	b, err := openPlain(ctx, out)
	if err != nil {
		return Proof{}, nil, err
	}
	defer func() { err = errors.Join(err, b.file.Close()) }()
	c := &comparison{in: a, out: b, any: anyCell}
	if err := c.run(ctx, allowed); err != nil {
		return Proof{}, nil, err
	}
	return c.proof.close(), c.changes, nil
}

func (c *comparison) run(ctx context.Context, allowed []questionnaire.Edit) error {
	c.proof.Parts = len(c.in.zip.File)
	book, sheets, err := c.in.sheetParts()
	if err != nil {
		return err
	}
	byPart := map[string]map[string]string{} // part → cell → value
	for _, s := range sheets {
		if c.any {
			byPart[s.part] = map[string]string{}
		}
	}
	for _, e := range allowed {
		part := partOf(sheets, e.Sheet)
		if part == "" {
			c.proof.fault("%s!%s: the workbook has no such sheet", e.Sheet, e.Cell)
			continue
		}
		if byPart[part] == nil {
			byPart[part] = map[string]string{}
		}
		byPart[part][e.Cell] = e.Value
	}
	touched := map[string]bool{book: true}
	for part := range byPart {
		touched[part] = true
	}
	if !c.members(ctx, touched) {
		return ctx.Err()
	}
	if err := c.workbookPart(book); err != nil {
		return err
	}
	for _, s := range sheets {
		cells, ok := byPart[s.part]
		if !ok {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.sheetPart(s, cells); err != nil {
			return fmt.Errorf("sheet %q: %w", s.name, err)
		}
	}
	return nil
}

// partOf finds the sheet as Excel does: without regard to case.
func partOf(sheets []namedPart, name string) string {
	part := ""
	for _, s := range sheets {
		if s.name == name {
			return s.part
		}
		if part == "" && strings.EqualFold(s.name, name) {
			part = s.part
		}
	}
	return part
}
