package knowledge

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/internal/date"
	"candor/internal/kbfile"
)

// Question is one thing that `candor init` asks. Its name is also that of the
// flag that answers it.
type Question struct {
	Name, Text, Default string
	// Options are the only answers, none if any will do.
	Options []string
	// Required is true if a record cannot do without the answer.
	Required bool
	when     func(Answers) bool
	check    func(string) error
}

// Answers are what was said, by question.
type Answers map[string]string

// Applies reports whether the question matters after the answers so far.
func (q Question) Applies(a Answers) bool { return q.when == nil || q.when(a) }

// Check says what is wrong with an answer.
func (q Question) Check(answer string) error {
	switch {
	case answer == "" && q.Required:
		return errors.New("an answer is needed for this record")
	case answer == "":
		return nil
	case len(q.Options) > 0 && !slices.Contains(q.Options, answer):
		return errors.New(kbfile.Unknown("answer", answer, q.Options))
	case q.check != nil:
		return q.check(answer)
	}
	return nil
}

// answerError is an ErrAnswer with its message.
type answerError struct{ message string }

func (e answerError) Error() string { return e.message }
func (answerError) Unwrap() error   { return ErrAnswer }

// The answers that several questions share.
const (
	yes, no  = "yes", "no"
	none     = "none"
	planned  = "planned"
	underway = "in_progress"
	held     = "held"
)

// InitQuestions are the questions in the order in which they are asked. Those
// about records come up only if there is a record.
func InitQuestions() []Question {
	states := []string{none, planned, underway, held}
	questions := []Question{
		{Name: "company", Text: "Legal name of your company"},
		{Name: "product", Text: "Name of the product that you are asked about"},
		{Name: "size", Text: "Size of the company", Default: "small", Options: []string{"small", "mid", "large"}},
		{Name: "headcount", Text: "People in engineering", Default: "10", check: isCount},
		{Name: "markets", Text: "Markets, with commas (us, ca, eu, uk, me, apac, latam, global)", Default: "us", check: areMarkets},
		{Name: "enterprise", Text: "Do you sell to large companies?", Default: yes, Options: []string{yes, no}},
		{Name: "hosting", Text: "Hosting provider, or \"own\" for data centres of your own"},
		{Name: "soc2", Text: "SOC 2: do you have a report?", Default: none, Options: states},
	}
	soc2, iso := answered("soc2", held), answered("iso27001", held)
	type2 := func(a Answers) bool { return soc2(a) && a["soc2-type"] != "1" }
	type1 := func(a Answers) bool { return soc2(a) && a["soc2-type"] == "1" }
	questions = append(
		questions,
		Question{Name: "soc2-type", Text: "Type of the report", Default: "2", Options: []string{"1", "2"}, when: soc2},
		Question{Name: "soc2-criteria", Text: "Trust Services categories, with commas", Default: "security", check: areCriteria, when: answered("soc2", held, underway)},
		day("soc2-from", "First day of the period that the report covers", type2),
		day("soc2-to", "Last day of that period", type2),
		day("soc2-as-of", "Day that the report speaks of", type1),
		day("soc2-issued", "Day on which it was issued", soc2),
		Question{Name: "soc2-auditor", Text: "CPA firm that signed it", Required: true, when: soc2},
		day("soc2-target", "Day by which you expect it", answered("soc2", planned, underway)),
		Question{Name: "iso27001", Text: "ISO/IEC 27001: do you have a certificate?", Default: none, Options: states},
		Question{Name: "iso27001-edition", Text: "Edition of the standard", Default: "2022", Options: []string{"2022", "2013"}, when: answered("iso27001", held, underway)},
		day("iso27001-issued", "Day on which it was issued", iso),
		day("iso27001-expires", "Day on which it expires", iso),
		Question{Name: "iso27001-body", Text: "Certification body that issued it", Required: true, when: iso},
		day("iso27001-target", "Day by which you expect it", answered("iso27001", planned, underway)),
		Question{Name: "gdpr", Text: "GDPR: what are you for your customers' personal data?", Default: none, Options: []string{none, "processor", "controller"}},
		Question{Name: "hipaa", Text: "HIPAA: are you a business associate?", Default: no, Options: []string{yes, no}},
	)
	return questions
}

func day(name, text string, when func(Answers) bool) Question {
	return Question{Name: name, Text: text + ", as 2026-11-22", Required: true, when: when, check: func(s string) error {
		_, err := date.Parse(s)
		return err
	}}
}

// answered holds if a question was answered with one of some words.
func answered(name string, words ...string) func(Answers) bool {
	return func(a Answers) bool { return slices.Contains(words, a[name]) }
}

func isCount(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return fmt.Errorf("%q is no number of people", s)
	}
	return nil
}

func areMarkets(s string) error {
	return allOf("market", s, []string{"us", "ca", "eu", "uk", "me", "apac", "latam", "global"})
}

func areCriteria(s string) error {
	all := []string{"security", "availability", "processing_integrity", "confidentiality", "privacy"}
	if !slices.Contains(words(s), "security") {
		return errors.New("security is part of every report")
	}
	return allOf("category", s, all)
}

func allOf(what, s string, allowed []string) error {
	for _, w := range words(s) {
		if !slices.Contains(allowed, w) {
			return errors.New(kbfile.Unknown(what, w, allowed))
		}
	}
	return nil
}

// words splits "us, eu" into its words.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

// Complete gives each question that matters its default where it was not
// answered, drops what does not matter, and returns the first fault.
func (a Answers) Complete() (Answers, error) {
	out := Answers{}
	for _, q := range InitQuestions() {
		given := strings.TrimSpace(a[q.Name])
		if !q.Applies(out) {
			if given != "" {
				return nil, answerError{fmt.Sprintf("--%s does not go with the other answers", q.Name)}
			}
			continue
		}
		if given == "" {
			given = q.Default
		}
		if err := q.Check(given); err != nil {
			return nil, answerError{fmt.Sprintf("--%s: %v", q.Name, err)}
		}
		out[q.Name] = given
	}
	return out, nil
}
