package kbfile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The codes of faults of form. Their messages say as much in words, so String
// leaves them out.
const (
	CodeSyntax   = "SYNTAX"      // not readable at all
	CodeUnknown  = "KEY_UNKNOWN" // a key that the format does not have
	CodeDoubled  = "KEY_DOUBLED"
	CodeMissing  = "KEY_MISSING"
	CodeValue    = "VALUE_WRONG" // a value that its key does not take
	CodeFileSize = "FILE_TOO_LARGE"
)

// isForm reports whether a code is one of those above.
func isForm(code string) bool {
	switch code {
	case CodeSyntax, CodeUnknown, CodeDoubled, CodeMissing, CodeValue, CodeFileSize:
		return true
	}
	return false
}

// Fault is one thing wrong in a knowledge file.
type Fault struct {
	// File is the path inside the file system that it was read from.
	File string
	// Line and Col are 1-based; 0 if the fault concerns the whole file.
	Line, Col int
	// Code names the rule that was broken, such as V05, or the form that was
	// not kept; "" for a fault without a name.
	Code string
	// Warning is true if the knowledge can be used all the same.
	Warning bool
	// Message says what is wrong and, where possible, the way out.
	Message string
}

// String returns "library/crypto/tls.md:7:3: unknown key "verdit"".
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, f.Col)
	}
	b.WriteString(": ")
	if f.Code != "" && !isForm(f.Code) {
		b.WriteString(f.Code + " ")
	}
	b.WriteString(f.Message)
	return b.String()
}

// Faults is every fault found in one pass, as one error.
type Faults []Fault

// Error lists the faults, one a line, in file order.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Err returns the faults sorted by file and position, or nil if there are none.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	sorted := slices.Clone(fs)
	slices.SortStableFunc(sorted, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Message, b.Message))
	})
	return sorted
}

// Add appends what err holds: the faults of a Faults, any other error as a
// fault of file. A nil err adds nothing.
func (fs *Faults) Add(file string, err error) {
	if err == nil {
		return
	}
	if more, ok := errors.AsType[Faults](err); ok {
		*fs = append(*fs, more...)
		return
	}
	*fs = append(*fs, Fault{File: file, Message: err.Error()})
}

// Nearest returns the candidate closest to word by edit distance, or "" if
// none is closer than half of word's length: what a person who mistyped a
// name most likely meant. Ties go to the first in sorted order.
func Nearest(word string, candidates []string) string {
	best, bestDist := "", len(word)/2+1
	for _, c := range candidates {
		if apart := len(word) - len(c); max(apart, -apart) > bestDist {
			continue // at least that far, so not worth measuring
		}
		d := distance(strings.ToLower(word), strings.ToLower(c))
		if d < bestDist || d == bestDist && best != "" && c < best {
			best, bestDist = c, d
		}
	}
	return best
}

// offer leads to the nearest right value in a message.
const offer = "; did you mean "

// Suggestion is the nearest right value that the message offers, "" if it
// offers none.
func (f Fault) Suggestion() string {
	at := strings.LastIndex(f.Message, offer)
	if at < 0 {
		return ""
	}
	near, err := strconv.Unquote(strings.TrimSuffix(f.Message[at+len(offer):], "?"))
	if err != nil {
		return ""
	}
	return near
}

// Unknown words the usual complaint about a name that is not in a closed set,
// with the nearest right one.
func Unknown(what, word string, candidates []string) string {
	msg := fmt.Sprintf("unknown %s %q", what, word)
	if near := Nearest(word, candidates); near != "" {
		return msg + offer + strconv.Quote(near) + "?"
	}
	if len(candidates) > 0 && len(candidates) <= 12 {
		return msg + "; one of: " + strings.Join(slices.Sorted(slices.Values(candidates)), ", ")
	}
	return msg
}

// distance is the Levenshtein distance of a and b in bytes.
func distance(a, b string) int {
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		cur := make([]int, len(b)+1)
		cur[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			cur[j+1] = min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
		}
		prev = cur
	}
	return prev[len(b)]
}
