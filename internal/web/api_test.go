package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"candor/internal/desk"
	"candor/internal/review"

	"github.com/google/go-cmp/cmp"
)

const questionnaires = "/api/v1/questionnaires"

// From the upload to the finished file, by the API alone, each answer held
// against the document.
func TestAPIFromUploadToDownload(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	it := a.add("acme <b>.xlsx", workbookOf(t, sheet))
	if it.Phase != desk.PhaseReview || it.Open == 0 {
		t.Fatalf("after the upload: %+v", it)
	}
	base := questionnaires + "/" + it.ID
	var list struct {
		Rows  []desk.RowHead
		Total int
	}
	a.json(http.MethodGet, base+"/rows?needs=person", nil).into(&list)
	if list.Total != it.Open || len(list.Rows) != it.Open {
		t.Errorf("%d rows need a person, the questionnaire says %d", list.Total, it.Open)
	}
	for _, h := range list.Rows {
		rowAt := base + "/rows/" + url.PathEscape(h.Ref)
		tag := a.json(http.MethodGet, rowAt, nil).Header().Get("ETag")
		res := a.json(http.MethodPost, base+"/decisions", map[string]any{"ref": h.Ref, "action": "blank", "note": evil}, header("If-Match", tag))
		if res.Code != http.StatusOK || res.Header().Get("ETag") == tag {
			t.Fatalf("leaving %s blank: %d, tag %s after %s", h.Ref, res.Code, res.Header().Get("ETag"), tag)
		}
	}
	a.json(http.MethodPost, base+"/accept-all", map[string]any{"at_least": 0.5})
	a.json(http.MethodGet, base+"/final", nil).problem(http.StatusConflict, "not_finished")
	var done desk.Finished
	a.json(http.MethodPost, base+"/finish", nil).into(&done)
	if done.Proof == nil || !done.Proof.OK || done.Open != 0 {
		t.Fatalf("finished: %+v", done)
	}
	res := a.json(http.MethodGet, base+"/final", nil)
	if got := res.Header().Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; ") || strings.ContainsAny(got, "<>") {
		t.Errorf("Content-Disposition: %s", got)
	}
	if _, err := zip.NewReader(bytes.NewReader(res.Body.Bytes()), int64(res.Body.Len())); err != nil {
		t.Errorf("the finished file: %v", err)
	}
	a.json(http.MethodGet, base+"/gaps", nil)
	a.json(http.MethodGet, "/api/v1/gaps", nil)
	a.json(http.MethodGet, base+"/layout", nil)
	if got := a.json(http.MethodDelete, base+"/layout", nil); got.Code != http.StatusAccepted {
		t.Errorf("find the layout: %d", got.Code)
	}
	if res := a.json(http.MethodDelete, base, nil); res.Code != http.StatusNoContent {
		t.Errorf("removing: %d %s", res.Code, res.Body)
	}
	a.json(http.MethodGet, base, nil).problem(http.StatusNotFound, "not_found")
}

// Text of a workbook is in no answer as HTML: JSON escapes what could end a
// script or begin a tag.
func TestAPIEscapes(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	it := a.add("<svg onload=alert(1)>.xlsx", workbookOf(t, sheet))
	for _, path := range []string{questionnaires, questionnaires + "/" + it.ID + "/rows", questionnaires + "/" + it.ID + "/layout", "/api/v1/library/search?q=" + url.QueryEscape(evil)} {
		res := a.json(http.MethodGet, path, nil)
		if res.Code != http.StatusOK || strings.ContainsAny(res.Body.String(), "<>&") {
			t.Errorf("%s: %d with a bare <, > or &: %.300s", path, res.Code, res.Body)
		}
	}
}

func TestAPIRefusesFiles(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for _, tt := range []struct {
		name, file string
		data       []byte
		fields     map[string]string
		status     int
		code       string
	}{
		{"another kind", "letter.docx", []byte("PK"), nil, http.StatusUnprocessableEntity, "wrong_kind"},
		{"an old workbook", "old.xls", []byte{0xD0, 0xCF, 0x11, 0xE0}, nil, http.StatusUnprocessableEntity, "wrong_kind"},
		{"no name", "", []byte("PK"), nil, http.StatusBadRequest, "bad_request"},
		{"too large", "large.xlsx", make([]byte, 26<<20), nil, http.StatusUnprocessableEntity, "too_large"},
		{"a day that is none", "a.xlsx", []byte("PK"), map[string]string{"due": "soon"}, http.StatusUnprocessableEntity, "refused"},
		{"a product that is none", "a.xlsx", []byte("PK"), map[string]string{"product": "nope"}, http.StatusUnprocessableEntity, "refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := *a
			b.t = t
			b.upload(map[string][]byte{tt.file: tt.data}, tt.fields).problem(tt.status, tt.code)
		})
	}
	many := map[string][]byte{}
	for i := range maxFiles + 1 {
		many[fmt.Sprintf("%d.csv", i)] = []byte("Question,Answer\n")
	}
	a.upload(many, nil).problem(http.StatusBadRequest, "bad_request")
	a.upload(nil, map[string]string{"account": "Acme"}).problem(http.StatusBadRequest, "bad_request")
	a.json(http.MethodPost, questionnaires, map[string]string{"file": "x"}).problem(http.StatusBadRequest, "bad_request")
	if list := a.desk.List(); len(list) != 0 {
		t.Errorf("the desk holds %d of the files that were refused", len(list))
	}
}

// A body that is larger than its route takes is cut off, not read.
func TestAPIRefusesLargeBodies(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	large := bytes.Repeat([]byte(" "), maxBody+1)
	a.send(http.MethodPost, questionnaires+"/x/decisions", large, header("Content-Type", "application/json")).problem(http.StatusRequestEntityTooLarge, "too_large")
}

// Two readers could see two decisions in a body that names one twice.
func TestAPIRefusesDoubledKeys(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for _, body := range []string{
		`{"ref":"S!B1","action":"blank","action":"accept"}`, `{"ref":"S!B1","action":"blank","Action":"accept"}`,
	} {
		e := a.send(http.MethodPost, questionnaires+"/x/decisions", []byte(body), header("Content-Type", "application/json")).problem(http.StatusBadRequest, "bad_request")
		if !strings.Contains(e.Message, "stands twice") {
			t.Errorf("%s: %q", body, e.Message)
		}
	}
}

// A file that cannot be read costs itself only, and says why.
func TestAPIBrokenFile(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	res := a.upload(map[string][]byte{"good.csv": []byte("Question,Answer\nIs data encrypted at rest?,\n"), "letter.pdf": []byte("%PDF")}, nil)
	var got struct {
		Questionnaires []desk.Item
		Refused        []refusedFile
	}
	res.into(&got)
	if res.Code != http.StatusCreated || len(got.Questionnaires) != 1 || len(got.Refused) != 1 || got.Refused[0].Name != "letter.pdf" {
		t.Errorf("one good and one other: %d %s", res.Code, res.Body)
	}
	if it := a.add("broken.xlsx", []byte("PK no zip at all")); it.Phase != desk.PhaseFailed || it.Why == "" {
		t.Errorf("a broken file: %+v", it)
	}
}

func TestAPIRefusesRequests(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	it := a.add("acme.xlsx", workbookOf(t, sheet))
	base := questionnaires + "/" + it.ID
	ref := a.firstRow(it.ID)
	for _, tt := range []struct {
		name, method, target string
		body                 any
		change               func(*http.Request)
		status               int
		code                 string
	}{
		{"an unknown field", http.MethodPost, base + "/decisions", map[string]any{"ref": ref, "action": "blank", "who": "mallory"}, nil, http.StatusBadRequest, "bad_request"},
		{"an unknown action", http.MethodPost, base + "/decisions", map[string]any{"ref": ref, "action": "burn"}, nil, http.StatusBadRequest, "bad_request"},
		{"an edit without an answer", http.MethodPost, base + "/decisions", map[string]any{"ref": ref, "action": "edit"}, nil, http.StatusBadRequest, "bad_request"},
		{"no such row", http.MethodPost, base + "/decisions", map[string]any{"ref": "Nowhere!A1", "action": "blank"}, nil, http.StatusNotFound, "not_found"},
		{"no such questionnaire", http.MethodPost, questionnaires + "/none/decisions", map[string]any{"ref": ref, "action": "blank"}, nil, http.StatusNotFound, "not_found"},
		{"another content type", http.MethodPost, base + "/decisions", map[string]any{"ref": ref, "action": "blank"}, header("Content-Type", "text/plain"), http.StatusBadRequest, "bad_request"},
		{"no confidence", http.MethodPost, base + "/accept-all", map[string]any{}, nil, http.StatusBadRequest, "bad_request"},
		{"a confidence over 1", http.MethodPost, base + "/accept-all", map[string]any{"at_least": 7}, nil, http.StatusBadRequest, "bad_request"},
		{"an unknown need", http.MethodGet, base + "/rows?needs=love", nil, nil, http.StatusBadRequest, "bad_request"},
		{"a limit of nothing", http.MethodGet, base + "/rows?limit=0", nil, nil, http.StatusBadRequest, "bad_request"},
		{"a limit of words", http.MethodGet, base + "/rows?limit=many", nil, nil, http.StatusBadRequest, "bad_request"},
		{"a cursor of one's own", http.MethodGet, base + "/rows?cursor=%25%25", nil, nil, http.StatusBadRequest, "bad_request"},
		{"an old tag", http.MethodPatch, base, map[string]any{"account": "B"}, header("If-Match", `"1"`), http.StatusPreconditionFailed, "stale"},
		{"a tag of one's own", http.MethodDelete, base, nil, header("If-Match", `"x"`), http.StatusBadRequest, "bad_request"},
		{"events since yesterday", http.MethodGet, "/api/v1/events?since=yesterday", nil, nil, http.StatusBadRequest, "bad_request"},
		{"events after none of ours", http.MethodGet, "/api/v1/events", nil, header("Last-Event-ID", "-1"), http.StatusBadRequest, "bad_request"},
		{"the starter's entries", http.MethodPut, "/api/v1/library/encryption-at-rest", map[string]any{"text": "x"}, nil, http.StatusConflict, "read_only"},
		{"no such entry", http.MethodGet, "/api/v1/library/none", nil, nil, http.StatusNotFound, "not_found"},
		{"an audit log on one's own machine", http.MethodGet, "/api/v1/audit", nil, nil, http.StatusNotFound, "no_audit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := *a
			b.t = t
			var change []func(*http.Request)
			if tt.change != nil {
				change = append(change, tt.change)
			}
			p := b.json(tt.method, tt.target, tt.body, change...).problem(tt.status, tt.code)
			if p.Message == "" {
				t.Error("the problem has no words")
			}
		})
	}
}

// firstRow is the ref of the first row of a questionnaire.
func (a *api) firstRow(id string) string {
	a.t.Helper()
	heads, err := a.desk.Rows(id, desk.Filter{})
	if err != nil || len(heads) == 0 {
		a.t.Fatalf("%d rows: %v", len(heads), err)
	}
	return heads[0].Ref
}

func TestAPITwoPeople(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	it := a.add("acme.xlsx", workbookOf(t, sheet))
	ref := a.firstRow(it.ID)
	at := questionnaires + "/" + it.ID + "/decisions"
	events := a.desk.Subscribe(t.Context())
	ana, bo := a.as("ana@example.com", Responder), a.as("bo@example.com", Responder)
	if res := ana.json(http.MethodPost, at, map[string]any{"ref": ref, "action": "blank"}); res.Code != http.StatusOK {
		t.Fatalf("ana: %d %s", res.Code, res.Body)
	}
	if e := <-events; e.Kind != desk.EventRow || e.Ref != ref || e.Who != "ana@example.com" {
		t.Errorf("the others hear of %+v", e)
	}
	p := bo.json(http.MethodPost, at, map[string]any{"ref": ref, "action": "accept"}).problem(http.StatusConflict, "conflict")
	if p.Mine == nil || p.Theirs == nil {
		t.Fatalf("the conflict shows not both: %+v", p)
	}
	got := []string{string(p.Mine.Action), p.Mine.Who, string(p.Theirs.Action), p.Theirs.Who}
	if diff := cmp.Diff([]string{"accept", "bo@example.com", "blank", "ana@example.com"}, got); diff != "" {
		t.Errorf("the conflict (-want +got)\n%s", diff)
	}
	if res := bo.json(http.MethodPost, at, map[string]any{"ref": ref, "action": "undo", "seen": p.Theirs.Seq}); res.Code != http.StatusOK {
		t.Errorf("bo, having seen it: %d %s", res.Code, res.Body)
	}
}

// An answer that claims what the records deny comes back with its faults; an
// override is for approvers.
func TestAPIFaults(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	it := a.add("acme.xlsx", workbookOf(t, sheet))
	at := questionnaires + "/" + it.ID + "/decisions"
	heads, err := a.desk.Rows(it.ID, desk.Filter{Text: "FedRAMP"})
	if err != nil || len(heads) != 1 {
		t.Fatalf("%d rows: %v", len(heads), err)
	}
	claim := map[string]any{"ref": heads[0].Ref, "action": "edit", "choice": "Yes", "text": "Yes, we hold a FedRAMP Moderate authorization."}
	ana := a.as("ana@example.com", Responder)
	p := ana.json(http.MethodPost, at, claim).problem(http.StatusUnprocessableEntity, "faults")
	if len(p.Faults) == 0 || !p.Faults[0].Blocking {
		t.Errorf("the faults: %+v", p.Faults)
	}
	claim["override"] = "legal said so"
	ana.json(http.MethodPost, at, claim).problem(http.StatusForbidden, "role")
	if st := a.state(it.ID, heads[0].Ref); st.State.IsDecided() {
		t.Errorf("the row is %s all the same", st.State)
	}
}

func (a *api) state(id, ref string) review.RowState {
	a.t.Helper()
	row, err := a.desk.Row(id, ref)
	if err != nil {
		a.t.Fatal(err)
	}
	return row.State
}

// Pages of rows hold each row once, also when rows leave the list meanwhile.
func TestAPIPages(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	spec := "| Question | Answer | Comments\n"
	for i := range 30 {
		spec += fmt.Sprintf("| Does unicorn number %d guard the data centre? | |\n", i)
	}
	it := a.add("many.xlsx", workbookOf(t, spec))
	base := questionnaires + "/" + it.ID
	seen, cursor := map[string]int{}, ""
	for range 30 {
		var page struct {
			Rows []desk.RowHead
			Next string `json:"next_cursor"`
		}
		a.json(http.MethodGet, base+"/rows?needs=person&limit=7&cursor="+cursor, nil).into(&page)
		for _, h := range page.Rows {
			seen[h.Ref]++
			if res := a.json(http.MethodPost, base+"/decisions", map[string]any{"ref": h.Ref, "action": "blank"}); res.Code != http.StatusOK {
				t.Fatalf("%d %s", res.Code, res.Body)
			}
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) != 30 {
		t.Errorf("the pages hold %d of 30 rows", len(seen))
	}
	for ref, n := range seen {
		if n != 1 {
			t.Errorf("%s comes %d times", ref, n)
		}
	}
}

func TestAPIMeta(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	it := a.add("acme.xlsx", workbookOf(t, sheet))
	base := questionnaires + "/" + it.ID
	first := a.json(http.MethodGet, base, nil)
	tag := first.Header().Get("ETag")
	if res := a.json(http.MethodGet, base, nil, header("If-None-Match", tag)); res.Code != http.StatusNotModified || res.Body.Len() != 0 {
		t.Errorf("as it was: %d %s", res.Code, res.Body)
	}
	var got desk.Item
	a.json(http.MethodPatch, base, map[string]any{"due": "2026-12-01"}, header("If-Match", tag)).into(&got)
	if diff := cmp.Diff(desk.Meta{Account: "Acme", Due: "2026-12-01"}, got.Meta); diff != "" {
		t.Errorf("after the change (-want +got)\n%s", diff)
	}
	a.json(http.MethodPatch, base, map[string]any{"due": "2026-12-02"}, header("If-Match", tag)).problem(http.StatusPreconditionFailed, "stale")
}

func TestAPILibrary(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	var found struct{ Entries []desk.Candidate }
	a.json(http.MethodGet, "/api/v1/library/search?q=Is+customer+data+encrypted+at+rest%3F&limit=3", nil).into(&found)
	if len(found.Entries) == 0 || len(found.Entries) > 3 {
		t.Fatalf("found %d entries", len(found.Entries))
	}
	id := found.Entries[0].Entry
	var entry desk.EntryView
	a.json(http.MethodGet, "/api/v1/library/"+id, nil).into(&entry)
	if entry.ID != id || !strings.Contains(entry.Source, "---") {
		t.Errorf("the entry: %+v", entry)
	}
	res := a.json(http.MethodPost, "/api/v1/library/check", map[string]any{"entry": id, "text": strings.Replace(entry.Source, "verdict:", "verdit:", 1)})
	if res.Code != http.StatusOK || !strings.Contains(res.Body.String(), "verdit") {
		t.Errorf("the check: %d %s", res.Code, res.Body)
	}
}
