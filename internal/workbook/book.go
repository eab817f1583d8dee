package workbook

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// book is a workbook as read: a grid per sheet and what they share.
type book struct {
	grids     []*grid
	names     []definedName
	inventory []string
}

// definedName is a name that formulas may use; sheet is the tab that it is
// local to, "" if it holds everywhere.
type definedName struct{ name, sheet, formula string }

// gridNamed finds a sheet as Excel does, without case.
func (b *book) gridNamed(name string) *grid {
	for _, g := range b.grids {
		if strings.EqualFold(g.name, name) {
			return g
		}
	}
	return nil
}

// loadBook reads all sheets of the OOXML file in data.
func loadBook(ctx context.Context, data []byte, limits Limits) (b *book, err error) {
	// Our own code does not panic on input; the libraries below it might.
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, fmt.Errorf("%w: %v", errDamaged, p)
		}
	}()
	r := bytes.NewReader(data)
	if err := Prescan(ctx, r, r.Size(), limits); err != nil {
		return nil, err
	}
	p, err := readPackage(r, r.Size())
	if err != nil {
		return nil, err
	}
	l := bookLoader{pkg: p, limits: limits, book: &book{}}
	if err := l.shared(); err != nil {
		return nil, err
	}
	for _, s := range p.sheets {
		if err := l.sheet(ctx, s); err != nil {
			return nil, fmt.Errorf("sheet %q: %w", s.name, err)
		}
	}
	l.inventory()
	return l.book, nil
}

type bookLoader struct {
	pkg     *ooxml
	book    *book
	limits  Limits
	strings []string
	formats []format
	dates   dateSystem
	pivots  int
	threads int
}

// shared reads the parts that all sheets lean on.
func (l *bookLoader) shared() error {
	data, err := l.pkg.read(l.pkg.workbook)
	if err != nil {
		return err
	}
	if err := l.workbookPart(data); err != nil {
		return fmt.Errorf("%w: part %q: %w", errDamaged, l.pkg.workbook, err)
	}
	rels, err := l.pkg.relations(l.pkg.workbook)
	if err != nil {
		return err
	}
	for _, r := range rels {
		if r.external || r.kind != "sharedStrings" && r.kind != "styles" {
			continue
		}
		data, err := l.pkg.read(r.target)
		if err != nil {
			return err
		}
		if r.kind == "styles" {
			l.formats, err = readFormats(data)
		} else {
			l.strings, err = readAllStrings(data)
		}
		if err != nil {
			return fmt.Errorf("%w: part %q: %w", errDamaged, r.target, err)
		}
	}
	return nil
}

func (l *bookLoader) workbookPart(data []byte) error {
	s, err := scanRoot(data, "workbook")
	if err != nil {
		return err
	}
	err = s.children(func(name string) error {
		switch name {
		case "workbookPr":
			v, err := s.attr("date1904")
			l.dates.from1904 = v == "1" || v == "true"
			return err
		case "definedNames":
			return s.children(func(string) error { return l.definedName(s) })
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.finish()
}

func (l *bookLoader) definedName(s *xmlScan) error {
	var d definedName
	var err error
	if d.name, err = s.attr("name"); err != nil {
		return err
	}
	local, ok := rawAttr(s.attrs, "localSheetId")
	if i := smallInt(string(local)); ok && i < len(l.pkg.sheets) {
		d.sheet = l.pkg.sheets[i].name
	}
	d.formula, err = s.allText()
	l.book.names = append(l.book.names, d)
	return err
}

func (l *bookLoader) sheet(ctx context.Context, s ooxmlSheet) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g := &grid{name: s.name, hidden: s.state == "hidden" || s.state == "veryHidden", formats: l.formats}
	l.book.grids = append(l.book.grids, g)
	if s.kind != "worksheet" {
		return nil
	}
	data, err := l.pkg.read(s.part)
	if err != nil {
		return err
	}
	if err := readGrid(ctx, data, g, l.strings, l.dates, l.limits); err != nil {
		return fmt.Errorf("%w: part %q: %w", errDamaged, s.part, err)
	}
	if err := g.indexMerges(); err != nil {
		return err
	}
	return l.attached(g, s.part)
}

// attached reads what hangs on a sheet in parts of its own.
func (l *bookLoader) attached(g *grid, part string) error {
	rels, err := l.pkg.relations(part)
	if err != nil {
		return err
	}
	for _, r := range rels {
		switch {
		case r.external:
		case r.kind == "comments":
			g.comments++
		case r.kind == "threadedComment":
			l.threads++
		case r.kind == "pivotTable":
			l.pivots++
			err = l.pivot(g, r.target)
		case r.kind == "table":
			err = l.table(g, r.target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *bookLoader) pivot(g *grid, part string) error {
	return l.scan(part, "pivotTableDefinition", func(s *xmlScan, name string) error {
		if name != "location" {
			return nil
		}
		ref, err := s.attr("ref")
		if err != nil {
			return err
		}
		b, err := parseBox(ref)
		g.pivots = append(g.pivots, b)
		return err
	})
}

func (l *bookLoader) table(g *grid, part string) error {
	data, err := l.pkg.read(part)
	if err != nil {
		return err
	}
	s, err := scanRoot(data, "table")
	if err != nil {
		return fmt.Errorf("%w: part %q: %w", errDamaged, part, err)
	}
	var t gridTable
	name, err := s.attr("displayName")
	if err != nil {
		return err
	}
	ref, err := s.attr("ref")
	if err != nil {
		return err
	}
	t.name = name
	if t.area, err = parseBox(ref); err != nil {
		return fmt.Errorf("%w: part %q: %w", errDamaged, part, err)
	}
	err = s.children(func(name string) error {
		if name != "tableColumns" {
			return nil
		}
		return s.children(func(string) error {
			column, err := s.attr("name")
			t.columns = append(t.columns, column)
			return err
		})
	})
	g.tables = append(g.tables, t)
	return err
}

func (l *bookLoader) scan(part, root string, f func(s *xmlScan, name string) error) error {
	data, err := l.pkg.read(part)
	if err != nil {
		return err
	}
	s, err := scanRoot(data, root)
	if err == nil {
		err = s.children(func(name string) error { return f(s, name) })
	}
	if err != nil {
		return fmt.Errorf("%w: part %q: %w", errDamaged, part, err)
	}
	return nil
}

// inventory notes what a careful reader of the file should know.
func (l *bookLoader) inventory() {
	note := func(format string, args ...any) {
		l.book.inventory = append(l.book.inventory, fmt.Sprintf(format, args...))
	}
	external := 0
	for _, f := range l.pkg.zip.File {
		switch name := foldPart(f.Name); {
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
	for i, g := range l.book.grids {
		if g.hidden {
			note("hidden sheet %q (%s)", g.name, l.pkg.sheets[i].state)
		}
		if g.hiddenCols > 0 {
			note("hidden columns on sheet %q", g.name)
		}
		if n := g.hiddenRows(); n > 0 {
			note("%d hidden rows with text on sheet %q", n, g.name)
		}
		if g.comments > 0 {
			note("comments on sheet %q", g.name)
		}
	}
	if l.threads > 0 {
		note("threaded comments on %d sheets", l.threads)
	}
	if l.pivots > 0 {
		note("%d pivot tables", l.pivots)
	}
}

func (g *grid) hiddenRows() int {
	n := 0
	for i := range g.rows {
		if g.rows[i].hidden && !g.rows[i].blank() {
			n++
		}
	}
	return n
}
