package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"candor/internal/questionnaire"
)

// Sheets that are cheap to send and dear to read. Each once took a minute or a
// gigabyte somewhere. The bound is to catch a quadratic step and not a slow
// machine, so what exceeds it is held against a plain walk over the same XML,
// made at the same time: a linear writer takes some twenty times that.
func TestWriteIsNotSlowedDown(t *testing.T) {
	t.Parallel()
	number := func(n int, format string) string {
		var b strings.Builder
		for i := 1; i <= n; i++ {
			b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
		}
		return b.String()
	}
	tests := map[string]string{
		"attributes of a row":  `<sheetData><row` + number(100_000, ` a#="1"`) + `/></sheetData>`,
		"attributes elsewhere": `<sheetData/><a` + number(100_000, ` a#="1"`) + `/>`,
		"merges":               `<sheetData/><mergeCells>` + number(240_000, `<mergeCell ref="A#:B#"/>`) + `</mergeCells>`,
		"too many merges":      `<sheetData/><mergeCells>` + number(260_000, `<mergeCell ref="A#:B#"/>`) + `</mergeCells>`,
		"cells in a list":      `<sheetData/><dataValidations><dataValidation type="list" sqref="` + number(300_000, `A# `) + `"/></dataValidations>`,
		"text between cells":   `<sheetData><row>` + number(2000, `<c/>`+strings.Repeat(" ", 5000-8)+`<!-- # -->`) + `</row></sheetData>`,
	}
	for name, inside := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newTestParts(inside).with("xl/media/noise.bin", noise(1<<20)).file(t)
			var edits []questionnaire.Edit
			for i := range 300 {
				edits = append(edits, edit(fmt.Sprintf("D%d", i+1), "Yes"))
			}
			start := time.Now() //nolint:forbidigo // measures the test itself
			var b bytes.Buffer
			res, err := Write(t.Context(), in, edits, false, &b)
			if err == nil {
				out := writeTemp(t, "out.xlsx", b.Bytes())
				proof, verr := Verify(t.Context(), in, out, res.Written)
				if verr != nil || !proof.OK {
					t.Errorf("%+v, %v", proof, verr)
				}
			}
			d, walk := time.Since(start), walked(t, inside)
			t.Logf("%v, %.0f times a walk", d, float64(d)/float64(walk))
			if d > 20*time.Second && d > 100*walk {
				t.Errorf("took %v, %.0f times a walk over the XML (%v)", d, float64(d)/float64(walk), err)
			}
		})
	}
}

// walked is how long it takes to read XML token by token.
func walked(t *testing.T, text string) time.Duration {
	t.Helper()
	start := time.Now() //nolint:forbidigo // measures the test itself
	d := xml.NewDecoder(strings.NewReader("<worksheet>" + text + "</worksheet>"))
	for {
		if _, err := d.RawToken(); errors.Is(err, io.EOF) {
			return time.Since(start)
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// noise keeps the size of a test file honest.
func noise(n int) string {
	out := make([]byte, n)
	x := uint32(1)
	for i := range out {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out[i] = byte(x)
	}
	return string(out)
}

// A file with flipped, lost or doubled bytes gives an error, or a file whose
// proof holds; never a panic, never bytes and an error.
func TestPropertyDamagedFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := newTestParts(verifySheet).bytes(t)
	rapid.Check(t, func(rt *rapid.T) {
		data := bytes.Clone(good)
		for range rapid.IntRange(1, 3).Draw(rt, "damages") {
			at := rapid.IntRange(0, len(data)-2).Draw(rt, "at")
			switch rapid.IntRange(0, 2).Draw(rt, "kind") {
			case 0:
				data[at] ^= rapid.ByteRange(1, 255).Draw(rt, "flip")
			case 1:
				data = append(data[:at], data[at+1:]...)
			case 2:
				data = append(data[:at], append([]byte{data[at]}, data[at:]...)...)
			}
		}
		in := filepath.Join(dir, "in.xlsx")
		if err := os.WriteFile(in, data, 0o600); err != nil {
			rt.Fatal(err)
		}
		var b bytes.Buffer
		res, err := Write(t.Context(), in, []questionnaire.Edit{edit("B1", "Yes"), edit("C9", "No")}, false, &b)
		if err != nil {
			return
		}
		out := filepath.Join(dir, "out.xlsx")
		if err := os.WriteFile(out, b.Bytes(), 0o600); err != nil {
			rt.Fatal(err)
		}
		proof, err := Verify(t.Context(), in, out, res.Written)
		if err != nil || !proof.OK {
			rt.Fatalf("%+v, %v", proof, err)
		}
	})
}
