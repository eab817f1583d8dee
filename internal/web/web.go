// Package web serves the review page and its JSON API.
//
// It knows who is asking, what they may do, and how a questionnaire on the desk
// looks in a browser; it decides nothing about answers and keeps none. What is
// asked of it beyond looking goes to package desk. The promises: whoever does
// not hold the start-up link, or a login with the role that a route states, gets
// nothing; text from a workbook stays text; nothing is sent anywhere unless a
// webhook was configured.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"candor/internal/web/hook"
)

// Config is what a server works with.
type Config struct {
	// Desk holds the questionnaires.
	Desk Desk
	// Hosts are the names that the server answers to, as a browser sends them:
	// "127.0.0.1:8480", "candor.example.com". Requests to others are refused.
	Hosts []string
	// Who is the person at this machine; decisions carry the name. Unused with a
	// Login.
	Who string
	// Secret returns unguessable text for tokens, sessions and ids.
	Secret func() string
	// Now is the clock.
	Now func() time.Time
	// Log takes what happens: routes, ids and counts, never text of questions or
	// answers and never a token.
	Log *slog.Logger
	// Version is the program's.
	Version string
	// Login is how several people get in; nil lets in whoever opens the start-up
	// link.
	Login *Login
	// Hooks sends webhooks, nil sends none; HookMemory is the file that remembers
	// what was told.
	Hooks      *hook.Sender
	HookMemory string
	// Announce is told each token of the start-up link: the first when the server
	// is made, the next whenever one was used. Unused with a Login.
	Announce func(token string)
}

// Server answers browsers and programs over one desk.
type Server struct {
	cfg     Config
	desk    Desk
	handler http.Handler
	mux     *http.ServeMux
	routes  []route
	door    door
	close   func()
	pages   *pages
	doubles doublesMemo
	// stopping ends the event streams, which would never end by themselves.
	stopping chan struct{}
}

// New makes a server; it listens on nothing yet. With a Login it asks the
// provider what it is. Close it when it serves no more.
func New(ctx context.Context, cfg Config) (*Server, error) {
	if len(cfg.Hosts) == 0 {
		return nil, errors.New("a server needs the names that it answers to")
	}
	s := &Server{cfg: cfg, desk: cfg.Desk, stopping: make(chan struct{})}
	var err error
	if s.pages, err = newPages(); err != nil {
		return nil, err
	}
	rs := &routes{s: s, mux: http.NewServeMux()}
	s.pageRoutes(rs)
	s.apiRoutes(rs)
	if cfg.Login == nil {
		in := newLocal(s, cfg.Announce)
		s.door = in
		cfg.Announce(in.next())
	} else {
		in, err := newTeam(ctx, s)
		if err != nil {
			return nil, err
		}
		in.routes(rs)
		s.door, s.close = in, in.close
	}
	s.mux, s.routes = rs.mux, rs.list
	s.handler = s.secured(s.known(rs.mux))
	return s, nil
}

// Close lets go of what the server holds; it does not close what it was given.
func (s *Server) Close() {
	if s.close != nil {
		s.close()
	}
}

// Handler answers all requests.
func (s *Server) Handler() http.Handler { return s.handler }

// Time-outs of a connection. A request line and its headers come at once, or
// somebody is holding the connection open; a large questionnaire over a slow
// line may take minutes.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 5 * time.Minute
	writeTimeout  = 5 * time.Minute
	idleTimeout   = 2 * time.Minute
	// closeTimeout is how long requests that are being answered may go on after
	// the server was told to stop.
	closeTimeout   = 20 * time.Second
	maxHeaderBytes = 32 << 10
)

// Serve answers on ln until ctx ends, then lets what is being answered finish.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelDebug),
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		close(s.stopping)
		// The context has ended already; closing has its own time.
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
		defer cancel()
		stopped <- server.Shutdown(closing)
	})
	defer stop()
	defer s.tellHooks(ctx)()
	if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", ln.Addr(), err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("close the server: %w", err)
	}
	return nil
}

// tellHooks sends webhooks until ctx ends; the returned function waits for that.
func (s *Server) tellHooks(ctx context.Context) func() {
	if s.cfg.Hooks == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &watcher{desk: s.desk, send: s.cfg.Hooks.Send, path: s.cfg.HookMemory, log: s.cfg.Log}
	var both sync.WaitGroup
	both.Go(func() { s.cfg.Hooks.Run(ctx) })
	both.Go(func() { w.run(ctx) })
	return func() {
		cancel()
		both.Wait()
	}
}
