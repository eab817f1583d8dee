//go:build browser

package journey

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// hostileSheet has what a page must show as text everywhere a name or a question
// appears.
var hostileSheet = fmt.Sprintf(`
sheet "<img src=x onerror=hit()>"
|* ID | Question | Response | Comments
| <b>1</b> | <script>hit()</script> Is customer data encrypted at rest? | |
| "2 | "><svg onload=hit()> Do you test backups at least once a year? | |
| {{3}} | {{.}} ${hit()} javascript:hit() Is multi-factor authentication required for staff? | |
| 4 | =HYPERLINK("http://attacker.example","Click") Do you have an incident response plan? | |
| 5 | %sAre staff trained in security every year?%s | |
list C2:C6 Yes,No
`, "\u202e", "\u202c")

func TestHostileText(t *testing.T) {
	file := workbook(t, "a.xlsx", hostileSheet)
	named := filepath.Join(filepath.Dir(file), `"><img src=x onerror=hit()>.xlsx`)
	if err := os.Rename(file, named); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "")
	p := visit(t, s)
	p.do(chromedp.Evaluate[chromedp.Void](`window.hit = () => { document.title = "HIT" }`))
	p.add(named)
	id := p.answered("onerror")
	for _, page := range []string{"/", "/q/" + id, "/q/" + id + "/layout", "/q/" + id + "/gaps", "/q/" + id + "/finish", "/gaps"} {
		p.open(p.origin() + page)
		p.until(`document.readyState === "complete"`)
		if n := js[int](p, `document.querySelectorAll("main script, main img, main svg[onload], [onerror], [onload]").length`); n != 0 {
			t.Errorf("%s: %d elements came out of the sheet", page, n)
		}
		if js[string](p, `document.title`) == "HIT" {
			t.Errorf("%s: a script of the sheet ran", page)
		}
	}
	p.open(p.origin() + "/q/" + id)
	p.ready("#row")
	if text := js[string](p, `document.querySelector("#rows").innerText`); !strings.Contains(text, "<script>hit()</script>") {
		t.Errorf("the question is not shown as it was asked:\n%s", text)
	}
}

func TestOtherSitesGetNothing(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	here := p.origin()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!doctype html><title>site</title><form id="f" method="post" enctype="multipart/form-data" action="%s/inbox/add"><input name="account" value="x"></form><iframe src="%s/"></iframe>`, here, here)
	}))
	defer site.Close()
	p.open(site.URL)
	if got := js[string](p, fmt.Sprintf(`fetch(%q, {credentials: "include"}).then(r => r.text(), e => "refused")`, here+"/api/v1/questionnaires")); got != "refused" {
		t.Errorf("another site reads the API: %.100q", got)
	}
	answer := ask(p, posted(`document.querySelector("#f").submit()`))
	if answer != http.StatusForbidden {
		t.Errorf("a form of another site got status %d, want 403", answer)
	}

	stranger := newPerson(t)
	stranger.open(here + "/")
	if got := js[string](stranger, `document.body.innerText`); !strings.Contains(got, "candor serve") || strings.Contains(got, "Add questionnaires") {
		t.Errorf("without the link one sees:\n%s", got)
	}
	stranger.accessible("no way in")
}
