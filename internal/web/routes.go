package web

import (
	"context"
	"net/http"
	"slices"
)

// Role is what a person may do; each includes those before it.
type Role string

// The roles. A viewer reads; a responder decides rows and takes notes; an
// approver overrides faults, accepts in bulk and finishes; an admin changes
// remembered layouts, the library and webhooks, and reads the audit log. Anyone
// is who has not logged in.
const (
	Anyone    Role = "anyone"
	Viewer    Role = "viewer"
	Responder Role = "responder"
	Approver  Role = "approver"
	Admin     Role = "admin"
)

// Roles lists those that a person can be given, the least first.
func Roles() []Role { return []Role{Viewer, Responder, Approver, Admin} }

// Includes reports whether whoever has the role may do what other is needed for.
func (r Role) Includes(other Role) bool {
	order := append([]Role{Anyone}, Roles()...)
	mine, need := slices.Index(order, r), slices.Index(order, other)
	return mine >= 0 && need >= 0 && mine >= need
}

// User is who asks.
type User struct {
	// Name is a name or an e-mail address, as decisions carry it.
	Name string
	Role Role
}

type userKey struct{}

// userOf is who sent the request; nobody with the role Anyone if they have not
// logged in.
func userOf(r *http.Request) User {
	if u, ok := r.Context().Value(userKey{}).(User); ok {
		return u
	}
	return User{Role: Anyone}
}

func withUser(ctx context.Context, u User) context.Context {
	return context.WithValue(ctx, userKey{}, u)
}

// route is one pattern of net/http with the role that it needs.
type route struct {
	Pattern string
	Role    Role
}

// routes collects them. There is no way to register a route without a role.
type routes struct {
	s    *Server
	mux  *http.ServeMux
	list []route
}

// maxBody is the most that a request may carry, unless its route takes files:
// the longest answer that a cell takes fits several times over.
const maxBody = 1 << 20

// handle registers what answers a pattern such as "GET /q/{id}".
func (rs *routes) handle(role Role, pattern string, h http.HandlerFunc) {
	rs.add(role, pattern, maxBody, h)
}

// upload registers a route that takes questionnaires.
func (rs *routes) upload(role Role, pattern string, h http.HandlerFunc) {
	rs.add(role, pattern, maxUpload, h)
}

func (rs *routes) add(role Role, pattern string, limit int64, h http.HandlerFunc) {
	rs.list = append(rs.list, route{Pattern: pattern, Role: role})
	rs.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		u := userOf(r)
		t := traceOf(r.Context())
		t.pattern, t.item, t.user = pattern, r.PathValue("id"), u
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if !u.Role.Includes(role) {
			rs.s.refuse(w, r, u, role)
			return
		}
		h(w, r)
	})
}

// known answers for addresses and methods that no route takes, as pages and API
// do otherwise, and only to those who are in.
func (s *Server) known(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		if u := userOf(r); u.Role == Anyone {
			s.refuse(w, r, u, Viewer)
			return
		}
		var p probe
		h.ServeHTTP(&p, r)
		if allow := p.Header().Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			s.fail(w, r, problem{Status: http.StatusMethodNotAllowed, Code: "method", Message: "this address does not take " + r.Method, Next: "use " + allow})
			return
		}
		s.fail(w, r, problem{Status: http.StatusNotFound, Code: "not_found", Message: "there is nothing at this address", Next: "go to the inbox at /"})
	})
}

// probe takes an answer that is not sent: net/http tells a wrong method from a
// wrong address by it only.
type probe struct{ header http.Header }

func (p *probe) Header() http.Header {
	if p.header == nil {
		p.header = http.Header{}
	}
	return p.header
}

func (*probe) Write(b []byte) (int, error) { return len(b), nil }

func (*probe) WriteHeader(int) {}
