package intake

import (
	"fmt"
	"strings"
	"unicode"

	"candor/internal/textnorm"
)

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// canonical gives an answer the form that an entry's file keeps: paragraphs and
// list items, no control characters and none that nobody sees. What it returns reads back from an entry
// as it is.
func canonical(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.IsControl(r), isUnseen(r):
			return -1
		}
		return r
	}, text)
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		line = paragraph(line)
		if line == "" {
			continue
		}
		switch {
		case b.Len() == 0:
		case strings.HasPrefix(line, "- "):
			b.WriteString("\n")
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(line)
	}
	return b.String()
}

// bullets begin items of lists in cells.
const bullets = "•‣◦▪●·–—*-"

// paragraph is one line of a cell: single spaces, one kind of bullet, nothing
// that an entry's file would take for a heading of its own.
func paragraph(line string) string {
	line = strings.Join(strings.Fields(line), " ")
	for i, r := range line {
		if i == 0 && !strings.ContainsRune(bullets, r) {
			break
		}
		if i > 0 {
			rest := strings.TrimLeft(line[i:], " "+bullets)
			if r != ' ' && !strings.HasPrefix(line, "•") {
				break
			}
			if rest == "" {
				return ""
			}
			return "- " + rest
		}
	}
	if strings.Trim(line, bullets+" ") == "" {
		return ""
	}
	if strings.EqualFold(line, "## short") {
		return "short"
	}
	return line
}

// defuse breaks up {{name}}, which an entry would take for a fact.
func defuse(text string) (string, bool) {
	if !strings.Contains(text, "{{") && !strings.Contains(text, "}}") {
		return text, false
	}
	for strings.Contains(text, "{{") {
		text = strings.ReplaceAll(text, "{{", "{ {")
	}
	for strings.Contains(text, "}}") {
		text = strings.ReplaceAll(text, "}}", "} }")
	}
	return text, true
}

// same is what two texts share that differ in case, accents, punctuation and
// space only.
func same(text string) string {
	return strings.Join(textnorm.Words(textnorm.Fold(text)), " ")
}

// oneLine is a question as front matter holds it.
func oneLine(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Zs, r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		if isUnseen(r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// clip shortens a text for messages.
func clip(text string, runes int) string {
	r := []rune(text)
	if len(r) <= runes {
		return text
	}
	return strings.TrimSpace(string(r[:runes-1])) + "…"
}
