//go:build browser

package journey

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// drop lets go of files and folders over the middle of the page.
func drop(paths ...string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		data := &input.DragData{Items: []*input.DragDataItem{}, Files: paths, DragOperationsMask: 1}
		for _, kind := range []input.DispatchDragEventType{"dragEnter", "dragOver", "drop"} {
			if _, err := cdp.Call(ctx, t, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 300, Y: 300, Data: data}); err != nil {
				return fmt.Errorf("%s files: %w", kind, err)
			}
		}
		return nil
	})
}

// withoutStream cuts the event stream off, as a proxy that knows no streams does;
// asking for events goes on.
var withoutStream = chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
	if _, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{}); err != nil {
		return fmt.Errorf("watch the network: %w", err)
	}
	_, err := cdp.Call(ctx, t, network.SetBlockedURLs, network.SetBlockedURLsParams{
		URLPatterns: []*network.BlockPattern{{URLPattern: "http://127.0.0.1:*/api/v1/events?since=*"}, {URLPattern: "http://127.0.0.1:*/api/v1/events", Block: true}},
	})
	if err != nil {
		return fmt.Errorf("cut off the events: %w", err)
	}
	return nil
})

// TestDropFiles drops a file and a folder: what is in folders of the folder comes
// too, and what is no questionnaire stays out.
func TestDropFiles(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	folder := filepath.Join(t.TempDir(), "from the prospect")
	put := func(from, name string) {
		data, err := os.ReadFile(fixture(from))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("globex-tick-columns.xlsx", "one.xlsx")
	put("globex-tick-columns.xlsx", filepath.Join("deep", "er", "two.xlsx"))
	put("globex-tick-columns.xlsx", "~$one.xlsx")
	put("globex-tick-columns.xlsx", "letter.pdf")
	p.ready("#drop")
	p.do(drop(absolute(t, fixture("acme-vendor-assessment.xlsx")), folder))
	for _, name := range []string{"acme-vendor-assessment.xlsx", "one.xlsx", "two.xlsx"} {
		p.answered(name)
	}
	if n := js[int](p, `document.querySelectorAll("#items tr[data-item]").length`); n != 3 {
		t.Errorf("%d questionnaires in the inbox, want 3:\n%s", n, p.visible())
	}
}

// TestWithoutStream watches another person's work by asking again and again.
func TestWithoutStream(t *testing.T) {
	s := serve(t, "")
	ana := visit(t, s)
	id := begin(t, ana, "acme-vendor-assessment.xlsx")
	ben := visit(t, s)
	ben.do(withoutStream)
	ref := ana.ref()
	ben.row(id, ref)
	before := js[string](ben, `document.querySelector("#q-progress b").textContent`)
	ana.press("a")
	ana.away(ref)
	ben.until(`document.querySelector("#row").dataset.state === "Accepted"`)
	ben.until(fmt.Sprintf(`document.querySelector("#q-progress b").textContent !== %q`, before))
	// With a stream it asks once, when the stream is there.
	ben.until(`performance.getEntriesByType("resource").filter(r => r.name.includes("/api/v1/events?since=")).length > 2`)
}

// TestTakeOver works on a batch's result up to the finished file.
func TestTakeOver(t *testing.T) {
	in, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	data, err := os.ReadFile(fixture("acme-vendor-assessment.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(in, "acme.xlsx")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	candor(t, "batch", in, "-o", out, "--as-of", "2026-11-22", "--quiet")
	s := serve(t, "", "--batch", out, "--batch-inputs", in)
	p := visit(t, s)
	p.ready("#items .row-do > a")
	p.do(chromedp.Click("#items .row-do > a"))
	p.ready("#row")
	if n := js[int](p, `document.querySelectorAll("#accept, [data-edit]").length`); n != 0 {
		t.Errorf("a result that nobody took over has %d buttons to decide with", n)
	}
	p.accessible("result of a batch")
	p.do(chromedp.Click(`form[action$="/take-over"] button`))
	p.ready("#row [data-edit]")
	p.decideRows(2)
	text := p.edit("Written after it was taken over.")
	p.do(chromedp.Click(`nav.tabs a[href$="/finish"]`))
	p.ready(`form[action$="/finish"]`)
	p.do(chromedp.Click(`form[action$="/finish"] button`))
	p.ready(`a[href$="/download"]`)
	dir := p.downloads()
	p.do(chromedp.Click(`a[href$="/download"]`))
	checkFinal(t, file, p.downloaded(dir), text)
	p.open(p.origin() + "/")
	if n := js[int](p, `document.querySelectorAll("#items tr[data-item]").length`); n != 1 {
		t.Errorf("the inbox lists the questionnaire %d times", n)
	}
}

// TestStaleEntry saves an entry that somebody else has saved meanwhile.
func TestStaleEntry(t *testing.T) {
	kb := filepath.Join(t.TempDir(), "answers")
	candor(t, "init", kb)
	s := serve(t, "", "--kb", kb)
	ana, ben := visit(t, s), visit(t, s)
	const entry = "/library/unique-user-ids"
	for _, p := range []*person{ana, ben} {
		p.open(p.origin() + entry)
		p.ready("#entry-form #source")
	}
	write := func(p *person, line string) {
		p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector("#source").value = document.querySelector("#source").value.trimEnd() + "\n" + %q + "\n"`, line)))
	}
	write(ana, "Ana adds that names are checked.")
	ana.do(chromedp.Click("#entry-form button.main-do"))
	ana.until(`document.querySelector("[data-said]") !== null`)
	write(ben, "Ben adds that they are reviewed.")
	if status := ask(ben, posted(`document.querySelector("#entry-form button.main-do").click()`)); status != 409 {
		t.Errorf("a form of an older text is answered %d, want 409", status)
	}
	ben.ready("#entry-form details[open] pre")
	ben.accessible("stale entry")
	theirs, mine := js[string](ben, `document.querySelector("#entry-form details pre").textContent`), js[string](ben, `document.querySelector("#source").value`)
	if head := js[string](ben, `document.querySelector("#entry-form details summary").textContent`); head != "As it stands now" || !strings.Contains(theirs, "Ana adds") || !strings.Contains(mine, "Ben adds") || strings.Contains(mine, "Ana adds") {
		t.Errorf("%s:\n%s\nwhat Ben typed:\n%s", head, theirs, mine)
	}
	write(ben, "Ana adds that names are checked.")
	ben.do(chromedp.Click("#entry-form button.main-do"))
	ben.until(`document.querySelector("[data-said]") !== null`)
	files, err := filepath.Glob(filepath.Join(kb, "library", "*", "unique-user-ids.md"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	kept, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(kept), "Ana adds") || !strings.Contains(string(kept), "Ben adds") {
		t.Errorf("kept is %s, %v", kept, err)
	}
}
