package web

import (
	"net/http"
)

// Sizes of a page of found entries.
const (
	usualFound = 10
	mostFound  = 100
)

func (s *Server) apiSearch(w http.ResponseWriter, r *http.Request) {
	limit, err := pageSize(r, usualFound, mostFound)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	found, err := s.desk.Search(r.Context(), r.URL.Query().Get("q"), r.URL.Query().Get("lang"), limit)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"entries": listed(found)})
}

func (s *Server) apiEntry(w http.ResponseWriter, r *http.Request) {
	e, err := s.desk.Entry(r.PathValue("entry"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	w.Header().Set("ETag", `"`+e.Revision+`"`)
	writeJSON(w, http.StatusOK, e)
}

// entryText is an entry's file as people write it.
type entryText struct {
	Text string `json:"text"`
	// Entry is whose text it is meant to be, for a check.
	Entry string `json:"entry"`
}

func (s *Server) apiCheckEntry(w http.ResponseWriter, r *http.Request) {
	var in entryText
	if err := readJSON(r, &in); err != nil {
		s.failErr(w, r, err)
		return
	}
	findings, err := s.desk.CheckEntry(r.Context(), in.Entry, in.Text)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"findings": listed(findings)})
}

// apiSaveEntry changes an entry's file. The tag says which text was read; a
// file that somebody changed since stays as it is.
func (s *Server) apiSaveEntry(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Text string `json:"text"`
	}
	if err := readJSON(r, &in); err != nil {
		s.failErr(w, r, err)
		return
	}
	id := r.PathValue("entry")
	before, err := s.desk.Entry(id)
	tag := r.Header.Get("If-Match")
	switch {
	case err != nil:
	case tag != "" && tag != "*" && tag != `"`+before.Revision+`"`:
		err = errStale
	default:
		act(r, "save entry", id)
		err = s.desk.SaveEntry(r.Context(), id, in.Text, userOf(r).Name)
	}
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	s.apiEntry(w, r)
}
