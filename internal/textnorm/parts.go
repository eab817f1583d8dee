package textnorm

import (
	"strings"
	"unicode"
)

// Parts splits the text of one row into the questions it asks, in order. It is
// conservative: it cuts after a question mark and before a further request
// ("…? Please describe …", "a) … b) …"), never at "and". A part that only asks
// to say more about the one before it ("If yes, please describe", "Please
// explain.") stays with it.
func Parts(text string) []string {
	var parts []string
	for _, sentence := range sentences(text) {
		if len(parts) > 0 && (continues(sentence) || !asks(sentence) || !asks(parts[len(parts)-1])) {
			parts[len(parts)-1] += " " + sentence
			continue
		}
		parts = append(parts, sentence)
	}
	return parts
}

// Clauses is Parts, and cuts also where a sentence goes on with a question of
// its own: "Is data encrypted at rest, and do you give out keys?".
func Clauses(text string) []string {
	var out []string
	for _, part := range Parts(text) {
		rest := part
		states := !asks(part)
		for {
			at, width := nextAnd(rest)
			if at >= 0 && states && goesOn(rest[at+width:]) {
				break
			}
			if at < 0 {
				break
			}
			out = append(out, strings.TrimSpace(rest[:at]))
			rest = rest[at+width:]
		}
		out = append(out, strings.TrimSpace(rest))
	}
	return out
}

// goesOn is true for the second half of a statement, whose verb has the subject of
// the first: "A plan exists and is tested annually."
func goesOn(text string) bool {
	words := Words(Fold(text))
	return len(words) > 1 && auxiliaries[words[0]] && (isParticiple(words[1]) || len(words) > 2 && strings.HasSuffix(words[1], "ly") && isParticiple(words[2]))
}

// joiners join two questions in one sentence.
var joiners = []string{", and ", " and ", ", und ", " und ", ", et ", " et ", " y ", " e "}

// nextAnd finds the first joiner before an auxiliary or question word.
func nextAnd(text string) (at, width int) {
	at = -1
	for _, j := range joiners {
		from := 0
		for {
			i := strings.Index(text[from:], j)
			if i < 0 {
				break
			}
			i += from
			from = i + len(j)
			if i > 0 && asks(text[from:]) && !tellsWhen(text[from:]) && (at < 0 || i < at) {
				at, width = i, len(j)
				break
			}
		}
	}
	return at, width
}

// auxiliaries stand behind the question word of a question of its own.
var auxiliaries = wordSet(strings.Fields("do does did is are was were has have had can could will would shall should must may might"))

// tellsWhen is true for a clause on when, where or why: behind its first word
// stands who does a thing ("updated annually and when significant changes
// occur"), where a question has its auxiliary ("and when were they tested?").
func tellsWhen(text string) bool {
	words := Words(Fold(text))
	if len(words) < 2 || words[0] != "when" && words[0] != "where" && words[0] != "why" {
		return false
	}
	return !auxiliaries[words[1]]
}

// sentences cuts at "?" and at line ends, and at ". " and "; " before a
// request or a question word.
func sentences(text string) []string {
	var out []string
	start := 0
	flush := func(end int) {
		if s := strings.TrimSpace(text[start:end]); s != "" {
			out = append(out, s)
		}
		start = end
	}
	for i, r := range text {
		next := i + len(string(r))
		switch {
		case r == '?' || r == '\n':
			flush(next)
		case (r == '.' || r == ';') && next < len(text) && unicode.IsSpace(rune(text[next])) && asks(text[next:]):
			flush(next)
		}
	}
	flush(len(text))
	return out
}

// askWords open a question or a request in five languages.
var askWords = wordSet(strings.Fields("do does did is are was were has have had can could will would should what which who whom whose when where why how describe explain provide list state specify indicate confirm please outline detail " +
	"haben hat gibt ist sind werden wird konnen kann verfugen bitte beschreiben wie welche wer wann wo est sont avez disposez existe veuillez decrivez comment quel quelle quels quelles qui quand tiene tienen cuenta cuentan dispone describa indique como cual cuales quien cuando donde possui descreva qual quais quem quando onde"))

// asks is true if the text opens as a question or a request does.
func asks(text string) bool {
	for i, w := range Words(Fold(text)) {
		if i > 2 {
			return false
		}
		if len(w) <= 2 && w != "do" && w != "is" && w != "wo" { // "a)", "1."
			continue
		}
		return askWords[w]
	}
	return false
}

// followUps open a part that only asks for more about the one before.
var followUps = []string{
	"if yes", "if so", "if no", "if not", "if applicable", "if any", "please describe.", "please explain", "please elaborate", "please specify", "please provide details",
	"please provide detail", "provide details", "provide detail", "explain your answer", "describe your answer", "please comment", "please attach", "please provide evidence", "if the answer",
	"falls ja", "wenn ja", "falls nein", "si oui", "dans l'affirmative", "si non", "en caso afirmativo", "si la respuesta", "em caso afirmativo", "se sim", "bitte erlautern", "veuillez preciser",
	"please give details", "please indicate", "please list", "why not", "how so", "in what way", "please describe how", "please describe",
}

func continues(sentence string) bool {
	folded := Fold(strings.TrimLeft(sentence, "-•*( "))
	for _, f := range followUps {
		if strings.HasPrefix(folded, f) {
			return true
		}
	}
	return len(Words(folded)) <= 2
}

// backWords speak of something named before, in five languages.
var backWords = wordSet(strings.Fields("it its they them their this these those such same thereof sie diese dieser dieses deren ihn ihre davon dazu il elle ils elles ce cette ces leur leurs celui celle el ella ellos ellas este esta estos estas su sus esto ele ela eles elas isto isso seu sua seus suas"))

// RefersBack reports whether a text speaks of something named before it, so
// that it says little alone ("and are they tested?").
func RefersBack(text string) bool {
	for _, w := range Words(Fold(text)) {
		if backWords[w] {
			return true
		}
	}
	return false
}
