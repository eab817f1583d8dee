package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/internal/answer"
	"candor/internal/desk"
	"candor/internal/gap"
	"candor/internal/review"
	"candor/internal/runlog"
)

// rowView is one question with everything that a person decides by.
type rowView struct {
	Base, Keep    string
	Ref, ID       string
	Section       []string
	Question      string
	Short, Needs  bool
	State, Status mark
	Sharing       *mark
	Before, After *nearView
	// Next is the row after this in the list as filtered, NextLink its address.
	Next, NextLink, ListLink string

	Gaps []gapView
	// Heed are objections and failed checks, Why the reasons of the run.
	Heed, Why []whyView

	AnswerTitle, Cells    string
	Choice, Answer, Blank string
	Sources               []sourceView
	Sure                  int
	SureTone              string

	CanDecide, CanUndo bool
	// Accept names what accepting does, "" where there is nothing to accept.
	Accept                   string
	Choices                  []choiceView
	NoChoice                 bool
	DraftText, DraftOverride string
	EditOpen, AskOverride    bool
	Alts                     []altView
	Elsewhere                []elsewhereView
	Owner                    string
	Seen                     int
	Log                      []logView
	Parent                   string
	Faults                   []review.Fault
	Conflict                 *conflictView

	q *desk.Row
}

type nearView struct{ Ref, Question, Link string }

type whyView struct{ Icon, Tone, Text string }

type gapView struct {
	Mark                                       mark
	Title, Framework, Asked, Have, Reply, Does string
	Remedy                                     string
	Controls                                   []string
	Rows                                       []link
	rank                                       int
}

type sourceView struct {
	Icon, Name, Link, Owner string
	Reviewed, Sharing       *mark
}

type choiceView struct {
	Word   string
	Picked bool
}

type altView struct {
	N                                                        int
	Entry, Link, Question, Verdict, Text, Owner, Why, Digest string
	Reviewed, Sharing                                        *mark
	Sure                                                     int
	SureTone                                                 string
}

type elsewhereView struct {
	Name, When, Choice string
	Mark               mark
	Diff               []piece
}

type logView struct{ When, Clock, Who, Did, Text string }

type conflictView struct {
	Text, Theirs, Mine, KeepTheirs, Base string
	Fields                               []struct{ Name, Value string }
}

// rowView reads a row and puts it into words.
func (s *Server) rowView(r *http.Request, id, ref, keep string, heads []desk.RowHead) (*rowView, error) {
	row, err := s.desk.Row(id, ref)
	if err != nil {
		return nil, err
	}
	base := qPath(id, "")
	v := &rowView{
		Base: base, Keep: keep, Ref: row.Ref, ID: row.ID, Section: row.Section, Question: row.Question.Question, Short: len(row.Question.Question) < 600,
		Needs: row.State.State.NeedsPerson(), Status: statusMarks[row.Status], State: rowMark(row.Status, row.State.State),
		ListLink: rowLink(base, keep, ""), CanDecide: userOf(r).Role.Includes(Responder),
		Owner: row.State.Owner, Seen: row.State.Seq, q: &row,
	}
	all := heads
	if !slices.ContainsFunc(heads, func(h desk.RowHead) bool { return h.Ref == ref }) {
		if all, err = s.desk.Rows(id, desk.Filter{}); err != nil {
			return nil, err
		}
	}
	v.place(base, keep, heads, all)
	v.Parent = cut(row.ParentText, 300)
	for _, g := range s.gapViews(row.Gaps) {
		v.Gaps, _ = joinGap(v.Gaps, g)
	}
	v.Heed, v.Why = whyViews(&row)
	s.fillAnswer(v, &row)
	for i := range row.Runners {
		// What stands above already is no other answer.
		if !slices.ContainsFunc(v.Sources, func(o sourceView) bool { return o.Link == entryPath(row.Runners[i].Entry) }) {
			v.Alts = append(v.Alts, s.altView(len(v.Alts)+1, &row.Runners[i]))
		}
	}
	for i := range row.Elsewhere {
		v.Elsewhere = append(v.Elsewhere, viewElsewhere(&row.Elsewhere[i], v.Answer))
	}
	v.Log = logViews(row.History)
	v.CanUndo = row.CanUndo
	return v, nil
}

// head is the row as the list shows it.
func (v *rowView) head(keep string) headView {
	return viewHead(v.Base, keep, &desk.RowHead{
		Ref: v.q.Ref, ID: v.q.ID, Sheet: v.q.Sheet, Section: v.q.Section, Question: v.q.Question.Question, Status: v.q.Status,
		State: v.q.State.State, NeedsPerson: v.q.NeedsPerson, Choice: v.q.Final.Choice, Gap: worst(v.q.Gaps), Owner: v.q.State.Owner,
	}, "")
}

func worst(gaps []gap.Gap) gap.Severity {
	var out gap.Severity
	for i := range gaps {
		if out == "" || gaps[i].Severity.Rank() > out.Rank() {
			out = gaps[i].Severity
		}
	}
	return out
}

// place finds the rows around this one in the list as it is filtered. A row that
// has left the list, since it was decided, keeps its place between those that
// are in it; all is the list without filters then.
func (v *rowView) place(base, keep string, heads, all []desk.RowHead) {
	is := func(h desk.RowHead) bool { return h.Ref == v.Ref }
	at := slices.IndexFunc(heads, is)
	before, after := at-1, at+1
	if at < 0 {
		later := map[string]bool{}
		for i := slices.IndexFunc(all, is) + 1; i > 0 && i < len(all); i++ {
			later[all[i].Ref] = true
		}
		if after = slices.IndexFunc(heads, func(h desk.RowHead) bool { return later[h.Ref] }); after < 0 {
			after = len(heads)
		}
		before = after - 1
	}
	near := func(i int) *nearView {
		if i < 0 || i >= len(heads) {
			return nil
		}
		return &nearView{Ref: heads[i].Ref, Question: cut(heads[i].Question, 110), Link: rowLink(base, keep, heads[i].Ref)}
	}
	v.Before, v.After = near(before), near(after)
	v.Next = v.Ref
	if v.After != nil {
		v.Next = v.After.Ref
	}
	v.NextLink = rowLink(base, keep, v.Next)
}

// fillAnswer says what would be written, where it comes from and how sure it is.
func (s *Server) fillAnswer(v *rowView, row *desk.Row) {
	v.Choice, v.Answer = row.Final.Choice, row.Final.Answer
	decided := row.State.State.IsDecided()
	v.AnswerTitle = "Proposed answer"
	switch {
	case decided:
		v.AnswerTitle = "Answer to be written"
	case row.Status == answer.Kept:
		v.AnswerTitle = "Answered in the sheet already"
	case row.Status == answer.Filled:
		v.AnswerTitle = "Answer filled in"
	}
	if !decided && v.Choice == "" && v.Answer == "" {
		v.Choice, v.Answer = row.Choice, row.Answer
	}
	if v.Choice == "" && v.Answer == "" {
		v.Blank = "Nothing: no answer is known."
		if row.State.State == review.StateBlank {
			v.Blank = "Nothing: left blank on purpose."
		}
	} else if v.CanDecide && !decided && row.Status != answer.Blocked && row.Status != answer.Kept {
		v.Accept = "Accept"
	}
	v.Cells = cellsOf(row.Slots)
	sources := row.Final.Sources
	if len(sources) == 0 && !decided {
		sources = row.Sources
	}
	for i := range sources {
		v.Sources = append(v.Sources, s.sourceView(&sources[i]))
	}
	for i := range v.Sources {
		if v.Sources[i].Sharing != nil {
			v.Sharing = v.Sources[i].Sharing
		}
	}
	if !decided {
		v.Sure = percentOf(row.Confidence)
		v.SureTone = sureTone(v.Sure)
	}
	v.DraftText = v.Answer
	v.NoChoice = true
	for _, word := range row.Choices {
		picked := word == v.Choice
		v.NoChoice = v.NoChoice && !picked
		v.Choices = append(v.Choices, choiceView{word, picked})
	}
}

// draft puts what somebody tried to save back into the form.
func (v *rowView) draft(d *review.Decision) {
	if d.Action != review.Edit {
		return
	}
	v.EditOpen, v.DraftText, v.DraftOverride, v.NoChoice = true, d.Text, d.Override, true
	for i := range v.Choices {
		v.Choices[i].Picked = v.Choices[i].Word == d.Choice
		v.NoChoice = v.NoChoice && !v.Choices[i].Picked
	}
}

func cellsOf(slots runlog.Slots) string {
	var cells []string
	for _, c := range append([]string{slots.Choice, slots.Text, slots.Comment, slots.Evidence}, slices.Sorted(maps.Values(slots.Ticks))...) {
		if c != "" && !slices.Contains(cells, c) {
			cells = append(cells, c)
		}
	}
	return strings.Join(cells, ", ")
}

func (s *Server) sourceView(src *answer.Source) sourceView {
	base := s.desk.Base()
	switch {
	case src.Entry != "":
		v := sourceView{Icon: "link", Name: src.Entry, Link: entryPath(src.Entry)}
		if e, ok := base.Library.Entry(src.Entry); ok {
			v.Owner, v.Reviewed, v.Sharing = e.Owner, reviewedMark(e, s.today()), sharingMark(e.Sharing)
		}
		return v
	case src.Posture != "":
		v := sourceView{Icon: "mark", Name: "record " + src.Posture, Link: "/posture"}
		if a, ok := base.Posture.Attestation(src.Posture); ok {
			v.Name = base.Posture.Name(a)
		}
		return v
	}
	return sourceView{Icon: "report", Name: cmp.Or(src.Document, "document")}
}

func (s *Server) altView(n int, c *desk.Candidate) altView {
	v := altView{
		N: n, Entry: c.Entry, Link: entryPath(c.Entry), Question: cut(c.Question, 200), Verdict: verdictWord(c.Verdict), Text: cut(c.Text, 400),
		Owner: c.Owner, Why: sentence(c.Why), Digest: c.Digest, Sharing: sharingMark(c.Sharing), Sure: percentOf(c.Confidence), SureTone: sureTone(percentOf(c.Confidence)),
	}
	if e, ok := s.desk.Base().Library.Entry(c.Entry); ok {
		v.Reviewed = reviewedMark(e, s.today())
	}
	return v
}

func (s *Server) gapViews(gaps []gap.Gap) []gapView {
	out := make([]gapView, len(gaps))
	for i := range gaps {
		g := &gaps[i]
		m := severityMarks[g.Severity]
		m.Word += " gap"
		out[i] = gapView{
			Mark: m, Title: cmp.Or(g.Title, string(g.Code)), Framework: s.frameworkName(g.Framework), Asked: g.Asked, Have: g.Have, Reply: g.Reply,
			Remedy: cmp.Or(g.RemedyTitle, g.Remedy), Controls: slices.Clone(g.Controls),
		}
	}
	return out
}

// frameworkName is a framework as people call it.
func (s *Server) frameworkName(id string) string {
	if ref := s.desk.Base().Posture.Reference(); ref != nil && id != "" {
		return ref.Name(id)
	}
	return id
}

// whyViews are the objections, and the reasons that say something else.
func whyViews(row *desk.Row) (heed, why []whyView) {
	said := map[string]bool{}
	once := func(list []whyView, icon, tone, text string) []whyView {
		if text = sentence(text); text == "" || said[text] {
			return list
		}
		said[text] = true
		return append(list, whyView{icon, tone, text})
	}
	for i := range row.Faults {
		tone := "warn"
		if row.Faults[i].Blocking {
			tone = "bad"
		}
		heed = once(heed, "warn", tone, row.Faults[i].Text)
	}
	if row.Status == answer.Blocked && row.NeedsPerson {
		heed = once(heed, "stop", "bad", "No tool may answer this: a person must.")
	}
	for i := range row.Guards {
		heed = once(heed, "warn", "warn", row.Guards[i].Text)
	}
	for _, r := range row.Reasons {
		if r.Code == answer.ModelDraft || r.Code == answer.ModelDraftRefused {
			heed = once(heed, "warn", "warn", r.Text)
		}
	}
	for _, text := range row.Why {
		why = once(why, "info", "info", text)
	}
	return heed, why
}

// viewElsewhere sets an answer sent elsewhere beside the one here.
func viewElsewhere(e *desk.Elsewhere, here string) elsewhereView {
	v := elsewhereView{Name: e.Name, Choice: e.Choice, Mark: mark{"check", "the same", "ok"}}
	if e.Differs {
		v.Mark = mark{"split", "differs", "warn"}
	}
	v.Diff = differences(e.Answer, here)
	return v
}

var didWords = map[review.Action]string{
	review.Accept: "accepted the proposed answer", review.Edit: "edited", review.Take: "took the answer of", review.Blank: "left it blank",
	review.Assign: "asked", review.Note: "noted", review.Undo: "took the last decision back",
}

// logViews are the decisions on a row, the latest first.
func logViews(ds []review.Decision) []logView {
	out := make([]logView, 0, len(ds))
	for _, d := range slices.Backward(ds) {
		v := logView{When: d.When, Clock: clock(d.When), Who: d.Who, Did: didWords[d.Action]}
		v.Text = cmp.Or(d.Entry, d.Owner, d.Note, strings.TrimSpace(d.Choice+" "+cut(d.Text, 300)))
		if d.Override != "" {
			v.Text += " (in spite of the checks: " + d.Override + ")"
		}
		if d.Action == review.Assign && d.Owner == "" {
			v.Did = "took the assignment back"
		}
		out = append(out, v)
	}
	return out
}

// clock is a time of the journal as people read it; the zone is written since
// the journal's is not the reader's.
func clock(when string) string {
	t, err := time.Parse(time.RFC3339, when)
	if err != nil {
		return when
	}
	return t.UTC().Format("2006-01-02 15:04") + " UTC"
}

// answerWords is a decision in words, to set it beside another.
func answerWords(d *review.Decision) string {
	switch d.Action {
	case review.Edit:
		return strings.TrimSpace(strings.Trim(d.Choice+". "+d.Text, ". "))
	case review.Take:
		return "the answer of " + d.Entry
	case review.Accept:
		return "the proposed answer"
	case review.Blank:
		return "left blank"
	case review.Assign:
		return "given to " + cmp.Or(d.Owner, "nobody")
	case review.Undo:
		return "the decision before taken back"
	case review.Note:
	}
	return d.Note
}

// tellConflict puts two decisions on one row side by side. To keep one's own is
// the same form again, knowing of theirs.
func (v *rowView) tellConflict(e *review.ConflictError) {
	did := map[review.Action]string{
		review.Accept: "accepted this", review.Edit: "edited this", review.Take: "took another answer for this", review.Blank: "left this blank",
		review.Assign: "gave this to somebody", review.Note: "wrote a note on this", review.Undo: "took a decision on this back",
	}
	c := &conflictView{Theirs: answerWords(&e.Theirs), Mine: answerWords(&e.Mine), Base: v.Base, KeepTheirs: rowLink(v.Base, v.Keep, v.Ref)}
	c.Text = e.Theirs.Who + " " + did[e.Theirs.Action] + " at " + clock(e.Theirs.When) + ". Keep theirs or yours?"
	m := &e.Mine
	for _, f := range [][2]string{
		{"ref", m.Ref},
		{"action", string(m.Action)},
		{"choice", m.Choice},
		{"text", m.Text},
		{"entry", m.Entry},
		{"owner", m.Owner},
		{"note", m.Note},
		{"digest", m.Digest},
		{"override", m.Override},
		{"seen", strconv.Itoa(e.Theirs.Seq)},
		{"next", v.Next},
		{"keep", v.Keep},
	} {
		if f[1] != "" {
			c.Fields = append(c.Fields, struct{ Name, Value string }{f[0], f[1]})
		}
	}
	v.Conflict = c
}
