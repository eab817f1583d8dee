package model

import (
	"context"
	"encoding/json"
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
	cfg Config
}

// New checks the configuration. It opens no socket.
func New(cfg Config) (*Client, error) {
	return &Client{cfg: cfg}, nil
}

// Complete returns the JSON text of the chat model's answer, which is of the
// request's schema.
func (c *Client) Complete(_ context.Context, _ Request) (string, error) {
	return "", ErrUnavailable
}

// Embed returns a vector of length 1 for each text, all of one dimension.
func (c *Client) Embed(_ context.Context, _ []string) ([][]float32, error) {
	return nil, ErrUnavailable
}
