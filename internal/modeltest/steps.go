package modeltest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// Say answers every chat with a text and every request for vectors with
// vectors.
func Say(text string) Step {
	return SayFunc(func(Received) string { return text })
}

// SayFunc is Say with a text that depends on the request. It may be called from
// several goroutines at a time.
func SayFunc(answer func(Received) string) Step {
	return func(w http.ResponseWriter, r Received) {
		if r.Texts != nil {
			sendVectors(w, r.Texts)
			return
		}
		text := answer(r)
		sendChat(w, text, "stop", len(r.Chat.System)+len(r.Chat.User), len(text))
	}
}

// Cut answers with a text that ran into the bound of its length.
func Cut(text string) Step {
	return func(w http.ResponseWriter, r Received) {
		sendChat(w, text, "length", len(r.Body), len(text))
	}
}

// Filtered answers as a service does whose filter stopped the model.
func Filtered() Step {
	return func(w http.ResponseWriter, r Received) { sendChat(w, "", "content_filter", len(r.Body), 0) }
}

// NoChoices answers well, with nothing in it.
func NoChoices() Step { return Raw(http.StatusOK, `{"choices": []}`) }

// Raw answers with a status and a body as they are; headers are pairs.
func Raw(status int, body string, headers ...string) Step {
	return func(w http.ResponseWriter, _ Received) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// Fail answers as OpenAI does with an error.
func Fail(status int, code, message string, headers ...string) Step {
	body, err := json.Marshal(map[string]any{"error": map[string]any{"message": message, "type": code, "code": code}})
	if err != nil {
		body = nil // strings always marshal
	}
	return Raw(status, string(body), headers...)
}

// Busy answers with 429 and a Retry-After header, none if it is "".
func Busy(retryAfter string) Step {
	if retryAfter == "" {
		return Fail(http.StatusTooManyRequests, "rate_limit_exceeded", "slow down")
	}
	return Fail(http.StatusTooManyRequests, "rate_limit_exceeded", "slow down", "Retry-After", retryAfter)
}

// Page answers with a web page.
func Page(status int) Step {
	return Raw(status, "<!DOCTYPE html><html><body>Sign in</body></html>", "Content-Type", "text/html")
}

// Hang never answers.
func Hang() Step {
	return func(_ http.ResponseWriter, r Received) { <-r.done }
}

// Drip answers a byte at a time, for ever.
func Drip(every time.Duration) Step {
	return func(w http.ResponseWriter, r Received) {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-r.done:
				return
			case <-tick.C:
				if !send(w, " ") {
					return
				}
			}
		}
	}
}

// Flood answers with a text of so many bytes, or as many as are taken.
func Flood(size int64) Step {
	return func(w http.ResponseWriter, _ Received) {
		_, _ = w.Write([]byte(`{"choices":[{"message":{"content":"`))
		chunk := bytes.Repeat([]byte("x"), 1<<16)
		for left := size; left > 0; left -= int64(len(chunk)) {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
		_, _ = w.Write([]byte(`"}}]}`))
	}
}

// FloodZipped is Flood in some thousandth of the bytes.
func FloodZipped(size int64) Step {
	return func(w http.ResponseWriter, _ Received) {
		w.Header().Set("Content-Encoding", "gzip")
		zipped := gzip.NewWriter(w)
		defer func() { _ = zipped.Close() }()
		chunk := bytes.Repeat([]byte(" "), 1<<16)
		for left := size; left > 0; left -= int64(len(chunk)) {
			if _, err := zipped.Write(chunk); err != nil {
				return
			}
		}
	}
}

// Reset ends the connection before an answer, by force.
func Reset() Step {
	return func(w http.ResponseWriter, _ Received) { cutOff(w, "") }
}

// ResetWithin ends the connection in the middle of an answer.
func ResetWithin() Step {
	return func(w http.ResponseWriter, _ Received) {
		cutOff(w, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"choices\": [")
	}
}

// Redirect sends elsewhere.
func Redirect(status int, to string) Step {
	return Raw(status, "", "Location", to)
}

// Knows answers as a server that knows only some ways to ask for a form:
// "json_schema", "json_object", or neither; it refuses others as OpenAI does.
func Knows(then Step, formats ...string) Step {
	return func(w http.ResponseWriter, r Received) {
		known := r.Chat.Format == ""
		for _, f := range formats {
			known = known || f == r.Chat.Format
		}
		if !known {
			Fail(http.StatusBadRequest, "invalid_request_error", fmt.Sprintf("Invalid parameter: 'response_format' of type '%s' is not supported with this model.", r.Chat.Format))(w, r)
			return
		}
		then(w, r)
	}
}

// Forbids answers as a server that refuses requests with one of these fields.
func Forbids(then Step, fields ...string) Step {
	return func(w http.ResponseWriter, r Received) {
		for _, f := range fields {
			for _, have := range r.Chat.Fields {
				if f == have {
					Fail(http.StatusBadRequest, "unsupported_parameter", fmt.Sprintf("Unsupported parameter: '%s' is not supported with this model.", f))(w, r)
					return
				}
			}
		}
		then(w, r)
	}
}

func send(w http.ResponseWriter, text string) bool {
	if _, err := w.Write([]byte(text)); err != nil {
		return false
	}
	return http.NewResponseController(w).Flush() == nil
}

// cutOff takes the connection over, sends what is given and breaks it, so that
// the other side sees a reset and not an end.
func cutOff(w http.ResponseWriter, begin string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	if begin != "" {
		_, _ = conn.Write([]byte(begin))
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

// bytesPerToken is how the server counts.
const bytesPerToken = 4

func sendChat(w http.ResponseWriter, text, finish string, in, out int) {
	sendJSON(w, map[string]any{
		"id": "chat-1", "object": "chat.completion",
		"choices": []any{map[string]any{
			"index": 0, "finish_reason": finish,
			"message": map[string]any{"role": "assistant", "content": text},
		}},
		"usage": map[string]any{
			"prompt_tokens": in / bytesPerToken, "completion_tokens": out / bytesPerToken,
			"total_tokens": (in + out) / bytesPerToken,
		},
	})
}

func sendVectors(w http.ResponseWriter, texts []string) {
	data, size := []any{}, 0
	for i, t := range texts {
		data = append(data, map[string]any{"object": "embedding", "index": i, "embedding": Vector(t)})
		size += len(t)
	}
	sendJSON(w, map[string]any{"object": "list", "data": data, "usage": map[string]any{"prompt_tokens": size / bytesPerToken}})
}

func sendJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// Dimension is that of the vectors.
const Dimension = 256

// Vector is the vector of a text, not of length 1: for each of its words a
// direction of its own, and a little of one that all share.
func Vector(text string) []float32 {
	out := make([]float32, Dimension)
	out[0] = 0.1
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		h := uint32(2166136261)
		for _, b := range []byte(strings.Trim(word, ".,;:?!()\"'")) {
			h = (h ^ uint32(b)) * 16777619
		}
		out[1+h%(Dimension-1)]++
	}
	return out
}
