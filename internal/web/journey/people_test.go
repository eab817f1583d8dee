//go:build browser

package journey

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// begin brings a questionnaire onto the desk and opens its first row.
func begin(t *testing.T, p *person, name string) string {
	t.Helper()
	p.add(absolute(t, fixture(name)))
	id := p.answered(name)
	p.open(p.origin() + "/q/" + id)
	p.ready("#row")
	return id
}

func (p *person) origin() string {
	p.t.Helper()
	return js[string](p, "location.origin")
}

// row opens a row of a questionnaire.
func (p *person) row(id, ref string) {
	p.t.Helper()
	p.open(p.origin() + "/q/" + id + "?row=" + js[string](p, fmt.Sprintf("encodeURIComponent(%q)", ref)))
	p.ready("#row")
}

func TestTwoPeople(t *testing.T) {
	s := serve(t, "")
	ana := visit(t, s)
	id := begin(t, ana, "acme-vendor-assessment.xlsx")
	ben := visit(t, s)
	ref := ana.ref()
	ben.row(id, ref)

	// Ben types while Ana decides: what he typed stays, and he is told.
	ben.press("\r")
	ben.until(`document.querySelector("#edit")?.open === true`)
	ben.do(chromedp.SetValue("#text", "Ben's own words for this row."))
	// Both are the same user of this machine, in windows of their own.
	ana.press("a")
	ana.away(ref)
	ben.until(`!document.querySelector("#toast").hidden && /You changed this row in another window/.test(document.querySelector("#toast").textContent)`)
	if got := js[string](ben, `document.querySelector("#text").value`); got != "Ben's own words for this row." {
		t.Errorf("another's decision changed what is being typed to %q", got)
	}

	ben.do(chromedp.Click(`#edit button[value="edit"]`))
	ben.until(`document.querySelector('#trouble [data-keep="theirs"]') !== null`)
	if n := len(s.decisions(id)); n != 1 {
		t.Errorf("%d decisions are kept before Ben chose, want Ana's", n)
	}
	ben.accessible("conflict")
	ben.do(chromedp.Click(`#trouble [data-keep="mine"]`))
	ben.away(ref)
	kept := s.decisions(id)
	if len(kept) != 2 || kept[1]["text"] != "Ben's own words for this row." {
		t.Errorf("kept are %v", kept)
	}

	// Ana goes back and sees what Ben made of it, without loading the page.
	ana.row(id, ref)
	ana.until(`document.querySelector("#row .says, #row .answer").innerText.includes("Ben's own words")`)
}

func TestKilledServerLosesNoDecision(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	id := begin(t, p, "acme-vendor-assessment.xlsx")
	accepted := p.decideRows(4)
	s.again()
	if got := s.refs(id); len(got) != len(accepted) {
		t.Fatalf("after kill -9 the journal has %v, on the page were accepted %v", got, accepted)
	}
	again := visit(t, s)
	for _, ref := range accepted {
		again.row(id, ref)
		if got := js[string](again, `document.querySelector("#row").dataset.state`); got != "Accepted" {
			t.Errorf("row %s is %q after the restart, want Accepted", ref, got)
		}
	}
}

func TestReloadWhileAnswering(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	names := []string{"acme-vendor-assessment.xlsx", "globex-tick-columns.xlsx", "hooli-lieferantenfragebogen.xlsx", "initech-formula-questions.xlsx"}
	var files []string
	for _, n := range names {
		files = append(files, absolute(t, fixture(n)))
	}
	p.add(files...)
	p.until(`document.querySelectorAll("#items tr[data-item]").length > 0`)
	p.do(chromedp.Reload())
	for _, n := range names {
		p.answered(n)
	}
	if n := js[int](p, `document.querySelectorAll("#items tr[data-item]").length`); n != len(names) {
		t.Errorf("%d questionnaires in the inbox, want %d", n, len(names))
	}
}

func TestWithoutScripts(t *testing.T) {
	s := serve(t, "")
	p := newPerson(t)
	p.do(noScripts)
	p.open(s.link())
	file := absolute(t, fixture("acme-vendor-assessment.xlsx"))
	p.do(chromedp.SetUploadFiles("#files", []string{file}), chromedp.Click("#drop button.main-do"))
	p.do(chromedp.WaitVisible("#items tr[data-item]"))
	for ask(p, chromedp.Evaluate[string](`document.querySelector("#items tr[data-item]").dataset.phase`)) != "review" {
		p.do(chromedp.Reload())
	}
	p.do(chromedp.Click("#items .row-do > a"), chromedp.WaitVisible("#row"))
	ref := p.ref()
	p.do(chromedp.Click("#accept"), chromedp.WaitVisible("[data-said]"))
	if got := p.ref(); got == ref {
		t.Errorf("after accepting %s the page still shows it", ref)
	}
	edited := p.ref()
	p.do(chromedp.Click("#edit summary"), chromedp.SetValue("#text", "Written without any script."), chromedp.Click(`#edit button[value="edit"]`))
	p.away(edited)
	p.do(chromedp.Click(`nav.tabs a[href$="/finish"]`), chromedp.WaitVisible(`form[action$="/finish"]`), chromedp.Click(`form[action$="/finish"] button`))
	p.do(chromedp.WaitVisible(`a[href$="/download"]`))
	dir := p.downloads()
	p.do(chromedp.Click(`a[href$="/download"]`))
	checkFinal(t, file, p.downloaded(dir), "Written without any script.")
}
