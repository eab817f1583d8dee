package web

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/desk"

	"github.com/google/go-cmp/cmp"
)

const testHost = "127.0.0.1:8480"

// links are the tokens that a server announced.
type links struct {
	mu   sync.Mutex
	list []string
}

func (l *links) add(token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, token)
}

func (l *links) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.list[len(l.list)-1]
}

// numbered returns secrets that a test can tell apart.
func numbered() func() string {
	var n atomic.Int64
	return func() string { return "secret-number-" + strconv.FormatInt(n.Add(1), 10) }
}

// aServer is a server on one's own machine, and its links.
func aServer(t testing.TB, d Desk, change ...func(*Config)) (*Server, *links) {
	t.Helper()
	var l links
	cfg := Config{
		Desk: d, Hosts: []string{testHost, "localhost:8480"}, Who: "sam", Secret: numbered(), Version: "test", Announce: l.add,
		Now: func() time.Time { return time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC) }, Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&cfg)
	}
	s, err := New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, &l
}

// lightDesk has one questionnaire, over the knowledge that all tests share.
func lightDesk(t testing.TB) *fakeDesk {
	t.Helper()
	base, err := starter()
	if err != nil {
		t.Fatal(err)
	}
	d := &fakeDesk{base: base, rows: map[string][]desk.Row{}}
	d.add(desk.Item{ID: "plain", Name: "acme.xlsx", Phase: desk.PhaseReview}, plainRows(3))
	return d
}

// ask sends a request straight to the handler.
func ask(h http.Handler, method, target string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = testHost
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// enter opens the last link and returns its cookie.
func enter(t testing.TB, s *Server, l *links) *http.Cookie {
	t.Helper()
	w := ask(s.Handler(), http.MethodGet, "/?token="+l.last())
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("the link answered %d with %d cookies", w.Code, len(cookies))
	}
	return cookies[0]
}

func with(c *http.Cookie) func(*http.Request) { return func(r *http.Request) { r.AddCookie(c) } }

func TestLinkBecomesCookie(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	token := l.last()
	w := ask(s.Handler(), http.MethodGet, "/?token="+token)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Errorf("the link answered %d to %q; want to be sent to / without the token", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Header().Get("Set-Cookie")
	for _, want := range []string{"candor_8480=", "HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
	if strings.Contains(cookie, token) || strings.Contains(cookie, "Expires") || strings.Contains(cookie, "Domain") {
		t.Errorf("the cookie %q holds the token, or lasts longer or goes further than it should", cookie)
	}
	in := w.Result().Cookies()[0]
	if got := ask(s.Handler(), http.MethodGet, "/api/v1/me", with(in)); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"sam"`) {
		t.Errorf("with the cookie: %d %s", got.Code, got.Body)
	}
	if got := ask(s.Handler(), http.MethodGet, "/?token=anything", with(in)); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/" {
		t.Errorf("a link opened again by who is in: %d to %q", got.Code, got.Header().Get("Location"))
	}
}

// A link works once; the one announced instead lets the next browser in and
// leaves the first where it was.
func TestLinkWorksOnce(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	first := l.last()
	one := enter(t, s, l)
	if w := ask(s.Handler(), http.MethodGet, "/?token="+first); w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) != 0 {
		t.Errorf("the link a second time: %d", w.Code)
	}
	if l.last() == first {
		t.Fatal("no further link was announced")
	}
	two := enter(t, s, l)
	for _, c := range []*http.Cookie{one, two} {
		if w := ask(s.Handler(), http.MethodGet, "/api/v1/me", with(c)); w.Code != http.StatusOK {
			t.Errorf("with cookie %s: %d", c.Value, w.Code)
		}
	}
}

// A browser does not send a strict cookie where a click on another site's page
// is redirected to.
func TestLinkOnAnotherPage(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	w := ask(s.Handler(), http.MethodGet, "/?token="+l.last(), header("Sec-Fetch-Site", "cross-site"))
	if w.Code != http.StatusOK || w.Header().Get("Refresh") != "0; url=/" || len(w.Result().Cookies()) != 1 {
		t.Errorf("%d, Refresh %q, %d cookies", w.Code, w.Header().Get("Refresh"), len(w.Result().Cookies()))
	}
}

// Tokens are only looked at where the link leads, and a HEAD, as programs that
// preview links send it, does not use one up.
func TestWhatIsNoLink(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	for _, tt := range []struct{ method, target string }{
		{http.MethodGet, "/?token=wrong"},
		{http.MethodGet, "/?token="},
		{http.MethodHead, "/?token=" + l.last()},
		{http.MethodPost, "/?token=" + l.last()},
		{http.MethodGet, "/api/v1/me?token=" + l.last()},
		{http.MethodGet, "/api/v1/questionnaires"},
		{http.MethodGet, "/q/abc"},
		{http.MethodGet, "/nothing/here"},
		{http.MethodDelete, "/api/v1/questionnaires/abc"},
	} {
		if w := ask(s.Handler(), tt.method, tt.target); w.Code != http.StatusUnauthorized {
			t.Errorf("%s %s without a cookie: %d, want 401", tt.method, tt.target, w.Code)
		}
	}
	if w := ask(s.Handler(), http.MethodGet, "/api/v1/me", with(&http.Cookie{Name: "candor_8480", Value: "guessed"})); w.Code != http.StatusUnauthorized {
		t.Errorf("with a cookie of one's own making: %d, want 401", w.Code)
	}
	enter(t, s, l)
}

func TestOtherHosts(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	in := enter(t, s, l)
	for _, tt := range []struct {
		host string
		want int
	}{
		{testHost, http.StatusOK},
		{"localhost:8480", http.StatusOK},
		{"LOCALHOST:8480", http.StatusOK},
		{"evil.example", http.StatusForbidden},
		{"evil.example:8480", http.StatusForbidden}, // a name made to point at this machine
		{"127.0.0.1", http.StatusForbidden},
		{"127.0.0.1:80", http.StatusForbidden},
		{"127.0.0.1:8480.evil.example", http.StatusForbidden},
		{"localhost.:8480", http.StatusForbidden},
		{"0.0.0.0:8480", http.StatusForbidden},
		{"", http.StatusForbidden},
	} {
		w := ask(s.Handler(), http.MethodGet, "/api/v1/me", with(in), func(r *http.Request) { r.Host = tt.host })
		if w.Code != tt.want {
			t.Errorf("Host %q: %d, want %d", tt.host, w.Code, tt.want)
		}
		if tt.want == http.StatusForbidden && strings.Contains(w.Body.String(), "sam") {
			t.Errorf("Host %q learns who is here", tt.host)
		}
	}
}

func TestCrossSitePosts(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	in := enter(t, s, l)
	const target = "/api/v1/questionnaires/x/rerun"
	for _, tt := range []struct {
		name    string
		headers map[string]string
		want    int
	}{
		{"from another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"from another port of this machine", map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		{"by another origin", map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
		{"by no origin", map[string]string{"Origin": "null"}, http.StatusForbidden},
		{"by our page", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://" + testHost}, http.StatusAccepted},
		{"by a program", nil, http.StatusAccepted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := lightDesk(t)
			s, l := aServer(t, d)
			in := enter(t, s, l)
			w := ask(s.Handler(), http.MethodPost, strings.Replace(target, "x", "plain", 1), with(in), func(r *http.Request) {
				for k, v := range tt.headers {
					r.Header.Set(k, v)
				}
			})
			if w.Code != tt.want {
				t.Errorf("%d %s, want %d", w.Code, w.Body, tt.want)
			}
		})
	}
	if w := ask(s.Handler(), http.MethodGet, "/api/v1/me", with(in), header("Sec-Fetch-Site", "cross-site")); w.Code != http.StatusOK {
		t.Errorf("following a link from another site: %d", w.Code)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	in := enter(t, s, l)
	for _, target := range []string{"/api/v1/me", "/api/v1/nothing", "/nothing", "/?token=wrong"} {
		h := ask(s.Handler(), http.MethodGet, target, with(in)).Header()
		got := map[string]string{}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control"} {
			got[name] = h.Get(name)
		}
		want := map[string]string{
			"Content-Security-Policy": contentPolicy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", target, diff)
		}
	}
	for _, want := range []string{"default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} {
		if !strings.Contains(contentPolicy, want) || strings.Contains(contentPolicy, "unsafe") {
			t.Errorf("the policy %q lacks %s", contentPolicy, want)
		}
	}
}

func TestUnknownAddresses(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, &fakeDesk{})
	in := enter(t, s, l)
	for _, tt := range []struct {
		method, target string
		status         int
		allow, body    string
	}{
		{http.MethodGet, "/api/v1/nothing", http.StatusNotFound, "", `"code":"not_found"`},
		{http.MethodGet, "/nothing", http.StatusNotFound, "", "<html"},
		{http.MethodPut, "/api/v1/me", http.StatusMethodNotAllowed, "GET, HEAD", `"code":"method"`},
	} {
		w := ask(s.Handler(), tt.method, tt.target, with(in))
		if w.Code != tt.status || w.Header().Get("Allow") != tt.allow || !strings.Contains(w.Body.String(), tt.body) {
			t.Errorf("%s %s: %d, Allow %q, %.200s", tt.method, tt.target, w.Code, w.Header().Get("Allow"), w.Body)
		}
	}
}

// No address leads out of its place, and each of these is answered, not
// crashed on.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	s, l := aServer(t, aDesk(t))
	in := enter(t, s, l)
	for _, id := range []string{"..%2f..%2fetc%2fpasswd", "%2e%2e", "..%5c..%5cwindows", "%00", "a%0d%0aX-Evil:%201", strings.Repeat("a", 5000), "%ff%fe", "CON", "{{.}}"} {
		for _, path := range []string{"/api/v1/questionnaires/" + id, "/api/v1/questionnaires/" + id + "/final", "/api/v1/questionnaires/plain/rows/" + id, "/api/v1/library/" + id, "/q/" + id, "/static/" + id} {
			w := ask(s.Handler(), http.MethodGet, path, with(in))
			if w.Code < 300 || w.Code >= 500 || w.Header().Get("X-Evil") != "" {
				t.Errorf("GET %.80s: %d", path, w.Code)
			}
		}
	}
}

// panicking is a desk whose one method panics.
type panicking struct {
	Desk
	with any
}

func (p panicking) Seq() int64 { panic(p.with) }

func TestPanics(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, l := aServer(t, panicking{with: "text of a cell"}, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	in := enter(t, s, l)
	w := ask(s.Handler(), http.MethodGet, "/api/v1/questionnaires", with(in))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), `"code":"internal"`) {
		t.Errorf("a panic was answered by %d %s", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), "goroutine") || strings.Contains(w.Body.String()+log.String(), "text of a cell") {
		t.Errorf("the answer shows the stack, or what the panic held: %s", w.Body)
	}
	if !strings.Contains(log.String(), "apiList") {
		t.Errorf("the log does not tell where it was: %s", log.String())
	}
	if w := ask(s.Handler(), http.MethodGet, "/api/v1/me", with(in)); w.Code != http.StatusOK {
		t.Errorf("after a panic: %d", w.Code)
	}
}

// The log has routes, and neither tokens nor searches nor names.
func TestLogKeepsSecrets(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, l := aServer(t, lightDesk(t), func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	token := l.last()
	in := enter(t, s, l)
	ask(s.Handler(), http.MethodGet, "/api/v1/library/search?q=canary-question", with(in))
	ask(s.Handler(), http.MethodPost, "/api/v1/questionnaires/plain/decisions", with(in), header("Content-Type", "application/json"), func(r *http.Request) {
		r.Body = http.NoBody
	})
	for _, secret := range []string{token, in.Value, "canary", "plain"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), `route="GET /api/v1/library/search"`) {
		t.Errorf("the log does not name the route:\n%s", log.String())
	}
}

// Over a real connection: the link in a browser with a cookie jar, and the stop
// of the server with an event stream open.
func TestServeAndStop(t *testing.T) {
	t.Parallel()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	s, l := aServer(t, lightDesk(t), func(c *Config) { c.Hosts = []string{addr} })
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, ln) }()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	res, err := browser.Get("http://" + addr + "/?" + url.Values{"token": {l.last()}}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Request.URL.RawQuery != "" {
		t.Fatalf("the link led to %s: %d", res.Request.URL, res.StatusCode)
	}
	events, err := browser.Get("http://" + addr + "/api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopping: %v", err)
	}
}
