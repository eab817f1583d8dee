package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"candor/internal/desk"
	"candor/internal/questionnaire"
)

// layoutPage shows each sheet as it looks, with what its columns were taken for.
type layoutPage struct {
	itemPage
	CanMend bool
	// CanFind tells that people set the layout, and that it can be found again.
	CanFind  bool
	Problem  string
	Roles    []roleView
	AllRoles []roleView
	Sheets   []sheetView
	// How tells how the layout came about, Notes what a careful reader should know
	// of the file.
	How   string
	Notes []string
}

// roleView is something that a column may be.
type roleView struct{ Value, Name string }

// roleViews are the roles in the order in which people look for them.
func roleViews() []roleView {
	return []roleView{
		{"question", "Question"},
		{"choice", "Answer: choice"},
		{"text", "Answer: text"},
		{"comment", "Comment"},
		{"evidence", "Evidence"},
		{"ticks", "Tick box"},
		{"id", "Number or id"},
		{"section", "Section"},
		{"controls", "Controls"},
		{"guidance", "Guidance"},
		{"", "Not read"},
	}
}

type sheetView struct {
	Index     int
	Name, Why string
	Used      bool
	Questions int
	Columns   []columnView
	Rows      []sheetRow
	Skipped   []questionnaire.Skipped
}

type columnView struct {
	Letter, Role, Why, Tick string
	Options                 []optionView
}

type optionView struct {
	roleView
	Picked bool
}

type sheetRow struct {
	N        int
	IsHeader bool
	Kind     string
	Cells    []cellView
}

type cellView struct{ Letter, Role, Text string }

// maxCell and maxSkipped bound what a page shows of a sheet.
const (
	maxCell    = 400
	maxSkipped = 200
)

func (s *Server) layoutPage(w http.ResponseWriter, r *http.Request) {
	p, it, ok := s.itemPage(w, r, "layout")
	if ok {
		s.showLayout(w, r, http.StatusOK, p, it, "")
	}
}

// showLayout answers with the layout and, after a form that was refused, why.
func (s *Server) showLayout(w http.ResponseWriter, r *http.Request, status int, ip itemPage, it desk.Item, trouble string) {
	p := layoutPage{itemPage: ip, Problem: trouble, AllRoles: roleViews(), CanMend: userOf(r).Role.Includes(Admin) && !it.ReadOnly}
	p.Roles = p.AllRoles
	p.Shell.Styles = append(p.Shell.Styles, "queue.css")
	p.Shell.Scripts = []string{"layout.js"}
	layout, err := s.desk.Layout(r.Context(), it.ID)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	switch {
	case layout.Own:
		p.How = "Somebody set the layout of this file."
	case layout.Remembered:
		p.How = "Read by the layout that was set for an earlier file of the same shape."
	}
	p.CanFind = p.CanMend && (layout.Own || layout.Remembered)
	for _, note := range layout.Inventory {
		p.Notes = append(p.Notes, sentence(note))
	}
	for i := range layout.Sheets {
		p.Sheets = append(p.Sheets, viewSheet(i, &layout.Sheets[i], p.How != ""))
	}
	s.render(w, r, status, "layout", "page", p)
}

// viewSheet shows a sheet. Of one whose layout people have set the reader's reasons
// say that only, column by column.
func viewSheet(i int, sh *desk.Sheet, set bool) sheetView {
	v := sheetView{Index: i, Name: sh.Name, Why: sh.Why, Used: sh.Used, Questions: sh.Questions, Skipped: sh.Skipped}
	switch {
	case set && !sh.Used:
		v.Why = "left out when the layout was set"
	case set:
		v.Why = strings.TrimSuffix(v.Why, ", read by the map")
	}
	v.Skipped = v.Skipped[:min(len(v.Skipped), maxSkipped)]
	roles := map[string]string{}
	for _, c := range sh.Columns {
		col := columnView{Letter: c.Letter, Role: c.Role, Why: c.Why, Tick: c.Tick}
		if set {
			col.Why = ""
		}
		for _, role := range roleViews() {
			col.Options = append(col.Options, optionView{role, role.Value == c.Role})
		}
		if col.Role == "" {
			col.Role = "none"
		}
		roles[c.Letter] = col.Role
		v.Columns = append(v.Columns, col)
	}
	for _, row := range sh.Rows {
		out := sheetRow{N: row.Row, IsHeader: row.Row == sh.HeaderRow}
		switch {
		case out.IsHeader, slices.Contains(sh.HeaderRows, row.Row):
			out.Kind = "header"
		case row.Row < sh.HeaderRow:
			out.Kind = "out"
		}
		for j, text := range row.Cells {
			if j < len(v.Columns) {
				out.Cells = append(out.Cells, cellView{v.Columns[j].Letter, v.Columns[j].Role, cut(text, maxCell)})
			}
		}
		v.Rows = append(v.Rows, out)
	}
	return v
}

// layoutForm takes the mended layout.
func (s *Server) layoutForm(w http.ResponseWriter, r *http.Request) {
	p, it, ok := s.itemPage(w, r, "layout")
	if !ok {
		return
	}
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, problem{Status: http.StatusBadRequest, Code: "form", Message: "the form could not be read"})
		return
	}
	if err := s.desk.SetLayout(r.Context(), it.ID, rolesOf(r.PostForm)); err != nil {
		s.showLayout(w, r, http.StatusUnprocessableEntity, p, it, sentence(err.Error()))
		return
	}
	goOn(w, r, qPath(it.ID, "layout"), nil, "layout", "")
}

// findLayoutForm has the layout found again.
func (s *Server) findLayoutForm(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	act(r, "find layout", "")
	s.after(w, r, s.desk.FindLayout(r.Context(), id), qPath(id, "layout"), "found")
}

// rolesOf reads the roles of all sheets that are to be read.
func rolesOf(form map[string][]string) []desk.SheetRoles {
	get := func(name string) string {
		if v := form[name]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	var out []desk.SheetRoles
	for i := 0; ; i++ {
		n := strconv.Itoa(i)
		if _, ok := form["sheet-"+n]; !ok {
			return out
		}
		if get("use-"+n) == "" {
			continue
		}
		header, _ := strconv.Atoi(get("header-" + n)) // no row chosen: no header
		sh := desk.SheetRoles{Sheet: get("sheet-" + n), HeaderRow: max(header, 0)}
		prefix := "role-" + n + "-"
		var letters []string
		for name := range form {
			if letter, ok := strings.CutPrefix(name, prefix); ok && get(name) != "" {
				letters = append(letters, letter)
			}
		}
		slices.Sort(letters)
		for _, letter := range letters {
			sh.Columns = append(sh.Columns, desk.ColumnRole{Letter: letter, Role: get(prefix + letter), Tick: get("tick-" + n + "-" + letter)})
		}
		out = append(out, sh)
	}
}
