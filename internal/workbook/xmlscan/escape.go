package xmlscan

import (
	"strconv"
	"strings"
)

// UnescapeX reads the escapes of the format: "_x0041_" is "A".
func UnescapeX(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if !IsXEscape(s[i:]) {
			b.WriteByte(s[i])
			i++
			continue
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err == nil {
			b.WriteRune(rune(n))
		}
		i += 7
	}
	return b.String()
}

// IsXEscape tells whether s begins with an escape of the format such as "_x0041_".
func IsXEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		hex := '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
		if !hex {
			return false
		}
	}
	return true
}
