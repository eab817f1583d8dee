package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"

	"candor/internal/date"
	"candor/internal/report"
)

//go:embed templates/*.gohtml
var templateFiles embed.FS

// pageNames are the pages by the template that holds their content; parts lists
// the templates that a page takes from others.
var pageNames = map[string][]string{
	"inbox": nil, "queue": {"row"}, "layout": nil, "gaps": nil, "finish": nil, "message": nil,
	"library": nil, "entry": nil, "stale": {"library"}, "conflicts": {"library"}, "coverage": {"library"}, "posture": nil,
}

// pages are the templates, read once.
type pages struct {
	sets   map[string]*template.Template
	static *static
}

// newPages reads what is embedded; an error is a fault of the program.
func newPages() (*pages, error) {
	p := &pages{sets: map[string]*template.Template{}}
	base, err := template.New("base").Funcs(report.Funcs()).Funcs(pageFuncs()).ParseFS(templateFiles, "templates/base.gohtml")
	if err != nil {
		return nil, fmt.Errorf("read page templates: %w", err)
	}
	for name, parts := range pageNames {
		set, err := base.Clone()
		for _, file := range append(parts, name) {
			if err == nil {
				set, err = set.ParseFS(templateFiles, "templates/"+file+".gohtml")
			}
		}
		if err != nil {
			return nil, fmt.Errorf("read page template %s: %w", name, err)
		}
		p.sets[name] = set
	}
	p.static, err = newStatic()
	return p, err
}

// pageRoutes registers the pages.
func (s *Server) pageRoutes(rs *routes) {
	rs.handle(Anyone, "GET /static/{file}", s.pages.static.serve)
	rs.handle(Viewer, "GET /{$}", s.inboxPage)
	rs.handle(Viewer, "GET /q/{id}", s.queuePage)
	rs.handle(Viewer, "GET /q/{id}/row", s.rowPart)
	rs.handle(Viewer, "GET /q/{id}/layout", s.layoutPage)
	rs.handle(Viewer, "GET /q/{id}/gaps", s.itemGapsPage)
	rs.handle(Viewer, "GET /q/{id}/finish", s.finishPage)
	rs.handle(Viewer, "GET /q/{id}/report", s.reportFile)
	rs.handle(Viewer, "GET /gaps", s.gapsPage)
	rs.handle(Viewer, "GET /library", s.libraryPage)
	rs.handle(Viewer, "GET /library/stale", s.stalePage)
	rs.handle(Viewer, "GET /library/conflicts", s.conflictsPage)
	rs.handle(Viewer, "GET /library/coverage", s.coveragePage)
	rs.handle(Viewer, "GET /library/{entry}", s.entryPage)
	rs.handle(Viewer, "GET /posture", s.posturePage)
	s.formRoutes(rs)
}

// render answers with a page. It is made whole before the first byte is sent,
// so that a fault never leaves half a page.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name, block string, data any) {
	var b bytes.Buffer
	if err := s.pages.sets[name].ExecuteTemplate(&b, block, data); err != nil {
		s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "render page", slog.String("page", name), slog.Any("error", err))
		http.Error(w, "this page could not be made; the log of candor serve says why", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // the reader has gone away
}

// show answers with a whole page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, name string, data any) {
	s.render(w, r, http.StatusOK, name, "page", data)
}

// today is the day that the desk judges by, which need not be that of the clock.
func (s *Server) today() date.Date { return s.desk.Day() }

// messagePage is a page that says one thing.
type messagePage struct {
	Shell         shell
	Tone, Icon    string
	Heading, Text string
	Next          string
	Links         []link
}

// errorPage shows a problem as a page.
func (s *Server) errorPage(w http.ResponseWriter, r *http.Request, p problem) {
	m := messagePage{Tone: "bad", Icon: "warn", Heading: "That did not work", Text: sentence(p.Message), Next: sentence(p.Next)}
	switch p.Status {
	case http.StatusUnauthorized:
		m.Tone, m.Icon, m.Heading = "info", "lock", "Log in first"
	case http.StatusForbidden:
		m.Tone, m.Icon, m.Heading = "warn", "lock", "This is not open to you"
	case http.StatusNotFound:
		m.Tone, m.Icon, m.Heading = "mute", "search", "Nothing is here"
	case http.StatusConflict:
		m.Tone = "warn"
		if p.Code == "conflict" || p.Code == "rewritten" {
			m.Icon, m.Heading = "split", "Somebody was faster"
		}
	case http.StatusRequestEntityTooLarge:
		m.Heading = "That is too large"
	}
	m.Shell = s.shell(r, m.Heading, "")
	if m.Shell.Bare = userOf(r).Role == Anyone; !m.Shell.Bare {
		m.Links = []link{{Name: "To the inbox", Link: "/", Main: true}}
	}
	if p.Link != "" {
		m.Links = []link{{Name: "Log in", Link: p.Link, Main: true}}
	}
	s.render(w, r, p.Status, "message", "page", m)
}
