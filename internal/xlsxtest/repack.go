package xlsxtest

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// Small is the specification of a workbook with two questions.
const Small = "sheet Q\n| Question | Answer\n| Is there a policy? |\n| Is it reviewed? |\n"

// SheetXML is a sheet part with the rows given.
func SheetXML(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

// Repack builds a workbook and lets change replace parts; "" drops one.
func Repack(t testing.TB, spec string, change map[string]string) []byte {
	t.Helper()
	data, err := Build(spec)
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
