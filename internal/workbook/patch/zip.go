package patch

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"

	"candor/internal/workbook/bounds"
)

// rawMember takes a member from the input, or packs its new content.
func rawMember(f *zip.File, changed map[string][]byte) (member, error) {
	m := member{header: f.FileHeader}
	m.header.Extra = withoutZip64(f.Extra)
	data, ok := changed[f.Name]
	if !ok {
		raw, err := f.OpenRaw()
		m.body = raw
		return m, err
	}
	packed, err := pack(data, f.Method)
	if err != nil {
		return member{}, err
	}
	m.header.CRC32 = crc32.ChecksumIEEE(data)
	m.header.UncompressedSize64 = uint64(len(data))
	m.header.CompressedSize64 = uint64(len(packed))
	m.header.Flags &^= flagDescriptor
	m.body = bytes.NewReader(packed)
	return m, nil
}

// flagDescriptor says that sizes follow the data; a member packed in memory
// knows them before.
const flagDescriptor = 0x8

func pack(data []byte, method uint16) ([]byte, error) {
	if method == zip.Store {
		return data, nil
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// withoutZip64 drops the block of 64-bit sizes from a header's extra data: no
// member here is that big, and the sizes in it would be stale.
func withoutZip64(extra []byte) []byte {
	const zip64ID = 1
	var out []byte
	for rest := extra; len(rest) >= 4; {
		n := 4 + int(binary.LittleEndian.Uint16(rest[2:]))
		if n > len(rest) {
			return extra
		}
		if binary.LittleEndian.Uint16(rest) != zip64ID {
			out = append(out, rest[:n]...)
		}
		rest = rest[n:]
	}
	return out
}

// copyZip writes the archive again: changed members packed anew under their
// old headers, all others copied as the bytes they are, in the same order.
func copyZip(ctx context.Context, in *zip.Reader, changed map[string][]byte, out io.Writer) error {
	w := zip.NewWriter(out)
	if err := w.SetComment(in.Comment); err != nil {
		return err
	}
	for _, f := range in.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, err := rawMember(f, changed)
		if err != nil {
			return fmt.Errorf("part %q: %w", f.Name, err)
		}
		if err := raw.writeTo(w); err != nil {
			return fmt.Errorf("part %q: %w", f.Name, err)
		}
	}
	return w.Close()
}

// member is one zip member ready to be written as it is.
type member struct {
	header zip.FileHeader
	body   io.Reader
}

func (m member) writeTo(w *zip.Writer) error {
	dst, err := w.CreateRaw(&m.header)
	if err != nil {
		return err
	}
	n, err := io.Copy(dst, m.body)
	if err == nil && strconv.FormatInt(n, 10) != strconv.FormatUint(m.header.CompressedSize64, 10) {
		return fmt.Errorf("%w: %d bytes where its header says %d", bounds.ErrDamaged, n, m.header.CompressedSize64)
	}
	return err
}
