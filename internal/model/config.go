package model

import (
	"context"
	"io"
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
	Key            Secret
	// Kind is taken from the URL's host if it is "".
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
	// MaxRequests and MaxTokens are the budget of the run.
	MaxRequests int
	MaxTokens   int64
	// CacheDir is where answers are kept; "" keeps none.
	CacheDir string
	// Version is that of the program, for the User-Agent header.
	Version string
	// Now is the clock, Sleep waits and Random is a number from 0 to below 1.
	Now    func() time.Time
	Sleep  func(context.Context, time.Duration) error
	Random func() float64
	// Debug is given every prompt and every answer in full; nil for nothing.
	Debug io.Writer
}
