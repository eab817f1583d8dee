package roadmap

import (
	"strings"

	"candor/internal/deals"
	"candor/internal/textnorm"
)

// over tells whether a deal's stage says that it is decided. Nothing unblocks
// such a deal: it is counted with the demand, since it shows what buyers ask
// for, and not with the deals that a remedy unblocks.
func (r *Rules) over(d *deals.Deal) bool {
	if d == nil || d.Stage == "" {
		return false
	}
	stage := strings.Join(textnorm.Words(textnorm.Fold(d.Stage)), " ")
	for _, phrase := range r.stillOpen {
		if hasWord(stage, phrase) {
			return false
		}
	}
	for _, phrase := range r.decided {
		if hasWord(stage, phrase) {
			return true
		}
	}
	return false
}

// blocks reports whether what is left of a questionnaire's requirements blocks
// its deal.
func (p *Planner) blocks(s *sheet, left severityBySlot) bool {
	return !s.over && p.Rules.blocked(left)
}
