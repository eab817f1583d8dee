package cellref

import (
	"strings"
)

// Trim drops outer space of all kinds, no-break and zero-width ones included.
func Trim(s string) string {
	return strings.Trim(s, " \t\r\n\u00a0\u200b\ufeff\u3000\u2003\u2002")
}

// Clip shortens a text to n characters, for messages.
func Clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
