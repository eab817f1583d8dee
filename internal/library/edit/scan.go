package edit

import (
	"strings"

	"candor/internal/kbfile"
)

// scalarSpan returns where a single value begins and ends in s, which starts
// behind the colon and ends before the next key. A value that is not there has
// the span 0, 0.
func scalarSpan(s string, style kbfile.Style) (start, end int, err error) {
	start = skipBlank(s, 0)
	if start == len(s) {
		return 0, 0, nil
	}
	switch style {
	case kbfile.Single:
	case kbfile.Block:
		return start, len(strings.TrimRight(s, " \t\r\n")), nil
	case kbfile.FlowList, kbfile.BlockList, kbfile.Other:
		return 0, 0, ErrUnwritable
	}
	switch s[start] {
	case '"', '\'':
		end, ok := quotedEnd(s, start)
		if !ok {
			return 0, 0, ErrUnwritable
		}
		return start, end, nil
	default:
		return start, plainEnd(s, start), nil
	}
}

// skipBlank skips spaces, line ends and comments.
func skipBlank(s string, i int) int {
	for i < len(s) {
		switch {
		case strings.IndexByte(" \t\r\n", s[i]) >= 0:
			i++
		case isComment(s, i):
			i = lineEnd(s, i)
		default:
			return i
		}
	}
	return i
}

// isComment reports whether a comment begins at i: a hash after a space.
func isComment(s string, i int) bool {
	return s[i] == '#' && (i == 0 || strings.IndexByte(" \t\r\n", s[i-1]) >= 0)
}

func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(s)
}

// quotedEnd is the offset behind the quote that closes the one at i.
func quotedEnd(s string, i int) (int, bool) {
	quote := s[i]
	for i++; i < len(s); i++ {
		switch {
		case quote == '"' && s[i] == '\\':
			i++
		case s[i] == quote && quote == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == quote:
			return i + 1, true
		}
	}
	return 0, false
}

// plainEnd is the end of a value without quotes, which a comment ends and
// further lines may continue.
func plainEnd(s string, start int) int {
	end := start
	for i := start; i < len(s); i++ {
		if isComment(s, i) {
			break
		}
		if strings.IndexByte(" \t\r\n", s[i]) < 0 {
			end = i + 1
		}
	}
	return end
}

// flow is a list in brackets.
type flow struct {
	end   int    // behind the last item, or behind the bracket
	empty bool   // no items
	comma bool   // the last item has a comma behind it
	last  string // the last item as it is written
}

// scanFlow reads the list in brackets that s begins with, after blanks.
func scanFlow(s string) (flow, error) {
	i := skipBlank(s, 0)
	if i == len(s) || s[i] != '[' {
		return flow{}, ErrUnwritable
	}
	f := flow{end: i + 1, empty: true}
	depth, item, fresh := 1, -1, true
	for i++; i < len(s); {
		if i = skipBlank(s, i); i == len(s) {
			break
		}
		c := s[i]
		end := i + 1
		switch {
		case fresh && (c == '"' || c == '\''):
			var ok bool
			if end, ok = quotedEnd(s, i); !ok {
				return flow{}, ErrUnwritable
			}
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return f, nil
			}
		}
		isComma := c == ',' && depth == 1
		if isComma {
			f.comma, item = true, -1
		} else {
			if item < 0 {
				item = i
			}
			f.comma, f.empty, f.last = false, false, s[item:end]
		}
		f.end = end
		fresh = strings.IndexByte("[{,:", c) >= 0 // else a quote is part of the words
		i = end
	}
	return flow{}, ErrUnwritable
}

// flowItem writes a value for a list in brackets in the manner of its last
// item: words without quotes where that one has none.
func flowItem(last, value string) (string, error) {
	if strings.HasPrefix(last, "'") {
		return kbfile.SingleQuoted(value)
	}
	if last != "" && last[0] != '"' && idForm.MatchString(value) {
		return kbfile.Scalar(value)
	}
	return kbfile.Quoted(value)
}
