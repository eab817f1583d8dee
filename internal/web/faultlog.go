package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
)

// The log is read by whoever runs the server, who need not be allowed to read
// questionnaires. Errors quote what stands in files, as the whole program does, so
// what is quoted is left out of the log; operation, file and the system's own
// words are not quoted and stay.

// maxCause bounds what is logged of a cause, in bytes.
const maxCause = 600

// logCause logs why a request failed that should not have.
func (s *Server) logCause(r *http.Request, status int, err error) {
	t := traceOf(r.Context())
	s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "fault", slog.String("id", t.id), slog.String("route", t.pattern), slog.String("item", t.item),
		slog.Int("status", status), slog.String("cause", unquoted(err.Error())), slog.String("kinds", strings.Join(kindsOf(err), " > ")))
}

// unquoted replaces whatever stands in quotation marks, escaped ones included. A
// quotation that does not end reaches to the end.
func unquoted(text string) string {
	var b strings.Builder
	for text != "" && b.Len() < maxCause {
		before, rest, found := strings.Cut(text, `"`)
		b.WriteString(before)
		if !found {
			break
		}
		b.WriteString("(…)")
		text = afterQuote(rest)
	}
	return cut(b.String(), maxCause)
}

// afterQuote is what follows a quotation, given without its first mark.
func afterQuote(text string) string {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return text[i+1:]
		}
	}
	return ""
}

// kindsOf are the types along the chain of an error, the outermost first; of
// joined errors those of each, one chain after the other.
func kindsOf(err error) []string {
	out := []string{fmt.Sprintf("%T", err)}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range many.Unwrap() {
			out = append(out, kindsOf(e)...)
		}
		return out
	}
	if inner := errors.Unwrap(err); inner != nil {
		out = append(out, kindsOf(inner)...)
	}
	return out
}
