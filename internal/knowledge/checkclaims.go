package knowledge

import (
	"fmt"
	"slices"

	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/kbfile"
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

// stated checks the claims that an entry spells out.
func (e *entryCheck) stated() {
	known := e.frameworks()
	wrong := map[int]bool{}
	for i, cl := range e.entry.Claims {
		at := fmt.Sprintf("claims[%d]", i)
		if len(known) > 0 && !slices.Contains(known, cl.Framework) {
			e.unknown(at+".framework", "FRAMEWORK_UNKNOWN", "framework", cl.Framework, known)
			wrong[i] = true
		}
		if !slices.Contains(claim.Assertions(), cl.Assertion) {
			e.unknown(at+".assertion", "ASSERTION_UNKNOWN", "assertion", cl.Assertion, claim.Assertions())
			wrong[i] = true
		}
	}
	if e.entry.Status == library.Retired {
		return
	}
	for _, d := range e.base.denied(e.entry, e.asOf) {
		if !wrong[d.Index] {
			f := e.front(fmt.Sprintf("claims[%d]", d.Index), d.Code, string(d.Severity), d.Text, fmt.Sprintf("claims %q: %s", d.Text, d.Why))
			f.Suggest = d.Suggest
		}
	}
}

func (e *entryCheck) unknown(at, code, what, got string, known []string) {
	f := e.front(at, code, severityError, got, kbfile.Unknown(what, got, known))
	f.Suggest = kbfile.Nearest(got, known)
}

// texts checks what the answer itself claims, and how it is worded.
func (e *entryCheck) texts() {
	if e.base.Claims == nil {
		return
	}
	for _, text := range []string{e.entry.Text, e.entry.Short} {
		for _, f := range e.base.Claims.Check(text, e.asOf) {
			message := fmt.Sprintf("%q", f.Text)
			if f.Why != "" {
				message += ": " + f.Why
			}
			e.body(f.Code, string(f.Severity), f.Text, message).Suggest = f.Suggest
		}
	}
}

// frameworks are the ids that a claim may name.
func (c *checker) frameworks() []string {
	if c.base.Posture == nil || c.base.Posture.Reference() == nil {
		return nil
	}
	return c.base.Posture.Reference().IDs()
}
