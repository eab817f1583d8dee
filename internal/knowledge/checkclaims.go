package knowledge

import (
	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/library"
)

// StatedClaims compares the claims that an entry spells out with the
// certification records on asOf.
func (b *Base) StatedClaims(e *library.Entry, asOf date.Date) []claim.Finding {
	denied := b.denied(e, asOf)
	out := make([]claim.Finding, len(denied))
	for i, d := range denied {
		out[i] = d.Finding
	}
	return out
}

func (b *Base) denied(e *library.Entry, asOf date.Date) []claim.Denied {
	if len(e.Claims) == 0 || b.Claims == nil {
		return nil
	}
	list := make([]claim.Statement, len(e.Claims))
	for i, c := range e.Claims {
		list[i] = claim.Statement{Framework: c.Framework, Assertion: c.Assertion, Value: c.Value}
	}
	return b.Claims.CheckStatements(list, asOf)
}
