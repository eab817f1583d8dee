package web

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// contentPolicy lets pages load what this server sends and nothing else: a cell
// of a workbook that slipped through as HTML could neither run nor call home.
const contentPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// a door lets people in and says who they are.
type door interface {
	// identify puts the User into the request's context, and answers what is
	// part of getting in itself.
	identify(next http.Handler) http.Handler
}

// secured puts everything that holds for all requests round the routes. Order
// counts: a request for another host learns nothing, not even whether there is
// such a route.
func (s *Server) secured(routes http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, problem{
			Status: http.StatusForbidden, Code: "cross_site", Message: "this came from another site",
			Next: "use the page that this server shows",
		})
	}))
	return s.watched(s.headers(s.hostsOnly(cross.Handler(s.door.identify(routes)))))
}

// hostsOnly refuses requests under a name that is not ours: a page of another
// site whose name was made to point at this machine sends that name.
func (s *Server) hostsOnly(next http.Handler) http.Handler {
	ours := make(map[string]bool, len(s.cfg.Hosts))
	for _, h := range s.cfg.Hosts {
		ours[strings.ToLower(h)] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ours[strings.ToLower(r.Host)] {
			// No page: it would be shown under the other name.
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte("this server does not answer to that name; use the address that candor serve printed\n"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// trace is what is known of a request when it has been answered.
type trace struct {
	id, pattern, item string
	user              User
	// what and ref are for the audit log.
	what, ref string
}

type traceKey struct{}

// traceOf is the request's trace; an own one, which nobody reads, for a request
// that did not come through watched.
func traceOf(ctx context.Context) *trace {
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// watched logs each request by its route and turns a panic into an answer with
// an id to look up. The log has the route and not the address: addresses hold
// searches, and once a token.
func (s *Server) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := &trace{id: s.cfg.Secret()[:12]}
		sw := &statusWriter{ResponseWriter: w}
		start := s.cfg.Now()
		defer func() {
			fault := recover()
			if fault == http.ErrAbortHandler { //nolint:errorlint,err113 // net/http compares it so
				panic(fault)
			}
			if fault != nil {
				s.crashed(sw, r, t, fault)
			}
			s.audit(r, t, sw.status)
			s.cfg.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("id", t.id), slog.String("method", r.Method), slog.String("route", t.pattern),
				slog.Int("status", sw.status), slog.Duration("took", s.cfg.Now().Sub(start).Round(time.Microsecond)))
		}()
		next.ServeHTTP(sw, r.WithContext(context.WithValue(r.Context(), traceKey{}, t)))
	})
}

// crashed answers after a panic. The value of the panic is logged only if it is
// an error of the runtime, since any other may hold text of a workbook.
func (s *Server) crashed(w *statusWriter, r *http.Request, t *trace, fault any) {
	attrs := []slog.Attr{slog.String("id", t.id), slog.String("route", t.pattern), slog.String("stack", string(debug.Stack()))}
	if e, ok := fault.(interface {
		error
		RuntimeError()
	}); ok {
		attrs = append(attrs, slog.String("fault", e.Error()))
	}
	s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "panic", attrs...)
	if w.status == 0 {
		s.fail(w, r, problem{
			Status: http.StatusInternalServerError, Code: "internal", Message: "something went wrong in candor; nothing that was decided is lost",
			Next: "try again, and report the id " + t.id + " if it stays",
		})
	}
}

// logFault logs an error of ours or of another machine; none whose text may
// come from a workbook.
func (s *Server) logFault(r *http.Request, what string, err error) {
	s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "fault", slog.String("id", traceOf(r.Context()).id), slog.String("in", what), slog.String("fault", err.Error()))
}
