package model

import "context"

// Capability is one thing that an endpoint can or cannot do.
type Capability struct {
	OK bool `json:"ok"`
	// Tried is false if the configuration names no model for it.
	Tried bool `json:"tried"`
	// Milliseconds is how long the answer took.
	Milliseconds int64 `json:"milliseconds"`
	// Reason says why not, or what is to be known.
	Reason string `json:"reason,omitempty"`
}

// Capabilities are what an endpoint can do.
type Capabilities struct {
	Chat       Capability `json:"chat"`
	JSONSchema Capability `json:"json_schema"`
	Embeddings Capability `json:"embeddings"`
}

// Check asks the endpoint for one tiny answer of each kind.
func (c *Client) Check(_ context.Context) Capabilities { return Capabilities{} }
