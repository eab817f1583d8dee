package gap

import (
	"maps"
	"regexp"
	"strings"

	"candor/internal/posture"
)

// maxSentences is how much an answer may say (DOMAIN.md 2.4).
const maxSentences = 4

// values fill placeholders. A key that is missing leaves its text out; a key
// that holds the empty text is a switch.
type values map[string]string

func (v values) with(more values) values {
	all := maps.Clone(v)
	if all == nil {
		all = values{}
	}
	maps.Copy(all, more)
	return all
}

// set adds what says something.
func (v values) set(key, text string) {
	if text != "" {
		v[key] = text
	}
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// fill takes the first alternative of template all of whose placeholders have
// a value; "" if there is none.
func fill(template string, v values) string {
	for alternative := range strings.SplitSeq(template, " || ") {
		whole := true
		text := placeholder.ReplaceAllStringFunc(alternative, func(p string) string {
			value, ok := v[p[1:len(p)-1]]
			whole = whole && ok
			return value
		})
		if whole {
			return strings.TrimSpace(text)
		}
	}
	return ""
}

// text renders one text of lexicon/certification-answers.yaml.
func (e *Engine) text(lang, key string, v values) string {
	byLang := e.texts[key]
	if t, ok := byLang[baseLanguage(lang)]; ok {
		return fill(t, v)
	}
	return fill(byLang[posture.Languages()[0]], v)
}

func baseLanguage(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return base
}

// reply renders the sentences of a gap's reply.
func (e *Engine) reply(lang string, c Code, v values) []string {
	d := e.definitions[c]
	templates, ok := d.Reply[baseLanguage(lang)]
	if !ok {
		templates = d.Reply[posture.Languages()[0]]
	}
	var said []string
	for _, t := range templates {
		if s := fill(t, v); s != "" {
			said = append(said, s)
		}
	}
	return said
}

// boundary ends a sentence: its mark, then a space before a capital or digit.
var boundary = regexp.MustCompile(`[.!?]["”»)]?\s+(?:[\p{Lu}\d"“«¿¡])`)

// abbreviation is a full stop that ends no sentence: "Example Inc. of", and the
// day of a German date, "30. Juni".
var abbreviation = regexp.MustCompile(`(?:\b(?:Inc|Ltd|Co|Corp|No|Nr|Art|St|Dr|ca|e\.g|i\.e|z\.B|\p{Lu})|\s\d{1,2})\.$`)

// split parts a text into its sentences.
func split(text string) []string {
	var all []string
	start := 0
	for at := 0; at < len(text); {
		loc := boundary.FindStringIndex(text[at:])
		if loc == nil {
			break
		}
		end := at + loc[0] + 1
		at = end
		if abbreviation.MatchString(text[start:end]) {
			continue
		}
		all = append(all, strings.TrimSpace(text[start:end]))
		start = end
	}
	if rest := strings.TrimSpace(text[start:]); rest != "" {
		all = append(all, rest)
	}
	return all
}

// join puts parts together: every sentence once, in order.
func join(parts ...string) []string {
	var all []string
	seen := map[string]bool{}
	for _, p := range parts {
		for _, s := range split(p) {
			if !seen[s] {
				seen[s] = true
				all = append(all, s)
			}
		}
	}
	return all
}

// ensureStop ends a text that a person wrote like a sentence.
func ensureStop(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}
