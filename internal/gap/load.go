package gap

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/posture"
)

// Group is who must act on a kind of gap: A attestation, E expectation,
// C control, D document, L library.
type Group string

// Definition is one file of gaps/.
type Definition struct {
	Code     Code   `yaml:"code" kb:"required"`
	Group    Group  `yaml:"group" kb:"required"`
	Title    string `yaml:"title" kb:"required"`
	Why      string `yaml:"why" kb:"required"`
	Severity struct {
		Asked   Severity `yaml:"asked" kb:"required"`
		Unasked Severity `yaml:"unasked"`
	} `yaml:"severity" kb:"required"`
	// Remedy is an id of remedies.yaml, or get or none.
	Remedy string `yaml:"remedy" kb:"required"`
	// Reply holds the sentences by language; one of which a placeholder has no
	// value is left out.
	Reply map[string][]string `yaml:"reply" kb:"required"`
}

// What a definition may say instead of the id of a remedy: that of obtaining
// the framework at hand, or that there is nothing to remedy.
const (
	remedyGet  = "get"
	remedyNone = "none"
)

// Engine is the rules and texts, loaded once and immutable.
type Engine struct {
	definitions map[Code]Definition
	texts       map[string]map[string]string
	forms       forms
	remedies    remedyFile
}

// Load reads gaps/, remedies.yaml, lexicon/certification-answers.yaml and
// lexicon/question-forms.yaml. The error is a kbfile.Faults with every fault,
// codes without file and files without code included.
func Load(fsys fs.FS) (*Engine, error) {
	e := &Engine{definitions: map[Code]Definition{}}
	var faults kbfile.Faults
	e.loadTexts(fsys, &faults)
	e.loadForms(fsys, &faults)
	e.loadRemedies(fsys, &faults)
	e.loadDefinitions(fsys, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return e, nil
}

// Definition returns what is known about a code.
func (e *Engine) Definition(c Code) Definition { return e.definitions[c] }

func (e *Engine) loadDefinitions(fsys fs.FS, faults *kbfile.Faults) {
	names, err := fs.Glob(fsys, "gaps/*.yaml")
	if err != nil {
		faults.Add("gaps", err)
		return
	}
	for _, name := range names {
		var d Definition
		doc, err := kbfile.Read(fsys, name, &d)
		if err != nil {
			faults.Add(name, err)
			continue
		}
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); string(d.Code) != want {
			*faults = append(*faults, doc.Fault("code", "", "code %q does not match the file's name", d.Code))
		}
		if d.Code.order() < 0 {
			*faults = append(*faults, doc.Fault("code", "", "no rule raises a gap %q", d.Code))
		}
		e.checkDefinition(doc, d, faults)
		e.definitions[d.Code] = d
	}
	for _, c := range codes {
		if _, ok := e.definitions[c]; !ok {
			*faults = append(*faults, kbfile.Fault{File: "gaps", Message: fmt.Sprintf("no file for the gap %s", c)})
		}
	}
}

func (e *Engine) checkDefinition(doc *kbfile.Document, d Definition, faults *kbfile.Faults) {
	if !slices.Contains([]Group{"A", "E", "C", "D", "L"}, d.Group) {
		*faults = append(*faults, doc.Fault("group", "", "%q is no group; use A, E, C, D or L", d.Group))
	}
	special := slices.Contains([]string{remedyGet, remedyNone}, d.Remedy)
	if _, known := e.Remedy(d.Remedy); !known && !special {
		*faults = append(*faults, doc.Fault("remedy", "", "no remedy %q in remedies.yaml", d.Remedy))
	}
	for _, lang := range posture.Languages() {
		if len(d.Reply[lang]) == 0 {
			*faults = append(*faults, doc.Fault("reply", "", "no reply in language %q", lang))
		}
	}
}

func (e *Engine) loadTexts(fsys fs.FS, faults *kbfile.Faults) {
	const name = "lexicon/certification-answers.yaml"
	var file struct {
		Texts map[string]map[string]string `yaml:"texts" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		faults.Add(name, err)
		return
	}
	e.texts = file.Texts
	for key, byLang := range file.Texts {
		for _, lang := range posture.Languages() {
			if byLang[lang] == "" {
				*faults = append(*faults, doc.Fault("texts."+key, "", "no text %q in language %q", key, lang))
			}
		}
	}
}
