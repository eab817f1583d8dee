package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSaid bounds what is shown of an endpoint's own words, in bytes.
const maxSaid = 200

// explained reads what an endpoint says of a failure. OpenAI and Azure write
// {"error": {"message", "code"}}, Ollama {"error": "…"}, vLLM {"message": "…"},
// others {"detail": …}; proxies send a page.
func explained(status int, body []byte) *statusError {
	e := &statusError{status: status}
	if isPage(body) {
		e.raw = "a web page instead of JSON; is the URL of the endpoint right?"
		return e
	}
	var outer struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
		Detail  json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(body, &outer) != nil {
		return e
	}
	var inner struct {
		Message string `json:"message"`
		Code    any    `json:"code"`
		Type    string `json:"type"`
	}
	var text string
	if json.Unmarshal(outer.Error, &text) != nil && json.Unmarshal(outer.Error, &inner) == nil {
		code, _ := inner.Code.(string)
		e.code = cmp.Or(code, inner.Type)
	}
	if text == "" && json.Unmarshal(outer.Detail, &text) != nil && len(outer.Detail) > 0 {
		text = string(outer.Detail)
	}
	e.raw = cmp.Or(inner.Message, text, outer.Message)
	return e
}

func isPage(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }

// shape of keys as services make them, of which an error message may repeat a
// part.
var keyLike = regexp.MustCompile(`\b(sk|key|api|gsk|xai)-[A-Za-z0-9_*-]{6,}`)

// presentable makes an endpoint's words fit to be shown: short, on one line,
// without the key, and not at all where they repeat what was sent, which may
// hold texts under an agreement.
func presentable(said, key string, sent []byte) string {
	if key != "" {
		said = strings.ReplaceAll(said, key, masked)
	}
	said = keyLike.ReplaceAllString(said, masked)
	said = strings.Join(strings.FieldsFunc(said, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if len(said) > maxSaid {
		cut := maxSaid
		for !utf8.RuneStart(said[cut]) {
			cut--
		}
		said = said[:cut] + "…"
	}
	if repeats(said, string(sent)) {
		return "words that repeat what was sent"
	}
	return said
}

// echoLength is the length from which a shared piece is no accident of wording,
// in bytes.
const echoLength = 24

func repeats(said, sent string) bool {
	for i := 0; i+echoLength <= len(said); i++ {
		if strings.Contains(sent, said[i:i+echoLength]) {
			return true
		}
	}
	return false
}
