package model

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"sync"

	openai "github.com/sashabaranov/go-openai"
)

// Request is one question to the chat model.
type Request struct {
	// Name tells requests apart in the debug log and the cache: the template and
	// its version.
	Name string
	// System and User are the two messages.
	System, User string
	// Schema is the JSON Schema of the answer, SchemaName its name.
	Schema     json.RawMessage
	SchemaName string
	// MaxTokens bounds the answer.
	MaxTokens int
}

// Client speaks to one endpoint. It is safe for concurrent use.
type Client struct {
	cfg     Config
	api     *openai.Client
	wire    *wire
	meter   *meter
	cache   cache
	tongue  tongue
	journal *journal

	mu sync.Mutex
	// dimension is that of the vectors so far, 0 for none.
	dimension int
	// refusals counts requests refused in a row.
	refusals int
}

// New is a client of the endpoint that cfg describes. It opens no socket.
func New(cfg Config) (*Client, error) {
	cfg, err := cfg.filled()
	if err != nil {
		return nil, err
	}
	if strings.ContainsFunc(cfg.Key.value, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return nil, errors.New("the key of the model endpoint holds blanks or signs that no key has")
	}
	m := &meter{maxAttempts: cfg.MaxRequests, maxTokens: cfg.MaxTokens}
	w := newWire(cfg, m)
	return &Client{
		cfg: cfg, meter: m, wire: w,
		api:     openai.NewClientWithConfig(cfg.library(w)),
		cache:   cache{cfg.CacheDir, []string{string(cfg.Kind), cfg.URL, cfg.APIVersion}},
		tongue:  tongue{d: newDialect(cfg.Model)},
		journal: &journal{out: cfg.Debug, key: cfg.Key.value},
	}, nil
}

// library is the configuration in the words of go-openai, with our own client
// below it: its own has no time-out, no retries and no bound on what it reads.
func (c Config) library(w *wire) openai.ClientConfig {
	var out openai.ClientConfig
	switch c.Kind {
	case Azure:
		out = openai.DefaultAzureConfig(c.Key.value, c.URL)
		out.APIVersion = c.APIVersion
		// Its own mapper changes names, which today's deployments keep.
		out.AzureModelMapperFunc = url.PathEscape
	case OpenAI:
		out = openai.DefaultConfig(c.Key.value)
		out.BaseURL = c.URL
	}
	out.HTTPClient = w
	return out
}

// Endpoint is the address that texts are sent to.
func (c *Client) Endpoint() string { return c.cfg.URL }
