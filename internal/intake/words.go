package intake

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/private"
)

const (
	wordsFile = "lexicon/intake.yaml"
	// pointersFile has the shapes of answers that stand elsewhere.
	pointersFile = "lexicon/pointers.yaml"
)

// words is lexicon/intake.yaml, ready for use; the file explains the keys.
type words struct {
	yes, no, speaks map[string]bool
	limits          []string
	finds           []find
	// pointers are held against answers only: a question may well cite an annex.
	pointers []find
	private  *private.Shapes
	paper    map[string]bool
	customer map[string]string
	entropy  entropyYAML
}

type find struct {
	code, why            string
	holds, mixed, emails bool
	by                   map[string]string
	match                []*regexp.Regexp
}

type wordsYAML struct {
	Schema   int               `yaml:"schema" kb:"required"`
	Openings openingsYAML      `yaml:"openings" kb:"required"`
	Finds    []findYAML        `yaml:"finds" kb:"required"`
	Entropy  entropyYAML       `yaml:"entropy" kb:"required"`
	Paper    map[string]string `yaml:"paper" kb:"required"`
	Customer map[string]string `yaml:"customer" kb:"required"`
}

type openingsYAML struct {
	Yes    string `yaml:"yes" kb:"required"`
	No     string `yaml:"no" kb:"required"`
	Speaks string `yaml:"speaks" kb:"required"`
	Limits string `yaml:"limits" kb:"required"`
}

type findYAML struct {
	Code  string            `yaml:"code" kb:"required"`
	Why   string            `yaml:"why" kb:"required"`
	Holds bool              `yaml:"holds"`
	Mixed bool              `yaml:"mixed"`
	Email bool              `yaml:"email"`
	By    map[string]string `yaml:"by"`
	Match []string          `yaml:"match" kb:"required"`
}

type entropyYAML struct {
	Length int     `yaml:"length" kb:"required"`
	Bits   float64 `yaml:"bits" kb:"required"`
}

func loadWords(fsys fs.FS) (*words, error) {
	var y wordsYAML
	doc, err := kbfile.Read(fsys, wordsFile, &y)
	if err != nil {
		return nil, fmt.Errorf("read what an import looks for: %w", err)
	}
	w := &words{
		yes: set(y.Openings.Yes), no: set(y.Openings.No), speaks: set(y.Openings.Speaks),
		paper: map[string]bool{}, customer: y.Customer, entropy: y.Entropy,
	}
	for _, phrase := range list(y.Openings.Limits) {
		w.limits = append(w.limits, " "+same(phrase)+" ")
	}
	for _, words := range y.Paper {
		for _, word := range list(words) {
			w.paper[same(word)] = true
		}
	}
	if w.finds, err = compile(doc, y.Finds); err != nil {
		return nil, fmt.Errorf("read what an import looks for: %w", err)
	}
	if err := w.loadPointers(fsys); err != nil {
		return nil, err
	}
	return w, w.loadSecrets(fsys)
}

// compile makes finds ready for use.
func compile(doc *kbfile.Document, finds []findYAML) ([]find, error) {
	var faults kbfile.Faults
	var out []find
	for i, y := range finds {
		f := find{code: y.Code, why: y.Why, holds: y.Holds, mixed: y.Mixed, emails: y.Email, by: y.By}
		for j, expr := range y.Match {
			re, err := regexp.Compile(expr)
			if err != nil {
				faults = append(faults, doc.Fault(fmt.Sprintf("finds[%d].match[%d]", i, j), "pattern", "%v", err))
				continue
			}
			f.match = append(f.match, re)
		}
		out = append(out, f)
	}
	return out, faults.Err()
}

func (w *words) loadPointers(fsys fs.FS) error {
	var y struct {
		Schema int        `yaml:"schema" kb:"required"`
		Finds  []findYAML `yaml:"finds" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, pointersFile, &y)
	if err == nil {
		w.pointers, err = compile(doc, y.Finds)
	}
	if err != nil {
		return fmt.Errorf("read which answers stand elsewhere: %w", err)
	}
	return nil
}

// loadSecrets takes over the shapes of secrets, and the mailboxes of roles, that
// the check of answers knows.
func (w *words) loadSecrets(fsys fs.FS) (err error) {
	if w.private, err = private.Load(fsys); err != nil {
		return fmt.Errorf("read the shapes of secrets: %w", err)
	}
	for _, s := range w.private.Secrets() {
		w.finds = append(w.finds, find{code: flagSecret, why: "looks like " + s.Name, holds: true, by: map[string]string{"en": removed}, match: []*regexp.Regexp{s.Expr()}})
	}
	return nil
}

// removed stands where a secret was.
const removed = "[secret removed]"

// list cuts a line of words at its commas.
func list(text string) []string {
	var out []string
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.Join(strings.Fields(word), " "); word != "" {
			out = append(out, word)
		}
	}
	return out
}

func set(text string) map[string]bool {
	out := map[string]bool{}
	for _, word := range list(text) {
		out[strings.ToLower(word)] = true
	}
	return out
}

// in picks the text of a language, English without one.
func in(texts map[string]string, language string) string {
	if text, ok := texts[language]; ok {
		return text
	}
	return texts["en"]
}

// opening is the position that a text begins with, and what follows the word
// that takes it: "Yes, every night." The word must stand alone, since "No
// customer has ..." takes no position by its No.
func (w *words) opening(text string, voc Vocabulary) (v library.Verdict, rest string) {
	head, tail := firstClause(text)
	if v, ok := voc.Verdict(head); ok && len(head) <= 60 {
		return w.limited(v, text), strings.Trim(tail, " .,;:!–—-\n")
	}
	first, more, _ := strings.Cut(head, " ")
	first = strings.ToLower(strings.TrimRight(first, ".,;:!"))
	next, _, _ := strings.Cut(more, " ")
	switch {
	case w.yes[first] && more != "":
		return w.limited(library.Yes, text), more
	case w.no[first] && w.speaks[strings.ToLower(next)]:
		return library.No, more
	}
	return library.None, text
}

// limited makes partial of a yes whose sentence takes some of it back.
func (w *words) limited(v library.Verdict, text string) library.Verdict {
	if v != library.Yes {
		return v
	}
	sentence := text
	if i := sentenceEnd.FindStringIndex(text); i != nil {
		sentence = text[:i[0]]
		// "Yes. Except for ..." goes on in the second sentence.
		if !strings.Contains(same(sentence), " ") {
			sentence = text[:min(len(text), len(sentence)+200)]
			if j := sentenceEnd.FindStringIndex(text[i[1]:]); j != nil {
				sentence = text[:i[1]+j[0]]
			}
		}
	}
	padded := " " + same(sentence) + " "
	for _, l := range w.limits {
		if strings.Contains(padded, l) {
			return library.Partial
		}
	}
	return v
}

var sentenceEnd = regexp.MustCompile(`[.!?](?:\s|$)|\n`)

// firstClause is the text up to the first mark that parts an answer from its
// reason.
func firstClause(text string) (head, tail string) {
	i := strings.IndexAny(text, ",.;:!–—(\n")
	if j := strings.Index(text, " - "); j >= 0 && (i < 0 || j < i) {
		i = j
	}
	// The stops of "n.a." and the slash of "n/a" belong to the word.
	if low := strings.ToLower(text); strings.HasPrefix(low, "n.a.") {
		i = len("n.a.")
	}
	if i < 0 {
		return strings.TrimSpace(text), ""
	}
	return strings.TrimSpace(text[:i]), text[i:]
}
