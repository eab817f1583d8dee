package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/sqlite3store"
	"github.com/alexedwards/scs/v2"
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Login is how people get in where others than the person at this machine can
// reach the server: through an OpenID Connect provider.
type Login struct {
	// Issuer is the provider's address, ClientID and ClientSecret what it gave us.
	Issuer, ClientID, ClientSecret string
	// PublicURL is the address that people's browsers use, without a path. The
	// provider must know PublicURL/auth/callback.
	PublicURL string
	Rules     RoleRules
	Store     *TeamStore
	// Idle and Absolute end a session that long after its last use and after its
	// beginning; 0 stands for DefaultIdle and DefaultAbsolute.
	Idle, Absolute time.Duration
}

// How long a session lasts: a break, and a working day.
const (
	DefaultIdle     = time.Hour
	DefaultAbsolute = 12 * time.Hour
)

// loginTime is how long somebody may take at the provider.
const loginTime = 10 * time.Minute

// Limits of what we ask of the provider.
const (
	providerTimeout = 15 * time.Second
	providerBytes   = 1 << 20
)

// The addresses of getting in and out.
const (
	loginPath    = "/login"
	startPath    = "/login/start"
	callbackPath = "/auth/callback"
	logoutPath   = "/logout"
)

// team is the door of a server with a login.
type team struct {
	s        *Server
	login    *Login
	sessions *scs.SessionManager
	client   *http.Client
	verifier *oidc.IDTokenVerifier
	oauth    oauth2.Config
	store    *sqlite3store.SQLite3Store
}

// The keys of a session.
const (
	keyIdentity = "identity"
	keyFlow     = "flow"
)

// flow is a login under way.
type flow struct{ State, Nonce, Verifier, Next string }

// newTeam asks the provider what it is and makes the door.
func newTeam(ctx context.Context, s *Server) (*team, error) {
	l := s.cfg.Login
	if err := checkSecureURL("the issuer", l.Issuer); err != nil {
		return nil, err
	}
	if err := checkSecureURL("the public address", l.PublicURL); err != nil {
		return nil, err
	}
	t := &team{s: s, login: l, sessions: scs.New(), client: &http.Client{
		Timeout: providerTimeout, Transport: limitedTransport{http.DefaultTransport},
	}}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, t.client), l.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask the login provider %s: %w", l.Issuer, err)
	}
	t.verifier = provider.VerifierContext(oidc.ClientContext(context.WithoutCancel(ctx), t.client), &oidc.Config{ClientID: l.ClientID, Now: s.cfg.Now})
	t.oauth = oauth2.Config{
		ClientID: l.ClientID, ClientSecret: l.ClientSecret, Endpoint: provider.Endpoint(),
		RedirectURL: strings.TrimSuffix(l.PublicURL, "/") + callbackPath, Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
	t.store = sqlite3store.New(l.Store.db)
	t.configureSessions()
	return t, nil
}

func (t *team) configureSessions() {
	m := t.sessions
	m.Store, m.HashTokenInStore = t.store, true
	m.Lifetime, m.IdleTimeout = t.login.Absolute, t.login.Idle
	if m.Lifetime == 0 {
		m.Lifetime = DefaultAbsolute
	}
	if m.IdleTimeout == 0 {
		m.IdleTimeout = DefaultIdle
	}
	// The prefix makes browsers hold us to Secure, Path=/ and no domain. Strict
	// would keep the cookie from the provider's redirect back to us.
	m.Cookie.Name, m.Cookie.Secure, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Persist = "__Host-candor", true, true, http.SameSiteLaxMode, false
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		t.s.failErr(w, r, fmt.Errorf("sessions: %w", err))
	}
}

// put keeps a value in the session; as JSON, for which nothing needs to be
// registered for the whole program as the session's own encoding would.
func (t *team) put(ctx context.Context, key string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode the session: %w", err)
	}
	t.sessions.Put(ctx, key, string(text))
	return nil
}

// load reads a value of put; false if there is none.
func (t *team) load(ctx context.Context, key string, value any) bool {
	return json.Unmarshal([]byte(t.sessions.GetString(ctx, key)), value) == nil
}

func (t *team) close() { t.store.StopCleanup() }

// checkSecureURL wants https, except on this machine.
func checkSecureURL(what, raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return fmt.Errorf("%s %q is no address such as https://example.com", what, raw)
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return fmt.Errorf("%s %q must begin with https://", what, raw)
}

// isLoopback tells whether a host is this machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// limitedTransport cuts off answers that are larger than any of a provider's.
type limitedTransport struct{ next http.RoundTripper }

func (l limitedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = http.MaxBytesReader(nil, res.Body, providerBytes)
	return res, nil
}

func (t *team) identify(next http.Handler) http.Handler {
	return t.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var id identity
		if t.load(r.Context(), keyIdentity, &id) {
			// The rules are asked again for each request: those that the server
			// started with count, not those of the day of the login.
			if role, err := t.login.Rules.roleOf(&id); err == nil {
				r = r.WithContext(withUser(r.Context(), User{Name: id.name(), Role: role}))
			}
		}
		next.ServeHTTP(w, r)
	}))
}

func (t *team) routes(rs *routes) {
	rs.handle(Anyone, "GET "+loginPath, t.page)
	rs.handle(Anyone, "GET "+startPath, t.start)
	rs.handle(Anyone, "GET "+callbackPath, t.callback)
	rs.handle(Anyone, "POST "+logoutPath, t.logout)
}

// page says that one must log in; it does not go to the provider by itself,
// where somebody who just logged out would be let in again at once.
func (t *team) page(w http.ResponseWriter, r *http.Request) {
	t.s.fail(w, r, problem{
		Status: http.StatusUnauthorized, Code: "not_logged_in", Message: "you are not logged in",
		Next: "log in with your account", Link: startPath + "?next=" + url.QueryEscape(localPath(r.URL.Query().Get("next"))),
	})
}

// localPath is a path of this server, "/" for anything else: a login must not
// lead to another site.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

func (t *team) start(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	if !t.sessions.Exists(ctx, keyIdentity) && !t.sessions.Exists(ctx, keyFlow) {
		// Anybody can begin a login: what they leave behind goes soon.
		t.sessions.SetDeadline(ctx, t.sessions.Deadline(ctx).Add(loginTime-t.sessions.Lifetime))
	}
	f := flow{State: t.s.cfg.Secret(), Nonce: t.s.cfg.Secret(), Verifier: oauth2.GenerateVerifier(), Next: localPath(r.URL.Query().Get("next"))}
	if err := t.put(ctx, keyFlow, f); err != nil {
		t.s.failErr(w, r, err)
		return
	}
	http.Redirect(w, r, t.oauth.AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), http.StatusFound)
}

// callback is where the provider sends the browser back to.
func (t *team) callback(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	q := r.URL.Query()
	var f flow
	begun := t.load(ctx, keyFlow, &f)
	if err := t.forget(ctx); err != nil {
		t.s.failErr(w, r, err)
		return
	}
	if !begun || f.State == "" || q.Get("state") != f.State {
		t.refused(w, r, "this login was not begun here, or took too long")
		return
	}
	if q.Get("error") != "" {
		t.refused(w, r, "the login provider did not let you in")
		return
	}
	id, err := t.redeem(ctx, q.Get("code"), f)
	if err != nil {
		t.s.logFault(r, "login", err)
		t.refused(w, r, "the login provider's answer could not be trusted")
		return
	}
	role, err := t.login.Rules.roleOf(id)
	if err != nil {
		t.record(r, User{Name: id.name(), Role: Anyone}, "login", http.StatusForbidden)
		t.s.fail(w, r, problem{Status: http.StatusForbidden, Code: "no_role", Message: err.Error(), Next: "ask an admin for a role", Link: loginPath})
		return
	}
	// A session of another id and its own time: one that somebody slipped in
	// before the login must not be logged in by it.
	if err := t.sessions.Destroy(ctx); err != nil {
		t.s.failErr(w, r, fmt.Errorf("begin the session: %w", err))
		return
	}
	if err := t.put(ctx, keyIdentity, id); err != nil {
		t.s.failErr(w, r, err)
		return
	}
	t.record(r, User{Name: id.name(), Role: role}, "login", http.StatusSeeOther)
	http.Redirect(w, r, f.Next, http.StatusSeeOther)
}

// forget ends the login under way, and with it the session of somebody who was
// not in before.
func (t *team) forget(ctx context.Context) error {
	t.sessions.Remove(ctx, keyFlow)
	if t.sessions.Exists(ctx, keyIdentity) {
		return nil
	}
	if err := t.sessions.Destroy(ctx); err != nil {
		return fmt.Errorf("end the login: %w", err)
	}
	return nil
}

func (t *team) refused(w http.ResponseWriter, r *http.Request, message string) {
	t.s.fail(w, r, problem{Status: http.StatusUnauthorized, Code: "login", Message: message, Next: "log in again", Link: startPath})
}

// redeem exchanges the code for a token of who it is and checks that.
func (t *team) redeem(ctx context.Context, code string, f flow) (*identity, error) {
	ctx = oidc.ClientContext(ctx, t.client)
	token, err := t.oauth.Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return nil, errors.New("exchange the code: refused by the provider")
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return nil, errors.New("the provider sent no id_token")
	}
	checked, err := t.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("check the id_token: %w", err)
	}
	if checked.Nonce == "" || checked.Nonce != f.Nonce {
		return nil, errors.New("check the id_token: the nonce is of another login")
	}
	return t.identityOf(checked)
}

func (t *team) identityOf(token *oidc.IDToken) (*identity, error) {
	var claims map[string]json.RawMessage
	if err := token.Claims(&claims); err != nil {
		return nil, fmt.Errorf("read the claims: %w", err)
	}
	id := &identity{Subject: token.Subject, Email: text(claims["email"]), Name: text(claims["name"])}
	verified := strings.Trim(string(claims["email_verified"]), `"`)
	id.Verified = verified == "true"
	if t.login.Rules.Claim != "" {
		id.Groups = texts(claims[t.login.Rules.Claim])
	}
	return id, nil
}

// text is a claim that is a string, "" for any other.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// texts is a claim that is a list of strings, or one.
func texts(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	if one := text(raw); one != "" {
		return []string{one}
	}
	return nil
}

func (t *team) logout(w http.ResponseWriter, r *http.Request) {
	if u := userOf(r); u.Role != Anyone {
		t.record(r, u, "logout", http.StatusSeeOther)
	}
	if err := t.sessions.Destroy(r.Context()); err != nil {
		t.s.failErr(w, r, fmt.Errorf("end the session: %w", err))
		return
	}
	http.Redirect(w, r, loginPath, http.StatusSeeOther)
}

// record puts a login or logout into the audit log.
func (t *team) record(r *http.Request, u User, what string, status int) {
	if err := t.login.Store.Append(context.WithoutCancel(r.Context()), AuditEntry{Who: u.Name, Role: u.Role, What: what, Status: status}); err != nil {
		t.s.logFault(r, "audit log", err)
	}
}
