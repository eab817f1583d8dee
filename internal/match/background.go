package match

import (
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/textnorm"
)

// backgroundFile holds in how many of our own texts each key occurs.
const backgroundFile = "lexicon/background.yaml"

// background tells how rare a key is in security questionnaires at large. It
// ships as data, since counts from the user's own library would make the
// confidence move with every entry that joins it.
type background struct {
	documents float64
	frequency map[string]float64
}

type backgroundYAML struct {
	Documents int    `yaml:"documents" kb:"required"`
	Words     string `yaml:"words" kb:"required"`
}

func loadBackground(fsys fs.FS) (background, error) {
	var y backgroundYAML
	doc, err := kbfile.Read(fsys, backgroundFile, &y)
	if err != nil {
		return background{}, fmt.Errorf("read word frequencies: %w", err)
	}
	bg := background{documents: float64(y.Documents), frequency: map[string]float64{}}
	for line := range strings.Lines(y.Words) {
		key, count, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 || n > y.Documents {
			return background{}, fmt.Errorf("read word frequencies: %w",
				kbfile.Faults{doc.Fault("words", "background", "%q is not of the form \"key count\"", strings.TrimSpace(line))})
		}
		bg.frequency[key] = float64(n)
	}
	return bg, nil
}

// rarity is the inverse document frequency scaled to 0..1; an unknown key is
// as rare as can be.
func (b background) rarity(key string) float64 {
	most := math.Log((b.documents + 1) / 0.5)
	return math.Log((b.documents+1)/(b.frequency[key]+0.5)) / most
}

// Words are what is known about words, for matching and for guarding: loaded
// once, shared by both. They are immutable.
type Words struct {
	lex          *textnorm.Lexicon
	background   background
	associations associations
	matters      *matters
	sides        *sides
}

// LoadWords reads the lexicon and how rare its keys are.
func LoadWords(fsys fs.FS) (*Words, error) {
	lex, err := textnorm.LoadLexicon(fsys)
	if err != nil {
		return nil, err
	}
	bg, err := loadBackground(fsys)
	if err != nil {
		return nil, err
	}
	related, err := loadAssociations(fsys)
	if err != nil {
		return nil, err
	}
	asked, err := loadMatters(fsys)
	if err != nil {
		return nil, err
	}
	who, err := loadSides(fsys)
	if err != nil {
		return nil, err
	}
	return &Words{lex: lex, background: bg, associations: related, matters: &asked, sides: &who}, nil
}

// Lexicon returns the lexicon.
func (w *Words) Lexicon() *textnorm.Lexicon { return w.lex }

// Rarity tells how rare a key is in security questionnaires at large, from 0
// (in every text) to 1 (never seen).
func (w *Words) Rarity(key string) float64 { return w.background.rarity(key) }
