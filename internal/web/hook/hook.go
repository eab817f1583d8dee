// Package hook tells other programs what happened, by signed requests to the
// addresses that somebody configured.
//
// It decides nothing about what is worth telling. A message is written to a
// folder before it is sent and removed when it was received, so that neither a
// restart nor a receiver that is down for a day loses one; a receiver may get a
// message twice and knows it by its id. The promises: nothing is sent without a
// configured address, never over plain HTTP to another machine, never on to
// where a receiver redirects, and no message holds text of a question or answer.
package hook

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

// Type is what happened.
type Type string

// The types of messages.
const (
	NeedsReview Type = "questionnaire.needs_review"
	Finished    Type = "questionnaire.finished"
	NewGap      Type = "gap.new"
)

// Types lists them.
func Types() []Type { return []Type{NeedsReview, Finished, NewGap} }

// Endpoint is where messages go.
type Endpoint struct {
	URL string
	// Secret signs them.
	Secret []byte
	// Types are those that are sent; none stands for all.
	Types []Type
}

// takes reports whether messages of that type go there.
func (e *Endpoint) takes(t Type) bool { return len(e.Types) == 0 || slices.Contains(e.Types, t) }

// file is the configuration as it is written. The secret is never in it: it
// would be copied with it.
type file struct {
	Webhooks []struct {
		URL        string `yaml:"url" kb:"required"`
		SecretFile string `yaml:"secret_file"`
		SecretEnv  string `yaml:"secret_env"`
		Events     []Type `yaml:"events"`
	} `yaml:"webhooks" kb:"required"`
}

// Load reads endpoints from a YAML file. Secrets come from files, which read
// gives, or from the environment; the error lists all faults.
func Load(fsys fs.FS, name string, read func(path string) ([]byte, error), env func(string) string) ([]Endpoint, error) {
	var f file
	doc, err := kbfile.Read(fsys, name, &f)
	if err != nil {
		return nil, err
	}
	var (
		list   []Endpoint
		faults kbfile.Faults
	)
	for i, w := range f.Webhooks {
		at := func(key string) string { return fmt.Sprintf("webhooks[%d].%s", i, key) }
		e := Endpoint{URL: w.URL, Types: w.Events}
		if err := checkURL(w.URL); err != nil {
			faults = append(faults, doc.Fault(at("url"), "", "%s", err))
		}
		for _, t := range w.Events {
			if !slices.Contains(Types(), t) {
				faults = append(faults, doc.Fault(at("events"), "", "%s", kbfile.Unknown("event", string(t), typeNames())))
			}
		}
		if e.Secret, err = secret(w.SecretFile, w.SecretEnv, read, env); err != nil {
			faults = append(faults, doc.Fault(at("url"), "", "%s", err))
		}
		if slices.ContainsFunc(list, func(other Endpoint) bool { return other.URL == e.URL }) {
			faults = append(faults, doc.Fault(at("url"), "", "the address is there twice; list all its events at one"))
		}
		list = append(list, e)
	}
	return list, faults.Err()
}

func typeNames() []string {
	var names []string
	for _, t := range Types() {
		names = append(names, string(t))
	}
	return names
}

// checkURL wants https, except for this machine.
func checkURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "":
		return errors.New("no address such as https://example.com/hook")
	case u.User != nil:
		return errors.New("no name and password in the address; messages are signed")
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("the address must begin with https://")
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// minSecret is the least number of bytes of a secret, as Standard Webhooks has
// it.
const minSecret = 24

func secret(path, variable string, read func(string) ([]byte, error), env func(string) string) ([]byte, error) {
	var text string
	switch {
	case (path == "") == (variable == ""):
		return nil, errors.New("name the signing secret by secret_file or by secret_env")
	case path != "":
		raw, err := read(path)
		if err != nil {
			return nil, fmt.Errorf("read the secret: %w", err)
		}
		text = string(raw)
	default:
		text = env(variable)
	}
	key, err := decodeSecret(strings.TrimSpace(text))
	if err != nil {
		return nil, err
	}
	if len(key) < minSecret {
		return nil, fmt.Errorf("the secret has %d bytes; it needs %d or more", len(key), minSecret)
	}
	return key, nil
}
