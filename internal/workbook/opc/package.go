package opc

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"candor/internal/workbook/bounds"
)

// Package is an open OOXML package: the zip members and what of the workbook is
// needed to find a sheet's part by its name.
type Package struct {
	Reader *zip.Reader
	// byName finds a member by its folded part name: part names are compared
	// without case, and some writers use backslashes or a leading slash.
	byName map[string]*zip.File
	// Workbook is the member name of the main part, "xl/workbook.xml" as a rule.
	Workbook string
	// Sheets are in tab order; chart and dialog sheets are among them.
	Sheets []Sheet
	close  func() error
}

// Sheet is one tab of the workbook.
type Sheet struct {
	Name  string
	State string // "", "hidden", "veryHidden"
	Kind  string // last part of the relationship type: worksheet, chartsheet, dialogsheet
	Part  string // member name, as the zip spells it
}

// Open opens the OOXML file at path, after Prescan has passed it. The
// caller closes it.
func Open(ctx context.Context, path string) (*Package, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p, err := openFile(ctx, f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	p.close = f.Close
	return p, nil
}

func openFile(ctx context.Context, f fs.File) (*Package, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	at, ok := f.(io.ReaderAt)
	if !ok || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file", info.Name())
	}
	if err := Prescan(ctx, at, info.Size(), bounds.Limits{}); err != nil {
		return nil, err
	}
	return Read(at, info.Size())
}

// Read reads the directory, the workbook part and its relations.
func Read(r io.ReaderAt, size int64) (*Package, error) {
	zr, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: open zip: %w", bounds.ErrDamaged, err)
	}
	p := &Package{Reader: zr, byName: make(map[string]*zip.File, len(zr.File)), close: func() error { return nil }}
	for _, f := range zr.File {
		key := FoldPart(f.Name)
		if other, ok := p.byName[key]; ok {
			return nil, fmt.Errorf("%w: zip names %q and %q are the same part", bounds.ErrDamaged, other.Name, f.Name)
		}
		p.byName[key] = f
	}
	if err := p.findSheets(); err != nil {
		return nil, err
	}
	return p, nil
}

// Close releases the file.
func (p *Package) Close() error { return p.close() }

// Sheet finds a tab by name. Excel compares sheet names without case; an
// exact match wins.
func (p *Package) Sheet(name string) (Sheet, bool) {
	for _, s := range p.Sheets {
		if s.Name == name {
			return s, true
		}
	}
	for _, s := range p.Sheets {
		if strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	return Sheet{}, false
}

// has tells whether the part is in the package.
func (p *Package) has(part string) bool {
	_, ok := p.byName[FoldPart(part)]
	return ok
}

// Part unpacks one part whole, checking its length and checksum.
func (p *Package) Part(part string) ([]byte, error) {
	f, ok := p.byName[FoldPart(part)]
	if !ok {
		return nil, fmt.Errorf("%w: part %q is missing", bounds.ErrDamaged, part)
	}
	return ReadMember(f)
}

// ReadMember unpacks a zip member and never more than MaxPartBytes of it,
// whatever its header says about its size.
func ReadMember(f *zip.File) (data []byte, err error) {
	if f.UncompressedSize64 > bounds.MaxPartBytes {
		return nil, fmt.Errorf("%w: part %q unpacks to %d bytes, the limit is %d", bounds.ErrDamaged, f.Name, f.UncompressedSize64, bounds.MaxPartBytes)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: open part %q: %w", bounds.ErrDamaged, f.Name, err)
	}
	defer func() { err = errors.Join(err, rc.Close()) }()
	data, err = io.ReadAll(io.LimitReader(rc, bounds.MaxPartBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: read part %q: %w", bounds.ErrDamaged, f.Name, err)
	}
	if uint64(len(data)) != f.UncompressedSize64 {
		return nil, fmt.Errorf("%w: part %q has %d bytes where its header says %d", bounds.ErrDamaged, f.Name, len(data), f.UncompressedSize64)
	}
	return data, nil
}

// FoldPart is the form under which two member names are one part.
func FoldPart(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}
