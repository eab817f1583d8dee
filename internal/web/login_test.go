package web

import (
	"crypto/rand"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"candor/internal/desk"
	"candor/internal/web/oidctest"

	"github.com/google/go-cmp/cmp"
)

// office is a server with a login, over TLS, and its provider.
type office struct {
	t        *testing.T
	provider *oidctest.Provider
	store    *TeamStore
	dir      string
	server   *Server
	http     *httptest.Server
	rules    RoleRules
}

var officeTime = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), provider: oidctest.New(t, func() time.Time { return officeTime })}
	o.rules = RoleRules{
		People: map[string]Role{"ana@example.com": Admin, "bo@example.com": Responder}, Claim: "groups", Groups: map[string]Role{"security": Approver},
	}
	o.http = httptest.NewUnstartedServer(nil)
	o.http.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { o.server.Handler().ServeHTTP(w, r) })
	o.http.StartTLS()
	t.Cleanup(o.http.Close)
	o.start()
	t.Cleanup(o.stop)
	return o
}

func (o *office) start() {
	o.t.Helper()
	var err error
	if o.store, err = OpenTeamStore(o.t.Context(), filepath.Join(o.dir, "team.db"), func() time.Time { return officeTime }); err != nil {
		o.t.Fatal(err)
	}
	o.server, _ = aServer(o.t, lightDesk(o.t), func(c *Config) {
		c.Hosts, c.Secret = []string{strings.TrimPrefix(o.http.URL, "https://")}, rand.Text
		// Sessions are timed by the machine's clock, which the library looks at itself.
		c.Now = func() time.Time { return officeTime }
		c.Login = &Login{
			Issuer: o.provider.URL, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret, PublicURL: o.http.URL,
			Rules: o.rules, Store: o.store,
		}
	})
}

func (o *office) stop() {
	if err := o.store.Close(); err != nil {
		o.t.Error(err)
	}
}

// browser has cookies of its own.
func (o *office) browser() *http.Client {
	o.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	c := *o.http.Client()
	c.Jar = jar
	return &c
}

// visit asks for a page and returns where that ended.
func (o *office) visit(c *http.Client, method, path string) (status int, end, body string) {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.http.URL+path, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	res, err := c.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return res.StatusCode, res.Request.URL.RequestURI(), string(text)
}

// person logs somebody in.
func (o *office) person(claims map[string]any) *http.Client {
	o.t.Helper()
	o.provider.Is(claims)
	c := o.browser()
	if status, end, body := o.visit(c, http.MethodGet, startPath+"?next=/api/v1/me"); status != http.StatusOK || end != "/api/v1/me" {
		o.t.Fatalf("logging in ended at %s: %d %.300s", end, status, body)
	}
	return c
}

func ana() map[string]any {
	return map[string]any{"sub": "1", "email": "Ana@example.com", "email_verified": true}
}

func TestLoginGivesTheRole(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		claims map[string]any
		want   string // "" is refused
	}{
		{"by address", ana(), `"name":"Ana@example.com","role":"admin"`},
		{"by address, verified in words", map[string]any{"sub": "1", "email": "bo@example.com", "email_verified": "true"}, `"role":"responder"`},
		{"by group", map[string]any{"sub": "7", "groups": []string{"all", "security"}}, `"name":"7","role":"approver"`},
		{"by the name of a role", map[string]any{"sub": "8", "groups": "viewer"}, `"role":"viewer"`},
		{"the higher of two", map[string]any{"sub": "9", "email": "bo@example.com", "email_verified": true, "groups": []string{"security"}}, `"role":"approver"`},
		{"an address that nobody verified", map[string]any{"sub": "3", "email": "ana@example.com"}, ""},
		{"an address that was not verified", map[string]any{"sub": "3", "email": "ana@example.com", "email_verified": false}, ""},
		{"a group that is none", map[string]any{"sub": "4", "groups": []string{"marketing", "anyone", ""}}, ""},
		{"a stranger", map[string]any{"sub": "5", "email": "eve@example.com", "email_verified": true}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.provider.Is(tt.claims)
			status, end, body := o.visit(o.browser(), http.MethodGet, startPath+"?next=/api/v1/me")
			switch {
			case tt.want != "" && (status != http.StatusOK || end != "/api/v1/me" || !strings.Contains(body, tt.want)):
				t.Errorf("ended at %s: %d %.300s", end, status, body)
			case tt.want == "" && status != http.StatusForbidden:
				t.Errorf("was let in: %d %.300s", status, body)
			}
		})
	}
}

// A token that is not exactly the one asked for opens nothing.
func TestLoginRefusesTokens(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(map[string]any)
	}{
		{"of another login", func(c map[string]any) { c["nonce"] = "another" }},
		{"of no login", func(c map[string]any) { delete(c, "nonce") }},
		{"for another client", func(c map[string]any) { c["aud"] = "somebody-else" }},
		{"of another issuer", func(c map[string]any) { c["iss"] = "https://evil.example" }},
		{"that has run out", func(c map[string]any) { c["exp"] = officeTime.Add(-time.Hour).Unix() }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.provider.Is(ana())
			o.provider.Tampers(tt.change)
			c := o.browser()
			if status, _, body := o.visit(c, http.MethodGet, startPath); status != http.StatusUnauthorized {
				t.Errorf("%d %.300s", status, body)
			}
			if status, _, _ := o.visit(c, http.MethodGet, "/api/v1/me"); status != http.StatusUnauthorized {
				t.Errorf("is in all the same: %d", status)
			}
		})
	}
}

func TestLoginDenied(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.provider.Denies()
	if status, _, _ := o.visit(o.browser(), http.MethodGet, startPath); status != http.StatusUnauthorized {
		t.Errorf("whom the provider denies: %d", status)
	}
}

// The way back from the provider works for the browser that went there, once.
func TestLoginState(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.provider.Is(ana())
	going := o.browser()
	var back string
	going.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == callbackPath {
			back = r.URL.RequestURI()
			return http.ErrUseLastResponse
		}
		return nil
	}
	o.visit(going, http.MethodGet, startPath)
	u, err := url.Parse(back)
	if err != nil || u.Query().Get("code") == "" {
		t.Fatalf("the provider sends back to %q", back)
	}
	if status, _, _ := o.visit(o.browser(), http.MethodGet, back); status != http.StatusUnauthorized {
		t.Errorf("another browser is logged in by the link: %d", status)
	}
	forged := u.Query()
	forged.Set("state", "forged")
	if status, _, _ := o.visit(going, http.MethodGet, callbackPath+"?"+forged.Encode()); status != http.StatusUnauthorized {
		t.Errorf("a forged state: %d", status)
	}
	if status, _, _ := o.visit(going, http.MethodGet, back); status != http.StatusUnauthorized {
		t.Errorf("after a forged one the state still counts: %d", status)
	}
}

func TestLoginLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ next, want string }{
		{"/q/a?row=S!B2&needs=person", "/q/a?row=S!B2&needs=person"},
		{"", "/"},
		{"q/a", "/"},
		{"//evil.example", "/"},
		{`/\evil.example`, "/"},
		{"https://evil.example/", "/"},
		{"javascript:alert(1)", "/"},
		{"/\t/evil.example", "/"},
		{"/%zz", "/"},
	} {
		if got := localPath(tt.next); got != tt.want {
			t.Errorf("localPath(%q) = %q, want %q", tt.next, got, tt.want)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := o.person(ana())
	if status, end, _ := o.visit(in, http.MethodPost, logoutPath); status != http.StatusUnauthorized || end != loginPath {
		t.Errorf("logging out ended at %s: %d", end, status)
	}
	if status, _, _ := o.visit(in, http.MethodGet, "/api/v1/me"); status != http.StatusUnauthorized {
		t.Errorf("after logging out: %d", status)
	}
	in = o.person(ana())
	if _, err := o.store.db.ExecContext(t.Context(), `UPDATE sessions SET expiry = julianday('now', '-1 second')`); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := o.visit(in, http.MethodGet, "/api/v1/me"); status != http.StatusUnauthorized {
		t.Errorf("after the session's time: %d", status)
	}
	if status, end, _ := o.visit(in, http.MethodGet, "/q/plain?row=1"); status != http.StatusUnauthorized || end != "/login?next=%2Fq%2Fplain%3Frow%3D1" {
		t.Errorf("a page without a session ended at %s: %d", end, status)
	}
}

func TestSessionOutlivesTheServer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := o.person(ana())
	o.stop()
	o.rules.People["ana@example.com"] = Viewer
	o.start()
	status, _, body := o.visit(in, http.MethodGet, "/api/v1/me")
	if status != http.StatusOK || !strings.Contains(body, `"role":"viewer"`) {
		t.Errorf("after a restart with other roles: %d %s", status, body)
	}
}

// The cookie before the login is not the one after it, or somebody who planted
// the first would be logged in by the second.
func TestSessionChangesAtLogin(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.provider.Is(ana())
	c := o.browser()
	var ids []string
	c.CheckRedirect = func(*http.Request, []*http.Request) error {
		home, err := url.Parse(o.http.URL)
		if err != nil {
			return err
		}
		for _, k := range c.Jar.Cookies(home) {
			ids = append(ids, k.Name+"="+k.Value)
		}
		return nil
	}
	o.visit(c, http.MethodGet, startPath+"?next=/api/v1/me")
	if len(ids) < 2 || ids[0] == ids[len(ids)-1] || !strings.HasPrefix(ids[0], "__Host-candor=") {
		t.Errorf("the cookies on the way: %q", ids)
	}
}

// What each role may ask for. The table names every route that changes
// something, so that a route of another role is a change to look at.
func TestRoles(t *testing.T) {
	t.Parallel()
	want := map[string]Role{
		"POST /api/v1/questionnaires":                 Responder,
		"PATCH /api/v1/questionnaires/{id}":           Responder,
		"DELETE /api/v1/questionnaires/{id}":          Approver,
		"POST /api/v1/questionnaires/{id}/rerun":      Responder,
		"POST /api/v1/questionnaires/{id}/take-over":  Responder,
		"POST /api/v1/questionnaires/{id}/decisions":  Responder,
		"POST /api/v1/questionnaires/{id}/accept-all": Approver,
		"PUT /api/v1/questionnaires/{id}/layout":      Admin,
		"DELETE /api/v1/questionnaires/{id}/layout":   Admin,
		"POST /api/v1/questionnaires/{id}/finish":     Approver,
		"PUT /api/v1/library/{entry}":                 Admin,
		"POST /api/v1/library/check":                  Viewer,
		"GET /api/v1/audit":                           Admin,
		"POST /inbox/add":                             Responder,
		"POST /q/{id}/meta":                           Responder,
		"POST /q/{id}/rerun":                          Responder,
		"POST /q/{id}/take-over":                      Responder,
		"POST /q/{id}/remove":                         Approver,
		"POST /q/{id}/decide":                         Responder,
		"POST /q/{id}/accept-all":                     Approver,
		"POST /q/{id}/layout":                         Admin,
		"POST /q/{id}/layout/find":                    Admin,
		"POST /q/{id}/finish":                         Approver,
		"POST /library/{entry}":                       Admin,
		"GET /static/{file}":                          Anyone,
	}
	s, _ := aServer(t, &fakeDesk{})
	got := map[string]Role{}
	for _, r := range s.routes {
		if !strings.HasPrefix(r.Pattern, "GET ") || r.Role != Viewer {
			got[r.Pattern] = r.Role
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("roles of routes (-want +got)\n%s", diff)
	}
	for _, route := range s.routes {
		for _, role := range append([]Role{Anyone}, Roles()...) {
			method, path, _ := strings.Cut(route.Pattern, " ")
			r := httptest.NewRequest(method, strings.NewReplacer("{id}", "none", "{ref}", "none", "{entry}", "none", "{file}", "none", "{$}", "").Replace(path), nil)
			if role.Includes(route.Role) {
				continue
			}
			w := httptest.NewRecorder()
			s.mux.ServeHTTP(w, r.WithContext(withUser(r.Context(), User{Name: "x", Role: role})))
			if w.Code != http.StatusForbidden && w.Code != http.StatusUnauthorized {
				t.Errorf("%s as %s: %d", route.Pattern, role, w.Code)
			}
		}
	}
}

func TestRoleOrder(t *testing.T) {
	t.Parallel()
	for i, r := range Roles() {
		for j, o := range Roles() {
			if r.Includes(o) != (i >= j) {
				t.Errorf("%s includes %s: %t", r, o, r.Includes(o))
			}
		}
		if !r.Includes(Anyone) || Anyone.Includes(r) || Role("root").Includes(r) || r.Includes("root") {
			t.Errorf("%s and the roles that are none", r)
		}
	}
}

func TestLoadRoles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"good", "everybody: viewer\npeople: {Ana@Example.com: admin}\nclaim: groups\ngroups: {sec: approver}\n", ""},
		{"a role that is none", "people: {a@example.com: aprover}\n", `did you mean "approver"`},
		{"no address", "people: {ana: admin}\n", "no e-mail address"},
		{"groups of no claim", "groups: {sec: admin}\n", "need the claim"},
		{"everybody anyone", "everybody: anyone\n", "unknown role"},
		{"twice in other letters", "people: {A@example.com: admin, a@example.com: viewer}\n", "there twice"},
		{"a key that is none", "peple: {}\n", "peple"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rules, err := LoadRoles(fstest.MapFS{"roles.yaml": {Data: []byte(tt.text)}}, "roles.yaml")
			if tt.want == "" && (err != nil || rules.People["ana@example.com"] != Admin) {
				t.Errorf("%+v, %v", rules, err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

// The audit log has who did what, and no word of an answer; nothing in it can
// be changed.
func TestAudit(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin, bo := o.person(ana()), o.person(map[string]any{"sub": "2", "email": "bo@example.com", "email_verified": true})
	post := func(c *http.Client, path, body string) int {
		res, err := c.Post(o.http.URL+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	heads, err := o.server.desk.Rows("plain", desk.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	ref := heads[0].Ref
	if status := post(bo, "/api/v1/questionnaires/plain/decisions", `{"ref":"`+ref+`","action":"edit","choice":"Yes","text":"canary answer"}`); status != http.StatusOK {
		t.Fatalf("bo decides: %d", status)
	}
	if status := post(bo, "/api/v1/questionnaires/plain/finish", ""); status != http.StatusForbidden {
		t.Errorf("bo finishes: %d", status)
	}
	if status, _, _ := o.visit(bo, http.MethodGet, "/api/v1/audit"); status != http.StatusForbidden {
		t.Errorf("bo reads the audit log: %d", status)
	}
	list, err := o.store.Audit(t.Context(), 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range list {
		got = append(got, strings.Join([]string{e.Who, string(e.Role), e.What, e.Item, e.Ref, http.StatusText(e.Status)}, "|"))
	}
	want := []string{
		"bo@example.com|responder|GET /api/v1/audit|||Forbidden",
		"bo@example.com|responder|POST /api/v1/questionnaires/{id}/finish|plain||Forbidden",
		"bo@example.com|responder|edit|plain|" + ref + "|OK",
		"bo@example.com|responder|login|||See Other",
		"Ana@example.com|admin|login|||See Other",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the log (-want +got)\n%s", diff)
	}
	_, _, first := o.visit(admin, http.MethodGet, "/api/v1/audit?limit=2")
	if !strings.Contains(first, `"next_cursor":"4"`) || strings.Contains(first, "canary") {
		t.Errorf("the first page: %s", first)
	}
	for _, change := range []string{`DELETE FROM audit`, `UPDATE audit SET who = 'eve'`} {
		if _, err := o.store.db.ExecContext(t.Context(), change); err == nil {
			t.Errorf("%s was done", change)
		}
	}
}
