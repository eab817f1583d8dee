package web

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"candor/internal/strictjson"
)

// openAPI describes the API; the tests hold both together.
//
//go:embed openapi.json
var openAPI []byte

// apiRoutes registers the JSON API.
func (s *Server) apiRoutes(rs *routes) {
	const q = "/api/v1/questionnaires"
	rs.handle(Viewer, "GET "+q, s.apiList)
	rs.upload(Responder, "POST "+q, s.apiAdd)
	rs.handle(Viewer, "GET "+q+"/{id}", s.apiItem)
	rs.handle(Responder, "PATCH "+q+"/{id}", s.apiSetMeta)
	rs.handle(Approver, "DELETE "+q+"/{id}", s.apiRemove)
	rs.handle(Responder, "POST "+q+"/{id}/rerun", s.apiRerun)
	rs.handle(Responder, "POST "+q+"/{id}/take-over", s.apiTakeOver)
	rs.handle(Viewer, "GET "+q+"/{id}/rows", s.apiRows)
	rs.handle(Viewer, "GET "+q+"/{id}/rows/{ref}", s.apiRow)
	rs.handle(Responder, "POST "+q+"/{id}/decisions", s.apiDecide)
	rs.handle(Approver, "POST "+q+"/{id}/accept-all", s.apiAcceptAll)
	rs.handle(Viewer, "GET "+q+"/{id}/layout", s.apiLayout)
	rs.handle(Admin, "PUT "+q+"/{id}/layout", s.apiSetLayout)
	rs.handle(Admin, "DELETE "+q+"/{id}/layout", s.apiFindLayout)
	rs.handle(Approver, "POST "+q+"/{id}/finish", s.apiFinish)
	rs.handle(Viewer, "GET "+q+"/{id}/final", s.download)
	rs.handle(Viewer, "GET "+q+"/{id}/gaps", s.apiGaps)
	rs.handle(Viewer, "GET /api/v1/gaps", s.apiGaps)
	rs.handle(Viewer, "GET /api/v1/library/search", s.apiSearch)
	rs.handle(Viewer, "GET /api/v1/library/{entry}", s.apiEntry)
	rs.handle(Admin, "PUT /api/v1/library/{entry}", s.apiSaveEntry)
	rs.handle(Viewer, "POST /api/v1/library/check", s.apiCheckEntry)
	rs.handle(Viewer, "GET /api/v1/events", s.events)
	rs.handle(Admin, "GET /api/v1/audit", s.apiAudit)
	rs.handle(Viewer, "GET /api/v1/me", s.apiMe)
	rs.handle(Viewer, "GET /api/v1/openapi.json", s.apiDocument)
	rs.handle(Viewer, "GET /q/{id}/download", s.download)
}

func (s *Server) apiDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(openAPI) // the reader has gone away
}

// me is who asks, for pages and programs that adapt to it.
type me struct {
	Name string `json:"name"`
	Role Role   `json:"role"`
	// Login tells whether one can log out.
	Login   bool   `json:"login"`
	Version string `json:"version"`
}

func (s *Server) apiMe(w http.ResponseWriter, r *http.Request) {
	u := userOf(r)
	writeJSON(w, http.StatusOK, me{Name: u.Name, Role: u.Role, Login: s.cfg.Login != nil, Version: s.cfg.Version})
}

// badRequest is a request that does not say what it should.
type badRequest struct{ message, next string }

func (e *badRequest) Error() string { return e.message }

// readJSON decodes a body strictly: a misspelt field would otherwise be a
// decision that silently lacks its reason, and of a doubled one nobody could
// tell which was meant.
func readJSON(r *http.Request, into any) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return &badRequest{"the body is no JSON", "send Content-Type: application/json"}
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return err
		}
		return &badRequest{"the body cannot be read: " + err.Error(), "send it again"}
	}
	if err := strictjson.Decode(data, into); err != nil {
		if errors.Is(err, strictjson.ErrTrailing) {
			return &badRequest{"the body holds more than one document", "see /api/v1/openapi.json"}
		}
		return &badRequest{"the body cannot be read: " + err.Error(), "see /api/v1/openapi.json"}
	}
	return nil
}

// number reads a query parameter that counts; "" stands for usual.
func number(text, name string, usual int64) (int64, error) {
	if text == "" {
		return usual, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, &badRequest{fmt.Sprintf("%s is no number from 0", name), "see /api/v1/openapi.json"}
	}
	return n, nil
}

// pageSize reads the limit of a list.
func pageSize(r *http.Request, usual, most int) (int, error) {
	n, err := number(r.URL.Query().Get("limit"), "limit", int64(usual))
	if err != nil {
		return 0, err
	}
	if n < 1 || n > int64(most) {
		return 0, &badRequest{fmt.Sprintf("limit is not from 1 to %d", most), "see /api/v1/openapi.json"}
	}
	return int(n), nil
}

// etag is the entity tag of something that is counted up with each change.
func etag(seq int64) string { return fmt.Sprintf(`"%d"`, seq) }

// ifMatch returns the number in the If-Match header; false if there is none.
func ifMatch(r *http.Request) (int64, bool, error) {
	text := r.Header.Get("If-Match")
	if text == "" || text == "*" {
		return 0, false, nil
	}
	n, err := strconv.ParseInt(strings.Trim(text, `"`), 10, 64)
	if err != nil || n < 0 {
		return 0, false, &badRequest{"If-Match is no tag of ours", "send the ETag that you got, or none"}
	}
	return n, true, nil
}

// notModified answers 304 to whoever has the thing already.
func notModified(w http.ResponseWriter, r *http.Request, tag string) bool {
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") != tag {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// listed is a list that is written as [] and not as null where it is empty.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
