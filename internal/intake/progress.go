package intake

import (
	"sync/atomic"

	"candor/internal/questionnaire"
)

// readAndPlaced is what a row counts that is done with as soon as it is read.
const readAndPlaced = 2

// steps counts the work on the rows of a plan.
type steps struct {
	soFar atomic.Int64
	total int64
	tell  func(done, total int)
}

func (p *Planner) steps(sheets []*questionnaire.Questionnaire) *steps {
	s := &steps{tell: p.opt.Progress}
	for _, qn := range sheets {
		s.total += int64(readAndPlaced * len(qn.Questions))
	}
	return s
}

// done counts n more. Rows that the workbook's reader left out are no questions
// and would lead past the end.
func (s *steps) done(n int) {
	if now := min(s.soFar.Add(int64(n)), s.total); n > 0 && s.tell != nil {
		s.tell(int(now), int(s.total))
	}
}
