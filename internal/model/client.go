package model

import (
	"encoding/json"
	"errors"
	"fmt"
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
	cfg  Config
	api  *openai.Client
	wire *wire
	// vectorsFrom is where vectors come from, by the key and path of its own.
	vectorsFrom  Config
	vectorsAPI   *openai.Client
	vectorsCache cache
	meter        *meter
	cache        cache
	tongue       tongue
	journal      *journal

	mu sync.Mutex
	// dimension is that of the vectors so far, 0 for none.
	dimension int
	// refusals counts requests refused in a row.
	refusals int
}

// New is a client of the endpoint that cfg describes. It opens no socket; with a
// clock it takes old answers out of the cache.
func New(cfg Config) (*Client, error) {
	cfg, err := cfg.filled()
	if err != nil {
		return nil, err
	}
	if !isKey(cfg.Key.value) || !isKey(cfg.EmbeddingKey.value) {
		return nil, errors.New("the key of the model endpoint holds blanks or signs that no key has")
	}
	m := &meter{maxAttempts: cfg.MaxRequests, maxTokens: cfg.MaxTokens}
	w := newWire(cfg, m)
	c := &Client{
		cfg: cfg, meter: m, wire: w,
		api:     openai.NewClientWithConfig(cfg.library(w)),
		cache:   cfg.newCache(),
		tongue:  tongue{d: newDialect(cfg.Model)},
		journal: &journal{out: cfg.Debug, keys: []string{cfg.Key.value, cfg.EmbeddingKey.value}},
	}
	c.vectorsFrom, c.vectorsAPI, c.vectorsCache = cfg, c.api, c.cache
	if cfg.EmbeddingURL != "" {
		if c.vectorsFrom, err = cfg.forVectors().filled(); err != nil {
			return nil, fmt.Errorf("for embeddings: %w", err)
		}
		// A wire of its own: one endpoint being down says nothing of the other.
		c.vectorsAPI = openai.NewClientWithConfig(c.vectorsFrom.library(newWire(c.vectorsFrom, m)))
		c.vectorsCache = c.vectorsFrom.newCache()
	}
	if cfg.Now != nil {
		c.cache.sweep(cfg.Now())
	}
	return c, nil
}

// used counts an answer from a cache.
func (c *Client) used(kept *cache, place string) {
	c.meter.count(func(s *Spent) { s.FromCache++ })
	if c.cfg.Now != nil {
		kept.touch(place, c.cfg.Now())
	}
}

func isKey(key string) bool {
	return !strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r >= 0x7f })
}

// newCache keeps the answers of one endpoint apart from those of others.
func (c Config) newCache() cache {
	return cache{c.CacheDir, []string{string(c.Kind), c.URL, c.APIVersion}}
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

// EmbeddingEndpoint is the address that texts are sent to for their vectors.
func (c *Client) EmbeddingEndpoint() string { return c.vectorsFrom.URL }
