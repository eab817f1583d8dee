package intake

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"candor/internal/match"
	"candor/internal/private"
)

// Flag is something about an answer that a person should look at.
type Flag struct {
	Code string `json:"code"`
	Text string `json:"text"`
	// Holds keeps the entry a draft, also with --approve.
	Holds bool `json:"holds,omitempty"`
}

// The codes of flags beside those of lexicon/intake.yaml.
const (
	flagCustomer  = "customer"
	flagSecret    = "secret"
	flagTemplate  = "template_marker"
	flagClaim     = "claim"
	flagWording   = "wording"
	flagContrary  = "contrary"
	flagUnderway  = "in_progress"
	flagUndecided = "undecided"
	flagLikeOther = "like_other"
	flagTopic     = "topic_unknown"
	flagUnseen    = "unseen"
	flagTooLong   = "too_long"
	flagLanguage  = "language_unknown"
)

// scrubber cleans the texts of one questionnaire.
type scrubber struct {
	words *words
	names
	own map[string]bool
}

// answer takes out of an answer what must not pass into a library and says what
// it found. The customer's name gives way to a word that can be sent.
func (s *scrubber) answer(text, language string) (string, []Flag) {
	var flags []Flag
	for i := range s.words.pointers {
		flags = append(flags, pointed(text, &s.words.pointers[i])...)
	}
	text, more := s.scrub(text, language, in(s.words.customer, language))
	return text, append(flags, more...)
}

// pointed flags the first thing in a text that shows that it stands elsewhere.
func pointed(text string, f *find) []Flag {
	for _, re := range f.match {
		if hit := re.FindString(text); hit != "" {
			return []Flag{{f.code, f.why + ": " + masked(f.code, hit), f.holds}}
		}
	}
	return nil
}

// question is answer for a question. It is never sent, and matching knows what
// stands there for a name.
func (s *scrubber) question(text, language string) (string, []Flag) {
	return s.scrub(text, language, match.Customer)
}

func (s *scrubber) scrub(text, language, customer string) (string, []Flag) {
	var flags []Flag
	text, markers := defuse(text)
	if markers {
		flags = append(flags, Flag{flagTemplate, "a template marker {{…}} stands in the text; it is no fact here", true})
	}
	for i := range s.words.finds {
		f := &s.words.finds[i]
		for _, re := range f.match {
			var more []Flag
			text, more = s.replace(text, language, f, re)
			flags = append(flags, more...)
		}
	}
	text, more := s.keys(text)
	flags = append(flags, more...)
	text, named := s.customer(text, customer)
	if named != "" {
		// Where articles and cases change with the words around them, a person
		// must read what came of it.
		inflects := customer != match.Customer && language != "en"
		flags = append(flags, Flag{flagCustomer, "the customer's name " + quote(named) + " was replaced", inflects})
	}
	for _, name := range s.unclear {
		if nameIn(name).MatchString(text) {
			flags = append(flags, Flag{flagCustomer, quote(name) + " may be the customer; if it is you, name it in company/posture.yaml", true})
		}
	}
	return text, slices.Compact(flags)
}

// replace applies one expression of a find.
func (s *scrubber) replace(text, language string, f *find, re *regexp.Regexp) (string, []Flag) {
	var flags []Flag
	var out strings.Builder
	end := 0
	for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
		from, to := m[0], m[1]
		if len(m) > 2 && m[2] >= 0 {
			from, to = m[2], m[3]
		}
		hit := text[from:to]
		if from < end || f.mixed && !mixed(hit) || f.emails && s.words.private.IsRole(hit) || f.code == "company" && s.ours(hit) || f.code == "phone" && !phone(hit) {
			continue
		}
		by := in(f.by, language)
		if hit == by || strings.HasPrefix(hit, "[") && f.by != nil {
			continue
		}
		flags = append(flags, Flag{f.code, f.why + ": " + masked(f.code, hit), f.holds})
		if f.by == nil {
			continue
		}
		out.WriteString(text[end:from] + by)
		end = to
	}
	return out.String() + text[end:], flags
}

// masked shows a find, of a secret its beginning only.
func masked(code, hit string) string {
	if code == flagSecret {
		return quote(private.Hidden(hit))
	}
	return quote(clip(hit, 60))
}

func quote(s string) string { return "\"" + oneLine(s) + "\"" }

// mixed is true for a text of both letters and digits.
func mixed(s string) bool {
	return strings.ContainsFunc(s, unicode.IsLetter) && strings.ContainsFunc(s, unicode.IsDigit)
}

// phone wants eight to fifteen digits, as numbers of telephones have.
func phone(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 8 && n <= 15
}

// ours is true for a company's name that is the vendor's own.
func (s *scrubber) ours(name string) bool {
	for word := range strings.FieldsSeq(same(name)) {
		if s.own[word] {
			return true
		}
	}
	return false
}

// longRun may be a key: its characters are those of base64 and of hexadecimal.
var longRun = regexp.MustCompile(`[A-Za-z0-9+/=_-]{20,}`)

// keys finds runs of characters with more chance in them than words have.
func (s *scrubber) keys(text string) (string, []Flag) {
	var flags []Flag
	text = longRun.ReplaceAllStringFunc(text, func(run string) string {
		if len(run) < s.words.entropy.Length || !threeKinds(run) || entropy(run) < s.words.entropy.Bits {
			return run
		}
		// A path of words is no key, however long.
		for part := range strings.FieldsFuncSeq(run, func(r rune) bool { return r == '/' || r == '_' || r == '-' }) {
			if len(part) >= s.words.entropy.Length*2/3 && threeKinds(part) {
				flags = append(flags, Flag{flagSecret, "looks like a random key: " + masked(flagSecret, run), true})
				return removed
			}
		}
		return run
	})
	return text, flags
}

func threeKinds(s string) bool {
	return strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") && strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && strings.ContainsAny(s, "0123456789")
}

// entropy is the mean number of bits of a character.
func entropy(s string) float64 {
	counts := map[rune]float64{}
	for _, r := range s {
		counts[r]++
	}
	bits := 0.0
	for _, n := range counts {
		p := n / float64(len(s))
		bits -= p * math.Log2(p)
	}
	return bits
}
