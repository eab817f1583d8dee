package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/desk"
)

// itemView is a questionnaire in the inbox and in the head of its pages.
type itemView struct {
	ID, Name, Account, Product string
	Link, Do, DoLink           string
	// Main tells that somebody should go there next.
	Main    bool
	Phase   mark
	PhaseID string
	Due     *mark
	DueDay  string
	// Region, Value, Currency and Close are of the deal; Regions are those to choose
	// from.
	Region, Value, Currency, Close string
	Regions                        []optionView
	Why                            string
	Failed, ReadOnly               bool
	// Readable ones have a layout to look at; Damaged ones can only be removed.
	Readable, Damaged bool
	// Turn says how many are answered before one that waits.
	Turn string
	// Done of Total questions are answered while a run goes on.
	Done, Total int
	// Summary tells that the questionnaire was answered; of its Questions, Left
	// still need a person.
	Summary                 bool
	Questions, Left, Looked int
	GapText, GapTone        string
	WaitingFor              []string
}

// phaseMark says how far a questionnaire has come.
func phaseMark(it *desk.Item) mark {
	switch it.Phase {
	case desk.PhaseWaiting:
		return mark{"clock", "In the queue", "mute"}
	case desk.PhaseReading:
		return mark{"run", "Reading", "info"}
	case desk.PhaseAnswering:
		return mark{"run", "Answering", "info"}
	case desk.PhaseFailed:
		if it.Damaged {
			return mark{"warn", "Damaged", "bad"}
		}
		return mark{"warn", "Not answered", "bad"}
	case desk.PhaseDone:
		if it.Open > 0 {
			return mark{"check-ring", "Finished with open rows", "warn"}
		}
		return mark{"check-full", "Done", "ok"}
	case desk.PhaseReview:
	}
	switch {
	case len(it.WaitingFor) > 0:
		return mark{"person", "Waiting for an owner", "warn"}
	case it.Open == 0:
		return mark{"check-ring", "Ready to finish", "ok"}
	case it.Decided == 0:
		return mark{"eye", "New", "info"}
	}
	return mark{"eye", "In review", "warn"}
}

func viewItem(it *desk.Item, asOf date.Date) itemView {
	v := itemView{
		ID: it.ID, Name: it.Name, Account: it.Account, Product: it.Product, Link: qPath(it.ID, ""), Do: "Review", DoLink: qPath(it.ID, ""),
		Phase: phaseMark(it), PhaseID: string(it.Phase), Due: dueMark(it.Due, asOf), DueDay: it.Due, Why: sentence(it.Why), Failed: it.Phase == desk.PhaseFailed,
		ReadOnly: it.ReadOnly, Readable: it.Readable, Damaged: it.Damaged, Done: it.Done, Total: it.Total, WaitingFor: it.WaitingFor,
	}
	v.Region, v.Currency, v.Close = it.Region, it.Currency, it.Close
	if it.Value != nil {
		v.Value = strconv.FormatFloat(*it.Value, 'f', -1, 64)
	}
	for _, region := range deals.Regions() {
		v.Regions = append(v.Regions, optionView{roleView{string(region), strings.ToUpper(string(region))}, it.Region == string(region)})
	}
	if it.Phase == desk.PhaseWaiting {
		v.Turn = "next"
		if it.Ahead > 0 {
			v.Turn = fmt.Sprintf("%d before it", it.Ahead)
		}
	}
	if it.Summary != nil {
		v.Summary, v.Questions, v.Left = true, it.Summary.Questions, it.Open
		v.Looked = v.Questions - v.Left
		v.GapText, v.GapTone = gapText(it)
	}
	switch {
	case v.Failed && v.Readable:
		v.Do, v.DoLink = "Look at the layout", qPath(it.ID, "layout")
	case it.Phase == desk.PhaseDone:
		v.Do, v.DoLink = "Download", qPath(it.ID, "finish")
	case v.Summary && it.Open == 0 && len(it.WaitingFor) == 0:
		v.Do, v.DoLink, v.Main = "Finish", qPath(it.ID, "finish"), true
	case v.Summary:
		v.Main = true
	default:
		v.Do = "Open"
	}
	return v
}

// gapText counts the rows with a gap that may cost the deal, and if there is none,
// all with a gap. Of a batch's result nobody has read the rows: its summary counts
// gaps, which are more.
func gapText(it *desk.Item) (text, tone string) {
	all := 0
	for _, n := range it.Summary.Gaps {
		all += n
	}
	switch {
	case it.SeriousRows > 0:
		return plural(it.SeriousRows, "row with a serious gap", "rows with a serious gap"), "bad"
	case it.GapRows > 0:
		return plural(it.GapRows, "row with a gap", "rows with a gap"), "mute"
	case all > 0:
		return plural(all, "gap"), "mute"
	}
	return "", ""
}

// itemPage is what every page of a questionnaire has.
type itemPage struct {
	Shell shell
	Item  itemView
	Base  string
	Tabs  []link
	// CanDescribe tells that the person may say whose it is and what the deal is
	// worth.
	CanDescribe bool
}

// itemPage reads the questionnaire that a request names; ok is false if the
// request was answered with an error.
func (s *Server) itemPage(w http.ResponseWriter, r *http.Request, tab string) (itemPage, desk.Item, bool) {
	it, err := s.desk.Item(r.PathValue("id"))
	if err != nil {
		s.failErr(w, r, err)
		return itemPage{}, it, false
	}
	p := itemPage{Shell: s.shell(r, strings.TrimSpace(it.Name), "/"), Item: viewItem(&it, s.today()), Base: qPath(it.ID, "")}
	p.Shell.Body = "paged"
	p.CanDescribe = userOf(r).Role.Includes(Responder) && !it.ReadOnly && !it.Damaged
	for _, t := range []link{{Name: "Review", Link: ""}, {Name: "Layout", Link: "layout"}, {Name: "Gaps", Link: "gaps"}, {Name: "Finish", Link: "finish"}} {
		// What a batch left is looked at; the rest is for what stands on the desk.
		if t.Link != tab && (it.ReadOnly && (t.Link == "layout" || t.Link == "finish") || it.Damaged && t.Link != "") {
			continue
		}
		p.Tabs = append(p.Tabs, link{Name: t.Name, Link: qPath(it.ID, t.Link), Current: t.Link == tab})
	}
	return p, it, true
}
