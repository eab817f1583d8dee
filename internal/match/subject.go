package match

// Subject is what an entry is about, by the words with which questionnaires ask
// about it. The zero value is about nothing.
type Subject struct {
	matters *matters
	kin     []kin
}

// Subject tells what an entry is about, by its phrasings.
func (w *Words) Subject(e *Entry) Subject {
	m := Matcher{lex: w.lex, background: w.background}
	phrasings := make([]bag, 0, len(e.Questions))
	for _, q := range e.Questions {
		phrasings = append(phrasings, m.bag(q, e.Language))
	}
	return Subject{w.matters, w.matters.aboutEntry(phrasings)}
}

// Asks is how far questionnaires use the key where they ask about the subject,
// from 0 (never) to 1 (about nothing else more).
func (s Subject) Asks(key string) float64 {
	best := 0.0
	for _, k := range s.kin {
		for _, t := range s.matters.telling[key] {
			if t.matter == k.matter {
				best = max(best, k.share*t.weight/s.matters.most[key])
			}
		}
	}
	return best
}
