package kbfile

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// bare is a single word that YAML takes for text, a number or a date: ids,
// addresses, periods, the words of closed sets.
var bare = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.+@/-]*$`)

// nullWords are bare words that stand for no value at all.
var nullWords = []string{"null", "Null", "NULL"}

// Scalar writes text as a YAML value that reads back as the same text: as it
// stands where that is safe on a line of its own, else in double quotes. Text
// that is not UTF-8 is an error.
func Scalar(text string) (string, error) {
	if err := writable(text); err != nil {
		return "", err
	}
	if plain(text) {
		return text, nil
	}
	return doubleQuoted(text), nil
}

// Quoted writes text in double quotes, which is safe inside of lists in
// brackets too.
func Quoted(text string) (string, error) {
	if err := writable(text); err != nil {
		return "", err
	}
	return doubleQuoted(text), nil
}

// SingleQuoted writes text in single quotes, or in double quotes where single
// ones cannot hold it.
func SingleQuoted(text string) (string, error) {
	if err := writable(text); err != nil {
		return "", err
	}
	if strings.ContainsFunc(text, unprintable) {
		return doubleQuoted(text), nil
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'", nil
}

func writable(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("the text is not UTF-8")
	}
	return nil
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// plain reports whether text may stand without quotes. Prose qualifies if it
// begins with a letter and holds nothing that ends a plain value; a value of
// one word if it is bare.
func plain(text string) bool {
	if bare.MatchString(text) {
		return !slices.Contains(nullWords, text)
	}
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(first) && !strings.ContainsFunc(text, unprintable) &&
		!strings.Contains(text, ": ") && !strings.Contains(text, " #") && !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, " ")
}

func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !unprintable(r):
			b.WriteRune(r)
		case r <= 0xFFFF:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteString(`\U` + fmt.Sprintf("%08s", strings.ToUpper(strconv.FormatInt(int64(r), 16))))
		}
	}
	b.WriteByte('"')
	return b.String()
}
