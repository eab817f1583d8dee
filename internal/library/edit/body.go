package edit

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/kbfile"
)

// Part is a part of an entry's body.
type Part string

// The parts.
const (
	Answer Part = "answer"
	Short  Part = "short answer"
)

// SetText gives the answer, or the short one, another text. Lines whose
// sentences stay keep their place and their {{facts}}; in other sentences the
// value of a fact that the part named before becomes {{name}} again. facts are
// the company's, by name.
func SetText(part Part, value string, facts map[string]string) Op {
	return Op{
		what:   "set the " + string(part),
		change: func(t *text) error { return t.setPart(part, value, facts) },
		expect: func(m *meaning) error {
			body, err := withPart(m.Body, part, value, facts)
			m.Body = body
			return err
		},
	}
}

func (t *text) setPart(part Part, value string, facts map[string]string) error {
	var head struct{}
	_, body, _, err := kbfile.ParseFrontMatter(t.name, []byte(t.s), &head)
	if body == "" && err == nil {
		return ErrUnwritable
	}
	body, err = withPart(body, part, value, facts)
	if err != nil {
		return err
	}
	t.s = t.s[:t.starts[t.places[len(t.places)-1].Next]] + body
	return nil
}

// withPart returns a body with another text in one part.
func withPart(body string, part Part, value string, facts map[string]string) (string, error) {
	eol := "\n"
	if first, _, _ := strings.Cut(body, "\n"); strings.HasSuffix(first, "\r") {
		eol = "\r\n"
	}
	answer, heading, short := cutBody(body)
	target := &answer
	if part == Short {
		if target = &short; heading == "" {
			answer, heading = strings.TrimRight(answer, "\r\n")+eol+eol, shortHeading+eol
		}
	}
	changed, err := retell(*target, value, facts)
	if err != nil {
		return "", err
	}
	if heading != "" && part == Answer {
		changed += "\n"
	}
	*target = strings.ReplaceAll(changed, "\n", eol)
	return answer + heading + short, nil
}

// cutBody cuts a body at the heading of the short answer.
func cutBody(body string) (answer, heading, short string) {
	at := 0
	for line := range strings.SplitAfterSeq(body, "\n") {
		if strings.EqualFold(strings.TrimRight(line, "\r\n \t"), shortHeading) {
			return body[:at], line, body[at+len(line):]
		}
		at += len(line)
	}
	return body, "", ""
}

// factMark is {{name}}.
var factMark = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// resolve puts the facts into a line as the library does.
func resolve(line string, facts map[string]string) string {
	end := 0
	var out strings.Builder
	for _, m := range factMark.FindAllStringSubmatchIndex(line, -1) {
		value := facts[line[m[2]:m[3]]]
		if m[0] == 0 && strings.Contains(value, " ") {
			value = capital(value)
		}
		out.WriteString(line[end:m[0]] + value)
		end = m[1]
	}
	return out.String() + line[end:]
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// retell writes value in the lines of old where it says the same.
func retell(old, value string, facts map[string]string) (string, error) {
	if strings.Contains(value, "{{") || strings.Contains(value, "}}") {
		return "", errors.New("the text holds braces, which would be taken for a fact")
	}
	plain, err := formatText(value)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(plain) == "" {
		return "", errors.New("the text is blank")
	}
	var kept []string
	for line := range strings.Lines(old) {
		if line = strings.TrimRight(line, "\r\n \t"); line != "" {
			kept = append(kept, line)
		}
	}
	used := usedFacts(old, facts)
	var out []string
	for line := range strings.SplitSeq(strings.TrimRight(unwrapped(value), "\n"), "\n") {
		out = append(out, retellLine(line, &kept, used, facts)...)
	}
	told := strings.Join(out, "\n") + "\n"
	if said(told, facts) != said(plain, nil) {
		return plain, nil
	}
	return told, nil
}

// unwrapped is a text with one line break between lines, two between
// paragraphs.
func unwrapped(value string) string {
	formatted, err := formatText(value)
	if err != nil {
		return value
	}
	// formatText breaks after sentences; a paragraph is put together again, so
	// that lines of several sentences are found too.
	var b strings.Builder
	previous := ""
	for line := range strings.SplitSeq(strings.TrimRight(formatted, "\n"), "\n") {
		switch {
		case b.Len() == 0:
		case line == "" || previous == "" || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* "):
			b.WriteString("\n")
		default:
			b.WriteString(" ")
		}
		b.WriteString(line)
		previous = line
	}
	return b.String()
}

// retellLine writes one paragraph: where an old line's words stand in it, that
// line; what stands between them as lines of their own.
func retellLine(paragraph string, kept *[]string, used, facts map[string]string) []string {
	if paragraph == "" {
		return []string{""}
	}
	var out []string
	fresh := func(s string) {
		if s = strings.TrimSpace(s); s == "" {
			return
		}
		for line := range strings.SplitSeq(sentenceEnd.ReplaceAllString(s, "$1\n$2"), "\n") {
			out = append(out, named(line, used))
		}
	}
	rest := paragraph
	for i := 0; i < len(*kept); i++ {
		words := resolve((*kept)[i], facts)
		at := phraseAt(rest, words)
		if at < 0 {
			continue
		}
		fresh(rest[:at])
		out = append(out, (*kept)[i])
		rest = rest[at+len(words):]
		*kept = (*kept)[i+1:]
		i = -1
	}
	fresh(rest)
	return out
}

// phraseAt finds words in a paragraph, from the beginning of a sentence to the
// end of one; -1 if they are not there.
func phraseAt(paragraph, words string) int {
	if words == "" {
		return -1
	}
	at := strings.Index(paragraph, words)
	if at < 0 {
		return -1
	}
	before, after := strings.TrimRight(paragraph[:at], " "), paragraph[at+len(words):]
	ended := before == "" || strings.ContainsAny(before[len(before)-1:], ".!?:\"')")
	if !ended || after != "" && after[0] != ' ' {
		return -1
	}
	return at
}

// usedFacts are the facts that a text names, with values that tell: a single
// digit stands in many sentences that have nothing to do with the fact.
func usedFacts(old string, facts map[string]string) map[string]string {
	used := map[string]string{}
	for _, m := range factMark.FindAllStringSubmatch(old, -1) {
		if value := facts[m[1]]; utf8.RuneCountInString(value) >= 3 {
			used[value] = m[1]
		}
	}
	return used
}

// named puts {{name}} for the values of facts, the longest first.
func named(line string, used map[string]string) string {
	for range used {
		best, place := "", -1
		for value := range used {
			if at := wordAt(line, value); at >= 0 && (len(value) > len(best) || len(value) == len(best) && value < best) {
				best, place = value, at
			}
		}
		if place < 0 {
			break
		}
		line = line[:place] + "{{" + used[best] + "}}" + line[place+len(best):]
	}
	return line
}

// wordAt finds value in line as whole words, outside of marks.
func wordAt(line, value string) int {
	for from := 0; ; {
		i := strings.Index(line[from:], value)
		if i < 0 {
			return -1
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(line[:at])
		after, _ := utf8.DecodeRuneInString(line[at+len(value):])
		inMark := strings.Count(line[:at], "{{") > strings.Count(line[:at], "}}")
		if !wordRune(before) && !wordRune(after) && !inMark {
			return at
		}
		from = at + 1
	}
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-')
}

// said is what a text says, whatever its line breaks.
func said(s string, facts map[string]string) string {
	var words []string
	for line := range strings.SplitSeq(s, "\n") {
		words = append(words, strings.Fields(resolve(line, facts))...)
	}
	return fmt.Sprint(words)
}
