package match

// Question is what was asked, with what is known of its surroundings.
type Question struct {
	Text  string
	Sheet string
	// Section is the path of headings, outermost first.
	Section []string
	// Parent is the text of the question that this one depends on, or "".
	Parent string
	// Controls are references of the form "framework:id".
	Controls []string
	// Topic is the id of the topic, "" if it is to be guessed.
	Topic string
	// Language is "" if the text tells.
	Language string
	// Vector is the text as the Embedder of the matcher sees it, nil without one.
	Vector []float32
	// without are entries that are taken as missing, and their matters as never
	// asked about: what is wanted of a question that nothing answers.
	without map[string]bool
}

// Entry is an answer that can be given, facts resolved.
type Entry struct {
	ID        string
	Questions []string
	// Text and Short are the two lengths of the answer.
	Text, Short string
	// Verdict is yes, no, partial, na or text.
	Verdict string
	// Example tells that the entry stands in for one that is still to be written:
	// it takes nothing from the confidence of the others.
	Example bool
	// Topics has the primary one first; Controls are "framework:id".
	Topics, Controls, Products []string
	Language                   string
}

// Match is one entry ranked for a question.
type Match struct {
	Entry string `json:"entry"`
	// Question is the entry's phrasing that matched best.
	Question string `json:"question"`
	// Confidence is the calibrated chance that the entry is the right one.
	Confidence float64 `json:"confidence"`
	// Signals are the evidence by name, each from 0 to 1.
	Signals map[string]float64 `json:"signals"`
}

// ExampleLead is how far an example comes nearer to the question than this
// entry, from 0 for not at all to 1.
func (m Match) ExampleLead() float64 { return m.Signals[sigExample] }

// Thresholds are the confidences from which a match may be filled in, and from
// which it is worth showing to a person as a draft.
type Thresholds struct {
	Fill   float64 `yaml:"fill" kb:"required" json:"fill"`
	Review float64 `yaml:"review" kb:"required" json:"review"`
}
