//go:build browser

package journey

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPagesAreAccessible looks at each page at the width of a desk and of a
// telephone, light and dark. With CANDOR_PICTURES set it saves what it sees.
func TestPagesAreAccessible(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	id := begin(t, p, "acme-vendor-assessment.xlsx")
	p.decideRows(2)
	p.open(p.origin() + "/")
	p.add(absolute(t, fixture("hooli-lieferantenfragebogen.xlsx")))
	p.answered("hooli")
	q := "/q/" + id
	pages := map[string]string{
		"inbox": "/", "queue": q, "row": q + "?needs=person", "gap": q + "?needs=gaps", "blocked": q + "?needs=blocked", "layout": q + "/layout", "item-gaps": q + "/gaps", "finish": q + "/finish",
		"gaps": "/gaps", "library": "/library", "search": "/library?q=encryption+at+rest", "entry": "/library/unique-user-ids",
		"stale": "/library/stale", "conflicts": "/library/conflicts", "coverage": "/library/coverage", "posture": "/posture", "nowhere": "/no/such/page",
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 390} {
			p.do(colours(scheme), chromedp.EmulateViewport(width, 900))
			for name, page := range pages {
				p.open(p.origin() + page)
				p.until(`document.readyState === "complete"`)
				p.accessible(fmt.Sprintf("%s, %s, %d pixels wide", name, scheme, width))
				if over := js[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
					t.Errorf("%s at %d pixels is %d wider than the window", name, width, over)
				}
				p.picture(fmt.Sprintf("%s-%s-%d", name, scheme, width))
			}
		}
	}
}

func TestPagesPrint(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	id := begin(t, p, "acme-vendor-assessment.xlsx")
	for _, page := range []string{"/q/" + id + "/gaps", "/gaps", "/library/coverage"} {
		p.open(p.origin() + page)
		pdf := ask(p, chromedp.PrintToPDF())
		if !strings.HasPrefix(string(pdf[:min(5, len(pdf))]), "%PDF") || len(pdf) < 10_000 {
			t.Errorf("%s prints %d bytes", page, len(pdf))
		}
	}
}

func TestSearchShowsWhatFillWouldTake(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	p.open(p.origin() + "/library?q=Is+customer+data+encrypted+at+rest")
	p.ready("main a[href^='/library/']")
	if got := js[string](p, `document.querySelector("main").innerText`); !strings.Contains(got, "encrypt") {
		t.Errorf("the search shows:\n%s", got)
	}
}
