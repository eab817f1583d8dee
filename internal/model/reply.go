package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// object finds the JSON object in what a model wrote: models that think aloud
// do so first, and many put code in fences or a sentence before it.
func object(text string) (string, error) {
	if _, after, ok := strings.Cut(text, "</think>"); ok {
		text = after
	}
	start := strings.IndexByte(text, '{')
	if start < 0 {
		return "", &replyError{why: "it holds no JSON", form: true}
	}
	var raw json.RawMessage
	if err := json.NewDecoder(strings.NewReader(text[start:])).Decode(&raw); err != nil {
		return "", &replyError{why: "its JSON is not whole", form: true}
	}
	return string(raw), nil
}

// form checks answers by a JSON Schema; its zero value takes any object.
type form struct{ schema *jsonschema.Schema }

// schemaName is what the schema is called inside of the validator.
const schemaName = "answer.json"

// newForm compiles a schema, which refers to no other document.
func newForm(schema json.RawMessage) (form, error) {
	if len(schema) == 0 {
		return form{}, nil
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return form{}, fmt.Errorf("read the schema of an answer: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{})
	if err := c.AddResource(schemaName, doc); err != nil {
		return form{}, fmt.Errorf("read the schema of an answer: %w", err)
	}
	compiled, err := c.Compile(schemaName)
	if err != nil {
		return form{}, fmt.Errorf("read the schema of an answer: %w", err)
	}
	return form{compiled}, nil
}

// answer is the JSON text in what a model wrote. What the schema says against
// it is left out, since that repeats the answer.
func (f form) answer(text string) (string, error) {
	object, err := object(text)
	if err != nil {
		return "", err
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(object))
	if err != nil {
		return "", &replyError{why: "its JSON is not whole", form: true}
	}
	if f.schema != nil && f.schema.Validate(doc) != nil {
		return "", &replyError{why: "its JSON is not of the schema asked for", form: true}
	}
	return object, nil
}
