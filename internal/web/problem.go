package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// problem is what went wrong, for a person and for a program.
type problem struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
	// Where is the field, row or file that it is about; Next what to do.
	Where string `json:"where,omitempty"`
	Next  string `json:"next,omitempty"`
	// Link leads on, on a page; "" leads nowhere.
	Link string `json:"-"`
}

// refuse answers a request of somebody who may not do that.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, u User, need Role) {
	if u.Role == Anyone && s.cfg.Login != nil {
		if r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/api/") {
			http.Redirect(w, r, loginPath+"?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		s.fail(w, r, problem{Status: http.StatusUnauthorized, Code: "not_logged_in", Message: "you are not logged in", Next: "log in", Link: loginPath})
		return
	}
	if u.Role == Anyone {
		s.fail(w, r, problem{
			Status: http.StatusUnauthorized, Code: "not_logged_in", Message: "you are not logged in",
			Next: "open the link that candor serve printed when it started",
		})
		return
	}
	s.fail(w, r, problem{
		Status: http.StatusForbidden, Code: "role", Message: fmt.Sprintf("this needs the role %s, and you are %s", need, u.Role),
		Next: "ask an admin for the role",
	})
}

// fail answers with a problem: as JSON below /api/, else as a page.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, p problem) {
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		s.errorPage(w, r, p)
		return
	}
	writeJSON(w, p.Status, map[string]problem{"error": p})
}

// writeJSON answers with v. What cannot be encoded is a fault of ours, and the
// status has been sent by then.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)

	_ = json.NewEncoder(w).Encode(v)
}

// failErr answers with what err means to the person who asked.
func (s *Server) failErr(w http.ResponseWriter, r *http.Request, err error) {
	s.fail(w, r, problemOf(err))
}

// problemOf words an error of the packages below.
func problemOf(err error) problem {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return problem{Status: http.StatusRequestEntityTooLarge, Code: "too_large", Message: "this is more than the server takes", Next: "send less at once"}
	}
	return problem{Status: http.StatusInternalServerError, Code: "internal", Message: err.Error()}
}
