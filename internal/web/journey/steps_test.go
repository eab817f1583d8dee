//go:build browser

package journey

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"candor/internal/xlsxtest"
)

// focusOn presses Tab until the focus is on what a selector names.
func (p *person) focusOn(selector string) {
	p.t.Helper()
	const most = 400
	for range most {
		if js[bool](p, fmt.Sprintf(`document.activeElement?.matches(%q) ?? false`, selector)) {
			return
		}
		p.press(kb.Tab)
	}
	p.t.Fatalf("%d presses of Tab do not reach %s\non the page:\n%s", most, selector, p.visible())
}

// add puts files into the inbox with the keyboard. Choosing them in the window
// of the operating system is the one step that a test takes by other means.
func (p *person) add(files ...string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles("#files", files))
	p.focusOn("#drop button.main-do")
	p.press(kb.Enter)
}

// answered waits until a questionnaire is answered, and returns its id.
func (p *person) answered(name string) string {
	p.t.Helper()
	row := fmt.Sprintf(`[...document.querySelectorAll("#items tr[data-item]")].find(tr => tr.innerText.includes(%q))`, name)
	p.until(row + `?.dataset.phase === "review"`)
	return js[string](p, row+`.dataset.item`)
}

// ready waits until the page has what a selector names, and its scripts run.
func (p *person) ready(selector string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.readyState === "complete" && document.querySelector(%q) !== null`, selector))
}

// ref is that of the row on the page.
func (p *person) ref() string {
	p.t.Helper()
	return js[string](p, `document.querySelector("#row")?.dataset.ref ?? ""`)
}

// away waits until the page shows another row.
func (p *person) away(from string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`(document.querySelector("#row")?.dataset.ref ?? %q) !== %q`, from, from))
}

// workbook builds a spreadsheet from a text of xlsxtest.
func workbook(t *testing.T, name, spec string) string {
	t.Helper()
	data, err := xlsxtest.Build(spec)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// decisions are the lines of a questionnaire's journal on the desk.
func (s *server) decisions(id string) []map[string]any {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "q", id, "out.review.jsonl"))
	if err != nil {
		s.t.Fatal(err)
	}
	var out []map[string]any
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		var d map[string]any
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			s.t.Fatalf("the journal has a line that is none: %q", line)
		}
		out = append(out, d)
	}
	return out
}

// refs are the rows that anything was decided on.
func (s *server) refs(id string) []string {
	s.t.Helper()
	if _, err := os.Stat(filepath.Join(s.dir, "q", id, "out.review.jsonl")); err != nil {
		return nil
	}
	var out []string
	for _, d := range s.decisions(id) {
		ref, _ := d["ref"].(string)
		out = append(out, ref)
	}
	return out
}
