package match

import (
	"fmt"
	"io/fs"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/textnorm"
)

// sidesFile tells by which words a text is about the product or about the company.
const sidesFile = "lexicon/sides.yaml"

// sides are the words by which a text is about what the product does for its
// users, or about what the company does with its own people and systems. Much is
// asked of both: single sign-on, roles, logs, passwords.
type sides struct{ product, company []string }

type sidesYAML struct {
	Why     string   `yaml:"why" kb:"required"`
	Product []string `yaml:"product" kb:"required"`
	Company []string `yaml:"company" kb:"required"`
}

func loadSides(fsys fs.FS) (sides, error) {
	var y sidesYAML
	if _, err := kbfile.Read(fsys, sidesFile, &y); err != nil {
		return sides{}, fmt.Errorf("read sides: %w", err)
	}
	return sides{padAll(y.Product), padAll(y.Company)}, nil
}

func padAll(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, pad(s))
	}
	return out
}

func pad(text string) string {
	return " " + strings.Join(textnorm.Words(textnorm.Fold(text)), " ") + " "
}

// of is 1 for a text about the product, 0 for one about the company, unknown for
// one that names neither or both.
func (s *sides) of(text string) float64 {
	padded := pad(text)
	product, company := holdsAny(padded, s.product), holdsAny(padded, s.company)
	switch {
	case product == company:
		return unknown
	case product:
		return 1
	}
	return 0
}

func holdsAny(padded string, words []string) bool {
	for _, w := range words {
		if strings.Contains(padded, w) {
			return true
		}
	}
	return false
}

// ofEntry is the average over an entry's phrasings.
func (s *sides) ofEntry(e *Entry) float64 {
	sum := 0.0
	for _, q := range e.Questions {
		sum += s.of(q)
	}
	return share(sum, float64(len(e.Questions)))
}

// sameSide is how far question and entry are about the same side, unknown for a
// question that does not tell.
func sameSide(question, entry float64) float64 {
	switch question {
	case 1:
		return entry
	case 0:
		return 1 - entry
	}
	return unknown
}
