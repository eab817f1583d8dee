package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
)

// Found is what a search of the library found.
type Found struct {
	Query   string  `json:"query"`
	AsOf    string  `json:"as_of"`
	Matches []Match `json:"matches"`
	// Would is what fill would make of the query as a question.
	Would Would `json:"fill"`
	// Internal is how many entries were left out since they never leave.
	Internal int `json:"internal_left_out"`
	// Thresholds are the confidences from which fill writes an answer and offers
	// one.
	Thresholds match.Thresholds `json:"thresholds"`
	Starter    string           `json:"-"`
	Width      int              `json:"-"`
}

// Match is one entry found, with the evidence.
type Match struct {
	match.Match
	Verdict library.Verdict `json:"verdict"`
	State   library.State   `json:"state"`
	Sharing library.Sharing `json:"sharing"`
	File    string          `json:"file"`
	Text    string          `json:"text"`
	Guards  []guard.Finding `json:"guards"`
	// For and Against put the signals into words.
	For     []string `json:"for"`
	Against []string `json:"against"`
}

// Would is the decision on one question.
type Would struct {
	Status  answer.Status   `json:"status"`
	Verdict library.Verdict `json:"verdict"`
	Answer  string          `json:"answer,omitempty"`
	Sources []answer.Source `json:"sources"`
	Reasons []answer.Reason `json:"reasons"`
}

// SurestFirst orders the matches by the confidence that is printed. Ranking goes
// by more signals than that, and a list that jumps cannot be read.
func (f Found) SurestFirst() {
	slices.SortStableFunc(f.Matches, func(a, b Match) int { return cmp.Compare(b.Confidence, a.Confidence) })
}

// Write prints the matches in the order that they have, and what fill would do.
func (f Found) Write(w io.Writer) error {
	p := &printer{w: w, width: f.Width}
	if f.Starter != "" {
		p.wrapped("note: ", "      ", fmt.Sprintf(StarterNote, f.Starter))
	}
	if len(f.Matches) == 0 {
		p.linef("no entry has to do with it")
	}
	for _, m := range f.Matches {
		state := ""
		if m.State != library.Usable {
			state = ", " + string(m.State)
		}
		if m.Sharing == library.Internal && m.State != library.StateNotShared {
			state += ", internal"
		}
		p.linef("%.2f  %s  (%s%s)  %s", m.Confidence, m.Entry, m.Verdict, state, f.sureness(m.Confidence))
		p.wrapped("      ", "      ", fmt.Sprintf("%q", m.Question))
		p.wrapped("      ", "      ", short(m.Text, 160))
		f.evidence(p, m)
	}
	if f.Internal > 0 {
		p.wrapped("", "", plural(f.Internal, "internal entry")+" not shown; --sharing internal shows them")
	}
	p.linef("")
	p.wrapped("", "", f.would())
	for _, r := range f.Would.Reasons {
		p.wrapped("  - ", "    ", r.Text)
	}
	return p.done("search")
}

func (f Found) evidence(p *printer, m Match) {
	if len(m.For) > 0 {
		p.wrapped("      for: ", "           ", strings.Join(m.For, "; "))
	}
	against := slices.Clone(m.Against)
	for _, g := range m.Guards {
		against = append(against, g.Text)
	}
	if len(against) > 0 {
		p.wrapped("      against: ", "               ", strings.Join(against, "; "))
	}
}

// sureness puts a confidence into words.
func (f Found) sureness(confidence float64) string {
	switch {
	case confidence >= f.Thresholds.Fill:
		return "sure enough to fill in"
	case confidence >= f.Thresholds.Review:
		return "a draft to review"
	default:
		return "weak"
	}
}

func (f Found) would() string {
	var names []string
	for _, s := range f.Would.Sources {
		names = append(names, cmp.Or(s.Entry, s.Posture, s.Document))
	}
	names = slices.Compact(names)
	from := ""
	if len(names) > 0 {
		from = " from " + strings.Join(names, ", ")
	}
	switch f.Would.Status {
	case answer.Filled:
		return fmt.Sprintf("fill would answer this question: %s%s", f.Would.Verdict, from)
	case answer.Review:
		return fmt.Sprintf("fill would offer a draft for review: %s%s", f.Would.Verdict, from)
	case answer.Blocked:
		return "fill would leave this question to a person"
	case answer.Unmatched, answer.Kept:
	}
	return "fill would leave this question blank"
}

// signalWords says of each signal what it means when it is strong and when it
// is weak; those left out are other sights of the same.
var signalWords = []struct{ name, strong, weak string }{
	{"question_covered", "nearly all of the question is met", "much of the question is not met"},
	{"phrasing_covered", "the phrasing asks for little else", "the phrasing asks for more"},
	{"object", "the same thing is asked about", "another thing is asked about"},
	{"action", "", "something else is done with it"},
	{"no_rare_left", "", "a telling word of the question is left over"},
	{"no_rare_extra", "", "a telling word of the phrasing is left over"},
	{"text_covered", "the answer's text speaks of it too", ""},
	{"other_phrasing", "another phrasing comes near too", ""},
	{"form", "", "another kind of answer is wanted"},
	{"matter_covered", "questionnaires use these words for it", ""},
	{"known", "", "questionnaires seldom ask this"},
	{"topic", "the topic is the same", "the topic is another"},
	{"control", "the same control is named", ""},
}

// The values from which a signal is called strong, and below which weak.
const (
	strongSignal = 0.8
	weakSignal   = 0.4
)

// InWords puts the signals of a match into words.
func InWords(signals map[string]float64) (pro, con []string) {
	pro, con = []string{}, []string{}
	for _, s := range signalWords {
		v, ok := signals[s.name]
		switch {
		case ok && v >= strongSignal && s.strong != "":
			pro = append(pro, s.strong)
		case ok && v < weakSignal && s.weak != "":
			con = append(con, s.weak)
		}
	}
	return pro, con
}
