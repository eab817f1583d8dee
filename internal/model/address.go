package model

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// The hosts of Azure's service, and the path of its interface that speaks as
// OpenAI does and needs no dialect.
var azureHosts = []string{".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"}

const (
	azurePath   = "/openai"
	azureV1Path = "/openai/v1"
	defaultPath = "/v1"
)

// located checks the URL and brings it into the form of a base: people paste
// the address of a deployment or of a single call, or leave out the path.
func (c Config) located() (Config, error) {
	u, err := url.Parse(strings.TrimSpace(c.URL))
	if err != nil {
		// The error of url.Parse repeats the URL, which may hold a password.
		return c, errors.New("the URL of the model endpoint cannot be read; write it as https://host/v1")
	}
	switch {
	case u.User != nil:
		return c, errors.New("the URL of the model endpoint holds a user or password; give the key apart")
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return c, errors.New("the URL of the model endpoint is no http or https address; write it as https://host/v1")
	case u.Scheme == "http" && !c.Insecure && !isLoopback(u.Hostname()):
		return c, fmt.Errorf("the model endpoint %q would be sent texts and key in the clear; use https, or allow it with --insecure", u.Host)
	}
	if c, err = c.dialled(u); err != nil {
		return c, err
	}
	u.RawQuery, u.Fragment, u.RawPath = "", "", ""
	c.URL = u.String()
	return c, nil
}

// dialled settles the kind and what the path and query say of it.
func (c Config) dialled(u *url.URL) (Config, error) {
	path := strings.TrimRight(u.Path, "/")
	path = strings.TrimSuffix(strings.TrimSuffix(path, "/chat/completions"), "/embeddings")
	if c.Kind == "" {
		c.Kind = OpenAI
		if isAzure(u.Hostname()) && !strings.HasPrefix(path, azureV1Path) {
			c.Kind = Azure
		}
	}
	switch c.Kind {
	case OpenAI:
		if u.RawQuery != "" {
			return c, errors.New("the URL of the model endpoint holds a query; leave out everything from the question mark on")
		}
		if path == "" {
			path = defaultPath
		}
	case Azure:
		if v := u.Query().Get("api-version"); c.APIVersion == "" {
			c.APIVersion = v
		}
		base, rest, _ := strings.Cut(path, azurePath)
		if deployment, ok := strings.CutPrefix(rest, "/deployments/"); ok && c.Model == "" {
			c.Model = deployment
		}
		path = base
	default:
		return c, fmt.Errorf("unknown kind of model endpoint %q; one of: %s, %s", c.Kind, OpenAI, Azure)
	}
	u.Path = path
	return c, nil
}

// IsLocal reports whether an address is one of this machine.
func IsLocal(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	return err == nil && isLoopback(u.Hostname())
}

// isSameOrigin reports whether two addresses are of one server.
func isSameOrigin(a, b string) bool {
	first, err := url.Parse(strings.TrimSpace(a))
	second, other := url.Parse(strings.TrimSpace(b))
	return err == nil && other == nil && first.Scheme == second.Scheme && strings.EqualFold(first.Host, second.Host)
}

func isAzure(host string) bool {
	for _, suffix := range azureHosts {
		if strings.HasSuffix(strings.ToLower(host), suffix) {
			return true
		}
	}
	return false
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
