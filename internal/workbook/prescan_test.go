package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"candor/internal/xlsxtest"
)

// repack builds a workbook and lets change replace parts; "" drops one.
func repack(t testing.TB, spec string, change map[string]string) []byte {
	t.Helper()
	data, err := xlsxtest.Build(spec)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name, body string) {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(f, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	done := map[string]bool{}
	for _, f := range z.File {
		body, changed := change[f.Name]
		done[f.Name] = true
		if changed && body == "" {
			continue
		}
		if !changed {
			rc, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(rc)
			if err != nil {
				t.Fatal(err)
			}
			body = string(b)
		}
		add(f.Name, body)
	}
	for name, body := range change {
		if !done[name] && body != "" {
			add(name, body)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const small = "sheet Q\n| Question | Answer\n| Is there a policy? |\n| Is it reviewed? |\n"

func sheetXML(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

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
		{"empty", nil, ErrNotSpreadsheet, "empty"},
		{"text", []byte("hello there"), ErrNotSpreadsheet, "no zip"},
		{"pdf", []byte("%PDF-1.7 ..."), ErrNotSpreadsheet, "PDF"},
		{"encrypted", append(bytes.Clone(ole), utf16le("EncryptedPackage")...), ErrEncrypted, "encrypted"},
		{"old excel", append(bytes.Clone(ole), utf16le("Workbook")...), ErrNotSpreadsheet, ".xls"},
		{"truncated", repack(t, small, nil)[:900], errDamaged, "zip"},
		{"row of a billion", repack(t, small, map[string]string{sheet: sheetXML(`<row r="1000000000"/>`)}), ErrTooLarge, "row"},
		{"negative row", repack(t, small, map[string]string{sheet: sheetXML(`<row r="-5"/>`)}), ErrTooLarge, "row"},
		{"far column", repack(t, small, map[string]string{sheet: sheetXML(`<row r="1"><c r="XFE1"/></row>`)}), ErrTooLarge, "cell"},
		{"far cells", repack(t, small, map[string]string{sheet: sheetXML(far.String())}), ErrTooLarge, "spans"},
		{"far cells, other prefix", repack(t, small, map[string]string{sheet: strings.NewReplacer("<row", "<x:row", "<c", "<x:c", "</row", "</x:row").Replace(sheetXML(far.String()))}), ErrTooLarge, "spans"},
		{"doctype", repack(t, small, map[string]string{sheet: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + sheetXML("")}), errDamaged, "document type"},
		{"doctype after a comment", repack(t, small, map[string]string{"xl/workbook.xml": "<!-- x --><!DOCTYPE a><workbook/>"}), errDamaged, "document type"},
		{"utf-16", repack(t, small, map[string]string{sheet: "\xff\xfe<\x00"}), errDamaged, "UTF-8"},
		{"bomb", repack(t, small, map[string]string{"xl/media/image1.bin": strings.Repeat("\x00", 8<<20)}), ErrTooLarge, "times its size"},
		{"large part", repack(t, small, map[string]string{"xl/media/image1.bin": strings.Repeat("\x00", 65<<20)}), ErrTooLarge, "unpacks"},
		{"lying size", lyingZip(t), errDamaged, "part"},
		{"twice", doubledZip(t), errDamaged, "twice"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			limits := Limits{Area: 5_000_000}
			if strings.HasPrefix(tc.name, "far cells") {
				limits.Area = 5_000_000 / 1000
			}
			err := Prescan(context.Background(), bytes.NewReader(tc.data), int64(len(tc.data)), limits)
			if !errors.Is(err, tc.want) || !strings.Contains(fmt.Sprint(err), tc.text) {
				t.Errorf("got %v, want %v saying %q", err, tc.want, tc.text)
			}
			_, err = Read(context.Background(), writeFile(t, "x.xlsx", tc.data), ReadOptions{Lexicon: testLexicon(t), Limits: limits})
			if err == nil || strings.Contains(err.Error(), "\n") {
				t.Errorf("Read gives %v, not an error of one line", err)
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
	if err := Prescan(context.Background(), bytes.NewReader(out.Bytes()), int64(out.Len()), Limits{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("5001 parts: %v", err)
	}
}

func TestPrescanPasses(t *testing.T) {
	t.Parallel()
	data := repack(t, small, nil)
	if err := Prescan(context.Background(), bytes.NewReader(data), int64(len(data)), Limits{}); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Prescan(ctx, bytes.NewReader(data), int64(len(data)), Limits{}); !errors.Is(err, context.Canceled) {
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
