package web

import (
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/library"
	"candor/internal/review"
)

// mark is a state as it is shown: a symbol, a word and a tone, so that no state
// is told by colour alone. Tone is ok, warn, bad, info or mute.
type mark struct{ Icon, Word, Tone string }

// link is somewhere to go.
type link struct {
	Name, Link string
	Count      string
	// Current is where one is; Exact tells that it is this very page.
	Current, Exact, Main bool
}

// counted is a mark with how many there are.
type counted struct {
	mark
	N int
}

// shell is what every page has around its content.
type shell struct {
	Title, Body      string
	Nav              []link
	Styles, Scripts  []string
	Who              string
	Role             string
	SignOut, Bare    bool
	Company, Version string
	Starter          bool
	AsOf             string
	// Seq is the number of the last event when the page was made.
	Seq  int64
	Said *said
	Keys []keyHelp
}

// keyHelp is a line of the dialog on keys.
type keyHelp struct{ Key, Does string }

// shell makes the frame of a page; nav is the entry of the main menu that it
// belongs to.
func (s *Server) shell(r *http.Request, title, nav string) shell {
	u := userOf(r)
	sh := shell{
		Title: title, Styles: []string{"base.css", "pages.css"}, Who: u.Name, Version: s.cfg.Version, AsOf: s.today().String(),
		Said: saidOf(r), SignOut: (s.cfg.Login != nil), Keys: queueKeys(),
	}
	if s.cfg.Login != nil {
		sh.Role = string(u.Role)
	}
	for _, l := range []link{{Name: "Inbox", Link: "/"}, {Name: "Gaps", Link: "/gaps"}, {Name: "Library", Link: "/library"}, {Name: "Posture", Link: "/posture"}} {
		l.Current, l.Exact = l.Link == nav, l.Link == r.URL.Path
		sh.Nav = append(sh.Nav, l)
	}
	if u.Role.Includes(Viewer) && s.desk != nil {
		sh.Seq = s.desk.Seq()
		if b := s.desk.Base(); b != nil {
			sh.Company, sh.Starter = b.Posture.Company.LegalName, b.Starter
		}
	}
	return sh
}

func queueKeys() []keyHelp {
	return []keyHelp{
		{"j", "next question"},
		{"k", "question before"},
		{"n", "next that needs a person"},
		{"a", "accept the answer"},
		{"Enter", "edit the answer"},
		{"1 to 5", "take another answer"},
		{"u", "undo the last decision"},
		{"g", "gaps"},
		{"/", "search"},
		{"?", "this list"},
		{"Ctrl Enter", "save an edit"},
		{"Esc", "leave a field"},
	}
}

// pageFuncs are what the templates call beside those of the reports.
func pageFuncs() template.FuncMap {
	return template.FuncMap{"icon": icon, "meter": meter, "plural": plural}
}

// icon is a symbol of the sprite; it says nothing to those who do not see it,
// since a word always stands beside it.
func icon(name string) template.HTML {
	return template.HTML(`<svg class="i" aria-hidden="true" focusable="false"><use href="/static/icons.svg#` + template.HTMLEscapeString(name) + `"/></svg>`) //nolint:gosec // escaped
}

// meter draws how much of a whole there is. Widths are attributes of the
// picture: the page may hold no styles.
func meter(n, of int, class string) template.HTML {
	width := 0.0
	if of > 0 {
		width = 100 * min(float64(max(n, 0))/float64(of), 1)
	}
	return template.HTML(fmt.Sprintf(`<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="100" height="10"/><rect class="%s" width="%.1f" height="10"/></svg>`, template.HTMLEscapeString(class), width)) //nolint:gosec // escaped
}

// plural counts something in words; an irregular plural is given.
func plural(n int, one string, many ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(many) > 0:
		return strconv.Itoa(n) + " " + many[0]
	}
	return strconv.Itoa(n) + " " + one + "s"
}

// percentOf is a confidence in whole per cent. It is cut off, not rounded, so
// that 100 means certain.
func percentOf(confidence float64) int { return int(math.Floor(confidence*100 + 1e-9)) }

// sureTone colours a confidence.
func sureTone(percent int) string {
	if percent >= 80 {
		return "done"
	}
	return "sure-mid"
}

var statusMarks = map[answer.Status]mark{
	answer.Filled: {"check-ring", "Filled", "ok"}, answer.Review: {"eye", "For review", "warn"},
	answer.Unmatched: {"hollow", "No answer", "mute"}, answer.Kept: {"lock", "Kept", "info"}, answer.Blocked: {"stop", "Blocked", "bad"},
}

var stateMarks = map[review.State]mark{
	review.StateAccepted: {"check-full", "Accepted", "ok"}, review.StateEdited: {"pencil", "Edited", "ok"},
	review.StateTaken: {"swap", "Other answer", "ok"}, review.StateBlank: {"minus", "Left blank", "mute"},
	review.StateChanged: {"again", "Changed since", "warn"},
}

// rowMark is the one word on a row: what a person made of it, else what the run
// did.
func rowMark(status answer.Status, state review.State) mark {
	if m, ok := stateMarks[state]; ok {
		return m
	}
	return statusMarks[status]
}

var severityMarks = map[gap.Severity]mark{
	gap.Blocker: {"gap", "Blocker", "bad"}, gap.High: {"gap", "High", "bad"}, gap.Medium: {"gap", "Medium", "warn"},
	gap.Low: {"gap", "Low", "mute"}, gap.Info: {"info", "Info", "info"},
}

func sharingMark(s library.Sharing) *mark {
	switch s {
	case library.Public:
		return &mark{"globe", "Public", "ok"}
	case library.NDA:
		return &mark{"lock", "NDA only", "warn"}
	case library.Internal:
		return &mark{"lock", "Internal", "bad"}
	}
	return nil
}

var stateWords = map[library.State]mark{
	library.Usable: {"check-ring", "usable", "ok"}, library.StateRetired: {"minus", "retired", "mute"}, library.StateDraft: {"pencil", "draft", "info"},
	library.StateExample: {"pencil", "example", "info"}, library.StateNotShared: {"lock", "internal", "warn"},
	library.StateBlanks: {"warn", "facts missing", "warn"}, library.StateStale: {"clock", "past review", "warn"},
}

var verdictMarks = map[library.Verdict]mark{
	library.Yes: {"check", "Yes", "ok"}, library.No: {"minus", "No", "bad"}, library.Partial: {"split", "Partial", "warn"},
	library.NA: {"hollow", "Not applicable", "mute"}, library.Text: {"note", "Text", "info"}, library.None: {"hollow", "No answer", "mute"},
}

func verdictWord(v library.Verdict) string { return verdictMarks[v].Word }

// reviewedMark tells when an entry was reviewed, and whether that is too long
// ago.
func reviewedMark(e *library.Entry, asOf date.Date) *mark {
	if e.Reviewed.IsZero() {
		return nil
	}
	if e.Stale(asOf) {
		return &mark{"clock", "reviewed " + e.Reviewed.String() + ", due since " + e.DueOn().String(), "warn"}
	}
	return &mark{"day", "reviewed " + e.Reviewed.String(), "mute"}
}

// dueMark tells when something must be out.
func dueMark(day string, asOf date.Date) *mark {
	d, err := date.Parse(day)
	if err != nil || d.IsZero() {
		return nil
	}
	switch days := asOf.DaysUntil(d); {
	case days < 0:
		return &mark{"warn", "overdue, was due " + day, "bad"}
	case days == 0:
		return &mark{"day", "due today", "warn"}
	case days <= 3:
		return &mark{"day", "due in " + plural(days, "day"), "warn"}
	}
	return &mark{"day", "due " + day, "mute"}
}

// sentence makes a message of the program a sentence for a page.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	// An address or the name of a file stays as it is written.
	if word, _, _ := strings.Cut(text, " "); !strings.ContainsAny(strings.TrimRight(word, ".,:;"), "@./_") {
		first, size := utf8.DecodeRuneInString(text)
		text = strings.ToUpper(string(first)) + text[size:]
	}
	if !strings.ContainsAny(text[len(text)-1:], ".!?") {
		text += "."
	}
	return text
}

// cut shortens a text to so many characters, for lists.
func cut(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:n-1])) + "…"
}

// qPath is the address of a questionnaire's page.
func qPath(id, page string) string {
	p := "/q/" + url.PathEscape(id)
	if page != "" {
		p += "/" + page
	}
	return p
}

func entryPath(id string) string { return "/library/" + url.PathEscape(id) }
