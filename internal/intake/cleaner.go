package intake

import "candor/internal/questionnaire"

// Cleaner takes out of the texts of one questionnaire what must not pass into
// a library: the name of the company that asked, people, addresses, secrets.
type Cleaner struct{ s *scrubber }

// Cleaner returns the cleaner for a questionnaire, whose name and titles tell
// who asked.
func (p *Planner) Cleaner(qn *questionnaire.Questionnaire) Cleaner {
	return Cleaner{&scrubber{words: p.words, own: p.own, names: p.words.askers(qn, p.own, p.base.Guard.Words())}}
}

// Answer returns an answer cleaned, in the form that an entry keeps, and what
// was found in it.
func (c Cleaner) Answer(text, language string) (string, []Flag) {
	cleaned, flags := c.s.answer(canonical(text), language)
	return cleaned, append(unseen(text), flags...)
}

// Question is Answer for a question.
func (c Cleaner) Question(text, language string) (string, []Flag) {
	return c.s.question(oneLine(text), language)
}
