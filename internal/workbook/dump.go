package workbook

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/delimited"
	"candor/internal/workbook/opc"
)

// Dump writes a workbook as text, one fact a line: tabs, cells with formula,
// value and number format, merges, validations of both editions, conditional
// formats, comments, protection, names, and the size and digest of each part.
// The same file gives the same text, so that it serves as golden file and as
// git's textconv. What only concerns looks (widths, views, page set-up) is left
// out, but shows in the digests.
func Dump(ctx context.Context, path string, w io.Writer) error {
	out := bufio.NewWriter(w)
	var err error
	if bounds.IsDelimited(path) {
		err = dumpDelimited(path, out)
	} else {
		err = dumpPackage(ctx, path, out)
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		return fmt.Errorf("dump %q: %w", filepath.Base(path), err)
	}
	return nil
}

func dumpDelimited(path string, w *bufio.Writer) error {
	d, err := delimited.Read(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "delimiter %q\n", string(d.Delim))
	if d.Encoding.Name != "" {
		fmt.Fprintf(w, "encoding %s\n", d.Encoding.Name)
	}
	for i, rec := range d.Records {
		for j, f := range rec {
			if f.Text != "" {
				fmt.Fprintf(w, "%s %q\n", cellref.Pos{Row: i + 1, Col: j + 1}, f.Text)
			}
		}
	}
	return nil
}

// dumper writes one package.
type dumper struct {
	pkg     *opc.Package
	w       *bufio.Writer
	formats []opc.CellFormat
	strings map[int]string
}

func dumpPackage(ctx context.Context, path string, w *bufio.Writer) (err error) {
	pkg, err := opc.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pkg.Close()) }()
	d := &dumper{pkg: pkg, w: w}
	if d.formats, err = pkg.CellFormats(); err != nil {
		return err
	}
	if err := d.book(); err != nil {
		return err
	}
	for _, s := range pkg.Sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.sheet(s); err != nil {
			return fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	return d.parts()
}

// book writes the tabs, the names and the settings of calculation.
func (d *dumper) book() error {
	data, err := d.pkg.Part(d.pkg.Workbook)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.w, "workbook\n")
	return d.outline(data, func(local string) bool {
		return local == "definedNames" || local == "calcPr" || local == "workbookProtection" || local == "fileSharing"
	})
}

func (d *dumper) sheet(s opc.Sheet) error {
	fmt.Fprintf(d.w, "\nsheet %q", s.Name)
	if s.State != "" {
		fmt.Fprintf(d.w, " %s", s.State)
	}
	if s.Kind != "worksheet" {
		fmt.Fprintf(d.w, " %s\n", s.Kind)
		return nil
	}
	fmt.Fprintln(d.w)
	data, err := d.pkg.Part(s.Part)
	if err != nil {
		return err
	}
	if err := d.cells(data); err != nil {
		return err
	}
	if err := d.outline(data, meaningful); err != nil {
		return err
	}
	for _, kind := range []string{"comments", "threadedComment", "table", "pivotTable"} {
		parts, err := d.pkg.Related(s.Part, kind)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if err := d.part(kind, part); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *dumper) part(kind, part string) error {
	data, err := d.pkg.Part(part)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.w, "%s %s\n", kind, part)
	return d.outline(data, func(string) bool { return true })
}

// meaningful leaves out what of a worksheet only concerns its looks, and what
// is written by other means.
func meaningful(local string) bool {
	switch local {
	case "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "pageMargins", "pageSetup", "printOptions", "headerFooter", "phoneticPr":
		return false
	}
	return true
}

// parts lists all members with what identifies their content.
func (d *dumper) parts() error {
	fmt.Fprintf(d.w, "\nparts\n")
	for _, f := range d.pkg.Reader.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		data, err := opc.ReadMember(f)
		if err != nil {
			return err
		}
		fmt.Fprintf(d.w, "%s %d bytes sha256:%x\n", f.Name, len(data), sha256.Sum256(data))
	}
	return nil
}
