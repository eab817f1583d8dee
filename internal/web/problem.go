package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"candor/internal/desk"
	"candor/internal/knowledge"
	"candor/internal/review"
)

// problem is what went wrong, for a person and for a program.
type problem struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
	// Where is the field, row or file that it is about; Next what to do.
	Where string `json:"where,omitempty"`
	Next  string `json:"next,omitempty"`
	// Mine and Theirs are the two decisions of a conflict.
	Mine   *review.Decision `json:"mine,omitempty"`
	Theirs *review.Decision `json:"theirs,omitempty"`
	// Faults are what the checks say against a decision.
	Faults []review.Fault `json:"faults,omitempty"`
	// Findings are what candor check says against an entry.
	Findings []knowledge.Finding `json:"findings,omitempty"`
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
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError && p.Status != http.StatusServiceUnavailable {
		s.logCause(r, p.Status, err)
	}
	s.fail(w, r, p)
}

// errStale is for changes of something that has changed since it was read.
var errStale = errors.New("it has changed since you read it")

// needsRole is an action that the person's role does not include.
type needsRole struct{ need, have Role }

func (e *needsRole) Error() string {
	return fmt.Sprintf("this needs the role %s, and you are %s", e.need, e.have)
}

// problemOf words an error of the packages below.
func problemOf(err error) problem {
	if p, ok := requestProblem(err); ok {
		return p
	}
	if p, ok := deskProblem(err); ok {
		return p
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, desk.ErrClosed) {
		return problem{Status: http.StatusServiceUnavailable, Code: "stopped", Message: "the server is stopping, or this took too long", Next: "try again"}
	}
	if p, ok := diskProblem(err); ok {
		return p
	}
	return problem{Status: http.StatusInternalServerError, Code: "internal", Message: err.Error(), Next: "try again; nothing that was decided is lost"}
}

// diskProblem knows what is wrong with the disk and the files on it, which a new
// try would not mend.
func diskProblem(err error) (problem, bool) {
	if errors.Is(err, syscall.ENOSPC) {
		return problem{
			Status: http.StatusInsufficientStorage, Code: "disk_full", Message: "the disk of the desk is full, and nothing of this was kept",
			Next: "make room on it and do this again; what was decided before is kept",
		}, true
	}
	if errors.Is(err, review.ErrRewritten) {
		return problem{Status: http.StatusConflict, Code: "rewritten", Message: review.ErrRewritten.Error(), Next: "look at the row as it is now and decide again"}, true
	}
	if e, ok := errors.AsType[*review.LineError](err); ok {
		return problem{
			Status: http.StatusInternalServerError, Code: "damaged", Message: e.Error(),
			Next: "mend that line of the decisions file or put a copy of it back; nothing was changed",
		}, true
	}
	return problem{}, false
}

// requestProblem knows what is wrong with the request itself.
func requestProblem(err error) (problem, bool) {
	if e, ok := errors.AsType[*badRequest](err); ok {
		return problem{Status: http.StatusBadRequest, Code: "bad_request", Message: e.message, Next: e.next}, true
	}
	if e, ok := errors.AsType[*needsRole](err); ok {
		return problem{Status: http.StatusForbidden, Code: "role", Message: e.Error(), Next: "ask somebody who has it"}, true
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return problem{Status: http.StatusRequestEntityTooLarge, Code: "too_large", Message: fmt.Sprintf("this is more than the %d MB that are taken at once", e.Limit>>20), Next: "send less at once"}, true
	}
	if e, ok := errors.AsType[*tooLarge](err); ok {
		return problem{Status: http.StatusRequestEntityTooLarge, Code: "too_large", Message: e.message, Next: "send a smaller file"}, true
	}
	if e, ok := errors.AsType[*wrongKind](err); ok {
		return problem{Status: http.StatusUnprocessableEntity, Code: "wrong_kind", Message: e.Error(), Next: "send an .xlsx, .xlsm, .csv or .tsv file"}, true
	}
	if errors.Is(err, errStale) {
		return problem{Status: http.StatusPreconditionFailed, Code: "stale", Message: err.Error(), Next: "read it again and decide again"}, true
	}
	return problem{}, false
}

// wayOut says what helps against faults: no reason lifts those that a decision
// never passes with.
func wayOut(faults []review.Fault) string {
	for _, f := range faults {
		if f.Never {
			return cmp.Or(f.Suggest, "mend the answer") + "; send it as an edit, or leave the row blank"
		}
	}
	return "mend the answer, or give a reason to send it all the same"
}

// deskProblem knows what the desk and the review refuse.
func deskProblem(err error) (problem, bool) {
	if e, ok := errors.AsType[*review.ConflictError](err); ok {
		return problem{
			Status: http.StatusConflict, Code: "conflict", Message: e.Error(), Where: e.Mine.Ref, Next: "look at both and decide again",
			Mine: &e.Mine, Theirs: &e.Theirs,
		}, true
	}
	if e, ok := errors.AsType[*review.FaultsError](err); ok {
		return problem{
			Status: http.StatusUnprocessableEntity, Code: "faults", Message: e.Error(), Where: e.Ref, Next: wayOut(e.Faults),
			Faults: e.Faults,
		}, true
	}
	if e, ok := errors.AsType[*desk.EntryFaultsError](err); ok {
		return problem{
			Status: http.StatusUnprocessableEntity, Code: "findings", Message: e.Error(), Where: e.Entry, Next: "mend the entry and save it again",
			Findings: e.Findings,
		}, true
	}
	if e, ok := errors.AsType[*desk.NotFoundError](err); ok {
		return problem{Status: http.StatusNotFound, Code: "not_found", Message: e.Error(), Where: e.ID, Next: "go to the inbox at /"}, true
	}
	if e, ok := errors.AsType[*desk.DamagedError](err); ok {
		return problem{Status: http.StatusConflict, Code: "damaged", Message: e.Error(), Where: e.File}, true
	}
	if e, ok := errors.AsType[*desk.RefusedError](err); ok {
		return problem{Status: http.StatusUnprocessableEntity, Code: "refused", Message: e.Error(), Where: e.Field}, true
	}
	for _, known := range []struct {
		err  error
		code string
	}{{desk.ErrReadOnly, "read_only"}, {desk.ErrStarter, "read_only"}, {desk.ErrNotAnswered, "not_answered"}, {desk.ErrNotFinished, "not_finished"}} {
		if errors.Is(err, known.err) {
			return problem{Status: http.StatusConflict, Code: known.code, Message: err.Error()}, true
		}
	}
	return problem{}, false
}
