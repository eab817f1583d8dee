package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"candor/internal/answer"
	"candor/internal/desk"
	"candor/internal/report"
)

// queuePage is the review queue: the list of rows and one of them.
type queuePage struct {
	itemPage
	// Ready tells that there are rows.
	Ready            bool
	Needs            []needView
	Filter           desk.Filter
	Filtered         bool
	Sections, Owners []string
	CanBulk          bool
	Bulk             []bulkView
	Groups           []groupView
	Row              *rowView
	EmptyTitle       string
	EmptyText        string
}

// needView is one of the filters that are a click away.
type needView struct {
	link
	ID string
	N  int
}

// bulkView is a confidence from which rows can be accepted together.
type bulkView struct {
	Value   string
	Percent int
	N       int
}

// groupView is the rows of a section.
type groupView struct {
	Name string
	Rows []headView
}

// headView is a row in the list.
type headView struct {
	Anchor, Ref, ID, Link string
	Question, Choice      string
	Gap, GapTone, Owner   string
	Mark                  mark
	Needs, Current        bool
}

// maxHead is how much of a question the list holds; two lines show less.
const maxHead = 160

// filterOf reads the filter of an address; keep is the same as a query.
func filterOf(q url.Values) (f desk.Filter, keep string) {
	f = desk.Filter{Needs: q.Get("needs"), Owner: q.Get("owner"), Section: q.Get("section"), Text: q.Get("q"), Sheet: q.Get("sheet")}
	return f, keepOf(f).Encode()
}

func keepOf(f desk.Filter) url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"needs": f.Needs, "owner": f.Owner, "section": f.Section, "q": f.Text, "sheet": f.Sheet} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// rowLink is the address of a row in the list with a filter.
func rowLink(base, keep, ref string) string {
	q, err := url.ParseQuery(keep)
	if err != nil {
		q = url.Values{}
	}
	if ref != "" {
		q.Set("row", ref)
	}
	if len(q) == 0 {
		return base
	}
	return base + "?" + q.Encode()
}

// queueAsk is what of the queue is to be shown.
type queueAsk struct {
	// Keep is the filter as a query; Ref the row, "" for the first that needs a
	// person.
	Keep, Ref string
	// Change is told of the row before it is shown: what a form post that was
	// refused has to say about it.
	Change func(*rowView)
}

// queuePage shows the list and the row that was asked for, else the first.
func (s *Server) queuePage(w http.ResponseWriter, r *http.Request) {
	p, it, ok := s.itemPage(w, r, "")
	if !ok {
		return
	}
	q := r.URL.Query()
	_, keep := filterOf(q)
	s.showQueue(w, r, http.StatusOK, p, it, queueAsk{Keep: keep, Ref: q.Get("row")})
}

// showQueue answers with the queue.
func (s *Server) showQueue(w http.ResponseWriter, r *http.Request, status int, ip itemPage, it desk.Item, ask queueAsk) {
	q := queuePage{itemPage: ip, Ready: it.Summary != nil}
	q.Shell.Body = "queue"
	q.Shell.Styles = append(q.Shell.Styles, "queue.css")
	q.Shell.Scripts = []string{"queue.js"}
	if q.Ready {
		if err := s.fillQueue(r, &q, ask); err != nil {
			s.failErr(w, r, err)
			return
		}
	}
	s.render(w, r, status, "queue", "page", q)
}

func (s *Server) fillQueue(r *http.Request, q *queuePage, ask queueAsk) error {
	query, err := url.ParseQuery(ask.Keep)
	if err != nil {
		query = url.Values{}
	}
	f, keep := filterOf(query)
	all, err := s.desk.Rows(q.Item.ID, desk.Filter{})
	if err != nil {
		return err
	}
	heads := all
	if keep != "" {
		if heads, err = s.desk.Rows(q.Item.ID, f); err != nil {
			return err
		}
	}
	q.Filter, q.Filtered = f, keep != ""
	q.fill(r, all)
	if ask.Ref != "" {
		q.Shell.Body += " has-row"
	}
	ref := cmp.Or(ask.Ref, firstRef(heads))
	if ref != "" {
		if q.Row, err = s.rowView(r, q.Item.ID, ref, keep, heads); err != nil {
			return err
		}
		q.Row.CanDecide = q.Row.CanDecide && !q.Item.ReadOnly
		if ask.Change != nil {
			ask.Change(q.Row)
		}
	}
	q.Groups = groupRows(q.Base, keep, heads, ref)
	q.EmptyTitle, q.EmptyText = emptyWords(f)
	return nil
}

// firstRef is the first row that needs a person, else the first.
func firstRef(heads []desk.RowHead) string {
	for i := range heads {
		if heads[i].NeedsPerson {
			return heads[i].Ref
		}
	}
	if len(heads) > 0 {
		return heads[0].Ref
	}
	return ""
}

// fill counts what the filters offer, over all rows.
func (q *queuePage) fill(r *http.Request, all []desk.RowHead) {
	for i := range all {
		h := &all[i]
		if name := sectionName(h); name != "" && !slices.Contains(q.Sections, name) {
			q.Sections = append(q.Sections, name)
		}
		if h.Owner != "" && !slices.Contains(q.Owners, h.Owner) {
			q.Owners = append(q.Owners, h.Owner)
		}
	}
	slices.Sort(q.Owners)
	q.Needs = needViews(q.Base, q.Filter, all)
	if q.CanBulk = userOf(r).Role.Includes(Approver) && !q.Item.ReadOnly; q.CanBulk {
		for _, percent := range []int{95, 90, 80, 70} {
			q.Bulk = append(q.Bulk, bulkView{strconv.FormatFloat(float64(percent)/100, 'f', 2, 64), percent, acceptable(all, float64(percent)/100)})
		}
	}
}

// needViews are the filters that are a click away, each with how many of all rows
// it chooses.
func needViews(base string, f desk.Filter, all []desk.RowHead) []needView {
	current, counts := f.Needs, map[string]int{"": len(all)}
	for i := range all {
		h := &all[i]
		for name, is := range map[string]bool{
			desk.NeedsPerson: h.NeedsPerson, desk.NeedsGaps: h.Gap != "", desk.NeedsBlocked: h.Status == answer.Blocked, desk.NeedsConflicts: h.Conflict,
		} {
			if is {
				counts[name]++
			}
		}
	}
	var out []needView
	for _, n := range []struct{ id, name string }{
		{"", "All"}, {desk.NeedsPerson, "Needs a person"}, {desk.NeedsGaps, "Gaps"}, {desk.NeedsBlocked, "Blocked"}, {desk.NeedsConflicts, "Conflicts"},
	} {
		f.Needs = n.id
		out = append(out, needView{link{Name: n.name, Link: rowLink(base, keepOf(f).Encode(), ""), Current: current == n.id}, n.id, counts[n.id]})
	}
	return out
}

// acceptable counts the rows that accepting many would take.
func acceptable(all []desk.RowHead, atLeast float64) int {
	n := 0
	for i := range all {
		if all[i].Acceptable && all[i].Confidence >= atLeast {
			n++
		}
	}
	return n
}

func emptyWords(f desk.Filter) (title, text string) {
	switch f.Needs {
	case "person":
		return "Nothing needs a person", "Every row here is answered or decided."
	case "gaps":
		return "No gap", "No row here asks for what the records do not hold."
	case "blocked":
		return "Nothing is blocked", "No row here is kept from a tool."
	case "conflicts":
		return "No conflict", "No row here is answered otherwise elsewhere."
	}
	return "No question found", "Clear the filters to see all."
}

func sectionName(h *desk.RowHead) string {
	if len(h.Section) > 0 {
		return h.Section[0]
	}
	return ""
}

// groupRows gathers rows that follow one another under one heading.
func groupRows(base, keep string, heads []desk.RowHead, current string) []groupView {
	var out []groupView
	sheets := map[string]bool{}
	for i := range heads {
		sheets[heads[i].Sheet] = true
	}
	for i := range heads {
		h := &heads[i]
		name := cmp.Or(sectionName(h), h.Sheet)
		if len(sheets) > 1 && name != h.Sheet {
			name = h.Sheet + " › " + name
		}
		if n := len(out); n == 0 || out[n-1].Name != name {
			out = append(out, groupView{Name: name})
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, viewHead(base, keep, h, current))
	}
	return out
}

func viewHead(base, keep string, h *desk.RowHead, current string) headView {
	return headView{
		Anchor: report.Anchor(h.Ref), Ref: h.Ref, ID: h.ID, Link: rowLink(base, keep, h.Ref), Question: cut(h.Question, maxHead), Choice: cut(h.Choice, 40),
		Gap: string(h.Gap), GapTone: severityMarks[h.Gap].Tone, Owner: h.Owner, Mark: rowMark(h.Status, h.State), Needs: h.NeedsPerson, Current: h.Ref == current,
	}
}

// rowPart is one row, its place in the list and the counts, for the scripts.
type rowPart struct {
	itemPage
	Needs []needView
	Row   *rowView
	Head  headView
}

func (s *Server) rowPart(w http.ResponseWriter, r *http.Request) {
	p, it, ok := s.itemPage(w, r, "")
	if !ok {
		return
	}
	f, keep := filterOf(r.URL.Query())
	all, err := s.desk.Rows(it.ID, desk.Filter{})
	heads := all
	if err == nil && keep != "" {
		heads, err = s.desk.Rows(it.ID, f)
	}
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	row, err := s.rowView(r, it.ID, r.FormValue("row"), keep, heads)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	row.CanDecide = row.CanDecide && !it.ReadOnly
	s.render(w, r, http.StatusOK, "queue", "row-part", rowPart{p, needViews(p.Base, f, all), row, row.head(keep)})
}
