package grids

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/opc"
	"candor/internal/workbook/xmlscan"
)

// Book is a workbook as read: a grid per sheet and what they share.
type Book struct {
	Sheets    []*Grid
	names     []definedName
	Inventory []string
}

// definedName is a name that formulas may use; sheet is the tab that it is
// local to, "" if it holds everywhere.
type definedName struct{ name, sheet, formula string }

// gridNamed finds a sheet as Excel does, without case.
func (b *Book) gridNamed(name string) *Grid {
	for _, g := range b.Sheets {
		if strings.EqualFold(g.Name, name) {
			return g
		}
	}
	return nil
}

// Load reads all sheets of the OOXML file in data.
func Load(ctx context.Context, data []byte, limits bounds.Limits) (b *Book, err error) {
	// Our own code does not panic on input; the libraries below it might.
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, fmt.Errorf("%w: %v", bounds.ErrDamaged, p)
		}
	}()
	r := bytes.NewReader(data)
	if err := opc.Prescan(ctx, r, r.Size(), limits); err != nil {
		return nil, err
	}
	p, err := opc.Read(r, r.Size())
	if err != nil {
		return nil, err
	}
	l := bookLoader{pkg: p, limits: limits, book: &Book{}}
	if err := l.shared(); err != nil {
		return nil, err
	}
	for _, s := range p.Sheets {
		if err := l.sheet(ctx, s); err != nil {
			return nil, fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	l.inventory()
	return l.book, nil
}

type bookLoader struct {
	pkg     *opc.Package
	book    *Book
	limits  bounds.Limits
	strings []string
	formats []Format
	dates   dateSystem
	pivots  int
	threads int
}

// shared reads the parts that all sheets lean on.
func (l *bookLoader) shared() error {
	data, err := l.pkg.Part(l.pkg.Workbook)
	if err != nil {
		return err
	}
	if err := l.workbookPart(data); err != nil {
		return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, l.pkg.Workbook, err)
	}
	rels, err := l.pkg.Relations(l.pkg.Workbook)
	if err != nil {
		return err
	}
	for _, r := range rels {
		if r.External || r.Kind != "sharedStrings" && r.Kind != "styles" {
			continue
		}
		data, err := l.pkg.Part(r.Target)
		if err != nil {
			return err
		}
		if r.Kind == "styles" {
			l.formats, err = readFormats(data)
		} else {
			l.strings, err = xmlscan.ReadStrings(data)
		}
		if err != nil {
			return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, r.Target, err)
		}
	}
	return nil
}

func (l *bookLoader) workbookPart(data []byte) error {
	s, err := xmlscan.ScanRoot(data, "workbook")
	if err != nil {
		return err
	}
	err = s.Children(func(name string) error {
		switch name {
		case "workbookPr":
			v, err := s.Attr("date1904")
			l.dates.from1904 = v == "1" || v == "true"
			return err
		case "definedNames":
			return s.Children(func(string) error { return l.definedName(s) })
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Finish()
}

func (l *bookLoader) definedName(s *xmlscan.Scanner) error {
	var d definedName
	var err error
	if d.name, err = s.Attr("name"); err != nil {
		return err
	}
	local, ok := xmlscan.RawAttr(s.Attrs, "localSheetId")
	if i := smallInt(string(local)); ok && i < len(l.pkg.Sheets) {
		d.sheet = l.pkg.Sheets[i].Name
	}
	d.formula, err = s.AllText()
	l.book.names = append(l.book.names, d)
	return err
}

func (l *bookLoader) sheet(ctx context.Context, s opc.Sheet) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g := &Grid{Name: s.Name, Hidden: s.State == "hidden" || s.State == "veryHidden", formats: l.formats}
	l.book.Sheets = append(l.book.Sheets, g)
	if s.Kind != "worksheet" {
		return nil
	}
	data, err := l.pkg.Part(s.Part)
	if err != nil {
		return err
	}
	if err := readGrid(ctx, data, g, l.strings, l.dates, l.limits); err != nil {
		return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, s.Part, err)
	}
	if err := g.indexMerges(); err != nil {
		return err
	}
	return l.attached(g, s.Part)
}

// attached reads what hangs on a sheet in parts of its own.
func (l *bookLoader) attached(g *Grid, part string) error {
	rels, err := l.pkg.Relations(part)
	if err != nil {
		return err
	}
	for _, r := range rels {
		switch {
		case r.External:
		case r.Kind == "comments":
			g.comments++
		case r.Kind == "threadedComment":
			l.threads++
		case r.Kind == "pivotTable":
			l.pivots++
			err = l.pivot(g, r.Target)
		case r.Kind == "table":
			err = l.table(g, r.Target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *bookLoader) pivot(g *Grid, part string) error {
	return l.scan(part, "pivotTableDefinition", func(s *xmlscan.Scanner, name string) error {
		if name != "location" {
			return nil
		}
		ref, err := s.Attr("ref")
		if err != nil {
			return err
		}
		b, err := cellref.ParseBox(ref)
		g.Pivots = append(g.Pivots, b)
		return err
	})
}

func (l *bookLoader) table(g *Grid, part string) error {
	data, err := l.pkg.Part(part)
	if err != nil {
		return err
	}
	s, err := xmlscan.ScanRoot(data, "table")
	if err != nil {
		return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, part, err)
	}
	var t Table
	name, err := s.Attr("displayName")
	if err != nil {
		return err
	}
	ref, err := s.Attr("ref")
	if err != nil {
		return err
	}
	t.name = name
	if t.area, err = cellref.ParseBox(ref); err != nil {
		return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, part, err)
	}
	err = s.Children(func(name string) error {
		if name != "tableColumns" {
			return nil
		}
		return s.Children(func(string) error {
			column, err := s.Attr("name")
			t.columns = append(t.columns, column)
			return err
		})
	})
	g.tables = append(g.tables, t)
	return err
}

func (l *bookLoader) scan(part, root string, f func(s *xmlscan.Scanner, name string) error) error {
	data, err := l.pkg.Part(part)
	if err != nil {
		return err
	}
	s, err := xmlscan.ScanRoot(data, root)
	if err == nil {
		err = s.Children(func(name string) error { return f(s, name) })
	}
	if err != nil {
		return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, part, err)
	}
	return nil
}

// inventory notes what a careful reader of the file should know.
func (l *bookLoader) inventory() {
	note := func(format string, args ...any) {
		l.book.Inventory = append(l.book.Inventory, fmt.Sprintf(format, args...))
	}
	external := 0
	for _, f := range l.pkg.Reader.File {
		switch name := opc.FoldPart(f.Name); {
		case strings.HasSuffix(name, "vbaproject.bin"):
			note("macros: the workbook holds VBA code, which is kept and never run")
		case strings.HasPrefix(name, "xl/externallinks/") && !strings.Contains(name, "_rels"):
			external++
		case name == "xl/connections.xml":
			note("data connections, which are not followed")
		}
	}
	if external > 0 {
		note("links to %d other workbooks, which are not followed", external)
	}
	for i, g := range l.book.Sheets {
		if g.Hidden {
			note("hidden sheet %q (%s)", g.Name, l.pkg.Sheets[i].State)
		}
		if g.hiddenCols > 0 {
			note("hidden columns on sheet %q", g.Name)
		}
		if n := g.hiddenRows(); n > 0 {
			note("%d hidden rows with text on sheet %q", n, g.Name)
		}
		if g.comments > 0 {
			note("comments on sheet %q", g.Name)
		}
	}
	if l.threads > 0 {
		note("threaded comments on %d sheets", l.threads)
	}
	if l.pivots > 0 {
		note("%d pivot tables", l.pivots)
	}
}

func (g *Grid) hiddenRows() int {
	n := 0
	for i := range g.Rows {
		if g.Rows[i].Hidden && !g.Rows[i].Blank() {
			n++
		}
	}
	return n
}
