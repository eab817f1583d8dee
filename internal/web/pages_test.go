package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// pageServer serves the pages to one person, without the doors before them.
func pageServer(t testing.TB, d Desk, role Role) http.Handler {
	t.Helper()
	s := &Server{desk: d, stopping: make(chan struct{}), cfg: Config{
		Desk: d, Version: "test", Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Date(2026, 11, 22, 14, 2, 0, 0, time.UTC) },
	}}
	var err error
	if s.pages, err = newPages(); err != nil {
		t.Fatal(err)
	}
	rs := &routes{s: s, mux: http.NewServeMux()}
	s.pageRoutes(rs)
	s.apiRoutes(rs)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rs.mux.ServeHTTP(w, r.WithContext(withUser(r.Context(), User{Name: "ana@example.com", Role: role})))
	})
}

// get asks for a page and parses it.
func get(t testing.TB, h http.Handler, path string, status int) *html.Node {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != status {
		t.Fatalf("GET %s: status %d, want %d: %.300s", path, w.Code, status, w.Body)
	}
	page, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func post(t testing.TB, h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// elements are those of a page with one of the names, all without names.
func elements(page *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, n.Data)) {
			out = append(out, n)
		}
	}
	return out
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

var allPages = []string{
	"/", "/?part=items", "/?said=added&about=x", "/q/plain", "/q/plain?needs=person&row=Sheet1!B3", "/q/plain/row?row=Sheet1!B3", "/q/plain/layout", "/q/plain/gaps", "/q/plain/finish",
	"/q/hostile", "/q/hostile/layout", "/q/hostile/gaps", "/q/hostile/finish", "/q/waits", "/q/waits/gaps", "/q/waits/finish", "/q/failed", "/gaps",
	"/library", "/library?q=is+data+encrypted", "/library?q=x&part=found", "/library/encryption-at-rest", "/library/stale", "/library/conflicts", "/library/coverage", "/library/coverage?framework=iso27001", "/posture",
}

// Every page holds what the policy for contents allows, text of sheets as text,
// and the order that readers of screens need.
func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 30), Admin)
	for _, path := range allPages {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			page := get(t, h, path, http.StatusOK)
			checkPolicy(t, page)
			checkNames(t, page)
			if !strings.Contains(path, "part=") && !strings.Contains(path, "/row?") {
				checkOutline(t, page)
			}
		})
	}
}

// checkPolicy finds what the content security policy would refuse, or what only
// hostile text could have made.
func checkPolicy(t *testing.T, page *html.Node) {
	t.Helper()
	for _, n := range elements(page) {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
				t.Errorf("<%s> has %s=%.60q", n.Data, a.Key, a.Val)
			}
			if (a.Key == "href" || a.Key == "src" || a.Key == "action") && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("<%s> leads off the server: %.80q", n.Data, a.Val)
			}
		}
		switch {
		case n.Data == "script" && (!strings.HasPrefix(attr(n, "src"), "/static/") || n.FirstChild != nil):
			t.Errorf("a script of somebody else's: %v", n.Attr)
		case n.Data == "style" || n.Data == "iframe" || n.Data == "object" || n.Data == "img" || n.Data == "base":
			t.Errorf("an element that no page has: <%s>", n.Data)
		}
	}
}

// checkNames finds controls without a name and ids that stand twice.
func checkNames(t *testing.T, page *html.Node) {
	t.Helper()
	labels, ids := map[string]bool{}, map[string]bool{}
	for _, n := range elements(page, "label") {
		labels[attr(n, "for")] = true
	}
	for _, n := range elements(page) {
		id := attr(n, "id")
		if id != "" && ids[id] {
			t.Errorf("the id %q stands twice", id)
		}
		ids[id] = true
		switch n.Data {
		case "input", "select", "textarea":
			if kind := attr(n, "type"); kind == "hidden" || labels[id] && id != "" || attr(n, "aria-label") != "" || n.Parent.Data == "label" {
				continue
			}
			t.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
		case "button", "a", "summary":
			if strings.TrimSpace(textOf(n)) == "" {
				t.Errorf("<%s %v> has no name", n.Data, n.Attr)
			}
		case "th":
			if attr(n, "scope") == "" {
				t.Errorf("a heading of a table without a scope: %q", textOf(n))
			}
		}
	}
}

// checkOutline finds pages without one h1, landmarks or a way past the menu.
func checkOutline(t *testing.T, page *html.Node) {
	t.Helper()
	for name, want := range map[string]int{"h1": 1, "main": 1, "title": 1} {
		if got := len(elements(page, name)); got != want && name != "title" {
			t.Errorf("%d <%s>, want %d", got, name, want)
		}
	}
	last := 1
	for _, n := range elements(page, "h1", "h2", "h3", "h4") {
		level := int(n.Data[1] - '0')
		if inside(n, "dialog") || inside(n, "template") {
			continue
		}
		if level > last+1 {
			t.Errorf("heading %q jumps from level %d to %d", strings.TrimSpace(textOf(n)), last, level)
		}
		last = level
	}
	if skip := elements(page, "a")[0]; attr(skip, "href") != "#main" {
		t.Error("the first link does not skip to the content")
	}
}

func inside(n *html.Node, name string) bool {
	for p := range n.Ancestors() {
		if p.Data == name {
			return true
		}
	}
	return false
}

// Every link and form of every page leads to something that is there.
func TestEveryTargetExists(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 12), Admin)
	s := &Server{desk: newFakeDesk(t, 1)}
	rs := &routes{s: s, mux: http.NewServeMux()}
	var err error
	if s.pages, err = newPages(); err != nil {
		t.Fatal(err)
	}
	s.pageRoutes(rs)
	s.apiRoutes(rs)
	seen := map[string]bool{"/logout": true}
	for _, path := range allPages {
		page := get(t, h, path, http.StatusOK)
		for _, n := range elements(page, "a", "form", "link", "script") {
			target, method := attr(n, "href")+attr(n, "src")+attr(n, "action"), http.MethodGet
			if n.Data == "form" && attr(n, "method") == "post" {
				method = http.MethodPost
			}
			if strings.HasPrefix(target, "#") || seen[method+target] {
				continue
			}
			seen[method+target] = true
			r := httptest.NewRequest(method, target, nil)
			if _, pattern := rs.mux.Handler(r); pattern == "" && r.URL.Path != "/logout" {
				t.Errorf("%s: %s %s leads nowhere", path, method, target)
			}
			if strings.HasPrefix(target, "/static/") {
				get(t, h, target, http.StatusOK)
			}
		}
	}
}

// Hostile text is on its pages as text, whole where it is decided on.
func TestHostileTextIsText(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 1), Admin)
	page := get(t, h, "/q/hostile", http.StatusOK)
	all := textOf(page)
	if !strings.Contains(all, "<script>alert(1)</script><img src=x onerror=alert(2)>") || !strings.Contains(all, "{{.}}") {
		t.Error("the hostile question is not there as text")
	}
	for _, n := range elements(page, "textarea") {
		if got := textOf(n); !strings.Contains(got, `=HYPERLINK("http://x")`) {
			t.Errorf("the text to edit lost something: %q", got)
		}
	}
}

// Words of the address choose among our messages and are never messages.
func TestMessagesAreOurs(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 1), Admin)
	said := func(path string) string {
		for _, n := range elements(get(t, h, path, http.StatusOK), "div") {
			if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-said" }) {
				return strings.Join(strings.Fields(textOf(n)), " ")
			}
		}
		return ""
	}
	if got := said("/?said=your+account+is+locked"); got != "" {
		t.Errorf("the address put %q on the page", got)
	}
	if got := said("/?said=added&about=acme.xlsx"); got != "Added, and being answered: acme.xlsx" {
		t.Errorf("said = %q", got)
	}
}

// A row that a decision took out of the filtered list keeps its place in it.
func TestDecidedRowKeepsItsPlace(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 8), Admin)
	// Rows 2, 3, 4 and 8 need a person; row 5, at B6, does not.
	for ref, want := range map[string]string{"Sheet1!B3": "Sheet1!B4", "Sheet1!B6": "Sheet1!B9", "Sheet1!B9": "Sheet1!B9", "Sheet1!B2": "Sheet1!B3"} {
		for _, n := range elements(get(t, h, "/q/plain/row?needs=person&row="+url.QueryEscape(ref), http.StatusOK), "div") {
			if attr(n, "id") == "row" && attr(n, "data-next") != want {
				t.Errorf("after %s comes %s, want %s", ref, attr(n, "data-next"), want)
			}
		}
	}
}

func TestProblemsArePages(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 1), Viewer)
	for path, status := range map[string]int{"/q/none": http.StatusNotFound, "/q/plain?row=none": http.StatusNotFound, "/library/none-such": http.StatusNotFound, "/library/coverage?framework=none": http.StatusNotFound} {
		page := get(t, h, path, status)
		checkOutline(t, page)
	}
	if w := post(t, h, "/q/plain/decide", nil); w.Code != http.StatusForbidden {
		t.Errorf("a viewer decided: %d", w.Code)
	}
	if got := textOf(get(t, h, "/q/plain", http.StatusOK)); strings.Contains(got, "Edit the answer") || strings.Contains(got, "Accept many") {
		t.Error("a viewer is offered what only others may do")
	}
	outside := pageServer(t, newFakeDesk(t, 1), Anyone)
	page := get(t, outside, "/", http.StatusUnauthorized)
	if nav := elements(page, "nav"); len(nav) != 0 {
		t.Error("somebody without a login sees the menu")
	}
}

// The symbols that pages name are in the sprite.
func TestSymbolsExist(t *testing.T) {
	t.Parallel()
	sprite, err := staticFiles.ReadFile("static/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	h := pageServer(t, newFakeDesk(t, 12), Admin)
	for _, path := range allPages {
		for _, n := range elements(get(t, h, path, http.StatusOK), "use") {
			_, name, _ := strings.Cut(attr(n, "href"), "#")
			if !strings.Contains(string(sprite), `id="`+name+`"`) {
				t.Errorf("%s: no symbol %q", path, name)
			}
		}
	}
	for _, m := range allMarks() {
		if !strings.Contains(string(sprite), `id="`+m.Icon+`"`) {
			t.Errorf("no symbol %q", m.Icon)
		}
	}
}

func TestStaticFilesAreAskedForOnce(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 1), Anyone)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/static/app.js", nil))
	if got := w.Header().Get("Content-Type"); got != "text/javascript; charset=utf-8" {
		t.Errorf("a script is called %q", got)
	}
	r := httptest.NewRequest(http.MethodGet, "/static/app.js", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	h.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: %d with %d bytes", again.Code, again.Body.Len())
	}
	get(t, h, "/static/..%2Fpages.go", http.StatusNotFound)
}

// A list of two thousand rows stays light, and is made in a fraction of the two
// seconds that a person waits.
func TestLongListIsLight(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 2000), Admin)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/q/plain", nil))
	if got, most := w.Body.Len(), 1600<<10; got > most {
		t.Errorf("the page has %d bytes, more than %d", got, most)
	}
	if got := strings.Count(w.Body.String(), "<li id="); got != 2000 {
		t.Errorf("%d rows in the list", got)
	}
}

func BenchmarkQueuePage(b *testing.B) {
	for _, n := range []int{100, 2000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			h := pageServer(b, newFakeDesk(b, n), Admin)
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/q/plain", nil))
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

func parsed(t testing.TB, w *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	page, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return page
}
