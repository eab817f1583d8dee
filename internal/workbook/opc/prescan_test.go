package opc

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"candor/internal/workbook/bounds"
	"candor/internal/xlsxtest"
)

func TestPrescanRefuses(t *testing.T) {
	t.Parallel()
	sheet := "xl/worksheets/sheet1.xml"
	far := strings.Builder{}
	for i := range 400 {
		fmt.Fprintf(&far, `<row r="%d"><c r="XFD%d"/></row>`, i+1, i+1)
	}
	ole := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 512)...)
	for _, tc := range []struct {
		name string
		data []byte
		want error
		text string
	}{
		{"empty", nil, bounds.ErrNotSpreadsheet, "empty"},
		{"text", []byte("hello there"), bounds.ErrNotSpreadsheet, "no zip"},
		{"pdf", []byte("%PDF-1.7 ..."), bounds.ErrNotSpreadsheet, "PDF"},
		{"encrypted", append(bytes.Clone(ole), utf16le("EncryptedPackage")...), bounds.ErrEncrypted, "encrypted"},
		{"old excel", append(bytes.Clone(ole), utf16le("Workbook")...), bounds.ErrNotSpreadsheet, ".xls"},
		{"truncated", xlsxtest.Repack(t, xlsxtest.Small, nil)[:900], bounds.ErrDamaged, "zip"},
		{"row of a billion", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{sheet: xlsxtest.SheetXML(`<row r="1000000000"/>`)}), bounds.ErrTooLarge, "row"},
		{"negative row", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{sheet: xlsxtest.SheetXML(`<row r="-5"/>`)}), bounds.ErrTooLarge, "row"},
		{"far column", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{sheet: xlsxtest.SheetXML(`<row r="1"><c r="XFE1"/></row>`)}), bounds.ErrTooLarge, "cell"},
		{"far cells", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{sheet: xlsxtest.SheetXML(far.String())}), bounds.ErrTooLarge, "spans"},
		{"far cells, other prefix", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{sheet: strings.NewReplacer("<row", "<x:row", "<c", "<x:c", "</row", "</x:row").Replace(xlsxtest.SheetXML(far.String()))}), bounds.ErrTooLarge, "spans"},
		{"doctype", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{sheet: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + xlsxtest.SheetXML("")}), bounds.ErrDamaged, "document type"},
		{"doctype after a comment", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{"xl/workbook.xml": "<!-- x --><!DOCTYPE a><workbook/>"}), bounds.ErrDamaged, "document type"},
		{"utf-16", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{sheet: "\xff\xfe<\x00"}), bounds.ErrDamaged, "UTF-8"},
		{"bomb", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{"xl/media/image1.bin": strings.Repeat("\x00", 8<<20)}), bounds.ErrTooLarge, "times its size"},
		{"large part", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{"xl/media/image1.bin": strings.Repeat("\x00", 65<<20)}), bounds.ErrTooLarge, "unpacks"},
		{"lying size", lyingZip(t), bounds.ErrDamaged, "part"},
		{"twice", doubledZip(t), bounds.ErrDamaged, "twice"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			limits := bounds.Limits{Area: 5_000_000}
			if strings.HasPrefix(tc.name, "far cells") {
				limits.Area = 5_000_000 / 1000
			}
			err := Prescan(context.Background(), bytes.NewReader(tc.data), int64(len(tc.data)), limits)
			if !errors.Is(err, tc.want) || !strings.Contains(fmt.Sprint(err), tc.text) {
				t.Errorf("got %v, want %v saying %q", err, tc.want, tc.text)
			}
			if strings.Contains(fmt.Sprint(err), "\n") {
				t.Errorf("%v is no error of one line", err)
			}
		})
	}
}

func TestPrescanManyEntries(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range 5001 {
		if _, err := w.Create(fmt.Sprintf("p%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Prescan(context.Background(), bytes.NewReader(out.Bytes()), int64(out.Len()), bounds.Limits{}); !errors.Is(err, bounds.ErrTooLarge) {
		t.Errorf("5001 parts: %v", err)
	}
}

func TestPrescanPasses(t *testing.T) {
	t.Parallel()
	data := xlsxtest.Repack(t, xlsxtest.Small, nil)
	if err := Prescan(context.Background(), bytes.NewReader(data), int64(len(data)), bounds.Limits{}); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Prescan(ctx, bytes.NewReader(data), int64(len(data)), bounds.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// lyingZip has a part whose header says that it unpacks to fewer bytes.
func lyingZip(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	f, err := flate.NewWriter(&packed, flate.BestCompression)
	if err == nil {
		_, err = f.Write([]byte(strings.Repeat("<a/>", 50_000)))
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	h := &zip.FileHeader{Name: "xl/a.xml", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 10}
	raw, err := w.CreateRaw(h)
	if err == nil {
		_, err = raw.Write(packed.Bytes())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func doubledZip(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{"xl/a.xml", `XL\a.xml`} {
		if _, err := w.CreateHeader(&zip.FileHeader{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestUTF16Name(t *testing.T) {
	t.Parallel()
	if got := binary.LittleEndian.Uint16(utf16le("A")); got != 'A' {
		t.Errorf("got %x", got)
	}
}
