package opc

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// Prescan reads the whole file once, cheaply, and refuses what would hurt a
// later reader: a zip bomb, too many members, members that lie about their
// size or share bytes, document type declarations, sheets with impossible
// rows and columns or with an area that spreadsheet libraries turn into
// gigabytes. It says nothing about the workbook making sense.
func Prescan(ctx context.Context, r io.ReaderAt, size int64, limits bounds.Limits) error {
	limits = limits.OrDefaults()
	if err := checkMagic(r, size, limits); err != nil {
		return err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fmt.Errorf("%w: open zip: %w (truncated or not a workbook?)", bounds.ErrDamaged, err)
	}
	if err := checkDirectory(z, limits); err != nil {
		return err
	}
	var total int64
	for _, f := range z.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := checkMember(f, limits, limits.TotalBytes-total)
		if err != nil {
			return err
		}
		total += n
	}
	return nil
}

func checkMagic(r io.ReaderAt, size int64, limits bounds.Limits) error {
	if size == 0 {
		return fmt.Errorf("%w: the file is empty", bounds.ErrNotSpreadsheet)
	}
	if size > limits.FileBytes {
		return fmt.Errorf("%w: the file has %d bytes, the limit is %d", bounds.ErrTooLarge, size, limits.FileBytes)
	}
	head := make([]byte, 8)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the file's beginning: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return nil
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return oleKind(r, size)
	case bytes.HasPrefix(head, []byte("%PDF")):
		return fmt.Errorf("%w: this is a PDF; ask for the questionnaire as .xlsx or .csv", bounds.ErrNotSpreadsheet)
	}
	return fmt.Errorf("%w: the file is no zip archive, which every .xlsx is; it may be damaged or renamed", bounds.ErrNotSpreadsheet)
}

// oleKind tells an encrypted .xlsx from an old .xls: both are OLE containers,
// the former holds a stream of this name in UTF-16.
func oleKind(r io.ReaderAt, size int64) error {
	head := make([]byte, min(size, 1<<20))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the file's beginning: %w", err)
	}
	if bytes.Contains(head[:n], utf16le("EncryptedPackage")) || !bytes.Contains(head[:n], utf16le("Workbook")) {
		return bounds.ErrEncrypted
	}
	return fmt.Errorf("%w: this is an old Excel file (.xls); save it as .xlsx and try again", bounds.ErrNotSpreadsheet)
}

func utf16le(s string) []byte {
	var out []byte
	for _, r := range s {
		out = binary.LittleEndian.AppendUint16(out, uint16(r)) //nolint:gosec // called with ASCII
	}
	return out
}

// checkDirectory looks at what the members say of themselves, before any is
// unpacked.
func checkDirectory(z *zip.Reader, limits bounds.Limits) error {
	if len(z.File) > limits.Entries {
		return fmt.Errorf("%w: the file has %d parts, the limit is %d", bounds.ErrTooLarge, len(z.File), limits.Entries)
	}
	var total uint64
	names := map[string]bool{}
	offsets := map[int64]string{}
	for _, f := range z.File {
		if names[FoldPart(f.Name)] {
			return fmt.Errorf("%w: part %q is there twice", bounds.ErrDamaged, cellref.Clip(f.Name, 80))
		}
		names[FoldPart(f.Name)] = true
		if f.Flags&1 != 0 {
			return bounds.ErrEncrypted
		}
		at, err := f.DataOffset()
		if err != nil {
			return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, cellref.Clip(f.Name, 80), err)
		}
		if other, ok := offsets[at]; ok && f.CompressedSize64 > 0 {
			return fmt.Errorf("%w: parts %q and %q share their bytes", bounds.ErrDamaged, cellref.Clip(other, 80), cellref.Clip(f.Name, 80))
		}
		offsets[at] = f.Name
		if f.UncompressedSize64 > uint64(limits.PartBytes) { //nolint:gosec // limits are positive
			return fmt.Errorf("%w: part %q unpacks to %d bytes, the limit is %d", bounds.ErrTooLarge, cellref.Clip(f.Name, 80), f.UncompressedSize64, limits.PartBytes)
		}
		total += f.UncompressedSize64
	}
	if total > uint64(limits.TotalBytes) { //nolint:gosec // limits are positive
		return fmt.Errorf("%w: the file unpacks to %d bytes, the limit is %d", bounds.ErrTooLarge, total, limits.TotalBytes)
	}
	return nil
}

// checkMember unpacks a member, counts its real bytes, and looks into XML.
func checkMember(f *zip.File, limits bounds.Limits, left int64) (int64, error) {
	name := cellref.Clip(f.Name, 80)
	rc, err := f.Open()
	if err != nil {
		return 0, fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, name, err)
	}
	bound := min(limits.PartBytes, left)
	counted := &countedReader{r: io.LimitReader(rc, bound+1)}
	switch {
	case isSheetPart(f.Name):
		err = prescanSheet(counted, limits)
	case isXMLPart(f.Name):
		err = prescanXML(counted)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, counted)
	}
	if closeErr := rc.Close(); err == nil {
		err = closeErr
	}
	switch {
	case errors.Is(err, bounds.ErrTooLarge):
		return 0, fmt.Errorf("part %q: %w", name, err)
	case counted.n > bound:
		return 0, fmt.Errorf("%w: part %q unpacks to more than %d bytes", bounds.ErrTooLarge, name, bound)
	case err != nil:
		return 0, fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, name, err)
	case counted.n > bounds.RatioFloor && counted.n/limits.Ratio > int64(f.CompressedSize64): //nolint:gosec // sizes below FileBytes
		return 0, fmt.Errorf("%w: part %q unpacks to more than %d times its size", bounds.ErrTooLarge, name, limits.Ratio)
	}
	return counted.n, nil
}

type countedReader struct {
	r io.Reader
	n int64
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func isXMLPart(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".vml":
		return true
	}
	return false
}

// isSheetPart goes by the folder's usual name; a sheet that lies elsewhere is
// caught by the sheet reader, which counts for itself.
func isSheetPart(name string) bool {
	return isXMLPart(name) && strings.Contains(FoldPart(name), "worksheets/") && !strings.Contains(FoldPart(name), "_rels/")
}
