package workbook

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
)

// Refusals that callers tell apart from damage. Each error of Prescan and Read
// on such a file wraps one of them.
var (
	// ErrEncrypted is a workbook with a password to open it.
	ErrEncrypted = errors.New("the workbook is encrypted; open it in Excel, remove the password under File, Info, and save it again")
	// ErrNotSpreadsheet is a file that is no workbook of a kind that we read.
	ErrNotSpreadsheet = errors.New("not a spreadsheet that can be read")
	// ErrTooLarge is a file past one of the Limits.
	ErrTooLarge = errors.New("past the limits for questionnaires")
)

// Prescan reads the whole file once, cheaply, and refuses what would hurt a
// later reader: a zip bomb, too many members, members that lie about their
// size or share bytes, document type declarations, sheets with impossible
// rows and columns or with an area that spreadsheet libraries turn into
// gigabytes. It says nothing about the workbook making sense.
func Prescan(ctx context.Context, r io.ReaderAt, size int64, limits Limits) error {
	limits = limits.orDefaults()
	if err := checkMagic(r, size, limits); err != nil {
		return err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fmt.Errorf("%w: open zip: %w (truncated or not a workbook?)", errDamaged, err)
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

func checkMagic(r io.ReaderAt, size int64, limits Limits) error {
	if size == 0 {
		return fmt.Errorf("%w: the file is empty", ErrNotSpreadsheet)
	}
	if size > limits.FileBytes {
		return fmt.Errorf("%w: the file has %d bytes, the limit is %d", ErrTooLarge, size, limits.FileBytes)
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
		return fmt.Errorf("%w: this is a PDF; ask for the questionnaire as .xlsx or .csv", ErrNotSpreadsheet)
	}
	return fmt.Errorf("%w: the file is no zip archive, which every .xlsx is; it may be damaged or renamed", ErrNotSpreadsheet)
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
		return ErrEncrypted
	}
	return fmt.Errorf("%w: this is an old Excel file (.xls); save it as .xlsx and try again", ErrNotSpreadsheet)
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
func checkDirectory(z *zip.Reader, limits Limits) error {
	if len(z.File) > limits.Entries {
		return fmt.Errorf("%w: the file has %d parts, the limit is %d", ErrTooLarge, len(z.File), limits.Entries)
	}
	var total uint64
	names := map[string]bool{}
	offsets := map[int64]string{}
	for _, f := range z.File {
		if names[foldPart(f.Name)] {
			return fmt.Errorf("%w: part %q is there twice", errDamaged, clip(f.Name, 80))
		}
		names[foldPart(f.Name)] = true
		if f.Flags&1 != 0 {
			return ErrEncrypted
		}
		at, err := f.DataOffset()
		if err != nil {
			return fmt.Errorf("%w: part %q: %w", errDamaged, clip(f.Name, 80), err)
		}
		if other, ok := offsets[at]; ok && f.CompressedSize64 > 0 {
			return fmt.Errorf("%w: parts %q and %q share their bytes", errDamaged, clip(other, 80), clip(f.Name, 80))
		}
		offsets[at] = f.Name
		if f.UncompressedSize64 > uint64(limits.PartBytes) { //nolint:gosec // limits are positive
			return fmt.Errorf("%w: part %q unpacks to %d bytes, the limit is %d", ErrTooLarge, clip(f.Name, 80), f.UncompressedSize64, limits.PartBytes)
		}
		total += f.UncompressedSize64
	}
	if total > uint64(limits.TotalBytes) { //nolint:gosec // limits are positive
		return fmt.Errorf("%w: the file unpacks to %d bytes, the limit is %d", ErrTooLarge, total, limits.TotalBytes)
	}
	return nil
}

// checkMember unpacks a member, counts its real bytes, and looks into XML.
func checkMember(f *zip.File, limits Limits, left int64) (int64, error) {
	name := clip(f.Name, 80)
	rc, err := f.Open()
	if err != nil {
		return 0, fmt.Errorf("%w: part %q: %w", errDamaged, name, err)
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
	case errors.Is(err, ErrTooLarge):
		return 0, fmt.Errorf("part %q: %w", name, err)
	case counted.n > bound:
		return 0, fmt.Errorf("%w: part %q unpacks to more than %d bytes", ErrTooLarge, name, bound)
	case err != nil:
		return 0, fmt.Errorf("%w: part %q: %w", errDamaged, name, err)
	case counted.n > RatioFloor && counted.n/limits.Ratio > int64(f.CompressedSize64): //nolint:gosec // sizes below FileBytes
		return 0, fmt.Errorf("%w: part %q unpacks to more than %d times its size", ErrTooLarge, name, limits.Ratio)
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
	return isXMLPart(name) && strings.Contains(foldPart(name), "worksheets/") && !strings.Contains(foldPart(name), "_rels/")
}
