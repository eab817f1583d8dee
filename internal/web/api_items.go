package web

import (
	"cmp"
	"fmt"
	"net/http"

	"candor/internal/desk"
)

func (s *Server) apiList(w http.ResponseWriter, _ *http.Request) {
	// Whoever asks for the events after seq misses nothing that is not listed.
	seq := s.desk.Seq()
	writeJSON(w, http.StatusOK, map[string]any{"questionnaires": listed(s.desk.List()), "seq": seq})
}

// apiAdd takes files. It succeeds if any of them was taken, and says of each of
// the others why not.
func (s *Server) apiAdd(w http.ResponseWriter, r *http.Request) {
	got, err := s.takeUploads(w, r)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	if len(got.items) == 0 {
		first := got.refused[0]
		s.fail(w, r, problem{
			Status: http.StatusUnprocessableEntity, Code: first.Code, Message: first.Message, Where: first.Name,
			Next: cmp.Or(first.next, "send an .xlsx, .xlsm, .csv or .tsv file"),
		})
		return
	}
	writeJSON(w, http.StatusCreated, map[string]any{"questionnaires": got.items, "refused": listed(got.refused)})
}

func (s *Server) apiItem(w http.ResponseWriter, r *http.Request) {
	it, err := s.desk.Item(r.PathValue("id"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	s.sendItem(w, r, &it)
}

func (s *Server) sendItem(w http.ResponseWriter, r *http.Request, it *desk.Item) {
	if r.Method == http.MethodGet && notModified(w, r, etag(it.Seq)) {
		return
	}
	w.Header().Set("ETag", etag(it.Seq))
	writeJSON(w, http.StatusOK, it)
}

// unchanged returns the questionnaire if it is as the person saw it, by If-Match.
func (s *Server) unchanged(r *http.Request) (desk.Item, error) {
	it, err := s.desk.Item(r.PathValue("id"))
	if err != nil {
		return it, err
	}
	seen, given, err := ifMatch(r)
	if err != nil {
		return it, err
	}
	if given && seen != it.Seq {
		return it, errStale
	}
	return it, nil
}

func (s *Server) apiSetMeta(w http.ResponseWriter, r *http.Request) {
	it, err := s.unchanged(r)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	// What is left out of the body stays as it is.
	meta := it.Meta
	if err := readJSON(r, &meta); err != nil {
		s.failErr(w, r, err)
		return
	}
	if err := s.setMeta(r, it.ID, meta); err != nil {
		s.failErr(w, r, err)
		return
	}
	if it, err = s.desk.Item(it.ID); err != nil {
		s.failErr(w, r, err)
		return
	}
	s.sendItem(w, r, &it)
}

func (s *Server) setMeta(r *http.Request, id string, meta desk.Meta) error {
	act(r, "describe", "")
	return s.desk.SetMeta(r.Context(), id, meta)
}

func (s *Server) apiRemove(w http.ResponseWriter, r *http.Request) {
	it, err := s.unchanged(r)
	if err == nil {
		act(r, "remove", "")
		err = s.desk.Remove(r.Context(), it.ID)
	}
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) apiRerun(w http.ResponseWriter, r *http.Request) {
	act(r, "rerun", "")
	s.sendAgain(w, r, s.desk.Rerun(r.Context(), r.PathValue("id")))
}

func (s *Server) apiTakeOver(w http.ResponseWriter, r *http.Request) {
	act(r, "take over", "")
	it, err := s.desk.TakeOver(r.Context(), r.PathValue("id"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusCreated, it)
}

func (s *Server) apiFinish(w http.ResponseWriter, r *http.Request) {
	act(r, "finish", "")
	done, err := s.desk.Finish(r.Context(), r.PathValue("id"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, done)
}

// download sends the finished file.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	path, name, err := s.desk.Final(r.PathValue("id"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	act(r, "download", "")
	s.sendFile(w, r, path, name)
}

func (s *Server) apiGaps(w http.ResponseWriter, r *http.Request) {
	var ids []string
	if id := r.PathValue("id"); id != "" {
		ids = []string{id}
	}
	report, err := s.desk.Gaps(r.Context(), ids...)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, report)
}

func (s *Server) apiAudit(w http.ResponseWriter, r *http.Request) {
	if s.cfg.Login == nil {
		s.fail(w, r, problem{Status: http.StatusNotFound, Code: "no_audit", Message: "a server without a login keeps no audit log", Next: "decisions name who and when"})
		return
	}
	limit, err := pageSize(r, 100, 1000)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	before, err := number(r.URL.Query().Get("cursor"), "cursor", 0)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	list, err := s.cfg.Login.Store.Audit(r.Context(), before, limit)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	out := map[string]any{"entries": listed(list)}
	if len(list) == limit {
		out["next_cursor"] = fmt.Sprint(list[len(list)-1].ID)
	}
	writeJSON(w, http.StatusOK, out)
}
