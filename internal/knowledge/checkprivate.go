package knowledge

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/library"
)

// privateFile describes what must not leave the company.
const privateFile = "lexicon/private.yaml"

// private finds secrets and the addresses of people in a text.
type private struct {
	secrets   []secret
	mailboxes []string
}

// secret is one shape of a secret.
type secret struct {
	Name     string `yaml:"name" kb:"required"`
	Severity string `yaml:"severity" kb:"required"`
	Pattern  string `yaml:"pattern" kb:"required"`
	// Needs are strings of which one must be there before it pays to look.
	Needs []string `yaml:"needs" kb:"required"`

	expr *regexp.Regexp
}

// address is an e-mail address; the first group is the part before the @.
var address = regexp.MustCompile(`([\pL\pN._%+'-]+)@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)

func loadPrivate(fsys fs.FS) (*private, error) {
	var file struct {
		Schema    int      `yaml:"schema"`
		Secrets   []secret `yaml:"secrets" kb:"required"`
		Mailboxes []string `yaml:"mailboxes" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, privateFile, &file)
	if err != nil {
		return nil, err
	}
	var faults kbfile.Faults
	for i := range file.Secrets {
		s := &file.Secrets[i]
		at := fmt.Sprintf("secrets[%d]", i)
		if s.Severity != severityError && s.Severity != severityWarning {
			faults = append(faults, doc.Fault(at+".severity", kbfile.CodeValue, "%s", kbfile.Unknown("severity", s.Severity, []string{severityError, severityWarning})))
		}
		if s.expr, err = regexp.Compile(s.Pattern); err != nil {
			faults = append(faults, doc.Fault(at+".pattern", kbfile.CodeValue, "%v", err))
		}
	}
	return &private{secrets: file.Secrets, mailboxes: file.Mailboxes}, faults.Err()
}

// secret returns the first secret in text and what it looks like.
func (p *private) secret(text string) (found string, shape secret) {
	lower := strings.ToLower(text)
	for _, s := range p.secrets {
		if s.expr == nil || !slices.ContainsFunc(s.Needs, func(n string) bool { return strings.Contains(lower, n) }) {
			continue
		}
		if found := s.expr.FindString(text); found != "" {
			return found, s
		}
	}
	return "", secret{}
}

// person returns the first address in text that is not one of a role.
func (p *private) person(text string) string {
	if !strings.Contains(text, "@") {
		return ""
	}
	for _, m := range address.FindAllStringSubmatch(text, -1) {
		parts := strings.FieldsFunc(strings.ToLower(m[1]), func(r rune) bool { return strings.ContainsRune("._%+'-", r) })
		if !slices.ContainsFunc(parts, func(w string) bool { return slices.Contains(p.mailboxes, w) }) {
			return m[0]
		}
	}
	return ""
}

// hidden shows where a secret stands without telling it again.
func hidden(s string) string {
	const shown = 4
	runes := []rune(s)
	return string(runes[:min(shown, len(runes))]) + "…"
}

// secrets looks for what an answer must not carry out of the house.
func (e *entryCheck) secrets() {
	if e.private == nil {
		return
	}
	for _, text := range []string{e.entry.Text, e.entry.Short} {
		if found, s := e.private.secret(text); found != "" {
			f := e.body("SECRET", s.Severity, found, "the answer seems to hold "+s.Name)
			f.Text = hidden(found)
		}
		if who := e.private.person(text); who != "" {
			e.body("PERSON_EMAIL", severityWarning, who, fmt.Sprintf("%q looks like the address of a person; give one of a role", who))
		}
	}
	for i, q := range e.entry.Questions {
		at := fmt.Sprintf("questions[%d]", i)
		if found, s := e.private.secret(q); found != "" {
			e.front(at, "SECRET", s.Severity, hidden(found), "the question seems to hold "+s.Name)
		}
		if who := e.private.person(q); who != "" {
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
