//go:build browser

package journey

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// fixture is one of the repository's own questionnaires.
func fixture(name string) string {
	return filepath.Join("..", "..", "..", "fixtures", "questionnaires", name)
}

func TestKeyboardOnly(t *testing.T) {
	throughByKeyboard(t, fixture("acme-vendor-assessment.xlsx"), 6)
}

// throughByKeyboard answers a questionnaire from the drop to the finished file
// without a mouse, and looks into the file afterwards.
func throughByKeyboard(t *testing.T, file string, rows int) {
	t.Helper()
	s := serve(t, "")
	p := visit(t, s)
	p.add(absolute(t, file))
	id := p.answered(filepath.Base(file))
	p.focusOn(fmt.Sprintf(`tr[data-item=%q] .row-do > a`, id))
	p.press(kb.Enter)
	p.ready("#row")

	accepted := p.decideRows(rows)
	edited := p.edit("We will send the details to your security team by name.")
	if n := len(s.decisions(id)); n < len(accepted)+1 {
		t.Errorf("%d decisions are kept, want at least %d", n, len(accepted)+1)
	}

	p.focusOn(`nav.tabs a[href$="/finish"]`)
	p.press(kb.Enter)
	p.ready(`form[action$="/finish"]`)
	p.focusOn(`form[action$="/finish"] button`)
	p.press(kb.Enter)
	p.ready(`a[href$="/download"]`)
	dir := p.downloads()
	p.focusOn(`a[href$="/download"]`)
	p.press(kb.Enter)
	checkFinal(t, file, p.downloaded(dir), edited)
}

// decideRows accepts what is proposed on as many rows as that, going from one
// that needs a person to the next, and returns their refs.
func (p *person) decideRows(rows int) []string {
	p.t.Helper()
	var accepted []string
	for range 4 * rows {
		if len(accepted) == rows {
			break
		}
		ref := p.ref()
		if js[bool](p, `document.querySelector("#accept") !== null`) {
			p.press("a")
			p.away(ref)
			accepted = append(accepted, ref)
			continue
		}
		p.press("n")
		p.away(ref)
	}
	if len(accepted) == 0 {
		p.t.Fatalf("no row could be accepted\non the page:\n%s", p.visible())
	}
	return accepted
}

// edit writes a text into the row on the page and returns the text.
func (p *person) edit(text string) string {
	p.t.Helper()
	ref := p.ref()
	p.press(kb.Enter)
	p.until(`document.querySelector("#edit")?.open === true`)
	p.focusOn("#text")
	p.do(stroke("a", chromedp.KeyModifiers(kb.ModifierCtrl), func(e *input.DispatchKeyEventParams) { e.Commands = []string{"selectAll"} }))
	p.press(strings.Split(text, "")...)
	p.do(stroke(kb.Enter, chromedp.KeyModifiers(kb.ModifierCtrl)))
	p.away(ref)
	return text
}

// checkFinal holds the finished file against the one that was dropped.
func checkFinal(t *testing.T, in, out, text string) {
	t.Helper()
	var proof struct {
		OK           bool `json:"ok"`
		CellsChanged int  `json:"cells_changed"`
	}
	if err := json.Unmarshal(candor(t, "verify", in, out, "--json"), &proof); err != nil {
		t.Fatal(err)
	}
	if !proof.OK || proof.CellsChanged == 0 {
		t.Errorf("candor verify says %+v", proof)
	}
	if dump := string(candor(t, "dump", out)); !strings.Contains(dump, text) {
		t.Errorf("the edited text is not in the finished file")
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

func TestLettersInFieldsAreText(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	p.add(absolute(t, fixture("acme-vendor-assessment.xlsx")))
	id := p.answered("acme")
	p.open(js[string](p, "location.origin") + "/q/" + id)
	p.ready("#row")
	ref := p.ref()
	p.press("/")
	p.until(`document.activeElement?.id === "find"`)
	p.press("j", "a", "n", "u", "1")
	if got := js[string](p, `document.querySelector("#find").value`); got != "janu1" {
		t.Errorf("the search field holds %q", got)
	}
	if got := p.ref(); got != ref {
		t.Errorf("typing moved from row %q to %q", ref, got)
	}
	p.press(kb.Escape)
	p.press("?")
	p.until(`document.querySelector("#keys").open`)
	p.focusOn("[data-keys-off]")
	p.press(" ")
	p.press(kb.Escape)
	p.until(`!document.querySelector("#keys").open`)
	p.press("j")
	p.do(chromedp.Reload())
	p.ready("#row")
	p.press("j")
	if got := p.ref(); got != ref {
		t.Errorf("with letters switched off, j moved from %q to %q", ref, got)
	}
	if s := s.refs(id); slices.Contains(s, ref) {
		t.Errorf("row %q was decided by typing", ref)
	}
}
