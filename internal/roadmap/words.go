package roadmap

import (
	"strconv"
	"strings"
)

// count writes "1 deal", "3 deals".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// dollars writes "$50,000".
func dollars(v float64) string {
	digits := strconv.FormatFloat(v, 'f', 0, 64)
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return "$" + strings.Join(append([]string{digits}, groups...), ",")
}
