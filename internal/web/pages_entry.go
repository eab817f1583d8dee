package web

import (
	"errors"
	"net/http"
	"strings"

	"candor/internal/desk"
	"candor/internal/knowledge"
)

// entryPage is one entry of the library with its history of use.
type entryPage struct {
	Shell           shell
	Base, ID, Title string
	State, Verdict  mark
	Owner           string
	Reviewed        *mark
	Sharing         *mark
	Text, Short     string
	Questions       []string
	File, Source    string
	// Revision is that of the text which the form began with; Theirs is the text
	// as it stands, if somebody saved another meanwhile.
	Revision, Theirs string
	CanEdit, Checked bool
	WhyNot, Problem  string
	Facts            []factView
	Findings         []findingView
	Uses             []useView
}

type factView struct{ Name, Value string }

type findingView struct {
	Icon, Tone, Text, Suggest string
	Line                      int
}

type useView struct {
	Name, Question, Link string
	Mark                 mark
}

func (s *Server) entryPage(w http.ResponseWriter, r *http.Request) {
	if p, ok := s.readEntry(w, r); ok {
		s.show(w, r, "entry", p)
	}
}

// readEntry reads the entry that a request names; ok is false if the request
// was answered with an error.
func (s *Server) readEntry(w http.ResponseWriter, r *http.Request) (entryPage, bool) {
	e, err := s.desk.Entry(r.PathValue("entry"))
	if err != nil {
		s.failErr(w, r, err)
		return entryPage{}, false
	}
	return s.viewEntry(r, &e), true
}

func (s *Server) viewEntry(r *http.Request, e *desk.EntryView) entryPage {
	c := &e.Card
	p := entryPage{
		Base: entryPath(c.ID), ID: c.ID, Title: cut(firstOf(c.Questions, c.ID), 200), State: stateWords[c.State], Verdict: verdictMarks[c.Verdict],
		Owner: c.Owner, Sharing: sharingMark(c.Sharing), Text: c.Text, Short: c.Short, Questions: c.Questions, File: c.File, Source: e.Source, Revision: e.Revision,
	}
	p.Shell = s.shell(r, p.Title, "/library")
	p.Shell.Styles = append(p.Shell.Styles, "queue.css")
	p.Shell.Scripts = []string{"library.js"}
	if le, ok := s.desk.Base().Library.Entry(c.ID); ok {
		p.Reviewed = reviewedMark(le, s.today())
	}
	switch {
	case e.WhyNot != "":
		p.WhyNot = sentence(e.WhyNot)
	case !userOf(r).Role.Includes(Admin):
		p.WhyNot = "Editing the library needs the role admin."
	default:
		p.CanEdit = true
	}
	for _, f := range []factView{
		{"Status", string(c.Status)},
		{"Review due", c.Due},
		{"Language", c.Language},
		{"Topics", strings.Join(c.Topics, ", ")},
		{"Controls", strings.Join(c.Controls, ", ")},
		{"Products", strings.Join(c.Products, ", ")},
		{"Facts used", strings.Join(c.Facts, ", ")},
		{"Facts missing", strings.Join(c.Unfilled, ", ")},
		{"File", c.File},
	} {
		if f.Value != "" {
			p.Facts = append(p.Facts, f)
		}
	}
	for _, ev := range c.Evidence {
		p.Facts = append(p.Facts, factView{"Evidence", ev.Ref + " " + ev.Title + " (" + string(ev.Sharing) + ")"})
	}
	for i := range e.Uses {
		u := &e.Uses[i]
		p.Uses = append(p.Uses, useView{u.Name, cut(u.Question, 140), rowLink(qPath(u.Item, ""), "", u.Ref), useMarks[u.How]})
	}
	return p
}

var useMarks = map[desk.UseKind]mark{
	desk.UseWritten: {"check-ring", "Written", "ok"}, desk.UseProposed: {"eye", "Waits for a person", "warn"},
	desk.UseEdited: {"pencil", "Edited by a person", "info"}, desk.UseRejected: {"swap", "Not taken", "mute"},
}

// entryForm checks or saves an entry's file.
func (s *Server) entryForm(w http.ResponseWriter, r *http.Request) {
	text := strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n")
	all, err := s.desk.CheckEntry(r.Context(), r.PathValue("entry"), text)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	findings := viewFindings(all)
	if r.PostFormValue("part") == "findings" {
		s.render(w, r, http.StatusOK, "entry", "findings", entryPage{Findings: findings, Checked: true})
		return
	}
	p, ok := s.readEntry(w, r)
	if !ok {
		return
	}
	theirs, now := p.Source, p.Revision
	p.Source, p.Findings, p.Checked, p.Revision = text, findings, true, r.PostFormValue("revision")
	if r.PostFormValue("action") == "check" {
		s.show(w, r, "entry", p)
		return
	}
	if p.Revision != now {
		// The next press of the button knows what it replaces.
		p.Theirs, p.Revision = theirs, now
		p.Problem = "Not saved: somebody changed this entry since you opened it. Your text is still in the field; take over what you want of theirs, and save again."
		s.render(w, r, http.StatusConflict, "entry", "page", p)
		return
	}
	if err := s.desk.SaveEntry(r.Context(), p.ID, text, userOf(r).Name); err != nil {
		p.Problem = "Not saved. " + sentence(err.Error())
		if faults, ok := errors.AsType[*desk.EntryFaultsError](err); ok {
			p.Problem, p.Findings = "Not saved: what is listed below the text must be mended first.", viewFindings(faults.Findings)
		}
		s.render(w, r, http.StatusUnprocessableEntity, "entry", "page", p)
		return
	}
	goOn(w, r, p.Base, nil, "entry", p.ID)
}

func viewFindings(all []knowledge.Finding) []findingView {
	out := make([]findingView, len(all))
	for i, f := range all {
		out[i] = findingView{Icon: "info", Tone: "warn", Text: sentence(f.Message), Suggest: f.Suggest, Line: f.Line}
		if f.Level() == knowledge.LevelError {
			out[i].Icon, out[i].Tone = "warn", "bad"
		}
	}
	return out
}
