package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"sync"
)

// local is the door of one's own machine: whoever opens the start-up link is the
// person who started the server. The token in it works once, since it ends up in
// the history of a shell or a browser; each use makes the next one.
type local struct {
	s *Server
	// announce is told the next link when one was used.
	announce func(token string)
	cookie   string

	mu       sync.Mutex
	token    [sha256.Size]byte
	sessions map[[sha256.Size]byte]bool
}

// tokenParam is the query parameter of the start-up link.
const tokenParam = "token"

// newLocal makes the door; Server.Token returns the first token. The cookie is
// named after the port, since browsers send the cookies of a host to all of its
// ports: two servers would log each other out.
func newLocal(s *Server, announce func(token string)) *local {
	name := "candor"
	if _, port, err := net.SplitHostPort(s.cfg.Hosts[0]); err == nil {
		name += "_" + port
	}
	return &local{s: s, announce: announce, cookie: name, sessions: map[[sha256.Size]byte]bool{}}
}

// next makes the token of the next link.
func (l *local) next() string {
	token := l.s.cfg.Secret()
	l.token = sha256.Sum256([]byte(token))
	return token
}

func (l *local) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.URL.Query().Get(tokenParam)
		entering := token != "" && r.Method == http.MethodGet && r.URL.Path == "/"
		switch {
		case l.isIn(r):
			if entering {
				http.Redirect(w, r, "/", http.StatusSeeOther)
				return
			}
			r = r.WithContext(withUser(r.Context(), User{Name: l.s.cfg.Who, Role: Admin}))
		case entering:
			l.enter(w, r, token)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (l *local) isIn(r *http.Request) bool {
	c, err := r.Cookie(l.cookie)
	if err != nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sessions[sha256.Sum256([]byte(c.Value))]
}

// enter exchanges the token for a cookie and takes it out of the address.
func (l *local) enter(w http.ResponseWriter, r *http.Request, token string) {
	given := sha256.Sum256([]byte(token))
	l.mu.Lock()
	if subtle.ConstantTimeCompare(given[:], l.token[:]) != 1 {
		l.mu.Unlock()
		l.s.fail(w, r, problem{
			Status: http.StatusUnauthorized, Code: "token", Message: "this link has been used already, or is of an earlier start",
			Next: "open the link that candor serve printed last",
		})
		return
	}
	fresh := l.next()
	session := l.s.cfg.Secret()
	l.sessions[sha256.Sum256([]byte(session))] = true
	l.mu.Unlock()
	//nolint:gosec // without TLS there is nothing but loopback, where Secure would keep some browsers from sending it
	http.SetCookie(w, &http.Cookie{Name: l.cookie, Value: session, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode})
	l.announce(fresh)
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		// The link was clicked on another page, in a terminal in the browser or a
		// chat: a strict cookie would not be sent where that click is redirected to,
		// but is where our own answer leads on.
		w.Header().Set("Refresh", "0; url=/")
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("opening the inbox\n")) // the reader has gone away
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
