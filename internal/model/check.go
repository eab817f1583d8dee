package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

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
	// Dimension is that of the vectors, 0 for none.
	Dimension int `json:"dimension,omitempty"`
}

// checkTokens is room for a short word in JSON, and for those that begin with a
// sentence.
const checkTokens = 100

// Check asks the endpoint for one tiny answer of each kind, past the cache.
// Nothing of the company is sent.
func (c *Client) Check(ctx context.Context) Capabilities {
	var out Capabilities
	if c.cfg.Model != "" {
		out.Chat = c.timed(func() (string, error) { return "", c.checkChat(ctx) })
		out.JSONSchema = Capability{Tried: true, Reason: "chat does not work"}
		if out.Chat.OK {
			out.JSONSchema = c.timed(func() (string, error) { return "", c.checkSchema(ctx) })
		}
	}
	if c.cfg.EmbeddingModel != "" {
		out.Embeddings = c.timed(func() (string, error) {
			n, err := c.checkVectors(ctx)
			out.Dimension = n
			return fmt.Sprintf("%d dimensions", n), err
		})
	}
	return out
}

func (c *Client) timed(try func() (string, error)) Capability {
	start := c.now()
	note, err := try()
	out := Capability{OK: err == nil, Tried: true, Milliseconds: c.now().Sub(start).Milliseconds(), Reason: note}
	if err != nil {
		out.Reason = err.Error()
	}
	return out
}

func (c *Client) now() time.Time {
	if c.cfg.Now == nil {
		return time.Time{}
	}
	return c.cfg.Now()
}

// checkChat asks for any JSON object, by the prompt alone.
func (c *Client) checkChat(ctx context.Context) error {
	before := c.tongue.setRung(byWord)
	defer c.tongue.setRung(before)
	_, err := c.converse(ctx, Request{
		Name: "check of chat", System: "You are a test of a connection.", MaxTokens: checkTokens,
		User: `Answer with this JSON object and nothing else: {"ready": true}`,
	}, form{})
	return err
}

// schemaWord is one that no model says by itself: an answer that holds it shows
// that the schema was kept to, since the prompt does not name it.
const schemaWord = "quartz-7"

// checkSchema asks for an object whose form stands in the schema only.
func (c *Client) checkSchema(ctx context.Context) error {
	schema, err := json.Marshal(map[string]any{
		"type": "object", "required": []string{"word"}, "additionalProperties": false,
		"properties": map[string]any{"word": map[string]any{"type": "string", "enum": []string{schemaWord}}},
	})
	if err != nil {
		return fmt.Errorf("make a request: %w", err)
	}
	d := c.tongue.get()
	d.rung = bySchema
	text, err := c.ask(ctx, Request{
		Name: "check of JSON schema", System: "You are a test of a connection.", MaxTokens: checkTokens,
		User: "Answer with a JSON object.", Schema: schema, SchemaName: "check",
	}, d)
	switch {
	case err != nil && !errors.Is(err, ErrRefused):
		return err
	case err != nil:
		return fmt.Errorf("the endpoint does not take one, so the form is asked for in the prompt and checked after: %w", err)
	case !strings.Contains(text, schemaWord):
		return errors.New("the endpoint takes one and does not keep to it, so the form is asked for in the prompt and checked after")
	}
	return nil
}

func (c *Client) checkVectors(ctx context.Context) (int, error) {
	resp, err := c.fetch(ctx, []string{"How is data encrypted?", "Wie werden Daten verschlüsselt?"})
	if err != nil {
		return 0, err
	}
	return len(resp[0]), nil
}
