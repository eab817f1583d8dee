package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/knowledge"
	"candor/internal/xlsxtest"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// starter is the built-in knowledge, opened once for all tests.
var starter = sync.OnceValues(func() (*knowledge.Base, error) {
	return knowledge.Open(context.Background(), "", date.Of(2026, 11, 22))
})

// aDesk is a real desk in an empty folder.
func aDesk(t testing.TB) *desk.Desk {
	t.Helper()
	var second, id atomic.Int64
	d, err := desk.Open(t.Context(), desk.Config{
		Dir: t.TempDir(), Kept: true, Defaults: desk.Defaults{Version: "test"},
		Open:  func(context.Context, date.Date) (*knowledge.Base, error) { return starter() },
		Now:   func() time.Time { return time.Date(2026, 11, 22, 9, 0, int(second.Add(1)), 0, time.UTC) },
		NewID: func() string { return fmt.Sprintf("q%d", id.Add(1)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// evil is text that is HTML, a header, a formula, a template and a path.
const evil = `<img src=x onerror=alert(1)>"'{{.}}../../x=cmd|' /C calc'!A0`

// sheet is a questionnaire with a certification gap and hostile text.
const sheet = `sheet "A & <b>B</b>"
|* ID | Section | Question | Answer | Comments
| 1 | Crypto | Is customer data encrypted at rest? | |
| 2 | Crypto | Do you hold a FedRAMP Moderate authorization? | |
| 3 | Other | Does a purple unicorn guard the data centre? | |
| <script>alert(1)</script> | Other | Does <img src=x onerror=alert(1)> guard the data centre? | |
list D2:D5 Yes,No,N/A
`

func workbookOf(t testing.TB, spec string) []byte {
	t.Helper()
	data, err := xlsxtest.Build(spec)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// api asks a server and holds each request and answer against the document.
type api struct {
	t    testing.TB
	s    *Server
	in   *http.Cookie
	doc  *document
	desk *desk.Desk
	// user asks instead of the person with the link, if it is set.
	user *User
}

func newAPI(t testing.TB) *api {
	t.Helper()
	d := aDesk(t)
	s, l := aServer(t, d)
	return &api{t: t, s: s, in: enter(t, s, l), doc: theDocument(t), desk: d}
}

// as asks as somebody with a role.
func (a *api) as(name string, role Role) *api {
	b := *a
	b.user = &User{Name: name, Role: role}
	return &b
}

// reply is what came back.
type reply struct {
	*httptest.ResponseRecorder
	t testing.TB
}

// into decodes the body.
func (a reply) into(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.Body.Bytes(), v); err != nil {
		a.t.Fatalf("%v: %.500s", err, a.Body)
	}
}

// problem is the problem that came back, of the status and code wanted.
func (a reply) problem(status int, code string) problem {
	a.t.Helper()
	var p struct{ Error problem }
	a.into(&p)
	if a.Code != status || p.Error.Code != code {
		a.t.Errorf("answered %d %s, want %d %s: %s", a.Code, p.Error.Code, status, code, p.Error.Message)
	}
	return p.Error
}

// json sends a body, which may be nil, and checks request and answer.
func (a *api) json(method, target string, body any, change ...func(*http.Request)) reply {
	a.t.Helper()
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			a.t.Fatal(err)
		}
		change = append([]func(*http.Request){header("Content-Type", "application/json")}, change...)
	}
	return a.send(method, target, text, change...)
}

func (a *api) send(method, target string, body []byte, change ...func(*http.Request)) reply {
	a.t.Helper()
	r := httptest.NewRequest(method, target, bytes.NewReader(body))
	r.Host = testHost
	r.AddCookie(a.in)
	for _, c := range change {
		c(r)
	}
	h := a.s.Handler()
	if a.user != nil {
		h = a.s.watched(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a.s.mux.ServeHTTP(w, r.WithContext(withUser(r.Context(), *a.user)))
		}))
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	_, pattern := a.s.mux.Handler(r)
	if strings.Contains(pattern, "/api/") {
		a.doc.check(a.t, pattern, body, r, w)
	}
	return reply{w, a.t}
}

// upload sends files as a form.
func (a *api) upload(files map[string][]byte, fields map[string]string) reply {
	a.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := m.WriteField(k, v); err != nil {
			a.t.Fatal(err)
		}
	}
	for _, name := range sortedKeys(files) {
		f, err := m.CreateFormFile("file", name)
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			a.t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		a.t.Fatal(err)
	}
	return a.send(http.MethodPost, "/api/v1/questionnaires", b.Bytes(), header("Content-Type", m.FormDataContentType()))
}

// add uploads one file and waits until it is answered.
func (a *api) add(name string, data []byte) desk.Item {
	a.t.Helper()
	ctx, cancel := context.WithCancel(a.t.Context())
	defer cancel()
	events := a.desk.Subscribe(ctx)
	var got struct{ Questionnaires []desk.Item }
	a.upload(map[string][]byte{name: data}, map[string]string{"account": "Acme"}).into(&got)
	if len(got.Questionnaires) != 1 {
		a.t.Fatalf("%s was not taken", name)
	}
	return a.settled(got.Questionnaires[0].ID, events)
}

// settled waits until a questionnaire is not being answered.
func (a *api) settled(id string, events <-chan desk.Event) desk.Item {
	a.t.Helper()
	for {
		it, err := a.desk.Item(id)
		if err != nil {
			a.t.Fatal(err)
		}
		if slices.Contains([]desk.Phase{desk.PhaseReview, desk.PhaseDone, desk.PhaseFailed}, it.Phase) {
			return it
		}
		if _, open := <-events; !open {
			a.t.Fatalf("the desk ended while %s was %s", id, it.Phase)
		}
	}
}

// document is the API's description.
type document struct {
	Paths map[string]map[string]json.RawMessage `json:"paths"`
	raw   any
	mu    *sync.Mutex
	made  map[string]*jsonschema.Schema
	seen  map[string]bool
}

// operation is one method of one path.
type operation struct {
	Role        Role `json:"x-role"`
	RequestBody *struct {
		Content map[string]json.RawMessage `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]struct {
			Schema json.RawMessage `json:"schema"`
		} `json:"content"`
	} `json:"responses"`
}

func theDocument(t testing.TB) *document {
	t.Helper()
	d := &document{mu: &sync.Mutex{}, made: map[string]*jsonschema.Schema{}, seen: map[string]bool{}}
	err := json.Unmarshal(openAPI, d)
	if err == nil {
		d.raw, err = jsonschema.UnmarshalJSON(bytes.NewReader(openAPI))
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *document) operation(t testing.TB, path, method string) *operation {
	t.Helper()
	raw, ok := d.Paths[path][strings.ToLower(method)]
	if !ok {
		return nil
	}
	var o operation
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	return &o
}

// schema compiles what stands at a place of the document.
func (d *document) schema(t testing.TB, path ...string) *jsonschema.Schema {
	t.Helper()
	at := "#"
	for _, p := range path {
		at += "/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(p)
	}
	if s := d.made[at]; s != nil {
		return s
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("openapi.json", d.raw); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("openapi.json" + at)
	if err != nil {
		t.Fatalf("schema at %s: %v", at, err)
	}
	d.made[at] = s
	return s
}

func valid(t testing.TB, s *jsonschema.Schema, text []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("no JSON: %w", err)
	}
	return s.Validate(v)
}

// check holds an answer, and the request if it was taken, against the document.
func (d *document) check(t testing.TB, pattern string, body []byte, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	method, path, _ := strings.Cut(pattern, " ")
	o := d.operation(t, path, method)
	if o == nil {
		t.Errorf("%s is not in the document", pattern)
		return
	}
	status := fmt.Sprint(w.Code)
	res, ok := o.Responses[status]
	if !ok {
		if w.Code < 400 {
			t.Errorf("%s answers %s, which is not in the document", pattern, status)
			return
		}
		status, res = "default", o.Responses["default"]
	}
	d.seen[pattern+" "+status] = true
	kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if c, ok := res.Content[kind]; ok && c.Schema != nil && kind == "application/json" {
		if err := valid(t, d.schema(t, "paths", path, strings.ToLower(method), "responses", status, "content", kind, "schema"), w.Body.Bytes()); err != nil {
			t.Errorf("%s %s answers %s\n%v\n%.600s", r.Method, r.URL, status, err, w.Body)
		}
	} else if len(res.Content) > 0 && res.Content["*/*"].Schema == nil && kind == "application/json" && !ok {
		t.Errorf("%s answers with JSON, which is not in the document", pattern)
	}
	asked, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if w.Code < 300 && asked == "application/json" && o.RequestBody != nil {
		if err := valid(t, d.schema(t, "paths", path, strings.ToLower(method), "requestBody", "content", asked, "schema"), body); err != nil {
			t.Errorf("%s %s took\n%v\n%.600s", r.Method, r.URL, err, body)
		}
	}
}

// Routes and document name each other, with the same roles.
func TestDocumentIsComplete(t *testing.T) {
	t.Parallel()
	s, _ := aServer(t, &fakeDesk{})
	doc := theDocument(t)
	want := map[string]Role{}
	for _, r := range s.routes {
		if _, path, _ := strings.Cut(r.Pattern, " "); strings.HasPrefix(path, "/api/") {
			want[r.Pattern] = r.Role
		}
	}
	got := map[string]Role{}
	for path, methods := range doc.Paths {
		for method := range methods {
			if method != "parameters" {
				got[strings.ToUpper(method)+" "+path] = doc.operation(t, path, method).Role
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("routes and document (-routes +document)\n%s", diff)
	}
}

// Every schema of the document is one, also those that no test sends.
func TestDocumentCompiles(t *testing.T) {
	t.Parallel()
	doc := theDocument(t)
	var parts struct {
		Components struct {
			Schemas map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal(openAPI, &parts); err != nil {
		t.Fatal(err)
	}
	for name := range parts.Components.Schemas {
		if err := doc.schema(t, "components", "schemas", name).Validate("no object"); name != "Status" && err == nil {
			t.Errorf("the schema %s takes anything", name)
		}
		if !bytes.Contains(openAPI, []byte(`"#/components/schemas/`+name+`"`)) {
			t.Errorf("nothing uses the schema %s", name)
		}
	}
	if w := ask(newAPI(t).s.Handler(), http.MethodGet, "/api/v1/openapi.json"); w.Code != http.StatusUnauthorized {
		t.Errorf("the document without a cookie: %d", w.Code)
	}
}
