package modeltest

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is a scripted endpoint.
type Server struct {
	// URL is the base of its interface, with /v1.
	URL    string
	http   *httptest.Server
	script []Step
	delay  time.Duration
	closed chan struct{}

	mu       sync.Mutex
	received []Received
	open     int
	most     int
}

// Step answers one request.
type Step func(w http.ResponseWriter, r Received)

// Received is a request as it came.
type Received struct {
	// N counts from 0.
	N      int
	Method string
	// Path is with its query.
	Path   string
	Header http.Header
	Body   []byte
	// Chat is the request read as one to a chat model, Texts as one for vectors;
	// what it is not is zero.
	Chat  Chat
	Texts []string

	done <-chan struct{} // the client has gone, or the server is closing
}

// Chat is a request to a chat model.
type Chat struct {
	Model, System, User string
	// Format is "json_schema", "json_object" or "".
	Format string
	Schema json.RawMessage
	// Fields are the names at the top of the request, sorted.
	Fields []string
}

// New starts a server that answers its n-th request by the n-th step and those
// behind the script by its last step; without a script it says {}. It ends with
// the test.
func New(tb testing.TB, script ...Step) *Server {
	tb.Helper()
	s := Start(script...)
	tb.Cleanup(s.Close)
	return s
}

// NewTLS is New over TLS with a certificate that nobody trusts.
func NewTLS(tb testing.TB, script ...Step) *Server {
	tb.Helper()
	s := prepare(script)
	s.http.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.http.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	s.http.StartTLS()
	s.URL = s.http.URL + "/v1"
	tb.Cleanup(s.Close)
	return s
}

// Start is New for a program; end it with Close.
func Start(script ...Step) *Server {
	s := prepare(script)
	s.http.Start()
	s.URL = s.http.URL + "/v1"
	return s
}

func prepare(script []Step) *Server {
	if len(script) == 0 {
		script = []Step{Say("{}")}
	}
	s := &Server{script: script, closed: make(chan struct{})}
	s.http = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	return s
}

// Delay makes every answer take so long; call it before the first request.
func (s *Server) Delay(d time.Duration) { s.delay = d }

// Close ends the server and whatever it is in the middle of.
func (s *Server) Close() {
	close(s.closed)
	s.http.CloseClientConnections()
	s.http.Close()
}

// Received returns the requests so far, in the order of their arrival.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// MostAtOnce is the largest number of requests that were open at a time.
func (s *Server) MostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// Sent returns all that was sent, headers and bodies, as one text to look for
// things in that must not be there.
func (s *Server) Sent() string {
	var b strings.Builder
	for _, r := range s.Received() {
		fmt.Fprintf(&b, "%s %s\n%v\n%s\n", r.Method, r.Path, r.Header, r.Body)
	}
	return b.String()
}

// maxRequest bounds what is remembered of a request, in bytes.
const maxRequest = 8 << 20

func (s *Server) serve(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(io.LimitReader(req.Body, maxRequest))
	if err != nil {
		return
	}
	r := Received{Method: req.Method, Path: req.URL.RequestURI(), Header: req.Header.Clone(), Body: body, done: req.Context().Done()}
	r.read()
	step := s.arrived(&r)
	defer s.left()
	if s.delay > 0 {
		select {
		case <-time.After(s.delay):
		case <-r.done:
			return
		case <-s.closed:
			return
		}
	}
	step(w, r)
}

func (s *Server) arrived(r *Received) Step {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.N = len(s.received)
	s.received = append(s.received, *r)
	s.open++
	s.most = max(s.most, s.open)
	return s.script[min(r.N, len(s.script)-1)]
}

func (s *Server) left() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
}

// read takes the body apart; one that is none of the two kinds stays as it is.
func (r *Received) read() {
	var fields map[string]json.RawMessage
	var parts struct {
		Model    string
		Messages []struct{ Role, Content string }
		Format   struct {
			Type   string
			Schema struct{ Schema json.RawMessage } `json:"json_schema"`
		} `json:"response_format"`
		Input []string
	}
	if json.Unmarshal(r.Body, &fields) != nil || json.Unmarshal(r.Body, &parts) != nil {
		return
	}
	r.Texts = parts.Input
	r.Chat = Chat{Model: parts.Model, Format: parts.Format.Type, Schema: parts.Format.Schema.Schema}
	for name := range fields {
		r.Chat.Fields = append(r.Chat.Fields, name)
	}
	slices.Sort(r.Chat.Fields)
	for _, m := range parts.Messages {
		switch m.Role {
		case "system":
			r.Chat.System = m.Content
		case "user":
			r.Chat.User = m.Content
		}
	}
}
