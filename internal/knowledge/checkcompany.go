package knowledge

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode"

	"candor/internal/library"
	"candor/internal/textnorm"
	"candor/knowledgebase"
)

// compared is how many entries with one and the same phrasing are held against
// each further one: a phrasing that stands more often has been reported enough.
const compared = 20

// asked is one phrasing of an entry.
type asked struct {
	entry *library.Entry
	index int
}

// questions finds phrasings that stand twice. Within an entry, or with the same
// verdict, the second is of no use; with another verdict the library
// contradicts itself.
func (c *checker) questions(entries []*library.Entry) {
	byText := map[string][]asked{}
	for _, e := range entries {
		if e.Status == library.Retired {
			continue
		}
		for i, q := range e.Questions {
			key := plain(q)
			if earlier, same := sameQuestion(byText[key], e); same {
				c.twice(asked{e, i}, earlier)
			}
			if len(byText[key]) < compared {
				byText[key] = append(byText[key], asked{e, i})
			}
		}
	}
}

// plain is a question without case, accents and punctuation.
func plain(q string) string {
	return strings.Join(strings.FieldsFunc(textnorm.Fold(q), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// sameQuestion picks the earlier phrasing that e's is to be held against: one of
// another verdict before one of the same.
func sameQuestion(earlier []asked, e *library.Entry) (asked, bool) {
	var found *asked
	for i, a := range earlier {
		if a.entry != e && !shareProducts(a.entry, e) {
			continue
		}
		if a.entry.Verdict != e.Verdict {
			return a, true
		}
		if found == nil {
			found = &earlier[i]
		}
	}
	if found == nil {
		return asked{}, false
	}
	return *found, true
}

// shareProducts reports whether two entries may answer about one product; no
// product at all means each.
func shareProducts(a, b *library.Entry) bool {
	return len(a.Products) == 0 || len(b.Products) == 0 || slices.ContainsFunc(a.Products, func(p string) bool { return slices.Contains(b.Products, p) })
}

func (c *checker) twice(a, b asked) {
	f := Finding{Code: "QUESTION_TWICE", Severity: severityWarning, Entry: a.entry.ID, File: a.entry.File, Text: a.entry.Questions[a.index]}
	p := c.base.Library.At(a.entry.ID, fmt.Sprintf("questions[%d]", a.index))
	f.Line, f.Col = p.Line, p.Col
	where := fmt.Sprintf("%s:%d", b.entry.File, c.base.Library.Line(b.entry.ID, fmt.Sprintf("questions[%d]", b.index)))
	switch {
	case a.entry == b.entry:
		f.Message = fmt.Sprintf("%q stands twice in this entry; first on line %d", f.Text, c.base.Library.Line(b.entry.ID, fmt.Sprintf("questions[%d]", b.index)))
	case a.entry.Verdict == b.entry.Verdict:
		f.Message = fmt.Sprintf("%q is a question of %q too (%s)", f.Text, b.entry.ID, where)
	case a.entry.IsExample() || b.entry.IsExample():
		return // an example gives way to the company's own answer
	default:
		f.Code = "QUESTION_CONFLICT"
		if a.entry.Status == library.Approved && b.entry.Status == library.Approved {
			f.Severity = severityError
		}
		f.Message = fmt.Sprintf("%q is answered %q here and %q by %q (%s)", f.Text, a.entry.Verdict, b.entry.Verdict, b.entry.ID, where)
	}
	c.add(f)
}

// facts looks at the values that answers use.
func (c *checker) facts() {
	c.add(fromFaults(c.base.Library.UnusedFacts())...)
	using := map[string][]*library.Entry{}
	for _, e := range slices.Concat(c.base.Library.Entries(), c.base.Library.Faulty()) {
		for _, name := range e.Facts {
			using[name] = append(using[name], e)
		}
	}
	facts, idle := c.base.Library.Facts(), 0
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		f := facts[name]
		p := c.base.Library.FactAt(name)
		report := func(code, severity, message string) {
			c.add(Finding{Code: code, Severity: severity, File: factsFile, Line: p.Line, Col: p.Col, Text: name, Message: message})
		}
		switch {
		case f.IsFilled() || len(using[name]) == 0:
		case !slices.ContainsFunc(using[name], func(e *library.Entry) bool { return !e.IsExample() }):
			idle++ // nothing waits for it; a note for each would bury the others
		default:
			report("FACT_EMPTY", severityInfo, fmt.Sprintf("the fact %q has no value yet; %s", name, counted(len(using[name]), "entry uses it", "entries use it")))
		}
		if f.Reviewed.After(c.asOf) {
			report("REVIEW_FUTURE", severityWarning, fmt.Sprintf("reviewed on %s, which is after %s", f.Reviewed, c.asOf))
		}
		if strings.Contains(f.Value, "{{") || strings.Contains(f.Value, "}}") {
			report("PLACEHOLDER_BROKEN", severityError, "a value takes no {{name}}; write it out")
		}
	}
	if idle > 0 {
		c.add(Finding{
			Code: "FACT_EMPTY", Severity: severityInfo, File: factsFile, Text: fmt.Sprint(idle),
			Message: counted(idle, "fact has no value yet, and only examples use it", "facts have no value yet, and only examples use them"),
		})
	}
	c.demoLines(factsFile)
}

func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// examples tells of entries that came with `candor init`.
func (c *checker) examples(entries []*library.Entry) {
	n := 0
	for _, e := range entries {
		switch {
		case e.IsExample():
			n++
		case e.Status == library.Approved && e.Source != nil && e.Source.File == library.StarterSource && c.unchanged(e):
			c.add(Finding{
				Code: "EXAMPLE_UNCHANGED", Severity: severityInfo, Entry: e.ID, File: e.File, Line: e.BodyLine, Col: 1, Text: e.ID,
				Message: "approved with the words of the fictional company; make sure that each of them is true for you",
			})
		}
	}
	if n > 0 {
		c.add(Finding{
			Code: "EXAMPLES", Severity: severityInfo, File: "library", Text: fmt.Sprint(n),
			Message: counted(n, "entry is an example and answers nothing until you approve it", "entries are examples and answer nothing until you approve them"),
		})
	}
}

// unchanged reports whether the text is the starter's word for word.
func (c *checker) unchanged(e *library.Entry) bool {
	own, err := fs.ReadFile(c.fsys, e.File)
	if err != nil {
		return false
	}
	starter, err := fs.ReadFile(knowledgebase.FS, e.File)
	return err == nil && bodyOf(string(own)) == bodyOf(string(starter))
}

func bodyOf(file string) string {
	_, body, _ := strings.Cut(strings.ReplaceAll(file, "\r\n", "\n"), "\n---\n")
	return strings.TrimSpace(body)
}

// posture looks at who answers.
func (c *checker) posture() {
	if c.base.Posture == nil {
		return
	}
	if _, err := fs.Stat(c.fsys, postureFile); err != nil {
		c.add(Finding{Code: "POSTURE_MISSING", Severity: severityInfo, File: postureFile, Text: postureFile, Message: "no certification records: every certification counts as not held"})
		return
	}
	if len(c.base.Posture.Attestations) == 0 {
		c.add(Finding{Code: "POSTURE_EMPTY", Severity: severityInfo, File: postureFile, Line: 1, Col: 1, Text: "attestations", Message: "no certification record: every certification counts as not held, and questions about one are answered so"})
	}
	if strings.TrimSpace(c.base.Posture.Company.LegalName) == "" {
		c.add(Finding{Code: "COMPANY_UNNAMED", Severity: severityInfo, File: postureFile, Line: 1, Col: 1, Text: "company.legal_name", Message: "company.legal_name is empty; statements speak of the company by it"})
	}
	c.demoLines(postureFile)
}

// demoLines finds the fictional company in a file of the company's own data,
// comments apart.
func (c *checker) demoLines(file string) {
	data, err := fs.ReadFile(c.fsys, file)
	if err != nil || len(c.demo) == 0 {
		return
	}
	for i, line := range strings.Split(string(data), "\n") {
		value, _, _ := strings.Cut(" "+line, " #")
		if name := namedIn(c.demo, value); name != "" {
			at := max(strings.Index(strings.ToLower(line), strings.ToLower(name)), 0)
			c.add(Finding{Code: "DEMO_DATA", Severity: severityError, File: file, Line: i + 1, Col: at + 1, Text: name, Message: demoMessage(name)})
		}
	}
}
