package gap

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/posture"
)

// Case is one line of a file of labelled gap cases.
type Case struct {
	ID       string      `json:"id"`
	AsOf     date.Date   `json:"as_of"`
	Posture  string      `json:"posture"`
	Product  string      `json:"product"`
	Question string      `json:"question"`
	Reading  ask.Reading `json:"reading"`
	Codes    []Code      `json:"expect_codes"`
	Severity string      `json:"expect_severity"`
	Answer   string      `json:"expect_answer"`
	Note     string      `json:"note"`
	// Choices is the row's list, where the case has one; Language that of the answer.
	Choices  []string `json:"choices,omitempty"`
	Language string   `json:"language,omitempty"`
}

// ReadCases reads labelled cases, one JSON object a line, strictly.
func ReadCases(in io.Reader) ([]Case, error) {
	dec := json.NewDecoder(in)
	dec.DisallowUnknownFields()
	var all []Case
	for {
		var c Case
		switch err := dec.Decode(&c); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("read gap case %d: %w", len(all)+1, err)
		}
		all = append(all, c)
	}
}

// ReadPostures reads postures by name that share products and policy.
func ReadPostures(in io.Reader, ref *posture.Reference) (map[string]*posture.Posture, error) {
	var file struct {
		Products json.RawMessage                       `json:"products"`
		Policy   json.RawMessage                       `json:"policy"`
		Postures map[string]map[string]json.RawMessage `json:"postures"`
	}
	if err := json.NewDecoder(in).Decode(&file); err != nil {
		return nil, fmt.Errorf("read postures: %w", err)
	}
	all := map[string]*posture.Posture{}
	for _, id := range sortedKeys(file.Postures) {
		merged := file.Postures[id]
		merged["products"], merged["policy"] = file.Products, file.Policy
		text, err := json.MarshalIndent(merged, "", " ")
		if err != nil {
			return nil, fmt.Errorf("read posture %q: %w", id, err)
		}
		p := posture.New(ref)
		if _, err := kbfile.Parse(id, text, p); err != nil {
			return nil, fmt.Errorf("read posture %q: %w", id, err)
		}
		all[id] = p
	}
	return all, nil
}

// Measures counts how many cases are exact, from the labelled reading and end
// to end from the question's text.
type Measures struct {
	Cases                                  int
	GivenCodes, GivenSeverity, GivenAnswer int
	ReadCodes, ReadSeverity, ReadAnswer    int
	// Misses tell each deviation in words, in the order of the cases.
	Misses []string
}

// Measure runs every case twice: with its own reading, completed by what a
// reduced reading does not carry, and with the reader's.
func Measure(e *Engine, reader *ask.Reader, postures map[string]*posture.Posture, cases []Case) Measures {
	var m Measures
	for _, c := range cases {
		m.Cases++
		read := reader.Read(ask.Question{Text: c.Question, Language: c.Language})
		given := e.Check(completed(c.Reading, read), postures[c.Posture], c.context())
		m.GivenCodes += asInt(c.codesRight(given))
		m.GivenSeverity += asInt(c.severityRight(given))
		m.GivenAnswer += asInt(c.answerRight(given))
		own := e.Check(read, postures[c.Posture], c.context())
		m.ReadCodes += asInt(c.codesRight(own))
		m.ReadSeverity += asInt(c.severityRight(own))
		m.ReadAnswer += asInt(c.answerRight(own))
		for how, out := range [2]Outcome{given, own} {
			if !c.codesRight(out) || !c.severityRight(out) || !c.answerRight(out) {
				m.Misses = append(m.Misses, c.miss(how == 1, out))
			}
		}
	}
	return m
}

// completed adds to a reduced reading what only the reader sees.
func completed(r, read ask.Reading) ask.Reading {
	r.Kind = ask.KindCert
	r.Conditional = cmp.Or(r.Conditional, read.Conditional)
	r.Premise = cmp.Or(r.Premise, read.Premise)
	r.Ambiguous = r.Ambiguous || read.Ambiguous
	r.AsksSubservice = r.AsksSubservice || read.AsksSubservice
	r.Unread = r.Unread || read.Unread
	if len(r.Providers) == 0 {
		r.Providers = read.Providers
	}
	if len(r.Controls) == 0 {
		r.Controls = read.Controls
	}
	return r
}

func (c Case) context() Context {
	ctx := Context{AsOf: c.AsOf, Product: c.Product, Language: c.Language, Question: c.Question, Closed: len(c.Choices) > 0}
	for _, word := range c.Choices {
		switch strings.ToLower(word) {
		case "partial":
			ctx.HasPartial = true
		case "n/a":
			ctx.HasNA = true
		case "in progress":
			ctx.InProgressOption = true
		}
	}
	return ctx
}

// codesRight reports whether the codes are those expected in their order;
// further ones of severity info are permitted.
func (c Case) codesRight(out Outcome) bool {
	var got []Code
	for _, g := range out.Gaps {
		if g.Severity != Info || slices.Contains(c.Codes, g.Code) {
			got = append(got, g.Code)
		}
	}
	return slices.Equal(got, c.Codes)
}

// severityRight compares the primary's; without an expected code, infos do not count.
func (c Case) severityRight(out Outcome) bool {
	got := string(out.Severity())
	if got == "" || len(c.Codes) == 0 && got == string(Info) {
		got = "none"
	}
	return got == c.Severity
}

// answerRight compares the answer, a date by its text.
func (c Case) answerRight(out Outcome) bool {
	got := string(out.Answer)
	if out.Answer == AnswerDate {
		got = out.Date
	}
	return got == strings.ToLower(strings.ReplaceAll(c.Answer, "N/A", "na"))
}

func (c Case) miss(read bool, out Outcome) string {
	how := "given"
	if read {
		how = "read"
	}
	var got []string
	for _, g := range out.Gaps {
		got = append(got, string(g.Code)+"/"+string(g.Severity))
	}
	return fmt.Sprintf("%s (%s) %q: want %v %s %s, got %v %s %s", c.ID, how, c.Question, c.Codes, c.Severity, c.Answer, got, out.Answer, out.Date)
}
