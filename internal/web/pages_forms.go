package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"candor/internal/desk"
	"candor/internal/review"
)

// formRoutes registers what plain forms post to. Each does its work and sends
// the browser on with 303, so that a reload repeats nothing.
func (s *Server) formRoutes(rs *routes) {
	rs.upload(Responder, "POST /inbox/add", s.addForm)
	rs.handle(Responder, "POST /q/{id}/meta", s.metaForm)
	rs.handle(Responder, "POST /q/{id}/rerun", s.rerunForm)
	rs.handle(Approver, "POST /q/{id}/remove", s.removeForm)
	rs.handle(Responder, "POST /q/{id}/take-over", s.takeOverForm)
	rs.handle(Responder, "POST /q/{id}/decide", s.decideForm)
	rs.handle(Approver, "POST /q/{id}/accept-all", s.acceptAllForm)
	rs.handle(Admin, "POST /q/{id}/layout", s.layoutForm)
	rs.handle(Admin, "POST /q/{id}/layout/find", s.findLayoutForm)
	rs.handle(Approver, "POST /q/{id}/finish", s.finishForm)
	rs.handle(Admin, "POST /library/{entry}", s.entryForm)
}

// said is a message on the page after a form; its words are ours, only the
// count and the row come from the address.
type said struct {
	mark
	Text, Ref string
}

// sayings are the messages by the word that addresses carry.
var sayings = map[string]said{
	"added":     {mark{"check", "", "ok"}, "Added, and being answered:", ""},
	"partly":    {mark{"warn", "", "warn"}, "Added, but not all of them are questionnaires that can be read:", ""},
	"takenover": {mark{"check", "", "ok"}, "Taken over: decisions can be made here.", ""},
	"meta":      {mark{"check", "", "ok"}, "Saved.", ""},
	"rerun":     {mark{"again", "", "info"}, "It is being answered again; decisions on rows that stay the same are kept.", ""},
	"removed":   {mark{"bin", "", "info"}, "Removed from this desk.", ""},
	"layout":    {mark{"check", "", "ok"}, "The layout is remembered, and the file is being read again.", ""},
	"found":     {mark{"again", "", "info"}, "The file is being read again as it is found; the layout is not remembered any more.", ""},
	"finished":  {mark{"check-full", "", "ok"}, "Finished: the file below is ready to send.", ""},
	"entry":     {mark{"check", "", "ok"}, "Saved in the library.", ""},
	"accept":    {mark{"check", "", "ok"}, "Accepted", ""},
	"edit":      {mark{"check", "", "ok"}, "Edit saved:", ""},
	"take":      {mark{"check", "", "ok"}, "Other answer taken:", ""},
	"blank":     {mark{"check", "", "ok"}, "Left blank:", ""},
	"assign":    {mark{"check", "", "ok"}, "Owner saved:", ""},
	"note":      {mark{"check", "", "ok"}, "Note added:", ""},
	"undo":      {mark{"undo", "", "info"}, "Taken back:", ""},
	"acceptall": {mark{"check", "", "ok"}, "Rows accepted:", ""},
}

func saidOf(r *http.Request) *said {
	q := r.URL.Query()
	m, ok := sayings[q.Get("said")]
	if !ok {
		return nil
	}
	m.Ref = cut(q.Get("about"), 80)
	return &m
}

// goOn sends the browser to a page of ours with a message.
func goOn(w http.ResponseWriter, r *http.Request, path string, query url.Values, saying, about string) {
	if query == nil {
		query = url.Values{}
	}
	query.Set("said", saying)
	if about != "" {
		query.Set("about", about)
	}
	http.Redirect(w, r, path+"?"+query.Encode(), http.StatusSeeOther)
}

// addForm takes files. Those that are no questionnaires are named; if none was
// taken, that is the answer.
func (s *Server) addForm(w http.ResponseWriter, r *http.Request) {
	got, err := s.takeUploads(w, r)
	switch {
	case err != nil:
		s.failErr(w, r, err)
	case len(got.items) == 0:
		first := got.refused[0]
		s.fail(w, r, problem{Status: http.StatusUnprocessableEntity, Code: first.Code, Message: first.Message, Where: first.Name, Next: "add an .xlsx, .xlsm, .csv or .tsv file"})
	case len(got.refused) > 0:
		goOn(w, r, "/", nil, "partly", got.refused[0].Name)
	case len(got.items) == 1:
		goOn(w, r, "/", nil, "added", got.items[0].Name)
	default:
		goOn(w, r, "/", nil, "added", "")
	}
}

// metaForm changes what its fields say and keeps the rest.
func (s *Server) metaForm(w http.ResponseWriter, r *http.Request) {
	it, err := s.desk.Item(r.PathValue("id"))
	meta := it.Meta
	if err == nil {
		err = metaOf(r, &meta)
	}
	if err == nil {
		err = s.setMeta(r, it.ID, meta)
	}
	back := "/"
	if r.PostFormValue("back") == "item" {
		back = qPath(it.ID, "")
	}
	s.after(w, r, err, back, "meta")
}

// metaOf takes over the fields that a form has.
func metaOf(r *http.Request, meta *desk.Meta) error {
	if err := r.ParseForm(); err != nil {
		return &badRequest{"the form could not be read", "send it again"}
	}
	for name, at := range map[string]*string{
		"account": &meta.Account, "due": &meta.Due, "product": &meta.Product, "region": &meta.Region, "currency": &meta.Currency, "close": &meta.Close,
	} {
		if r.PostForm.Has(name) {
			*at = r.PostForm.Get(name)
		}
	}
	if !r.PostForm.Has("value") {
		return nil
	}
	meta.Value = nil
	if text := strings.TrimSpace(r.PostForm.Get("value")); text != "" {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return &badRequest{"the value of the deal is no number", "write it as 120000 or 99.50"}
		}
		meta.Value = &v
	}
	return nil
}

func (s *Server) rerunForm(w http.ResponseWriter, r *http.Request) {
	s.after(w, r, s.desk.Rerun(r.Context(), r.PathValue("id")), "/", "rerun")
}

func (s *Server) removeForm(w http.ResponseWriter, r *http.Request) {
	s.after(w, r, s.desk.Remove(r.Context(), r.PathValue("id")), "/", "removed")
}

// takeOverForm puts a result of a batch onto the desk.
func (s *Server) takeOverForm(w http.ResponseWriter, r *http.Request) {
	act(r, "take over", "")
	it, err := s.desk.TakeOver(r.Context(), r.PathValue("id"))
	s.after(w, r, err, qPath(it.ID, ""), "takenover")
}

// after goes on to a page, or tells of the error.
func (s *Server) after(w http.ResponseWriter, r *http.Request, err error, path, saying string) {
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	goOn(w, r, path, nil, saying, "")
}

// decisionOf reads a decision from a form. Fields that belong to other actions
// are passed over: browsers send them all.
func decisionOf(r *http.Request) review.Decision {
	seen, _ := strconv.Atoi(r.PostFormValue("seen")) // what is no number has seen nothing
	d := review.Decision{Ref: r.PostFormValue("ref"), Action: review.Action(r.PostFormValue("action")), Seen: max(seen, 0)}
	switch d.Action {
	case review.Edit:
		d.Choice, d.Text, d.Override = r.PostFormValue("choice"), r.PostFormValue("text"), r.PostFormValue("override")
	case review.Take:
		d.Entry, d.Digest, d.Choice, d.Override = r.PostFormValue("entry"), r.PostFormValue("digest"), r.PostFormValue("choice"), r.PostFormValue("override")
	case review.Assign:
		d.Owner = r.PostFormValue("owner")
	case review.Note:
		d.Note = r.PostFormValue("note")
	case review.Accept, review.Blank, review.Undo:
	}
	return d
}

// decideForm records a decision and goes on to the next row; a refusal shows
// the row again with what is wrong and what was typed.
func (s *Server) decideForm(w http.ResponseWriter, r *http.Request) {
	id, d := r.PathValue("id"), decisionOf(r)
	keep, next := r.PostFormValue("keep"), r.PostFormValue("next")
	_, _, err := s.decide(r, id, d)
	if err == nil {
		query, _ := url.ParseQuery(keep) // what cannot be read filters nothing
		if query == nil {
			query = url.Values{}
		}
		if next == "" || !moves(d.Action) {
			next = d.Ref
		}
		query.Set("row", next)
		goOn(w, r, qPath(id, ""), query, string(d.Action), d.Ref)
		return
	}
	var clash *review.ConflictError
	var faults *review.FaultsError
	status := http.StatusUnprocessableEntity
	switch {
	case errors.As(err, &clash):
		status = http.StatusConflict
	case errors.As(err, &faults):
	default:
		s.failErr(w, r, err)
		return
	}
	p, it, ok := s.itemPage(w, r, "")
	if !ok {
		return
	}
	s.showQueue(w, r, status, p, it, queueAsk{Keep: keep, Ref: d.Ref, Change: func(v *rowView) {
		v.draft(&d)
		if clash != nil {
			v.tellConflict(clash)
			return
		}
		v.Faults = faults.Faults
		v.AskOverride = d.Action == review.Edit && len(review.Standing(faults.Faults, "any reason")) == 0
	}})
}

// moves tells which actions are done with a row.
func moves(a review.Action) bool {
	return a == review.Accept || a == review.Edit || a == review.Blank
}

func (s *Server) acceptAllForm(w http.ResponseWriter, r *http.Request) {
	atLeast, err := strconv.ParseFloat(r.PostFormValue("at-least"), 64)
	if err != nil || !(atLeast > 0 && atLeast <= 1) {
		s.fail(w, r, problem{Status: http.StatusBadRequest, Code: "confidence", Message: "the confidence must be above 0 and at most 1", Where: "at-least"})
		return
	}
	id := r.PathValue("id")
	n, err := s.acceptAll(r, id, atLeast)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	goOn(w, r, qPath(id, ""), nil, "acceptall", strconv.Itoa(n))
}
