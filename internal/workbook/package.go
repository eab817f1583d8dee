package workbook

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// maxPartBytes bounds one unpacked part. The largest sheet among 43 real
// questionnaires has 9 MB; 64 MB is about 400,000 filled rows.
const maxPartBytes = 64 << 20

// errDamaged is wrapped by each complaint about a file that breaks the rules
// of its format, so that a caller can tell damage from a failing disk.
var errDamaged = errors.New("damaged workbook")

// ooxml is an open OOXML package: the zip members and what of the workbook is
// needed to find a sheet's part by its name.
type ooxml struct {
	zip *zip.Reader
	// byName finds a member by its folded part name: part names are compared
	// without case, and some writers use backslashes or a leading slash.
	byName map[string]*zip.File
	// workbook is the member name of the main part, "xl/workbook.xml" as a rule.
	workbook string
	// sheets are in tab order; chart and dialog sheets are among them.
	sheets []ooxmlSheet
	close  func() error
}

// ooxmlSheet is one tab of the workbook.
type ooxmlSheet struct {
	name  string
	state string // "", "hidden", "veryHidden"
	kind  string // last part of the relationship type: worksheet, chartsheet, dialogsheet
	part  string // member name, as the zip spells it
}

// openPackage opens the OOXML file at path, after Prescan has passed it. The
// caller closes it.
func openPackage(ctx context.Context, path string) (*ooxml, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p, err := openPackageFile(ctx, f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	p.close = f.Close
	return p, nil
}

func openPackageFile(ctx context.Context, f fs.File) (*ooxml, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	at, ok := f.(io.ReaderAt)
	if !ok || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file", info.Name())
	}
	if err := Prescan(ctx, at, info.Size(), Limits{}); err != nil {
		return nil, err
	}
	return readPackage(at, info.Size())
}

// readPackage reads the directory, the workbook part and its relations.
func readPackage(r io.ReaderAt, size int64) (*ooxml, error) {
	zr, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: open zip: %w", errDamaged, err)
	}
	p := &ooxml{zip: zr, byName: make(map[string]*zip.File, len(zr.File)), close: func() error { return nil }}
	for _, f := range zr.File {
		key := foldPart(f.Name)
		if other, ok := p.byName[key]; ok {
			return nil, fmt.Errorf("%w: zip names %q and %q are the same part", errDamaged, other.Name, f.Name)
		}
		p.byName[key] = f
	}
	if err := p.findSheets(); err != nil {
		return nil, err
	}
	return p, nil
}

// Close releases the file.
func (p *ooxml) Close() error { return p.close() }

// sheet finds a tab by name. Excel compares sheet names without case; an
// exact match wins.
func (p *ooxml) sheet(name string) (ooxmlSheet, bool) {
	for _, s := range p.sheets {
		if s.name == name {
			return s, true
		}
	}
	for _, s := range p.sheets {
		if strings.EqualFold(s.name, name) {
			return s, true
		}
	}
	return ooxmlSheet{}, false
}

// has tells whether the part is in the package.
func (p *ooxml) has(part string) bool {
	_, ok := p.byName[foldPart(part)]
	return ok
}

// read unpacks one part whole, checking its length and checksum.
func (p *ooxml) read(part string) ([]byte, error) {
	f, ok := p.byName[foldPart(part)]
	if !ok {
		return nil, fmt.Errorf("%w: part %q is missing", errDamaged, part)
	}
	return readMember(f)
}

// readMember unpacks a zip member and never more than maxPartBytes of it,
// whatever its header says about its size.
func readMember(f *zip.File) (data []byte, err error) {
	if f.UncompressedSize64 > maxPartBytes {
		return nil, fmt.Errorf("%w: part %q unpacks to %d bytes, the limit is %d", errDamaged, f.Name, f.UncompressedSize64, maxPartBytes)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: open part %q: %w", errDamaged, f.Name, err)
	}
	defer func() { err = errors.Join(err, rc.Close()) }()
	data, err = io.ReadAll(io.LimitReader(rc, maxPartBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: read part %q: %w", errDamaged, f.Name, err)
	}
	if uint64(len(data)) != f.UncompressedSize64 {
		return nil, fmt.Errorf("%w: part %q has %d bytes where its header says %d", errDamaged, f.Name, len(data), f.UncompressedSize64)
	}
	return data, nil
}

// foldPart is the form under which two member names are one part.
func foldPart(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}
