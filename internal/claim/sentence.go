package claim

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/ask"
	"candor/internal/textnorm"
)

// span is a part of a text in bytes.
type span struct{ start, end int }

// sentences splits text at full stops, question and exclamation marks that end
// a sentence, and at line breaks. "v4.0.1", "1. Oktober", "Inc." and "e.g." end
// none.
func (p *patterns) sentences(text string) []span {
	var spans []span
	start := 0
	for i, r := range text {
		next := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			next = i + 1
		}
		switch {
		case r == '\n' || r == '\r':
			spans = appendTrimmed(spans, text, start, i)
			start = next
		case (r == '.' || r == '!' || r == '?') && p.ends(text, start, i, next):
			spans = appendTrimmed(spans, text, start, next)
			start = next
		}
	}
	return appendTrimmed(spans, text, start, len(text))
}

// ends reports whether the mark between at and next ends the sentence that
// began at start.
func (p *patterns) ends(text string, start, at, next int) bool {
	rest := strings.TrimLeft(text[next:], `"')]»”’`)
	if rest == "" {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(rest); !unicode.IsSpace(r) {
		return false
	}
	if text[at] != '.' {
		return true
	}
	word, first := text[start:at], true
	if i := strings.LastIndexFunc(word, unicode.IsSpace); i >= 0 {
		word, first = word[i+1:], strings.TrimSpace(word[:i]) == ""
	}
	word = strings.ToLower(strings.TrimLeft(word, `("'[`))
	if p.abbreviations[word] && !first {
		// An abbreviation may also end a sentence, which only a reader of the
		// language can tell; as the first word, "No." is an answer.
		return false
	}
	return !isDayNumber(word) && !isInitials(word)
}

// isInitials takes "u.s" and "eu-u.s" for letters that stand for words.
func isInitials(word string) bool {
	return len(word) >= 3 && word[len(word)-2] == '.'
}

// isDayNumber takes "1" to "31" before a stop for a German day or an item of a
// numbered list, which both go on.
func isDayNumber(word string) bool {
	return len(word) > 0 && len(word) <= 2 && strings.Trim(word, "0123456789") == ""
}

func appendTrimmed(spans []span, text string, start, end int) []span {
	for start < end {
		r, n := utf8.DecodeRuneInString(text[start:end])
		if !unicode.IsSpace(r) && r != '•' && r != '*' && r != '-' && r != '·' {
			break
		}
		start += n
	}
	end = start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
	if start == end {
		return spans
	}
	return append(spans, span{start, end})
}

// clause is a part of a sentence that says one thing.
type clause struct {
	// text is as written, folded in normal form with each framework masked.
	text, folded string
	mentions     []ask.Mention
	// before is the clause in front of it, folded.
	before string
	// whole is true if the sentence has no other clause.
	whole bool
	// follows is true for a sentence that goes on about the one before it.
	follows bool
}

// clauses cuts a sentence where it may turn from one thing to another: "We
// hold a SOC 2 report, but are not certified to ISO 27001".
func (c *Checker) clauses(sentence string, mentions []ask.Mention) []clause {
	masked := mask(sentence, mentions)
	folded := c.maskProviders(textnorm.Fold(masked))
	cuts := c.patterns.breaks.FindAllStringIndex(folded, -1)
	parts := make([]clause, 0, len(cuts)+1)
	at := 0
	for _, cut := range cuts {
		parts = append(parts, clause{folded: folded[at:cut[0]]})
		// The words that break may begin the next clause: "and are planning".
		at = cut[0] + 1
	}
	parts = append(parts, clause{folded: folded[at:]})
	for i := range parts {
		parts[i].whole = len(parts) == 1
		parts[i].folded = c.patterns.asOurs(parts[i].folded)
		parts[i].text = sentence
		if i > 0 {
			parts[i].before = parts[i-1].folded
		}
		for k, m := range mentions {
			if strings.Contains(parts[i].folded, maskOf(k)) {
				parts[i].mentions = append(parts[i].mentions, m)
			}
		}
	}
	return parts
}

// asOurs puts "we" for "the vendor" where that is the respondent.
func (p *patterns) asOurs(folded string) string {
	folded = strings.TrimLeft(folded, " ")
	if m := p.respondent.FindStringSubmatchIndex(folded); m != nil {
		return folded[:m[2]] + "we" + folded[m[3]:]
	}
	return folded
}

// providerMask is a word of lexicon/claims.yaml's third parties.
const providerMask = "provider"

// maskProviders puts a plain word for the names of recorded providers.
func (c *Checker) maskProviders(folded string) string {
	for _, name := range c.providers {
		for at := indexWord(folded, name); at >= 0 && name != providerMask; at = indexWord(folded, name) {
			folded = folded[:at] + providerMask + folded[at+len(name):]
		}
	}
	return folded
}

// maskOf is the word that stands for the k-th mention; the fixed width keeps
// one from being the beginning of another.
func maskOf(k int) string {
	const digits = "0123456789"
	return "qfw" + string(digits[k/10%10]) + string(digits[k%10])
}

func mask(sentence string, mentions []ask.Mention) string {
	var b strings.Builder
	at := 0
	for k, m := range mentions {
		if m.Start < at || m.End > len(sentence) {
			continue
		}
		b.WriteString(sentence[at:m.Start])
		b.WriteString(maskOf(k))
		at = m.End
	}
	b.WriteString(sentence[at:])
	return b.String()
}
