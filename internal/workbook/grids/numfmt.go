package grids

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// dateSystem is the day that the workbook counts from.
type dateSystem struct{ from1904 bool }

// show displays a number as the format does, near enough to recognise an id
// ("1.10", "007"), a date or a percentage. Colours, conditions and thousands
// separators are left out.
func (f Format) show(x float64, dates dateSystem) string {
	code := f.num
	switch f.numID {
	case 1, 3, 37, 38:
		code = "0"
	case 2, 4, 39, 40:
		code = "0.00"
	case 9:
		code = "0%"
	case 10:
		code = "0.00%"
	case 14, 15, 16, 17:
		code = "yyyy-mm-dd"
	case 18, 19, 20, 21, 45, 46, 47:
		code = "h:mm"
	case 22:
		code = "yyyy-mm-dd h:mm"
	}
	section, _, _ := strings.Cut(code, ";")
	bare := bareCode(section)
	switch {
	case section == "" || strings.EqualFold(bare, "general") || section == "@":
		return general(x)
	case strings.ContainsAny(strings.ToLower(bare), "ymdhs"):
		return showDate(x, strings.ToLower(bare), dates)
	case strings.Contains(bare, "%"):
		return fixed(x*100, bare) + "%"
	case strings.ContainsAny(bare, "0#"):
		before, after := literals(section)
		return before + fixed(x, bare) + after
	}
	return general(x)
}

// general is Excel's display without a format: at most 15 significant digits,
// so that 1.1 stored as 1.1000000000000001 shows as 1.1.
func general(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(mustParse15(x), 'g', -1, 64)
}

func mustParse15(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// fixed shows x with the decimals and the leading zeros of the code.
func fixed(x float64, code string) string {
	whole, frac, _ := strings.Cut(code, ".")
	decimals := strings.Count(frac, "0")
	if decimals == 0 && strings.Contains(frac, "#") {
		return general(x)
	}
	out := strconv.FormatFloat(x, 'f', decimals, 64)
	for zeros := strings.Count(whole, "0"); len(strings.TrimPrefix(strings.SplitN(out, ".", 2)[0], "-")) < zeros; {
		out = "0" + out
	}
	return out
}

// bareCode is a format code without quoted text, escapes, colours and padding.
func bareCode(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '[':
			if end := strings.IndexByte(code[i:], ']'); end >= 0 {
				i += end
			}
		case '\\', '_', '*':
			i++
		default:
			b.WriteByte(code[i])
		}
	}
	return b.String()
}

// literals are the quoted texts before and after the digits ("Q-"000).
func literals(code string) (before, after string) {
	digits := false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '0', '#':
			digits = true
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return before, after
			}
			if digits {
				after += code[i+1 : i+1+end]
			} else {
				before += code[i+1 : i+1+end]
			}
			i += end + 1
		}
	}
	return before, after
}

// showDate shows a serial number as a date, a time of day, or both. Excel's
// day 60 is a leap day that never was; days before it count one more.
func showDate(x float64, code string, dates dateSystem) string {
	if x < 0 || x > 3_000_000 {
		return general(x)
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if dates.from1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if x < 60 {
		start = start.AddDate(0, 0, 1)
	}
	days := math.Floor(x)
	t := start.AddDate(0, 0, int(days)).Add(time.Duration(math.Round((x-days)*86400)) * time.Second)
	hasDay := strings.ContainsAny(code, "yd")
	hasTime := strings.ContainsAny(code, "hs")
	switch {
	case hasDay && hasTime:
		return t.Format("2006-01-02 15:04")
	case hasTime:
		return t.Format("15:04")
	}
	return t.Format("2006-01-02")
}
