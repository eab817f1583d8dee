package draft

import (
	"regexp"
	"strings"
	"unicode"
)

// marks are the characters that HTML, Markdown, templates and commands are made
// of, and answers are not.
const marks = "<>[]{}|\\^~*_#`$=\""

// isHidden is true for control, format, tag, private and unassigned characters,
// and those that change the one before them.
func isHidden(r rune) bool {
	if r == '\n' {
		return false
	}
	return unicode.In(r, unicode.C, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point, unicode.Zl, unicode.Zp) ||
		unicode.Is(unicode.Me, r) || r == unicode.ReplacementChar || !unicode.IsGraphic(r)
}

// isForeign is true for a letter or digit that is not Latin and not in the
// sources: look-alikes of another script, and letters made for mathematics.
func isForeign(r rune, sources string) bool {
	switch {
	case r < unicode.MaxASCII || unicode.Is(unicode.Latin, r) && r < '\uff00':
		return false
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.In(r, unicode.So, unicode.Sk):
		return !strings.ContainsRune(sources, r)
	}
	return false
}

// address finds what is or may be one: a scheme, a host, a mailbox, a path.
var address = regexp.MustCompile(`(?i)[a-z][a-z0-9+.-]*://\S*|www\.\S*|\S*@\S*|[\p{L}0-9-]+(?:\s?(?:\.|\[\.\]|\(dot\))\s?[\p{L}0-9-]+)*\.\p{L}{2,}(?:/\S*)?|[a-z]:\\\S*|\S*//\S*`)

// telephone is a row of digits that may be dialled.
var telephone = regexp.MustCompile(`[+(]?[0-9](?:[0-9]|[ ()/.-]{1,3}[0-9]){6,}`)

func hasAddress(draft, sources string) bool {
	for _, a := range address.FindAllString(draft, -1) {
		if !strings.Contains(sources, strings.TrimRight(a, ".,;:)")) {
			return true
		}
	}
	for _, n := range telephone.FindAllString(draft, -1) {
		if !strings.Contains(sources, n) {
			return true
		}
	}
	return false
}

// beginsFormula is true for a text that a spreadsheet may take for a formula.
func beginsFormula(draft string) bool {
	draft = strings.TrimLeft(draft, " ")
	return draft != "" && strings.ContainsRune("=+-@\t\r", rune(draft[0]))
}
