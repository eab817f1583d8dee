package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"candor/internal/library"
	"candor/internal/report"
	"candor/internal/upkeep"
)

// libraryFrame is what the pages of the library have in common.
type libraryFrame struct {
	Shell shell
	Tabs  []link
}

func (s *Server) libraryFrame(r *http.Request, title, tab string) libraryFrame {
	f := libraryFrame{Shell: s.shell(r, title, "/library")}
	f.Shell.Styles = append(f.Shell.Styles, "queue.css")
	for _, t := range []link{{Name: "Search", Link: "/library"}, {Name: "Due", Link: "/library/stale"}, {Name: "Conflicts", Link: "/library/conflicts"}, {Name: "Coverage", Link: "/library/coverage"}} {
		t.Current = t.Link == tab
		f.Tabs = append(f.Tabs, t)
	}
	return f
}

// libraryPage is the search and the list of all entries.
type libraryPage struct {
	libraryFrame
	Query   string
	Found   []altView
	Total   int
	States  []counted
	Entries []entryLine
	Pages   []link
}

type entryLine struct {
	Link, Question, Verdict, Owner string
	State                          mark
}

// listSize is how many entries a page of the list holds; foundSize how many a
// search shows.
const (
	listSize  = 200
	foundSize = 20
)

func (s *Server) libraryPage(w http.ResponseWriter, r *http.Request) {
	p := libraryPage{libraryFrame: s.libraryFrame(r, "Library", "/library"), Query: strings.TrimSpace(r.FormValue("q"))}
	p.Shell.Scripts = []string{"library.js"}
	if p.Query != "" {
		found, err := s.desk.Search(r.Context(), p.Query, "", foundSize)
		if err != nil {
			s.failErr(w, r, err)
			return
		}
		for i := range found {
			p.Found = append(p.Found, s.altView(i+1, &found[i]))
		}
	} else {
		s.listEntries(&p, r)
	}
	if r.FormValue("part") == "found" {
		s.render(w, r, http.StatusOK, "library", "found", p)
		return
	}
	s.show(w, r, "library", p)
}

// listEntries lists all entries, a page at a time.
func (s *Server) listEntries(p *libraryPage, r *http.Request) {
	asOf, entries := s.today(), s.desk.Base().Library.Entries()
	p.Total = len(entries)
	counts := map[library.State]int{}
	for _, e := range entries {
		counts[e.StateOn(asOf)]++
	}
	for _, st := range []library.State{library.Usable, library.StateStale, library.StateDraft, library.StateExample, library.StateNotShared, library.StateBlanks, library.StateRetired} {
		if counts[st] > 0 {
			p.States = append(p.States, counted{stateWords[st], counts[st]})
		}
	}
	at, _ := strconv.Atoi(r.FormValue("page")) // no number is the first page
	pages := (len(entries) + listSize - 1) / listSize
	at = min(max(at, 1), max(pages, 1))
	for i := 1; i <= pages && pages > 1; i++ {
		p.Pages = append(p.Pages, link{Name: strconv.Itoa(i), Link: "/library?page=" + strconv.Itoa(i), Current: i == at})
	}
	for _, e := range entries[(at-1)*listSize : min(at*listSize, len(entries))] {
		p.Entries = append(p.Entries, entryLine{entryPath(e.ID), cut(firstOf(e.Questions, e.ID), 180), verdictWord(e.Verdict), e.Owner, stateWords[e.StateOn(asOf)]})
	}
}

func firstOf(list []string, or string) string {
	if len(list) > 0 {
		return list[0]
	}
	return or
}

// stalePage lists what is past its review day or soon will be.
type stalePage struct {
	libraryFrame
	Overdue, Soon, Within int
	Items                 []dueView
	Undated               []string
}

type dueView struct {
	Title, Link, Kind, ID, Owner, Do string
	Mark                             mark
}

// dueWithin is how far ahead the list looks, in days: a quarter's planning.
const dueWithin = 30

func (s *Server) stalePage(w http.ResponseWriter, r *http.Request) {
	base := s.desk.Base()
	rep := upkeep.Stale(base.Library, base.Posture, s.today(), dueWithin)
	p := stalePage{libraryFrame: s.libraryFrame(r, "Due for review", "/library/stale"), Overdue: rep.Overdue, Soon: rep.Soon, Within: rep.Within, Undated: rep.Undated}
	for i := range rep.Items {
		d := &rep.Items[i]
		v := dueView{Title: cut(d.Title, 160), Kind: string(d.Kind), ID: d.ID, Owner: d.Owner, Do: sentence(d.Do), Mark: mark{"day", "in " + plural(d.Days, "day"), "mute"}}
		if d.Overdue() {
			v.Mark = mark{"clock", plural(-d.Days, "day") + " ago", "warn"}
		}
		if d.Kind == upkeep.KindEntry {
			v.Link = entryPath(d.ID)
		}
		p.Items = append(p.Items, v)
	}
	s.show(w, r, "stale", p)
}

// conflictsPage lists entries that contradict each other or stand twice.
type conflictsPage struct {
	libraryFrame
	Conflicts []conflictEntry
	Doubles   []doubleEntry
}

type conflictEntry struct {
	Sides   []sideView
	Why, Do string
}

type doubleEntry struct {
	Keep   sideView
	Others []sideView
	Do     []string
}

type sideView struct{ ID, Link, Question, Verdict, Owner, Reviewed string }

func viewSide(d upkeep.Side) sideView {
	return sideView{d.ID, entryPath(d.ID), cut(d.Question, 200), verdictWord(d.Verdict), d.Owner, d.Reviewed}
}

func (s *Server) conflictsPage(w http.ResponseWriter, r *http.Request) {
	found, err := s.doubles.find(r.Context(), s.desk.Base(), s.today())
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	p := conflictsPage{libraryFrame: s.libraryFrame(r, "Conflicting entries", "/library/conflicts")}
	for i := range found.Conflicts {
		c := &found.Conflicts[i]
		p.Conflicts = append(p.Conflicts, conflictEntry{[]sideView{viewSide(c.A), viewSide(c.B)}, sentence(c.Why), sentence(c.Do)})
	}
	for i := range found.Duplicates {
		d := &found.Duplicates[i]
		v := doubleEntry{Keep: viewSide(d.Keep), Do: d.Do}
		for j := range d.Retire {
			v.Others = append(v.Others, viewSide(d.Retire[j].Side))
		}
		p.Doubles = append(p.Doubles, v)
	}
	s.show(w, r, "conflicts", p)
}

// coveragePage is the matrix of a framework.
type coveragePage struct {
	libraryFrame
	Name, Kind       string
	Answered, Needed int
	Frameworks       []link
	Bar              template.HTML
	States           []coverState
	Groups           []coverGroup
}

type coverState struct {
	State      upkeep.Answered
	Word, Text string
	N          int
}

type coverGroup struct {
	ID, Title, Note  string
	Answered, Needed int
	Controls         []coverControl
}

type coverControl struct {
	ID, Title, Word, Why, Do string
	State                    upkeep.Answered
	Entries, Suggest         []coverEntry
}

type coverEntry struct{ ID, Link, Word string }

func (s *Server) coveragePage(w http.ResponseWriter, r *http.Request) {
	id := r.FormValue("framework")
	if id == "" {
		id = "soc2"
	}
	base := s.desk.Base()
	rep, err := upkeep.Cover(base.Library, base.Catalogue, base.Posture, id, s.today())
	if err != nil {
		s.fail(w, r, problem{Status: http.StatusNotFound, Code: "framework", Message: "there is no framework of that name", Where: "framework", Next: "choose one on the page of coverage"})
		return
	}
	p := coveragePage{libraryFrame: s.libraryFrame(r, rep.Name+" coverage", "/library/coverage"), Name: rep.Name, Kind: "controls"}
	if rep.Framework == "soc2" {
		p.Kind = "criteria"
	}
	p.Answered, p.Needed = covered(rep.Counts, rep.Total)
	for _, f := range []link{{Name: "SOC 2", Link: "soc2"}, {Name: "ISO/IEC 27001", Link: "iso27001"}} {
		p.Frameworks = append(p.Frameworks, link{Name: f.Name, Link: "/library/coverage?framework=" + url.QueryEscape(f.Link), Current: f.Link == id})
	}
	for _, st := range upkeep.States() {
		if n := rep.Counts[st]; n > 0 {
			word, text := report.CoverWords(st)
			p.States = append(p.States, coverState{st, word, text, n})
		}
	}
	p.Bar = coverBar(p.States, rep.Total)
	for i := range rep.Groups {
		p.Groups = append(p.Groups, viewGroup(&rep.Groups[i]))
	}
	s.show(w, r, "coverage", p)
}

func covered(counts map[upkeep.Answered]int, total int) (answered, needed int) {
	return counts[upkeep.Covered] + counts[upkeep.Mixed], total - counts[upkeep.Excluded]
}

func viewGroup(g *upkeep.GroupCover) coverGroup {
	out := coverGroup{ID: g.ID, Title: g.Title, Note: g.Note}
	out.Answered, out.Needed = covered(g.Counts, len(g.Controls))
	for i := range g.Controls {
		c := &g.Controls[i]
		word, _ := report.CoverWords(c.State)
		v := coverControl{ID: c.ID, Title: c.Title, Word: word, Why: sentence(c.Why), Do: sentence(c.Do), State: c.State}
		for _, e := range c.Entries {
			v.Entries = append(v.Entries, coverEntry{e.ID, entryPath(e.ID), verdictWord(e.Verdict) + ", " + stateWords[e.State].Word})
		}
		for _, e := range c.Suggest {
			v.Suggest = append(v.Suggest, coverEntry{ID: e, Link: entryPath(e)})
		}
		out.Controls = append(out.Controls, v)
	}
	return out
}

// coverBar draws the states of all controls as one bar; the list below it has
// the numbers.
func coverBar(states []coverState, total int) template.HTML {
	var b strings.Builder
	b.WriteString(`<svg class="stack" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">`)
	x := 0.0
	for _, st := range states {
		width := 1000 * float64(st.N) / float64(max(total, 1))
		fmt.Fprintf(&b, `<rect class="s-%s" x="%.1f" width="%.1f" height="10"/>`, template.HTMLEscapeString(string(st.State)), x, max(width-3, 1))
		x += width
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // numbers and escaped words
}
