package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"candor/internal/desk"
	"candor/internal/posture"
)

// inboxPage is the list of questionnaires.
type inboxPage struct {
	Shell  shell
	Lede   string
	Takes  string
	Accept string
	// CanAdd and CanRemove tell what the person may do.
	CanAdd, CanRemove bool
	Products          []posture.Product
	Items             []itemView
	States            []counted
}

// inboxPage shows what is on the desk; with part=items the list alone.
func (s *Server) inboxPage(w http.ResponseWriter, r *http.Request) {
	asOf := s.today()
	p := inboxPage{
		Shell: s.shell(r, "Inbox", "/"), CanAdd: userOf(r).Role.Includes(Responder), CanRemove: userOf(r).Role.Includes(Approver),
		Lede:  "Questionnaires are answered on this machine; what needs a person waits here.",
		Takes: "Spreadsheets: " + strings.Join(takenEndings, ", ") + ".", Accept: strings.Join(takenEndings, ","),
	}
	p.Shell.Scripts = []string{"inbox.js"}
	if b := s.desk.Base(); b != nil {
		p.Products = b.Posture.Products
	}
	items := s.desk.List()
	slices.SortStableFunc(items, byUrgency)
	for i := range items {
		v := viewItem(&items[i], asOf)
		p.Items = append(p.Items, v)
		at := slices.IndexFunc(p.States, func(c counted) bool { return c.Word == strings.ToLower(v.Phase.Word) })
		if at < 0 {
			m := v.Phase
			m.Word = strings.ToLower(m.Word)
			p.States, at = append(p.States, counted{mark: m}), len(p.States)
		}
		p.States[at].N++
	}
	if r.URL.Query().Get("part") == "items" {
		s.render(w, r, http.StatusOK, "inbox", "items", p)
		return
	}
	s.show(w, r, "inbox", p)
}

// takenEndings are the kinds of files that the reader knows.
var takenEndings = []string{".xlsx", ".xlsm", ".csv", ".tsv"}

// byUrgency puts what is not done first, of those what is due first.
func byUrgency(a, b desk.Item) int {
	done := func(it desk.Item) int {
		if it.Phase == desk.PhaseDone {
			return 1
		}
		return 0
	}
	due := func(it desk.Item) string { return cmp.Or(it.Due, "9999") }
	return cmp.Or(cmp.Compare(done(a), done(b)), cmp.Compare(due(a), due(b)))
}
