package deals

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// grouped is a number with commas or spaces between groups of three digits,
// as spreadsheets export it: "120,000" or "1 200 000.50". A single comma before
// other than three digits could be a decimal one and is refused.
var grouped = regexp.MustCompile(`^\d{1,3}([, '’]\d{3})+(\.\d+)?$`)

// parseValue reads an amount. Only a plain number is taken: a currency sign
// belongs into its own column.
func parseValue(text string) (float64, error) {
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
	if grouped.MatchString(plain) {
		plain = strings.NewReplacer(",", "", " ", "", "'", "", "’", "").Replace(plain)
	}
	v, err := strconv.ParseFloat(plain, 64)
	switch {
	case err != nil || math.IsInf(v, 0) || math.IsNaN(v):
		return 0, fmt.Errorf("%q is no number; write it as 120000", text)
	case v < 0:
		return 0, fmt.Errorf("%q is below zero", text)
	case v > maxValue:
		return 0, fmt.Errorf("%q is more than any deal is worth", text)
	}
	return v, nil
}

// maxValue is past all the money there is, and many of it still add up.
const maxValue = 1e15
