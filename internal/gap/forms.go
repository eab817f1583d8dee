package gap

import (
	"io/fs"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/posture"
	"candor/internal/textnorm"
)

// phrases are words by language.
type phrases map[string][]string

// forms is the content of lexicon/question-forms.yaml.
type forms struct {
	Forms struct {
		Open       phrases `yaml:"open" kb:"required"`
		Process    phrases `yaml:"process" kb:"required"`
		Programme  phrases `yaml:"programme" kb:"required"`
		Suspension phrases `yaml:"suspension" kb:"required"`
		CarveOut   phrases `yaml:"carve_out" kb:"required"`
		Inclusive  phrases `yaml:"inclusive" kb:"required"`
		Underway   phrases `yaml:"underway" kb:"required"`
		Absence    phrases `yaml:"absence" kb:"required"`
		Either     phrases `yaml:"either" kb:"required"`
		Besides    phrases `yaml:"besides" kb:"required"`
		Opinion    phrases `yaml:"opinion" kb:"required"`
		Findings   phrases `yaml:"findings" kb:"required"`
		Certifier  phrases `yaml:"certifier" kb:"required"`
		Contents   phrases `yaml:"contents" kb:"required"`
		Unrecorded phrases `yaml:"unrecorded" kb:"required"`
		Every      phrases `yaml:"every" kb:"required"`
		Reason     phrases `yaml:"reason" kb:"required"`
	} `yaml:"forms" kb:"required"`
	Premises map[string][]string `yaml:"premises" kb:"required"`
	// Of the premises, Renamed are only words and Misnumbered never existed.
	Renamed     []string            `yaml:"renamed"`
	Misnumbered []string            `yaml:"misnumbered"`
	Ladders     map[string][]string `yaml:"ladders" kb:"required"`
	Remedies    map[string]string   `yaml:"remedies" kb:"required"`
	Conditions  phrases             `yaml:"conditions" kb:"required"`
	Guides      []string            `yaml:"guides"`
	Roles       map[string][]string `yaml:"roles"`
}

func (e *Engine) loadForms(fsys fs.FS, faults *kbfile.Faults) {
	const name = "lexicon/question-forms.yaml"
	doc, err := kbfile.Read(fsys, name, &e.forms)
	if err != nil {
		faults.Add(name, err)
		return
	}
	f := e.forms
	for at, p := range map[string]phrases{
		"forms.open": f.Forms.Open, "forms.process": f.Forms.Process, "forms.programme": f.Forms.Programme,
		"forms.suspension": f.Forms.Suspension, "forms.carve_out": f.Forms.CarveOut, "forms.inclusive": f.Forms.Inclusive, "forms.underway": f.Forms.Underway,
		"forms.absence": f.Forms.Absence, "forms.either": f.Forms.Either, "forms.besides": f.Forms.Besides, "forms.opinion": f.Forms.Opinion,
		"forms.findings": f.Forms.Findings, "forms.certifier": f.Forms.Certifier, "forms.contents": f.Forms.Contents,
		"forms.unrecorded": f.Forms.Unrecorded, "forms.every": f.Forms.Every, "forms.reason": f.Forms.Reason, "conditions": f.Conditions,
	} {
		for _, lang := range posture.Languages() {
			if len(p[lang]) == 0 {
				*faults = append(*faults, doc.Fault(at, "", "no phrases in language %q", lang))
			}
		}
	}
}

// form is how a question is put.
type form struct {
	open, process, programme, suspension, carveOut bool
	// bothMethods: "the inclusive or the carve-out method?"
	bothMethods bool
	// underway asks whether the work has begun.
	underway bool
	// absence asks whether nothing was found: "contains no exceptions?"
	absence bool
	// besides asks for what is held besides what the row names.
	besides bool
	// opinion asks about the auditor's opinion and no other finding.
	opinion bool
	// certifier names who issues certificates.
	certifier bool
	// contents asks what stands inside a report: "does it list CUECs?"
	contents bool
	// unrecorded asks what no record holds: "how many reports so far?"
	unrecorded bool
	// every asks about all providers: "do all of them hold SOC 2?"
	every bool
}

// IsOpen reports whether a question asks for more than a yes or no ("How often
// …", "Describe …"). language may be "", then the question tells.
func (e *Engine) IsOpen(question, language string) bool { return e.formOf(question, language).open }

// formOf looks at the wording of a question. The language decides which words
// count, since German "was" opens a question and English "was" does not.
func (e *Engine) formOf(question, lang string) form {
	if question == "" {
		return form{}
	}
	lang = baseLanguage(lang)
	if lang == "" {
		lang = textnorm.Language(question)
	}
	if !slices.Contains(posture.Languages(), lang) {
		lang = posture.Languages()[0]
	}
	folded := textnorm.Fold(question)
	f := e.forms.Forms
	main := mainClause(folded, e.forms.Conditions[lang])
	carveOut := containsAny(folded, f.CarveOut[lang])
	return form{
		open:       beginsWith(main, f.Open[lang]) || beginsWith(main, f.Process[lang]) || containsAny(folded, f.Either[lang]),
		process:    beginsWith(main, f.Process[lang]),
		programme:  containsAny(folded, f.Programme[lang]),
		suspension: containsAny(folded, f.Suspension[lang]),
		carveOut:   carveOut,

		bothMethods: carveOut && containsAny(folded, f.Inclusive[lang]),
		underway:    containsAny(folded, f.Underway[lang]),
		absence:     containsAny(folded, f.Absence[lang]),
		besides:     containsAny(folded, f.Besides[lang]),
		opinion:     containsAny(folded, f.Opinion[lang]) && !containsAny(folded, f.Findings[lang]),
		certifier:   containsAny(folded, f.Certifier[lang]),
		contents:    containsAny(folded, f.Contents[lang]),
		unrecorded:  containsAny(folded, f.Unrecorded[lang]) || beginsWith(main, f.Reason[lang]),
		every:       containsAny(folded, f.Every[lang]),
	}
}

// mainClause drops the clauses in front that only state a condition: "If you
// are not certified, when …" is a question that begins with "when".
func mainClause(folded string, conditions []string) string {
	for beginsWith(folded, conditions) {
		_, rest, found := strings.Cut(folded, ", ")
		if !found {
			break
		}
		folded = strings.TrimSpace(rest)
	}
	return folded
}

func beginsWith(text string, phrases []string) bool {
	text = strings.TrimLeft(text, " ¿¡\"'(")
	return slices.ContainsFunc(phrases, func(p string) bool {
		rest, ok := strings.CutPrefix(text, p)
		return ok && (rest == "" || !isLetter(rest[0]))
	})
}

func containsAny(text string, phrases []string) bool {
	text = " " + strings.Map(func(r rune) rune {
		if strings.ContainsRune("?¿¡.,;:()/'\"-", r) {
			return ' '
		}
		return r
	}, text)
	return slices.ContainsFunc(phrases, func(p string) bool {
		return strings.Contains(text, " "+strings.ReplaceAll(p, "-", " "))
	})
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 0x80 }
