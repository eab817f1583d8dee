package knowledge

import (
	"fmt"
	"regexp"
	"strings"

	"candor/internal/library"
	"candor/internal/private"
)

// secrets looks for what an answer must not carry out of the house.
func (e *entryCheck) secrets() {
	if e.private == nil {
		return
	}
	for _, text := range []string{e.entry.Text, e.entry.Short} {
		if found, s := e.private.Secret(text); found != "" {
			f := e.body("SECRET", s.Severity, found, "the answer seems to hold "+s.Name)
			f.Text = private.Hidden(found)
		}
		if who := e.private.Person(text); who != "" {
			e.body("PERSON_EMAIL", severityWarning, who, fmt.Sprintf("%q looks like the address of a person; give one of a role", who))
		}
	}
	for i, q := range e.entry.Questions {
		at := fmt.Sprintf("questions[%d]", i)
		if found, s := e.private.Secret(q); found != "" {
			e.front(at, "SECRET", s.Severity, private.Hidden(found), "the question seems to hold "+s.Name)
		}
		if who := e.private.Person(q); who != "" {
			e.front(at, "PERSON_EMAIL", severityWarning, who, fmt.Sprintf("%q looks like the address of a person", who))
		}
	}
}

// blank is what stands for something that is not there: "[name]" where import
// took a person out, "[insert region]" of a template. A link's text is none.
var blank = regexp.MustCompile(`\[\pL[\pL '-]{2,39}\](?:[^(]|$)`)

// blanks looks for what stands in brackets: a prospect would read it.
func (e *entryCheck) blanks() {
	severity := severityError
	if e.entry.Status != library.Approved {
		severity = severityWarning
	}
	for _, text := range []string{e.entry.Text, e.entry.Short} {
		if found := blank.FindString(text); found != "" {
			found = found[:strings.IndexByte(found, ']')+1]
			e.body("BLANK_LEFT", severity, found, fmt.Sprintf("%q is a blank that a prospect would read; fill it in, take it out, or use round brackets", found))
		}
	}
}
