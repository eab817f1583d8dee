package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/textnorm"
)

// Thresholds of review dates. They concern reminders only, so they are not part
// of the policy.
const (
	// soonDays is how long before its day a review is announced: a month is
	// what one needs to find the person who knows.
	soonDays = 30
	// A review period below a week is a slip of the pen, one above two years
	// outlives the staff that wrote the answer.
	minReviewDays, maxReviewDays = 7, 730
)

// located is how many findings of one entry are looked up in its text: whoever
// has mended so many runs the check again.
const located = 50

// entryCheck is the check of one entry.
type entryCheck struct {
	*checker
	entry *library.Entry
	found []Finding
	// file is the entry's file, read when a place in its body is asked for.
	file string
}

func (e *entryCheck) run() {
	e.stated()
	if e.entry.Status == library.Retired {
		return
	}
	e.reviews()
	e.unfilled()
	e.language()
	e.texts()
	e.secrets()
	e.blanks()
	e.demoNames()
}

// front reports something about a value of the front matter.
func (e *entryCheck) front(at, code, severity, text, message string) *Finding {
	p := e.base.Library.At(e.entry.ID, at)
	e.found = append(e.found, Finding{
		Code: code, Severity: severity, Entry: e.entry.ID, File: e.entry.File, Line: p.Line, Col: p.Col, Text: text, Message: message,
	})
	return &e.found[len(e.found)-1]
}

// body reports something about a phrase of the answer.
func (e *entryCheck) body(code, severity, phrase, message string) *Finding {
	p := kbfile.Pos{Line: e.entry.BodyLine, Col: 1}
	if len(e.found) < located {
		if e.file == "" {
			// A file that went away since it was read has its findings all the same.
			data, err := fs.ReadFile(e.fsys, e.entry.File)
			if err == nil {
				e.file = string(data)
			}
		}
		p = e.base.Library.Locate(e.entry, e.file, phrase)
	}
	e.found = append(e.found, Finding{
		Code: code, Severity: severity, Entry: e.entry.ID, File: e.entry.File, Line: p.Line, Col: p.Col, Text: phrase, Message: message,
	})
	return &e.found[len(e.found)-1]
}

// reviews looks at the dates by which the answer stays true.
func (e *entryCheck) reviews() {
	en, asOf := e.entry, e.asOf
	due := en.DueOn()
	switch {
	case en.Reviewed.After(asOf):
		e.front("reviewed", "REVIEW_FUTURE", severityWarning, en.Reviewed.String(), fmt.Sprintf("reviewed on %s, which is after %s", en.Reviewed, asOf))
	case en.Status != library.Approved:
		// A draft is not answered with, so its dates do not matter yet.
	case en.Stale(asOf):
		e.front("reviewed", "ANSWER_STALE", "low", en.Reviewed.String(), fmt.Sprintf("the entry was due for review on %s", due))
	case !due.IsZero() && due.Before(asOf.AddDays(soonDays+1)):
		e.front("reviewed", "REVIEW_SOON", severityInfo, en.Reviewed.String(), fmt.Sprintf("the entry is due for review on %s", due))
	}
	if n := int(en.ReviewEvery); n != 0 && (n < minReviewDays || n > maxReviewDays) {
		e.front("review_every", "REVIEW_PERIOD_ODD", severityWarning, fmt.Sprintf("%dd", n),
			fmt.Sprintf("a review every %d days; usual are %d to %d", n, minReviewDays, maxReviewDays))
	}
}

// unfilled finds facts without a value that keep an approved answer back.
func (e *entryCheck) unfilled() {
	if e.entry.Status != library.Approved {
		return
	}
	for _, name := range e.entry.Unfilled {
		if _, known := e.base.Library.Facts()[name]; !known {
			continue // reported as unknown
		}
		p := e.base.Library.FactAt(name)
		e.body("FACT_EMPTY", severityError, "{{"+name+"}}", fmt.Sprintf("the fact %q has no value yet, so this answer is held back; fill it in (%s:%d)", name, factsFile, p.Line))
	}
}

// languageMin is the length below which a text does not tell its language: a
// product name or an address reads like any.
const languageMin = 40

// language compares the language that an entry names with that of its text.
func (e *entryCheck) language() {
	lang := e.entry.Language
	if lang == library.Undetermined {
		severity := severityError
		if e.entry.Status != library.Approved {
			severity = severityWarning
		}
		e.front("language", "LANGUAGE_UNKNOWN", severity, lang, "the language of the answer could not be told; name it, such as nl")
		return
	}
	if len(lang) != 2 || strings.ToLower(lang) != lang {
		f := e.front("language", "LANGUAGE_UNKNOWN", severityError, lang, fmt.Sprintf("language %q is no code of two small letters, such as en or de", lang))
		if len(lang) > 2 {
			f.Suggest = strings.ToLower(lang[:2])
		}
		return
	}
	if len(e.entry.Text) < languageMin {
		return
	}
	if is := textnorm.SureLanguage(e.entry.Text); is != "" && is != lang {
		f := e.front("language", "LANGUAGE_MISMATCH", severityWarning, lang, fmt.Sprintf("the entry says language %q and its text reads as %q", lang, is))
		f.Suggest = is
	}
}

// demoNames finds what the fictional company of the starter is called.
func (e *entryCheck) demoNames() {
	severity := severityError
	if e.entry.Status != library.Approved {
		severity = severityWarning
	}
	for _, text := range []string{e.entry.Text, e.entry.Short} {
		if name := namedIn(e.demo, text); name != "" {
			e.body("DEMO_DATA", severity, sentenceWith(text, name), demoMessage(name))
		}
	}
	if name := namedIn(e.demo, e.entry.Owner); name != "" {
		e.front("owner", "DEMO_DATA", severityWarning, e.entry.Owner, demoMessage(name))
	}
	for i, q := range e.entry.Questions {
		if name := namedIn(e.demo, q); name != "" {
			e.front(fmt.Sprintf("questions[%d]", i), "DEMO_DATA", severityWarning, q, demoMessage(name))
		}
	}
}

func demoMessage(name string) string {
	return fmt.Sprintf("%q is the fictional company of the starter; write your own", name)
}

// namedIn returns the first of names that text holds, in whatever case.
func namedIn(names []string, text string) string {
	if len(names) == 0 {
		return ""
	}
	folded := strings.ToLower(text)
	i := slices.IndexFunc(names, func(n string) bool { return strings.Contains(folded, strings.ToLower(n)) })
	if i < 0 {
		return ""
	}
	return names[i]
}

// sentenceWith is the piece of text from the name on: enough to find its place.
func sentenceWith(text, name string) string {
	at := strings.Index(strings.ToLower(text), strings.ToLower(name))
	if at < 0 || at+len(name) > len(text) {
		return text
	}
	return text[at : at+len(name)]
}
