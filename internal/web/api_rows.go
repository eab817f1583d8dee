package web

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"candor/internal/desk"
	"candor/internal/review"
)

// Sizes of a page of rows. A whole questionnaire of two thousand rows comes in
// one, as a page wants it.
const (
	usualRows = 500
	mostRows  = 5000
)

func (s *Server) apiRows(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	f := desk.Filter{Needs: q.Get("needs"), Owner: q.Get("owner"), Section: q.Get("section"), Text: q.Get("text"), Sheet: q.Get("sheet")}
	if !slices.Contains([]string{"", "person", "gaps", "blocked", "conflicts"}, f.Needs) {
		s.failErr(w, r, &badRequest{"needs is none of person, gaps, blocked, conflicts", "see /api/v1/openapi.json"})
		return
	}
	limit, err := pageSize(r, usualRows, mostRows)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	id := r.PathValue("id")
	heads, err := s.desk.Rows(id, f)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	start, err := s.rowsFrom(id, heads, q.Get("cursor"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	end := min(start+limit, len(heads))
	out := map[string]any{"rows": listed(heads[start:end]), "total": len(heads)}
	if end < len(heads) {
		out["next_cursor"] = cursorOf(heads[end-1].Ref)
	}
	writeJSON(w, http.StatusOK, out)
}

// cursorOf names the last row of a page: unlike a number, it stays right when
// rows before it are decided and leave a filtered list.
func cursorOf(ref string) string { return base64.RawURLEncoding.EncodeToString([]byte(ref)) }

// rowsFrom is the index of the first row behind the cursor's, which may itself
// have left the list.
func (s *Server) rowsFrom(id string, heads []desk.RowHead, cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	bad := &badRequest{"the cursor is none of ours", "begin without it"}
	ref, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return 0, bad
	}
	is := func(want string) func(desk.RowHead) bool { return func(h desk.RowHead) bool { return h.Ref == want } }
	if i := slices.IndexFunc(heads, is(string(ref))); i >= 0 {
		return i + 1, nil
	}
	all, err := s.desk.Rows(id, desk.Filter{})
	if err != nil {
		return 0, err
	}
	at := slices.IndexFunc(all, is(string(ref)))
	if at < 0 {
		return 0, bad
	}
	before := map[string]bool{}
	for _, h := range all[:at] {
		before[h.Ref] = true
	}
	i := slices.IndexFunc(heads, func(h desk.RowHead) bool { return !before[h.Ref] })
	if i < 0 {
		i = len(heads)
	}
	return i, nil
}

func (s *Server) apiRow(w http.ResponseWriter, r *http.Request) {
	row, err := s.desk.Row(r.PathValue("id"), r.PathValue("ref"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	// The tag is for changing the row and not for keeping it: neighbours and
	// answers elsewhere change without a decision on it.
	w.Header().Set("ETag", etag(int64(row.State.Seq)))
	writeJSON(w, http.StatusOK, row)
}

// decision is what a person decides, as the API takes it.
type decision struct {
	Ref      string        `json:"ref"`
	Action   review.Action `json:"action"`
	Choice   string        `json:"choice"`
	Text     string        `json:"text"`
	Entry    string        `json:"entry"`
	Digest   string        `json:"digest"`
	Owner    string        `json:"owner"`
	Note     string        `json:"note"`
	Override string        `json:"override"`
	// Seen is the number of the row's last decision that the person had seen; an
	// If-Match header with the row's tag says the same.
	Seen int `json:"seen"`
}

func (s *Server) apiDecide(w http.ResponseWriter, r *http.Request) {
	var d decision
	err := readJSON(r, &d)
	if err == nil {
		var seen int64
		var given bool
		if seen, given, err = ifMatch(r); given {
			d.Seen = int(seen)
		}
	}
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	row, faults, err := s.decide(r, r.PathValue("id"), review.Decision{
		Ref: d.Ref, Action: d.Action, Choice: d.Choice, Text: d.Text, Entry: d.Entry, Digest: d.Digest,
		Owner: d.Owner, Note: d.Note, Override: d.Override, Seen: d.Seen,
	})
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	w.Header().Set("ETag", etag(int64(row.State.Seq)))
	writeJSON(w, http.StatusOK, map[string]any{"row": row, "faults": listed(faults)})
}

// decide has a person's decision taken: who and when come from here, and never
// from what was sent. An override is for approvers.
func (s *Server) decide(r *http.Request, id string, d review.Decision) (desk.Row, []review.Fault, error) {
	u := userOf(r)
	if !slices.Contains(review.Actions(), d.Action) {
		return desk.Row{}, nil, &badRequest{"the action is none of: " + words(review.Actions()), "see /api/v1/openapi.json"}
	}
	act(r, string(d.Action), d.Ref)
	if strings.TrimSpace(d.Override) != "" {
		if !u.Role.Includes(Approver) {
			return desk.Row{}, nil, &needsRole{need: Approver, have: u.Role}
		}
		act(r, string(d.Action)+" with override", d.Ref)
	}
	d.Who, d.When = u.Name, review.Stamp(s.cfg.Now())
	if err := d.Check(); err != nil {
		return desk.Row{}, nil, &badRequest{err.Error(), "see /api/v1/openapi.json"}
	}
	return s.desk.Decide(r.Context(), id, d)
}

func words(list []review.Action) string {
	var out []string
	for _, a := range list {
		out = append(out, string(a))
	}
	return strings.Join(out, ", ")
}

func (s *Server) apiAcceptAll(w http.ResponseWriter, r *http.Request) {
	var in struct {
		AtLeast *float64 `json:"at_least"`
	}
	err := readJSON(r, &in)
	if err == nil && (in.AtLeast == nil || *in.AtLeast < 0 || *in.AtLeast > 1) {
		err = &badRequest{"at_least is no confidence from 0 to 1", "see /api/v1/openapi.json"}
	}
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	n, err := s.acceptAll(r, r.PathValue("id"), *in.AtLeast)
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]int{"accepted": n})
}

func (s *Server) acceptAll(r *http.Request, id string, atLeast float64) (int, error) {
	act(r, "accept all", "")
	return s.desk.AcceptAll(r.Context(), id, userOf(r).Name, atLeast)
}

func (s *Server) apiLayout(w http.ResponseWriter, r *http.Request) {
	layout, err := s.desk.Layout(r.Context(), r.PathValue("id"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, layout)
}

func (s *Server) apiSetLayout(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Sheets []desk.SheetRoles `json:"sheets"`
	}
	if err := readJSON(r, &in); err != nil {
		s.failErr(w, r, err)
		return
	}
	act(r, "set layout", "")
	s.sendAgain(w, r, s.desk.SetLayout(r.Context(), r.PathValue("id"), in.Sheets))
}

func (s *Server) apiFindLayout(w http.ResponseWriter, r *http.Request) {
	act(r, "find layout", "")
	s.sendAgain(w, r, s.desk.FindLayout(r.Context(), r.PathValue("id")))
}

// sendAgain answers with a questionnaire that is being answered again, or with
// the error.
func (s *Server) sendAgain(w http.ResponseWriter, r *http.Request, err error) {
	var it desk.Item
	if err == nil {
		it, err = s.desk.Item(r.PathValue("id"))
	}
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	writeJSON(w, http.StatusAccepted, it)
}
