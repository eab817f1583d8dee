package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/desk"
	"candor/internal/review"
)

// odd is a sheet that nobody can read without being told: its question column
// has no telling name and stands behind remarks that look like questions too.
func odd(customer string) string {
	return `sheet Data
| Prepared by ` + customer + `
| Ref | Remarks | Point | Reply
| a | Discussed with the team last week | Is customer data encrypted at rest? |
| b | Discussed with the board | Is multi-factor authentication required for administrators? |
| c | See the minutes of the meeting | Does a purple unicorn guard the data centre? |
`
}

var oddRoles = []desk.SheetRoles{{Sheet: "Data", HeaderRow: 2, Columns: []desk.ColumnRole{
	{Letter: "A", Role: "id"}, {Letter: "C", Role: "question"}, {Letter: "D", Role: "text"},
}}}

func TestLayoutShowsTheSheet(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	got, err := s.Layout(t.Context(), it.ID)
	if err != nil || len(got.Sheets) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	sh := got.Sheets[0]
	var roles []string
	for _, c := range sh.Columns {
		roles = append(roles, c.Letter+" "+c.Role)
	}
	if diff := cmp.Diff([]string{"A id", "B question", "C choice", "D comment"}, roles); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	if sh.HeaderRow != 1 || !slices.Equal(sh.HeaderRows, []int{1}) || !sh.Used || sh.Questions != 4 || len(sh.Rows) != 5 || sh.Rows[1].Cells[1] != "Is customer data encrypted at rest?" {
		t.Errorf("sheet: %+v", sh)
	}
}

func TestSetLayoutIsRememberedByShape(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.add("first.xlsx", build(t, odd("Acme")))
	events := s.Subscribe(t.Context())
	if err := s.SetLayout(t.Context(), first.ID, oddRoles); err != nil {
		t.Fatal(err)
	}
	if it := s.settled(first.ID, events); it.Summary == nil || it.Summary.Questions != 3 || it.Remembered {
		t.Fatalf("after mending: %+v", it)
	}
	second := s.add("second.xlsx", build(t, strings.ReplaceAll(odd("Globex"), "sheet Data", "sheet Other")))
	if !second.Remembered || second.Summary.Questions != 3 {
		t.Fatalf("a second file of the shape: %+v", second)
	}
	got, err := s.Layout(t.Context(), second.ID)
	if err != nil || !got.Remembered || got.Own || got.Sheets[0].Columns[2].Role != "question" {
		t.Errorf("its layout: %+v, %v", got, err)
	}
	if it := s.add("third.xlsx", build(t, sheet)); it.Remembered {
		t.Error("a file of another shape was read by the remembered layout")
	}
	more := odd("Umbrella") + sheet
	if it := s.add("fourth.xlsx", build(t, more)); it.Remembered {
		t.Error("a remembered layout lost a sheet of questions")
	}
	// Read by a layout, decisions and the finished file work as ever.
	if _, err := s.decide(second.ID, review.Decision{Ref: "Other!C5", Action: review.Edit, Text: "No unicorn is employed."}); err != nil {
		t.Fatal(err)
	}
	if done, err := s.Finish(t.Context(), second.ID); err != nil || !done.Proof.OK {
		t.Errorf("finish: %+v, %v", done, err)
	}
}

// A sheet whose header comes again has all of them marked, and no question row.
func TestLayoutNamesEachHeaderRow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, `sheet Questions
| General | Answer
| Name of the vendor | Candor
| Data | Answer | Comments
| Is customer data encrypted at rest? | |
| Is customer data encrypted in transit? | |
| People | Answer | Comments
| Is multi-factor authentication required for administrators? | |
| Are new hires screened before they start? | |
list B4:B8 Yes,No,N/A
`))
	got, err := s.Layout(t.Context(), it.ID)
	if err != nil {
		t.Fatal(err)
	}
	if sh := got.Sheets[0]; sh.HeaderRow != 3 || !slices.Equal(sh.HeaderRows, []int{3, 6}) {
		t.Errorf("header row %d of %v, want 3 of 3 and 6", sh.HeaderRow, sh.HeaderRows)
	}
}

func TestFindLayoutForgetsWhatPeopleSaid(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.add("first.xlsx", build(t, odd("Acme")))
	events := s.Subscribe(t.Context())
	if err := s.FindLayout(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if it, _ := s.Item(first.ID); it.Seq != first.Seq {
		t.Error("a layout that nobody set was found again")
	}
	if err := s.SetLayout(t.Context(), first.ID, oddRoles); err != nil {
		t.Fatal(err)
	}
	s.settled(first.ID, events)
	second := s.add("second.xlsx", build(t, odd("Globex")))
	if err := s.FindLayout(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	s.settled(second.ID, events)
	if got, err := s.Layout(t.Context(), second.ID); err == nil && (got.Own || got.Remembered) {
		t.Errorf("its layout is not found again: %+v", got)
	}
	if it := s.add("third.xlsx", build(t, odd("Umbrella"))); it.Remembered {
		t.Error("the layout is remembered still")
	}
	if got, err := s.Layout(t.Context(), first.ID); err != nil || !got.Own {
		t.Errorf("the file that it was set for lost it: %+v, %v", got, err)
	}
	// Set again for another file, it is not forced onto the one that was found.
	if err := s.SetLayout(t.Context(), first.ID, oddRoles); err != nil {
		t.Fatal(err)
	}
	s.settled(first.ID, events)
	if err := s.Rerun(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	if it := s.settled(second.ID, events); it.Remembered {
		t.Error("a file whose layout was found again is read by a remembered one")
	}
}

func TestSetLayoutKeepsDecisions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	if _, err := s.decide(it.ID, review.Decision{Ref: "Questions!B4", Action: review.Blank}); err != nil {
		t.Fatal(err)
	}
	events := s.Subscribe(t.Context())
	roles := []desk.SheetRoles{{Sheet: "Questions", HeaderRow: 1, Columns: []desk.ColumnRole{{Letter: "b", Role: "question"}, {Letter: "C", Role: "choice"}, {Letter: "D", Role: "comment"}}}}
	if err := s.SetLayout(t.Context(), it.ID, roles); err != nil {
		t.Fatal(err)
	}
	s.settled(it.ID, events)
	rows := s.rows(it.ID, desk.Filter{})
	at := slices.IndexFunc(rows, func(h desk.RowHead) bool { return h.Ref == "Questions!B4" })
	if at < 0 || rows[at].State != review.StateBlank || rows[at].ID != "" {
		t.Errorf("rows: %+v", rows)
	}
}

func TestSetLayoutRefuses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	column := func(letter, role, tick string) desk.ColumnRole {
		return desk.ColumnRole{Letter: letter, Role: role, Tick: tick}
	}
	for name, tt := range map[string]struct {
		sheets []desk.SheetRoles
		want   string
	}{
		"no sheet":         {nil, "at least one sheet"},
		"another sheet":    {[]desk.SheetRoles{{Sheet: "Nope", Columns: []desk.ColumnRole{column("B", "question", "")}}}, "no sheet"},
		"no question":      {[]desk.SheetRoles{{Sheet: "Questions", Columns: []desk.ColumnRole{column("C", "choice", "")}}}, "holds the questions"},
		"twice":            {[]desk.SheetRoles{{Sheet: "Questions", Columns: []desk.ColumnRole{column("B", "question", ""), column("C", "question", "")}}}, "only one"},
		"no column":        {[]desk.SheetRoles{{Sheet: "Questions", Columns: []desk.ColumnRole{column("1", "question", "")}}}, "no column"},
		"no role":          {[]desk.SheetRoles{{Sheet: "Questions", Columns: []desk.ColumnRole{column("B", "oracle", "")}}}, "no role"},
		"no word":          {[]desk.SheetRoles{{Sheet: "Questions", Columns: []desk.ColumnRole{column("C", "ticks", " ")}}}, "which word"},
		"word twice":       {[]desk.SheetRoles{{Sheet: "Questions", Columns: []desk.ColumnRole{column("C", "ticks", "Yes"), column("D", "ticks", "Yes")}}}, "same word"},
		"row":              {[]desk.SheetRoles{{Sheet: "Questions", HeaderRow: -1, Columns: []desk.ColumnRole{column("B", "question", "")}}}, "no row"},
		"nothing is there": {[]desk.SheetRoles{{Sheet: "Questions", HeaderRow: 1, Columns: []desk.ColumnRole{column("Z", "question", ""), column("C", "choice", "")}}}, "no question is found"},
	} {
		err := s.SetLayout(t.Context(), it.ID, tt.sheets)
		if refused, ok := errors.AsType[*desk.RefusedError](err); !ok || !strings.Contains(refused.Why, tt.want) {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
	if now, err := s.Item(it.ID); err != nil || now.Phase != desk.PhaseReview || len(s.rows(it.ID, desk.Filter{})) != 4 {
		t.Errorf("a refused layout changed the questionnaire: %+v, %v", now, err)
	}
}
