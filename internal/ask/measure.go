package ask

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Case is one labelled question of a gold file.
type Case struct {
	ID          string      `json:"id"`
	Text        string      `json:"q"`
	Section     []string    `json:"section,omitempty"`
	Parent      string      `json:"parent,omitempty"`
	Frameworks  []string    `json:"frameworks"`
	Aspect      Aspect      `json:"aspect"`
	Also        []Aspect    `json:"also"`
	Logic       Logic       `json:"logic"`
	Subject     Subject     `json:"subject"`
	Polarity    Polarity    `json:"polarity"`
	Requires    Requires    `json:"requires"`
	Strength    Strength    `json:"strength"`
	Conditional Conditional `json:"conditional"`
	ExpectsGap  bool        `json:"expects_gap_if_none"`
	GapIfNone   string      `json:"gap_if_none"`
	Kind        string      `json:"kind"` // positive: asks about the vendor's own certification; negative
	Language    string      `json:"lang"`
	Note        string      `json:"note"`
}

// ReadCases reads a gold file, one JSON object a line, strictly.
func ReadCases(in io.Reader) ([]Case, error) {
	dec := json.NewDecoder(bufio.NewReader(in))
	dec.DisallowUnknownFields()
	var cases []Case
	for {
		var c Case
		switch err := dec.Decode(&c); {
		case errors.Is(err, io.EOF):
			return cases, nil
		case err != nil:
			return nil, fmt.Errorf("read case %d: %w", len(cases)+1, err)
		}
		cases = append(cases, c)
	}
}

// Rate is a share with its counts.
type Rate struct{ Right, Of int }

// Share is the rate as a number; that of nothing is 1.
func (r Rate) Share() float64 {
	if r.Of == 0 {
		return 1
	}
	return float64(r.Right) / float64(r.Of)
}

func (r *Rate) add(right bool) {
	r.Of++
	if right {
		r.Right++
	}
}

// Measures are the figures of DOMAIN.md 3.9 over labelled questions. All but
// the gate are taken on the positives.
type Measures struct {
	Precision, Recall               Rate
	Frameworks, Aspect, Logic       Rate
	Polarity, Strength, Conditional Rate
	Requires                        Rate
	// Subject is taken on the negatives with a subject of their own.
	Subject Rate
	// Foreign are third-party and customer rows read as ours; there must be none.
	Foreign []string
	// Misses tell each deviation in words, in the order of the cases.
	Misses []string
}

// Measure reads all cases and compares.
func Measure(r *Reader, cases []Case) Measures {
	var m Measures
	for _, c := range cases {
		got := r.Read(Question{Text: c.Text, Section: c.Section, Parent: c.Parent})
		m.gate(c, got)
		if c.Kind == "positive" {
			m.positive(c, got)
		}
	}
	return m
}

func (m *Measures) gate(c Case, got Reading) {
	positive, asked := c.Kind == "positive", got.IsVendorAsk()
	if asked {
		m.Precision.add(positive)
	}
	if positive {
		m.Recall.add(asked)
	}
	if positive != asked {
		m.miss(c, "gate", fmt.Sprintf("%s/%s %v", got.Kind, got.Subject, got.Frameworks), c.Kind, got.Why)
	}
	if c.Subject == SubjectSubprocessor || c.Subject == SubjectCustomer {
		m.Subject.add(got.Subject == c.Subject)
		if asked {
			m.Foreign = append(m.Foreign, c.ID)
		}
	}
}

func (m *Measures) positive(c Case, got Reading) {
	check := func(rate *Rate, what string, right bool, have, want any) {
		rate.add(right)
		if !right && got.IsVendorAsk() {
			m.miss(c, what, have, want, got.Why)
		}
	}
	check(&m.Frameworks, "frameworks", sameSet(got.Frameworks, c.Frameworks), got.Frameworks, c.Frameworks)
	check(&m.Aspect, "aspect", got.Aspect == c.Aspect || slices.Contains(c.Also, got.Aspect), got.Aspect, c.Aspect)
	check(&m.Logic, "logic", got.Logic == c.Logic, got.Logic, c.Logic)
	check(&m.Polarity, "polarity", got.Polarity == c.Polarity, got.Polarity, c.Polarity)
	check(&m.Strength, "strength", got.Strength == c.Strength, got.Strength, c.Strength)
	check(&m.Conditional, "conditional", got.Conditional == c.Conditional, got.Conditional, c.Conditional)
	have, want := asJSON(got.Requires), asJSON(c.Requires)
	check(&m.Requires, "requires", have == want, have, want)
}

func (m *Measures) miss(c Case, what string, have, want any, why []string) {
	m.Misses = append(m.Misses, fmt.Sprintf("%s %s %s: have %v, want %v %v: %s", c.ID, c.Language, what, have, want, why, c.Text))
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// Print writes the figures with their counts, and the deviations if asked.
func (m Measures) Print(w io.Writer, misses bool) error {
	for _, line := range []struct {
		name string
		rate Rate
	}{
		{"gate precision", m.Precision},
		{"gate recall", m.Recall},
		{"frameworks", m.Frameworks},
		{"aspect", m.Aspect},
		{"logic", m.Logic},
		{"polarity", m.Polarity},
		{"strength", m.Strength},
		{"conditional", m.Conditional},
		{"requires", m.Requires},
		{"third-party and customer subject", m.Subject},
	} {
		if _, err := fmt.Fprintf(w, "%-34s %3d of %3d  %.3f\n", line.name, line.rate.Right, line.rate.Of, line.rate.Share()); err != nil {
			return fmt.Errorf("print measures: %w", err)
		}
	}
	if _, err := fmt.Fprintf(w, "%-34s %d %v\n", "others' rows read as ours", len(m.Foreign), m.Foreign); err != nil {
		return fmt.Errorf("print measures: %w", err)
	}
	if !misses {
		return nil
	}
	for _, miss := range m.Misses {
		if _, err := fmt.Fprintf(w, "  %s\n", miss); err != nil {
			return fmt.Errorf("print measures: %w", err)
		}
	}
	return nil
}
