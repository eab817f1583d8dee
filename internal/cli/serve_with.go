package cli

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"candor/internal/web"
	"candor/internal/web/hook"
)

// tls loads the certificate, nil without one.
func (f *serveFlags) tls() (*tls.Config, error) {
	if f.tlsCert == "" {
		return nil, nil //nolint:nilnil // no certificate is what was asked for
	}
	cert, err := tls.LoadX509KeyPair(f.tlsCert, f.tlsKey)
	if err != nil {
		return nil, fmt.Errorf("load the certificate: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// login opens what a login needs, nil without one.
func (f *serveFlags) login(ctx context.Context, a *app, dir string, now func() time.Time, closers *closing) (*web.Login, error) {
	if f.issuer == "" {
		return nil, nil //nolint:nilnil // no login is what was asked for
	}
	secret := a.env(secretVariable)
	if f.secret != "" {
		text, err := os.ReadFile(f.secret)
		if err != nil {
			return nil, fmt.Errorf("--oidc-secret-file: %w", err)
		}
		secret = strings.TrimSpace(string(text))
	}
	rules, err := web.LoadRoles(beside(f.roles))
	if err != nil {
		return nil, fmt.Errorf("--roles: %w", err)
	}
	store, err := web.OpenTeamStore(ctx, filepath.Join(dir, "team.db"), now)
	if err != nil {
		return nil, err
	}
	closers.add(store.Close)
	return &web.Login{Issuer: f.issuer, ClientID: f.client, ClientSecret: secret, PublicURL: f.public, Rules: rules, Store: store}, nil
}

// beside is a file as kbfile takes it: a folder, and a name in it.
func beside(path string) (fs.FS, string) {
	return os.DirFS(filepath.Dir(path)), filepath.Base(path)
}

// hooks makes the sender of webhooks, nil if none are configured.
func (f *serveFlags) hooks(a *app, dir string, log *slog.Logger, now func() time.Time) (*hook.Sender, error) {
	if f.webhooks == "" {
		return nil, nil //nolint:nilnil // no webhooks are what was asked for
	}
	// A secret stands beside the file that names it.
	read := func(path string) ([]byte, error) {
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(f.webhooks), path)
		}
		return os.ReadFile(path)
	}
	fsys, name := beside(f.webhooks)
	endpoints, err := hook.Load(fsys, name, read, a.env)
	if err != nil {
		return nil, fmt.Errorf("--webhooks: %w", err)
	}
	return hook.New(hook.Config{Dir: filepath.Join(dir, "webhooks"), Endpoints: endpoints, Now: now, NewID: rand.Text, Log: log})
}
