package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// Kind is the dialect of an endpoint.
type Kind string

// The kinds of endpoints. Everything that is not Azure speaks as OpenAI does.
const (
	OpenAI Kind = "openai"
	Azure  Kind = "azure"
)

// Config says which endpoint to use and how. URL is required, and one of Model
// and EmbeddingModel; the zero of anything else is its default.
type Config struct {
	// URL is the base of the API, such as https://api.openai.com/v1.
	URL string
	// Model is the name of the chat model (Azure: of the deployment).
	Model string
	// EmbeddingModel is the name of the model for vectors.
	EmbeddingModel string
	// EmbeddingURL is the base of another endpoint for vectors, "" for the same.
	EmbeddingURL string
	Key          Secret
	// EmbeddingKey is that of EmbeddingURL. Key goes there only if the two are one
	// origin.
	EmbeddingKey Secret
	// Kind is told by the URL's host if it is "".
	Kind Kind
	// APIVersion is Azure's api-version.
	APIVersion string
	// Insecure allows plain http to other machines.
	Insecure bool
	// Timeout bounds one attempt from its first byte out to its last byte in.
	Timeout time.Duration
	// Parallel is how many requests are open at a time.
	Parallel int
	// RequestsPerSecond bounds the pace; 0 is no bound.
	RequestsPerSecond float64
	// MaxRequests counts attempts, MaxTokens tokens in and out: the budget of a
	// run.
	MaxRequests int
	MaxTokens   int64
	// CacheDir is where answers are kept; "" keeps none.
	CacheDir string
	// Version is that of the program, for the User-Agent header.
	Version string
	// Now is the clock; without one no latency is told, and a Retry-After that
	// names a time of day is not heeded. Sleep waits; Random is a number from 0
	// to below 1.
	Now    func() time.Time
	Sleep  func(context.Context, time.Duration) error
	Random func() float64
	// Debug is given every prompt and every answer in full; nil for nothing.
	Debug io.Writer
}

// The defaults of a Config.
const (
	// DefaultTimeout lets a large model write a long answer; a small machine that
	// runs its own model may want more.
	DefaultTimeout = time.Minute
	// DefaultParallel is what services allow their smallest customers.
	DefaultParallel = 8
	// DefaultMaxRequests is a questionnaire of a thousand rows asked about once,
	// with room for retries.
	DefaultMaxRequests = 2000
	// DefaultMaxTokens is as much again: about a thousand tokens a request.
	DefaultMaxTokens = 2_000_000
	// DefaultAPIVersion is the first stable one of Azure that knows JSON schemas.
	DefaultAPIVersion = "2024-10-21"
)

// filled checks what is there and puts defaults where nothing is.
func (c Config) filled() (Config, error) {
	var err error
	if c, err = c.located(); err != nil {
		return c, err
	}
	if c.EmbeddingURL != "" {
		other, err := c.forVectors().located()
		if err != nil {
			return c, fmt.Errorf("for embeddings: %w", err)
		}
		c.EmbeddingURL = other.URL
	}
	switch {
	case c.Model == "" && c.EmbeddingModel == "":
		return c, errors.New("name a model for the endpoint")
	case c.Timeout < 0, c.Parallel < 0, c.RequestsPerSecond < 0, c.MaxRequests < 0, c.MaxTokens < 0:
		return c, errors.New("a limit of the model endpoint is less than 0")
	}
	c.Timeout = cmp.Or(c.Timeout, DefaultTimeout)
	c.Parallel = cmp.Or(c.Parallel, DefaultParallel)
	c.MaxRequests = cmp.Or(c.MaxRequests, DefaultMaxRequests)
	c.MaxTokens = cmp.Or(c.MaxTokens, DefaultMaxTokens)
	c.APIVersion = cmp.Or(c.APIVersion, DefaultAPIVersion)
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	return c, nil
}

// forVectors is the configuration of the endpoint for vectors, which is c itself
// where no other is named. What c says of its own endpoint holds for another one
// only on the same origin, the key above all.
func (c Config) forVectors() Config {
	if c.EmbeddingURL == "" {
		return c
	}
	out := c
	out.URL, out.EmbeddingURL, out.Model = c.EmbeddingURL, "", ""
	if !isSameOrigin(c.URL, c.EmbeddingURL) {
		out.Key, out.Kind, out.APIVersion = Secret{}, "", ""
	}
	if c.EmbeddingKey.IsSet() {
		out.Key = c.EmbeddingKey
	}
	return out
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
