package proof

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/opc"
)

// plainZip is a zip as the proof reads it.
type plainZip struct {
	file *os.File
	zip  *zip.Reader
}

// namedPart is a sheet and the zip member that holds it.
type namedPart struct{ name, part string }

// maxProofPart bounds what the proof unpacks of one member.
const maxProofPart = 80 << 20

func openPlain(ctx context.Context, name string) (*plainZip, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := opc.Prescan(ctx, f, info.Size(), bounds.Limits{}); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", bounds.ErrDamaged, err), f.Close())
	}
	return &plainZip{f, z}, nil
}

// find returns the member whose name is the part's, whatever its case.
func (z *plainZip) find(part string) *zip.File {
	for _, f := range z.zip.File {
		name := strings.TrimLeft(strings.Map(slash, f.Name), "/")
		if strings.EqualFold(name, strings.TrimLeft(part, "/")) {
			return f
		}
	}
	return nil
}

func slash(r rune) rune {
	if r == '\\' {
		return '/'
	}
	return r
}

func (z *plainZip) content(part string) ([]byte, error) {
	f := z.find(part)
	if f == nil {
		return nil, fmt.Errorf("%w: no part %q", bounds.ErrDamaged, part)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, part, err)
	}
	var b bytes.Buffer
	n, err := io.CopyN(&b, r, maxProofPart)
	if n == maxProofPart {
		err = fmt.Errorf("%w: part %q unpacks to more than %d bytes", bounds.ErrDamaged, part, maxProofPart)
	} else if errors.Is(err, io.EOF) {
		err = nil
	}
	return b.Bytes(), errors.Join(err, r.Close())
}

// sheetParts maps the tabs to their members by the officeDocument relation.
func (z *plainZip) sheetParts() (book string, sheets []namedPart, err error) {
	root, err := z.targets("_rels/.rels", "/", "officeDocument")
	if err != nil {
		return "", nil, err
	}
	for _, target := range root {
		book = target
	}
	if z.find(book) == nil {
		return "", nil, fmt.Errorf("%w: no workbook part", bounds.ErrDamaged)
	}
	dir, base := path.Split(book)
	parts, err := z.targets(path.Join(dir, "_rels", base+".rels"), dir, "worksheet")
	if err != nil {
		return "", nil, err
	}
	data, err := z.content(book)
	if err != nil {
		return "", nil, err
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, fmt.Errorf("%w: %q: %w", bounds.ErrDamaged, book, err)
		}
		if t, ok := tok.(xml.StartElement); ok && t.Name.Local == "sheet" {
			if s := sheetOf(t, parts); s.part != "" && z.find(s.part) != nil {
				sheets = append(sheets, namedPart{s.name, z.find(s.part).Name})
			}
		}
	}
	return z.find(book).Name, sheets, nil
}

func sheetOf(t xml.StartElement, parts map[string]string) namedPart {
	var s namedPart
	for _, a := range t.Attr {
		switch {
		case a.Name.Local == "name" && a.Name.Space == "":
			s.name = a.Value
		case a.Name.Local == "id" && strings.HasSuffix(a.Name.Space, "/relationships"):
			s.part = parts[a.Value]
		}
	}
	return s
}

// targets reads a relations part: id → absolute part name, of one kind.
func (z *plainZip) targets(rels, dir, kind string) (map[string]string, error) {
	data, err := z.content(rels)
	if err != nil {
		return nil, err
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	out := map[string]string{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %q: %w", bounds.ErrDamaged, rels, err)
		}
		t, ok := tok.(xml.StartElement)
		if !ok || t.Name.Local != "Relationship" {
			continue
		}
		at := map[string]string{}
		for _, a := range t.Attr {
			at[a.Name.Local] = a.Value
		}
		if strings.HasSuffix(at["Type"], "/"+kind) && at["TargetMode"] != "External" {
			target := strings.Map(slash, at["Target"])
			if !path.IsAbs(target) {
				target = path.Join("/", dir, target)
			}
			out[at["Id"]] = path.Clean(target)
		}
	}
}

// members compares the archives member by member, except for the content of
// the touched ones. False means that going on makes no sense.
func (c *comparison) members(ctx context.Context, touched map[string]bool) bool {
	a, b := c.in.zip.File, c.out.zip.File
	if len(a) != len(b) {
		c.proof.fault("%d parts became %d", len(a), len(b))
		return false
	}
	if c.in.zip.Comment != c.out.zip.Comment {
		c.proof.fault("the archive's comment changed")
	}
	seen := map[string]bool{}
	for i, f := range a {
		if ctx.Err() != nil {
			return false
		}
		g := b[i]
		if f.Name != g.Name {
			c.proof.fault("part %q: %q stands at its place", f.Name, g.Name)
			return false
		}
		if key := strings.ToLower(f.Name); seen[key] {
			c.proof.fault("part %q is there twice", f.Name)
		} else {
			seen[key] = true
		}
		c.member(f, g, touched[f.Name])
	}
	return true
}

func (c *comparison) member(f, g *zip.File, touched bool) {
	if f.Method != g.Method || f.ModifiedDate != g.ModifiedDate || f.ModifiedTime != g.ModifiedTime ||
		f.ExternalAttrs != g.ExternalAttrs || f.Comment != g.Comment || f.CreatorVersion != g.CreatorVersion {
		c.proof.fault("part %q: its header changed", f.Name)
	}
	same, err := sameBytes(f, g)
	if err != nil {
		c.proof.fault("part %q: %v", f.Name, err)
		return
	}
	if same {
		return
	}
	c.proof.PartsChanged = append(c.proof.PartsChanged, f.Name)
	if !touched {
		c.proof.fault("part %q changed", f.Name)
	}
}

// sameBytes compares the members as packed, so that not even the compression
// of an untouched part may differ.
func sameBytes(f, g *zip.File) (bool, error) {
	if f.CRC32 != g.CRC32 || f.UncompressedSize64 != g.UncompressedSize64 || f.CompressedSize64 != g.CompressedSize64 {
		return false, nil
	}
	x, err := f.OpenRaw()
	if err != nil {
		return false, err
	}
	y, err := g.OpenRaw()
	if err != nil {
		return false, err
	}
	return equalStreams(x, y)
}

func equalStreams(x, y io.Reader) (bool, error) {
	var bufX, bufY [32 << 10]byte
	for {
		n, err := readBlock(x, bufX[:])
		if err != nil {
			return false, err
		}
		m, err := readBlock(y, bufY[:])
		if err != nil {
			return false, err
		}
		if !bytes.Equal(bufX[:n], bufY[:m]) {
			return false, nil
		}
		if n < len(bufX) {
			return true, nil
		}
	}
}

// readBlock fills buf; a shorter block is the last one.
func readBlock(r io.Reader, buf []byte) (int, error) {
	n, err := io.ReadFull(r, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return n, err
}
