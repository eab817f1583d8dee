package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"candor/internal/desk"
	"candor/internal/gap"
	"candor/internal/report"
	"candor/internal/roadmap"
)

// gapsPage is the gap report, of one questionnaire or of all.
type gapsPage struct {
	itemPage
	Problem string
	// Own are the gaps of this questionnaire, the heaviest first.
	Own    []gapView
	R      *roadmap.Report
	Charts report.GapParts
	Tiles  any
	Steps  any
}

func (s *Server) gapsPage(w http.ResponseWriter, r *http.Request) {
	s.showGaps(w, r, gapsPage{itemPage: itemPage{Shell: s.shell(r, "Gaps", "/gaps")}})
}

func (s *Server) itemGapsPage(w http.ResponseWriter, r *http.Request) {
	p, it, ok := s.itemPage(w, r, "gaps")
	if !ok {
		return
	}
	g := gapsPage{itemPage: p}
	if it.Summary == nil {
		s.showGaps(w, r, g)
		return
	}
	heads, err := s.desk.Rows(it.ID, desk.Filter{Needs: "gaps"})
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	for i := range heads {
		row, err := s.desk.Row(it.ID, heads[i].Ref)
		if err != nil {
			s.failErr(w, r, err)
			return
		}
		g.Own = s.joinGaps(g.Own, row.Gaps, link{Name: cmp.Or(row.ID, row.Ref), Link: rowLink(p.Base, "", row.Ref)})
	}
	slices.SortStableFunc(g.Own, func(a, b gapView) int { return cmp.Compare(b.rank, a.rank) })
	s.showGaps(w, r, g)
}

// joinGaps adds the gaps of a row; one that other rows have as well names this
// row too.
func (s *Server) joinGaps(all []gapView, gaps []gap.Gap, row link) []gapView {
	for i, v := range s.gapViews(gaps) {
		v.rank = gaps[i].Severity.Rank()
		var at int
		all, at = joinGap(all, v)
		if !slices.Contains(all[at].Rows, row) {
			all[at].Rows = append(all[at].Rows, row)
		}
	}
	return all
}

// joinGap adds a gap, or what was asked for and the controls of one that says the
// same of others, and returns where it stands.
func joinGap(all []gapView, v gapView) ([]gapView, int) {
	at := slices.IndexFunc(all, func(o gapView) bool {
		return o.Title == v.Title && o.Framework == v.Framework && o.Have == v.Have && o.Reply == v.Reply && o.Remedy == v.Remedy && o.Mark == v.Mark
	})
	if at < 0 {
		return append(all, v), len(all)
	}
	if asked := strings.Split(all[at].Asked, "; "); v.Asked != "" && !slices.Contains(asked, v.Asked) {
		all[at].Asked = strings.TrimPrefix(all[at].Asked+"; "+v.Asked, "; ")
	}
	for _, c := range v.Controls {
		if !slices.Contains(all[at].Controls, c) {
			all[at].Controls = append(all[at].Controls, c)
		}
	}
	return all, at
}

func (s *Server) showGaps(w http.ResponseWriter, r *http.Request, p gapsPage) {
	p.Shell.Styles = append(p.Shell.Styles, "queue.css", "charts.css")
	var ids []string
	if p.Item.ID != "" {
		ids = []string{p.Item.ID}
	}
	rep, err := s.desk.Gaps(r.Context(), ids...)
	switch {
	case err != nil:
		p.Problem = sentence(err.Error())
		rep = &roadmap.Report{}
	case rep == nil:
		rep = &roadmap.Report{}
	}
	p.R = rep
	if rep.Questionnaires > 0 {
		p.Charts = report.PartsOf(rep)
		p.Tiles, p.Steps = p.Charts.Tiles, p.Charts.Steps
	}
	s.show(w, r, "gaps", p)
}

// posturePage are the certification records in time.
type posturePage struct {
	Shell  shell
	Life   any
	Legend []roleView
	// Lives are the same records for narrow windows, From and To the ends of their
	// scale.
	Lives    []lifeView
	From, To string
	Rows     []recordView
	Due      []recordView
}

type recordView struct {
	Name, Until, Statement string
	// Coming tells that Until is when it is expected.
	Coming                    bool
	Mark                      mark
	Scope, Documents, Reasons []string
}

func (s *Server) posturePage(w http.ResponseWriter, r *http.Request) {
	p := posturePage{Shell: s.shell(r, "Posture", "/posture")}
	p.Shell.Styles = append(p.Shell.Styles, "charts.css")
	base, asOf := s.desk.Base(), s.today()
	planner := roadmap.Planner{Rules: base.Roadmap, Engine: base.Gaps, Posture: base.Posture, Catalogue: base.Catalogue}
	rep, err := planner.Plan(r.Context(), nil, roadmap.Options{AsOf: asOf})
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	if len(rep.Timeline) > 0 {
		p.Life = report.PartsOf(rep).Life
		views, from, to := lifeViews(rep.Timeline, asOf)
		p.Lives, p.From, p.To = views, from.String(), to.String()
		p.Legend = []roleView{{"held", "held"}, {"soon", "ends within three months"}, {"over", "over"}, {"coming", "expected"}}
	}
	for _, row := range base.Posture.Show(asOf) {
		v := recordView{Name: row.Name, Mark: recordMark(string(row.Status), row.Usable), Scope: row.Scope, Documents: row.Documents, Reasons: row.Reasons, Statement: row.Statement}
		for i, id := range v.Scope {
			v.Scope[i] = base.Posture.ProductName(id)
		}
		if !row.Until.IsZero() {
			v.Until, v.Coming = row.Until.String(), v.Mark.Icon == "run"
			if days := asOf.DaysUntil(row.Until); days >= 0 && row.Usable {
				p.Due = append(p.Due, recordView{Name: row.Name, Until: v.Until, Mark: endMark(days, v.Until)})
			}
		}
		p.Rows = append(p.Rows, v)
	}
	slices.SortStableFunc(p.Due, func(a, b recordView) int { return strings.Compare(a.Until, b.Until) })
	s.show(w, r, "posture", p)
}

// recordMark tells whether a record backs a Yes.
func recordMark(status string, usable bool) mark {
	word := strings.ReplaceAll(strings.ToLower(status), "_", " ")
	word = strings.ToUpper(word[:min(1, len(word))]) + word[min(1, len(word)):]
	switch {
	case usable && (status == "EXPIRING" || status == "OVERDUE"):
		return mark{"clock", word, "warn"}
	case usable:
		return mark{"check-ring", word, "ok"}
	case status == "IN_PROGRESS" || status == "PLANNED":
		return mark{"run", word, "info"}
	}
	return mark{"warn", word, "bad"}
}

func endMark(days int, until string) mark {
	switch {
	case days <= 30:
		return mark{"warn", until + ", in " + plural(days, "day"), "bad"}
	case days <= 92:
		return mark{"clock", until + ", in " + plural(days, "day"), "warn"}
	}
	return mark{"day", until, "mute"}
}
