package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	openai "github.com/sashabaranov/go-openai"
)

const (
	// seed is as good as any other, as long as it stays the same.
	seed = 1
	// bytesPerToken is for reservations, and where an endpoint does not count: a
	// token of English is about four, of JSON three.
	bytesPerToken = 3
	// reasoningRoom is for models that think before they answer, in tokens.
	reasoningRoom = 4096
	// mostRefusals in a row are no accident of single requests.
	mostRefusals = 5
)

// Complete asks the chat model and returns the JSON text of its answer, which
// is of the request's schema. An answer given before to the same request comes
// from the cache.
func (c *Client) Complete(ctx context.Context, r Request) (string, error) {
	if c.cfg.Model == "" {
		return "", fmt.Errorf("%w: no chat model is configured", ErrRefused)
	}
	f, err := newForm(r.Schema)
	if err != nil {
		return "", err
	}
	key, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("make a request: %w", err)
	}
	place := c.cache.place("chat", c.cfg.Model, string(key))
	if data, ok := c.cache.get(place); ok {
		if text, err := f.answer(string(data)); err == nil {
			c.used(&c.cache, place)
			c.journal.write(r.Name+", answered from the cache", append(r.sections(byWord), section{"answer", text})...)
			return text, nil
		}
	}
	text, err := c.converse(ctx, r, f)
	if err := c.judge(ctx, err); err != nil {
		return "", err
	}
	c.cache.put(place, []byte(text))
	return text, nil
}

// judge counts failures and refusals; an endpoint that refuses every request is
// not asked for ever.
func (c *Client) judge(ctx context.Context, err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil:
		c.refusals = 0
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrReply) && !errors.Is(err, ErrRefused), errors.Is(err, ErrBudget):
		return err
	case errors.Is(err, ErrReply):
		if c.refusals++; c.refusals >= mostRefusals {
			err = fmt.Errorf("%w, and so the last %d requests", errors.Unwrap(err), c.refusals)
		}
	}
	c.meter.count(func(s *Spent) { s.Failed = err.Error() })
	return err
}

// converse asks in the dialect that is known to work, and learns where it does
// not.
func (c *Client) converse(ctx context.Context, r Request, f form) (string, error) {
	for {
		d := c.tongue.get()
		text, err := c.ask(ctx, r, d)
		if err == nil {
			text, err = f.answer(text)
		}
		if err == nil {
			return text, nil
		}
		next, ok := d.learned(err)
		if !ok {
			return "", singled(err)
		}
		c.tongue.adopt(d, next)
	}
}

// singled marks a refusal that is of this request and not of all.
func singled(err error) error {
	var e *statusError
	if errors.As(err, &e) && judgedStatus(e) == keep {
		return &singleError{err}
	}
	return err
}

// singleError is a refusal that says nothing of the next request.
type singleError struct{ error }

func (e *singleError) Unwrap() error        { return e.error }
func (e *singleError) Is(target error) bool { return target == ErrReply }

// ask sends one request and returns what the model wrote.
func (c *Client) ask(ctx context.Context, r Request, d dialect) (string, error) {
	req := c.chatRequest(r, d)
	reserved := int64(len(r.System)+len(r.User)+len(r.Schema))/bytesPerToken + int64(r.room(d))
	if err := c.meter.reserve(reserved); err != nil {
		return "", err
	}
	resp, err := c.api.CreateChatCompletion(ctx, req)
	title := fmt.Sprintf("%s to %s, model %s, by %s", r.Name, c.cfg.URL, c.cfg.Model, d.rung)
	if err != nil {
		c.meter.settle(reserved, 0, 0)
		c.journal.write(title, append(r.sections(d.rung), section{"error", err.Error()})...)
		return "", kindOf(ctx, err)
	}
	text, err := said(resp)
	prompt, completion := int64(resp.Usage.PromptTokens), int64(resp.Usage.CompletionTokens)
	if prompt <= 0 || completion < 0 || prompt > math.MaxInt32 || completion > math.MaxInt32 {
		prompt, completion = int64(len(r.System)+len(r.User))/bytesPerToken, int64(len(text))/bytesPerToken
	}
	c.meter.settle(reserved, prompt, completion)
	c.journal.write(title, append(r.sections(d.rung), section{"answer", text})...)
	return text, err
}

// kindOf gives one of the kinds to an error of the library, which is one of
// decoding: of what came behind a status of success.
func kindOf(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrBudget), errors.Is(err, ErrUnavailable), errors.Is(err, ErrRefused),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return &replyError{why: "it is not of the form that the interface has"}
}

// said is what the model wrote, where it wrote all that it meant to.
func said(resp openai.ChatCompletionResponse) (string, error) {
	if len(resp.Choices) == 0 {
		return "", &replyError{why: "it is empty"}
	}
	first := resp.Choices[0]
	text := first.Message.Content
	switch {
	case first.Message.Refusal != "" || first.FinishReason == openai.FinishReasonContentFilter:
		return text, &replyError{why: "the endpoint would not answer this"}
	case first.FinishReason == openai.FinishReasonLength:
		return text, &replyError{why: "it was cut off", short: true}
	case text == "":
		return text, &replyError{why: "it is empty"}
	}
	return text, nil
}

// chatRequest is the request in a dialect. The least number above zero stands
// for a temperature of zero, which the library leaves out.
func (c *Client) chatRequest(r Request, d dialect) openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{
		Model: c.cfg.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: r.instructed(d.rung)},
			{Role: openai.ChatMessageRoleUser, Content: r.User},
		},
	}
	if d.completionTokens {
		req.MaxCompletionTokens = r.room(d)
	} else {
		req.MaxTokens = r.room(d) //nolint:staticcheck // OpenAI's new name is unknown to servers of open models
	}
	if !d.noTemperature {
		req.Temperature = math.SmallestNonzeroFloat32
	}
	if !d.noSeed {
		s := seed
		req.Seed = &s
	}
	switch {
	case d.rung == byWord:
	case d.rung == asObject || len(r.Schema) == 0:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	default:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: r.SchemaName, Schema: r.Schema, Strict: true},
		}
	}
	return req
}

// room is the bound of the answer in tokens, 0 for none.
func (r Request) room(d dialect) int {
	if d.roomy && r.MaxTokens > 0 {
		return r.MaxTokens + reasoningRoom
	}
	return r.MaxTokens
}

// instructed is the system's message, with the form spelled out where the
// endpoint does not see to it.
func (r Request) instructed(by rung) string {
	if by == bySchema || len(r.Schema) == 0 {
		return r.System
	}
	return r.System + "\n\nAnswer with one JSON object and nothing else. It has to be valid by this JSON Schema:\n" + string(r.Schema)
}

func (r Request) sections(by rung) []section {
	return []section{{"system", r.instructed(by)}, {"user", r.User}, {"schema " + r.SchemaName, string(r.Schema)}}
}
