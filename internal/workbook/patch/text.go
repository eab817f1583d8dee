package patch

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"candor/internal/questionnaire"
	"candor/internal/workbook/xmlscan"
)

// Refusals that only the writer can give; the others are questionnaire's.
const (
	// RefuseAnswered means: the cell holds another value than the edit may replace.
	RefuseAnswered questionnaire.Refusal = "answered"
	// RefuseTooLong means: Excel cuts cells at 32,767 UTF-16 units.
	RefuseTooLong questionnaire.Refusal = "too long"
	// RefuseText means: characters that XML cannot hold, or text that is no UTF-8.
	RefuseText questionnaire.Refusal = "control characters"
	// RefuseTwice means: another edit of the same call goes to the same cell.
	RefuseTwice questionnaire.Refusal = "written twice"
	// RefuseNoCell means: the name is not that of a cell of the file.
	RefuseNoCell questionnaire.Refusal = "no such cell"
	// RefuseHeader means: the cell is the heading of a table's column; Excel repairs
	// a workbook whose table does not know its headings.
	RefuseHeader questionnaire.Refusal = "table header"
)

// MaxCellUnits is Excel's limit of a cell's text, in UTF-16 units.
const MaxCellUnits = 32767

// cleanText returns the text as a cell holds it: Excel's line break is LF
// alone. It refuses what a cell cannot hold unchanged.
func cleanText(s string) (string, questionnaire.Refusal) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	if !utf8.ValidString(s) {
		return s, RefuseText
	}
	units := 0
	for _, r := range s {
		if !inXML(r) {
			return s, RefuseText
		}
		if units++; r > 0xFFFF {
			units++
		}
	}
	if units > MaxCellUnits {
		return s, RefuseTooLong
	}
	return s, questionnaire.Writable
}

// replaceable tells whether the cell shows the placeholder that the edit
// replaces; readers fold blanks.
func replaceable(e questionnaire.Edit, shown string) bool {
	was := strings.Fields(e.Was)
	return len(was) > 0 && slices.Equal(was, strings.Fields(shown))
}

// inXML tells whether XML 1.0 can hold the character; DEL and the C1 controls
// are allowed there but nobody's answer.
func inXML(r rune) bool {
	if r < 0x20 {
		return r == '\t' || r == '\n'
	}
	return (r < 0x7F || r > 0x9F) && r != 0xFFFE && r != 0xFFFF
}

// escapeX keeps text that looks like an escape of the format ("_x0041_" is
// read back as "A") by escaping its first underscore. Every underscore that
// starts such a form is escaped, also where two forms share one.
func escapeX(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '_' && xmlscan.IsXEscape(s[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// xmlEscaper covers element content.
var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// cellForm is how a value is put into a cell: the attribute t and the content.
type cellForm struct{ kind, body string }

// cellText chooses the form of a value.
//
// Answers are text, whatever they look like: "=1+1" or "-5 days" stay what
// they are. Two cells want more than text. One with a list or a number
// validation gets a plain number as a number, since that is what Excel makes
// of a pick from the list, and a validation against cells that hold numbers
// rejects the text "1"; a cell formatted as text ("@") gets text there too, as
// in Excel. One that holds a boolean already (a check box of Excel 365) gets
// TRUE and FALSE as booleans, since text would turn the box into words.
func cellText(prefix, value string, numeric, boolean bool) cellForm {
	switch {
	case value == "":
		return cellForm{}
	case boolean && strings.EqualFold(value, "true"):
		return cellForm{"b", "<" + prefix + "v>1</" + prefix + "v>"}
	case boolean && strings.EqualFold(value, "false"):
		return cellForm{"b", "<" + prefix + "v>0</" + prefix + "v>"}
	case numeric && plainNumber(value):
		return cellForm{"", "<" + prefix + "v>" + value + "</" + prefix + "v>"}
	}
	space := ""
	if keepsSpace(value) {
		space = ` xml:space="preserve"`
	}
	return cellForm{"inlineStr", "<" + prefix + "is><" + prefix + "t" + space + ">" +
		xmlEscaper.Replace(escapeX(value)) + "</" + prefix + "t></" + prefix + "is>"}
}

// keepsSpace: blanks at the ends, line breaks, tabs and runs of blanks are
// lost by some readers without xml:space.
func keepsSpace(s string) bool {
	return s != strings.TrimSpace(s) || strings.ContainsAny(s, "\n\t") || strings.Contains(s, "  ")
}

// plainNumber accepts only what a number shows again as the same text: no
// leading zeros, no exponent, at most Excel's 15 digits.
func plainNumber(s string) bool {
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && len(s) <= 15 && s != "-0" && strconv.FormatFloat(f, 'f', -1, 64) == s
}
