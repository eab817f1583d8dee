// Package private knows what must not leave the company in an answer: the shapes
// of secrets, and the addresses of people as against those of roles.
//
// It only finds; whether a find is taken out, flagged or a fault is for whoever
// asks. The promise: a text is never changed, and what lexicon/private.yaml
// describes is found the same wherever a text passes.
package private

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

// File describes what must not leave the company.
const File = "lexicon/private.yaml"

// The severities of secrets: the shape fits nothing else, or harmless text too.
const (
	Error   = "error"
	Warning = "warning"
)

// Shapes finds secrets and the addresses of people in a text. It is immutable
// and safe for concurrent use.
type Shapes struct {
	secrets   []Secret
	mailboxes []string
}

// Secret is one shape of a secret.
type Secret struct {
	// Name is what it is, with its article.
	Name string `yaml:"name" kb:"required"`
	// Severity is Error or Warning.
	Severity string `yaml:"severity" kb:"required"`
	Pattern  string `yaml:"pattern" kb:"required"`
	// Needs are strings of which one must be there before it pays to look.
	Needs []string `yaml:"needs" kb:"required"`

	expr *regexp.Regexp
}

// Expr is the secret's pattern.
func (s Secret) Expr() *regexp.Regexp { return s.expr }

// address is an e-mail address; the first group is the part before the @.
var address = regexp.MustCompile(`([\pL\pN._%+'-]+)@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)

// Load reads the shapes from a knowledge base. The error is a kbfile.Faults with
// every fault, or the error of reading.
func Load(fsys fs.FS) (*Shapes, error) {
	var file struct {
		Schema    int      `yaml:"schema"`
		Secrets   []Secret `yaml:"secrets" kb:"required"`
		Mailboxes []string `yaml:"mailboxes" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, File, &file)
	if err != nil {
		return nil, err
	}
	var faults kbfile.Faults
	for i := range file.Secrets {
		s := &file.Secrets[i]
		at := fmt.Sprintf("secrets[%d]", i)
		if s.Severity != Error && s.Severity != Warning {
			faults = append(faults, doc.Fault(at+".severity", kbfile.CodeValue, "%s", kbfile.Unknown("severity", s.Severity, []string{Error, Warning})))
		}
		if s.expr, err = regexp.Compile(s.Pattern); err != nil {
			faults = append(faults, doc.Fault(at+".pattern", kbfile.CodeValue, "%v", err))
		}
	}
	return &Shapes{secrets: file.Secrets, mailboxes: file.Mailboxes}, faults.Err()
}

// Secrets lists the shapes, in the order of the file.
func (p *Shapes) Secrets() []Secret { return slices.Clone(p.secrets) }

// Secret returns the first secret in text and what it looks like; found is ""
// if there is none.
func (p *Shapes) Secret(text string) (found string, shape Secret) {
	lower := strings.ToLower(text)
	for _, s := range p.secrets {
		if s.expr == nil || !slices.ContainsFunc(s.Needs, func(n string) bool { return strings.Contains(lower, n) }) {
			continue
		}
		if found := s.expr.FindString(text); found != "" {
			return found, s
		}
	}
	return "", Secret{}
}

// Person returns the first address in text that is not one of a role, "" if
// there is none.
func (p *Shapes) Person(text string) string {
	if !strings.Contains(text, "@") {
		return ""
	}
	for _, m := range address.FindAllString(text, -1) {
		if !p.IsRole(m) {
			return m
		}
	}
	return ""
}

// IsRole reports whether an address belongs to a team and not to a person, by
// the words before its @.
func (p *Shapes) IsRole(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	for part := range strings.FieldsFuncSeq(local, func(r rune) bool { return strings.ContainsRune("._%+'-", r) }) {
		if slices.Contains(p.mailboxes, part) {
			return true
		}
	}
	return false
}

// Hidden shows where a secret stands without telling it again: its beginning.
func Hidden(secret string) string {
	const shown = 4
	runes := []rune(secret)
	return string(runes[:min(shown, len(runes))]) + "…"
}
