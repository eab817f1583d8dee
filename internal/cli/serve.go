package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"sync/atomic"
	"time"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/fill/batch"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/model"
	"candor/internal/web"

	"github.com/spf13/cobra"
)

type serveFlags struct {
	knowledgeFlags
	listen, dir             string
	batch, batchInputs      string
	product, sharing        string
	jobs                    int
	noOpen, asJSON          bool
	quiet, verbose          bool
	webhooks                string
	tlsCert, tlsKey, public string
	issuer, client, secret  string
	roles                   string
	model                   modelFlags
}

// secretVariable holds the secret that the login provider gave us.
const secretVariable = "CANDOR_OIDC_SECRET" //nolint:gosec // the name of the variable, not the secret

func newServeCmd(a *app) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [<folder>]",
		Short: "Review questionnaires in the browser",
		Long: `Serve shows the review page: drop questionnaires in, see the gaps first, decide
the rows that need a person, download the finished file. Unless you set it up for
others, it answers on this machine only and sends nothing anywhere.

It prints a link. The link works once, for one browser; whenever it was used, the
link for the next browser is printed. What is dropped and decided is kept in the
folder given, by default $XDG_DATA_HOME/candor/desk, that is
~/.local/share/candor/desk; one server at a time works on it. Ctrl-C stops it,
and the next start goes on where it was.

To let others in, --listen an address that they reach, with --tls-cert and
--tls-key, and an OpenID Connect provider: --oidc-issuer, --oidc-client-id, its
secret in --oidc-secret-file or $CANDOR_OIDC_SECRET, --public-url, and --roles,
a YAML file such as

  people: {ana@example.com: admin, bo@example.com: responder}
  claim: groups
  groups: {security: approver}

Roles: viewer reads, responder decides rows, approver overrides, accepts in bulk
and finishes, admin changes layouts and the library. Whoever has none is
refused, unless the file says everybody: viewer.

--webhooks names a YAML file of addresses to tell of questionnaires that need
review or are finished and of new gaps:

  webhooks:
    - {url: "https://example.com/hook", secret_file: hook.key, events: [gap.new]}

With a language model set up (--model-url, or as for candor fill), questionnaires
are answered with its advice, and a row says where the words are a model's.`,
		Example: `  candor serve
  candor serve desk --kb answers --product core --sharing nda
  candor serve --listen 127.0.0.1:0 --json --no-open
  candor serve --batch answered/`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && f.dir != "" {
				return usagef("name the folder once: %q or --dir %q", args[0], f.dir)
			}
			if len(args) == 1 {
				f.dir = args[0]
			}
			return runServe(cmd.Context(), a, &f)
		},
	}
	f.add(cmd)
	return cmd
}

// defaultListen is the address of the review page where none is given.
const defaultListen = "127.0.0.1:8480"

func (f *serveFlags) add(cmd *cobra.Command) {
	f.knowledgeFlags.add(cmd)
	f.model.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.listen, "listen", defaultListen, "`address` to answer on; port 0 takes any free one")
	fl.StringVar(&f.dir, "dir", "", "`folder` of the questionnaires being worked on (default: $XDG_DATA_HOME/candor/desk)")
	fl.StringVar(&f.batch, "batch", "", "also show what candor batch wrote into this `folder`")
	fl.StringVar(&f.batchInputs, "batch-inputs", "", "`folder` that the batch was made from, to take its results over for review")
	fl.StringVar(&f.product, "product", "", "id of the product that is asked about, unless a questionnaire names another")
	fl.StringVar(&f.sharing, "sharing", "public", "highest sharing level that may leave: public or nda")
	fl.IntVarP(&f.jobs, "jobs", "j", 0, "questionnaires answered side by side (default: as many as cores and memory allow)")
	fl.BoolVar(&f.noOpen, "no-open", false, "do not open a browser")
	fl.BoolVar(&f.asJSON, "json", false, "print the link as JSON")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "nothing on stderr but faults")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "log each request on stderr: routes, ids and counts, no text")
	fl.StringVar(&f.webhooks, "webhooks", "", "YAML `file` of addresses to tell what happened")
	fl.StringVar(&f.tlsCert, "tls-cert", "", "certificate `file`, to answer by https")
	fl.StringVar(&f.tlsKey, "tls-key", "", "key `file` of the certificate")
	fl.StringVar(&f.public, "public-url", "", "`address` that people's browsers use, such as https://candor.example.com")
	fl.StringVar(&f.issuer, "oidc-issuer", "", "`address` of the OpenID Connect provider that people log in with")
	fl.StringVar(&f.client, "oidc-client-id", "", "`id` that the provider gave this server")
	fl.StringVar(&f.secret, "oidc-secret-file", "", "`file` with the secret that the provider gave (default: $"+secretVariable+")")
	fl.StringVar(&f.roles, "roles", "", "YAML `file` that says who may do what")
}

// check finds flags that do not go together, before anything is opened.
func (f *serveFlags) check() error {
	here, err := onlyHere(f.listen)
	if err != nil {
		return err
	}
	login := f.issuer != "" || f.client != "" || f.secret != "" || f.roles != ""
	switch {
	case f.jobs < 0:
		return usagef("--jobs: %d is less than 1", f.jobs)
	case f.sharing != string(library.Public) && f.sharing != string(library.NDA):
		return usagef("--sharing: %q is neither public nor nda", f.sharing)
	case (f.tlsCert == "") != (f.tlsKey == ""):
		return usagef("--tls-cert and --tls-key go together")
	case !here && f.tlsCert == "":
		return usagef("--listen %s: others can reach that, which needs --tls-cert and --tls-key, and a login (--oidc-issuer)", f.listen)
	case !here && !login:
		return usagef("--listen %s: others can reach that, which needs a login: --oidc-issuer, --oidc-client-id, --public-url, --roles", f.listen)
	case f.batchInputs != "" && f.batch == "":
		return usagef("--batch-inputs goes with --batch")
	case login && (f.issuer == "" || f.client == "" || f.public == "" || f.roles == ""):
		return usagef("a login needs --oidc-issuer, --oidc-client-id, --public-url and --roles together")
	case !login && f.public != "":
		return usagef("--public-url is for a server with a login (--oidc-issuer)")
	}
	return nil
}

func runServe(ctx context.Context, a *app, f *serveFlags) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	dir, err := f.folderOfDesk(a)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of the desk: %w", err)
	}
	var asOf date.Date // left out, each day is judged by itself
	if f.asOf != "" {
		if asOf, err = f.day(a); err != nil {
			return err
		}
	}
	secure, err := f.tls()
	if err != nil {
		return err
	}
	m, err := f.model.start(a, f.quiet)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	d, spent, err := f.openDesk(ctx, a, dir, asOf, m)
	if err != nil {
		return err
	}
	defer func() { m.tellSum(a, spent(), f.quiet) }()
	defer func() { err = errors.Join(err, d.Close()) }()
	// The address is taken last: whoever finds it answered finds all there.
	at, err := listen(ctx, f.listen, f.public, secure)
	if err != nil {
		return err
	}
	return f.serve(ctx, a, dir, d, at)
}

// serve answers on the address until ctx ends, which is no failure.
func (f *serveFlags) serve(ctx context.Context, a *app, dir string, d *desk.Desk, at *listening) (err error) {
	closers := &closing{}
	defer func() { err = errors.Join(err, closers.close()) }()
	closers.add(func() error { _ = at.ln.Close(); return nil }) // serving has closed it, if it came to that
	log := f.log(a)
	cfg := web.Config{
		Desk: d, Hosts: at.hosts, Who: a.person(), Secret: rand.Text, Now: time.Now, //nolint:forbidigo // a server needs the time of day; it comes from here
		Log: log, Version: version(), Announce: f.announce(ctx, a, at.url),
	}
	if cfg.Login, err = f.login(ctx, a, dir, cfg.Now, closers); err != nil {
		return err
	}
	if cfg.Hooks, err = f.hooks(a, dir, log, cfg.Now); err != nil {
		return err
	}
	cfg.HookMemory = filepath.Join(dir, "told.json")
	s, err := web.New(ctx, cfg)
	if err != nil {
		return err
	}
	closers.add(func() error { s.Close(); return nil })
	if cfg.Login != nil {
		if err := f.say(a, at.url); err != nil {
			return err
		}
	}
	if !f.quiet {
		fmt.Fprintf(a.Err, "candor: questionnaires and decisions are kept in %s; press Ctrl-C to stop\n", dir)
	}
	if err := s.Serve(ctx, at.ln); err != nil {
		return err
	}
	if !f.quiet {
		fmt.Fprintln(a.Err, "candor: stopped; the next start goes on here")
	}
	return nil
}

// closing is what is to be closed at the end, the last opened first.
type closing struct{ list []func() error }

func (c *closing) add(f func() error) { c.list = append(c.list, f) }

func (c *closing) close() error {
	var err error
	for i := len(c.list) - 1; i >= 0; i-- {
		err = errors.Join(err, c.list[i]())
	}
	return err
}

// folderOfDesk is where questionnaires are kept.
func (f *serveFlags) folderOfDesk(a *app) (string, error) {
	dir := f.dir
	if dir == "" {
		data := a.env("XDG_DATA_HOME")
		if !filepath.IsAbs(data) { // the standard says to ignore others
			home, err := os.UserHomeDir()
			if err != nil {
				return "", usagef("name a folder for the questionnaires: candor serve <folder> (%w)", err)
			}
			data = filepath.Join(home, ".local", "share")
		}
		dir = filepath.Join(data, "candor", "desk")
	}
	return filepath.Abs(dir)
}

// openDesk opens the folder. Questionnaires are read by children, which a hostile
// one costs at most.
func (f *serveFlags) openDesk(ctx context.Context, a *app, dir string, asOf date.Date, m *modelRun) (*desk.Desk, func() model.Spent, error) {
	if a.env(workerMark) != "" {
		return nil, nil, errors.New("a worker of a batch cannot serve")
	}
	self, err := os.Executable()
	if err != nil {
		return nil, nil, fmt.Errorf("find this program: %w", err)
	}
	// Each questionnaire is a run of its own, with a budget of its own.
	opt := batch.Options{Child: batch.Child{Path: self, Args: []string{workerCommand}, Env: []string{workerMark + "=1"}}}
	if m != nil {
		m.apart, opt.Timeout = true, modelTimeout
	}
	spent, err := m.hand(&opt, f.model.debug, 1)
	if err != nil {
		return nil, nil, err
	}
	d, err := desk.Open(ctx, desk.Config{
		Dir: dir, KB: f.folder(a), Batch: f.batch, BatchInputs: f.batchInputs, Workers: batch.Jobs(f.jobs, 0), Now: time.Now, NewID: rand.Text, //nolint:forbidigo // a desk needs the time of day; it comes from here
		Open:     func(ctx context.Context, asOf date.Date) (*knowledge.Base, error) { return f.open(ctx, a, asOf) },
		Runner:   desk.ChildProcess{Child: opt.Child, Timeout: opt.Timeout, Model: opt.Model},
		Defaults: desk.Defaults{AsOf: asOf, Product: f.product, Sharing: library.Sharing(f.sharing), Version: version()},
	})
	if err != nil {
		spent() // takes the tally away
	}
	return d, spent, err
}

// announce says where the page is, and where the next browser gets in.
func (f *serveFlags) announce(ctx context.Context, a *app, address string) func(string) {
	var opened atomic.Bool
	return func(token string) {
		link := address + "/?" + url.Values{"token": {token}}.Encode()
		// Where stdout is gone, nobody can be told anything.
		_ = f.say(a, link)
		if !opened.Swap(true) && !f.noOpen && !f.asJSON {
			a.browse(ctx, link)
		}
	}
}

// say prints where the page is.
func (f *serveFlags) say(a *app, link string) error {
	if f.asJSON {
		return json.NewEncoder(a.Out).Encode(struct {
			Schema string `json:"schema"`
			URL    string `json:"url"`
		}{"candor.serve/1", link})
	}
	_, err := fmt.Fprintln(a.Out, link)
	return err
}

func (f *serveFlags) log(a *app) *slog.Logger {
	level := slog.LevelWarn
	switch {
	case f.verbose:
		level = slog.LevelInfo
	case f.quiet:
		level = slog.LevelError
	}
	return slog.New(slog.NewTextHandler(a.Err, &slog.HandlerOptions{Level: level}))
}

// person is the name that decisions carry: that of the user of this machine.
func (a *app) person() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return cmp.Or(a.env("USER"), a.env("USERNAME"), "somebody")
}
