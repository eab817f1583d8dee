package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"candor/internal/review"

	"github.com/google/go-cmp/cmp"
)

// Each form does its work once and sends the browser on.
func TestForms(t *testing.T) {
	t.Parallel()
	const ref = "Sheet1!B3"
	for _, tt := range []struct {
		name, path string
		form       url.Values
		did, to    string
	}{
		{"accept goes to the next row", "/q/plain/decide", url.Values{"action": {"accept"}, "ref": {ref}, "next": {"Sheet1!B4"}, "keep": {"needs=person"}}, "decide plain accept Sheet1!B3  ana@example.com", "/q/plain?about=Sheet1%21B3&needs=person&row=Sheet1%21B4&said=accept"},
		{"an edit carries its text", "/q/plain/decide", url.Values{"action": {"edit"}, "ref": {ref}, "text": {"So."}, "next": {"Sheet1!B4"}}, "decide plain edit Sheet1!B3 So. ana@example.com", "/q/plain?about=Sheet1%21B3&row=Sheet1%21B4&said=edit"},
		{"another answer stays to be seen", "/q/plain/decide", url.Values{"action": {"take"}, "ref": {ref}, "entry": {"e"}, "next": {"Sheet1!B4"}}, "decide plain take Sheet1!B3 e ana@example.com", "/q/plain?about=Sheet1%21B3&row=Sheet1%21B3&said=take"},
		{"a note", "/q/plain/decide", url.Values{"action": {"note"}, "ref": {ref}, "note": {"ask"}}, "decide plain note Sheet1!B3 ask ana@example.com", "/q/plain?about=Sheet1%21B3&row=Sheet1%21B3&said=note"},
		{"many", "/q/plain/accept-all", url.Values{"at-least": {"0.90"}}, "accept-all plain ana@example.com 0.90", "/q/plain?about=3&said=acceptall"},
		{"meta", "/q/plain/meta", url.Values{"account": {"Acme"}, "due": {"2026-12-01"}}, "meta plain Acme 2026-12-01 -", "/?said=meta"},
		{"rerun", "/q/plain/rerun", nil, "rerun plain", "/?said=rerun"},
		{"take over", "/q/plain/take-over", nil, "take-over plain", "/q/plain?said=takenover"},
		{"remove", "/q/plain/remove", nil, "remove plain", "/?said=removed"},
		{"finish", "/q/plain/finish", nil, "finish plain", "/q/plain/finish?said=finished"},
		{"layout", "/q/plain/layout", url.Values{"sheet-0": {"S"}, "use-0": {"1"}, "header-0": {"2"}, "role-0-B": {"question"}, "role-0-A": {""}, "sheet-1": {"T"}, "role-1-A": {"id"}}, "layout plain S 2 B=question", "/q/plain/layout?said=layout"},
		{"deal", "/q/plain/meta", url.Values{"value": {"120000.5"}, "currency": {"eur"}, "close": {"2026-12-31"}, "region": {"eu"}, "back": {"item"}}, "meta plain Acme Corp 2026-11-24 120000.5 eur 2026-12-31 eu", "/q/plain?said=meta"},
		{"find layout", "/q/plain/layout/find", nil, "find layout plain", "/q/plain/layout?said=found"},
		{"entry", "/library/encryption-at-rest", url.Values{"text": {"a\r\nb"}, "revision": {"now"}}, "save encryption-at-rest 3 ana@example.com", "/library/encryption-at-rest?about=encryption-at-rest&said=entry"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := newFakeDesk(t, 6)
			w := post(t, pageServer(t, d, Admin), tt.path, tt.form)
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != tt.to {
				t.Errorf("answer %d to %q, want %q: %.200s", w.Code, w.Header().Get("Location"), tt.to, w.Body)
			}
			if diff := cmp.Diff([]string{tt.did}, d.did); diff != "" {
				t.Errorf("done (-want +got):\n%s", diff)
			}
		})
	}
}

// A refused edit comes back with what was typed, what is wrong, and a field for
// a reason where a reason may lift it.
func TestRefusedEditIsKept(t *testing.T) {
	t.Parallel()
	for _, never := range []bool{false, true} {
		d := newFakeDesk(t, 6)
		d.fail = &review.FaultsError{Ref: "Sheet1!B3", Faults: []review.Fault{{Code: "wording", Text: "that is " + hostile, Blocking: true, Never: never}}}
		w := post(t, pageServer(t, d, Admin), "/q/plain/decide", url.Values{"action": {"edit"}, "ref": {"Sheet1!B3"}, "choice": {"No"}, "text": {hostile}})
		if w.Code != http.StatusUnprocessableEntity {
			t.Fatalf("status %d: %.200s", w.Code, w.Body)
		}
		page := parsed(t, w)
		checkPolicy(t, page)
		for _, n := range elements(page, "textarea") {
			if !strings.Contains(textOf(n), "<script>alert(1)") {
				t.Errorf("the text typed is lost: %q", textOf(n))
			}
		}
		if got := strings.Contains(w.Body.String(), "give a reason below"); got == never {
			t.Errorf("a reason is asked for = %v where none lifts it = %v", got, never)
		}
	}
}

// An entry that somebody saved meanwhile is not overwritten unseen: the person's
// text stays, theirs stands above it, and the next press replaces it knowingly.
func TestStaleEntryIsKept(t *testing.T) {
	t.Parallel()
	d := newFakeDesk(t, 6)
	s := pageServer(t, d, Admin)
	w := post(t, s, "/library/encryption-at-rest", url.Values{"text": {"mine"}, "revision": {"before"}})
	if w.Code != http.StatusConflict || len(d.did) != 0 {
		t.Fatalf("status %d, done %q: want a conflict and nothing saved", w.Code, d.did)
	}
	page := parsed(t, w)
	checkPolicy(t, page)
	if got := textOf(elements(page, "textarea")[0]); got != "mine" {
		t.Errorf("the field holds %q, want what was typed", got)
	}
	if text := textOf(page); !strings.Contains(text, "somebody changed this entry") || !strings.Contains(text, "As it stands now") {
		t.Error("the page does not tell of the other change")
	}
	if !strings.Contains(w.Body.String(), `name="revision" value="now"`) {
		t.Error("the next press would be refused as well")
	}
}

// A conflict shows both decisions; keeping one's own is a form that knows of
// theirs.
func TestConflictIsTold(t *testing.T) {
	t.Parallel()
	d := newFakeDesk(t, 6)
	mine := review.Decision{Ref: "Sheet1!B3", Action: review.Edit, Text: "mine", Choice: "No"}
	d.fail = &review.ConflictError{Mine: mine, Theirs: review.Decision{Seq: 7, Ref: "Sheet1!B3", Action: review.Accept, Who: "bob@example.com", When: "2026-11-22T14:02:00Z"}}
	w := post(t, pageServer(t, d, Admin), "/q/plain/decide", url.Values{"action": {"edit"}, "ref": {"Sheet1!B3"}, "text": {"mine"}, "choice": {"No"}})
	if w.Code != http.StatusConflict {
		t.Fatalf("status %d", w.Code)
	}
	page := parsed(t, w)
	if text := strings.Join(strings.Fields(textOf(page)), " "); !strings.Contains(text, "bob@example.com accepted this at 2026-11-22 14:02 UTC. Keep theirs or yours?") {
		t.Error("the conflict is not told")
	}
	fields := map[string]string{}
	for _, form := range elements(page, "form") {
		if !strings.Contains(textOf(form), "Keep mine") {
			continue
		}
		for _, n := range elements(form, "input") {
			fields[attr(n, "name")] = attr(n, "value")
		}
	}
	want := map[string]string{"ref": "Sheet1!B3", "action": "edit", "text": "mine", "choice": "No", "seen": "7", "next": "Sheet1!B4"}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Errorf("the form to keep one's own (-want +got):\n%s", diff)
	}
}

func TestFilesAreTakenByAPlainForm(t *testing.T) {
	t.Parallel()
	d := newFakeDesk(t, 1)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range []string{"acme.xlsx", "photo.png"} {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte("PK")); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.WriteField("account", "Acme"); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/inbox/add", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	pageServer(t, d, Responder).ServeHTTP(w, r)
	if got := w.Header().Get("Location"); got != "/?about=photo.png&said=partly" {
		t.Errorf("answer %d to %q: %.200s", w.Code, got, w.Body)
	}
	if diff := cmp.Diff([]string{"add acme.xlsx 2 Acme"}, d.did); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
}

func TestConfidenceMustBeOne(t *testing.T) {
	t.Parallel()
	d := newFakeDesk(t, 1)
	for _, v := range []string{"", "0", "-1", "1.5", "NaN", "Inf"} {
		if w := post(t, pageServer(t, d, Admin), "/q/plain/accept-all", url.Values{"at-least": {v}}); w.Code != http.StatusBadRequest {
			t.Errorf("at-least=%q: %d", v, w.Code)
		}
	}
	if len(d.did) != 0 {
		t.Errorf("something was accepted: %v", d.did)
	}
}
