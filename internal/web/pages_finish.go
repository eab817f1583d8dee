package web

import (
	"bytes"
	"fmt"
	"net/http"

	"candor/internal/answer"
	"candor/internal/desk"
	"candor/internal/gap"
	"candor/internal/report"
)

// finishPage tells what is still open, what goes into the file and, when it is
// made, the proof.
type finishPage struct {
	itemPage
	Heading, Problem string
	Done             *doneView
	Checks           []checkView
	Sum              []sumView
	CanFinish        bool
	Do, DoText       string
	WhyNot, Show     string
}

type doneView struct {
	FileName string
	Proof    *proofView
}

type proofView struct {
	mark
	Text   string
	Faults []string
}

type checkView struct {
	Icon, Tone, Text, Link string
}

type sumView struct {
	Mark mark
	N    int
	Text string
}

func (s *Server) finishPage(w http.ResponseWriter, r *http.Request) {
	p, it, ok := s.itemPage(w, r, "finish")
	if ok {
		s.showFinish(w, r, http.StatusOK, p, it, "")
	}
}

// finishForm makes the finished file.
func (s *Server) finishForm(w http.ResponseWriter, r *http.Request) {
	p, it, ok := s.itemPage(w, r, "finish")
	if !ok {
		return
	}
	if _, err := s.desk.Finish(r.Context(), it.ID); err != nil {
		s.showFinish(w, r, http.StatusConflict, p, it, sentence(err.Error()))
		return
	}
	goOn(w, r, qPath(it.ID, "finish"), nil, "finished", "")
}

func (s *Server) showFinish(w http.ResponseWriter, r *http.Request, status int, ip itemPage, it desk.Item, trouble string) {
	p := finishPage{itemPage: ip, Problem: trouble, Heading: "Finish", Show: "Show them", Do: "Make the finished file"}
	p.Shell.Styles = append(p.Shell.Styles, "queue.css")
	switch {
	case it.Summary == nil:
		p.WhyNot = "It can be finished as soon as it is answered."
	case it.ReadOnly:
		p.WhyNot = "It can be finished when it is taken over."
	case !userOf(r).Role.Includes(Approver):
		p.WhyNot = "Finishing needs the role approver."
	default:
		p.CanFinish = true
	}
	if it.Summary != nil {
		heads, err := s.desk.Rows(it.ID, desk.Filter{})
		if err != nil {
			s.failErr(w, r, err)
			return
		}
		if p.Shell.Starter {
			p.Checks = append(p.Checks, checkView{"stop", "bad", "These are the answers of a fictional company: not yours to send. Start your own with candor init, and candor serve --kb that folder.", ""})
		}
		p.sum(heads)
		p.DoText = "Writes the answers into a copy of the sheet as it came, and proves that nothing else changed."
	}
	if it.Finished {
		p.Done = s.doneView(it)
		p.told(it)
		p.Do = "Make it again"
	}
	s.render(w, r, status, "finish", "page", p)
}

// told adds what the checks kept out of the finished file, and what else is to be
// known of it: somebody took these rows for answered.
func (p *finishPage) told(it desk.Item) {
	var out []checkView
	for _, ref := range it.Refused {
		out = append(out, checkView{"stop", "bad", "The answer of " + ref + " was kept out: the records or the library do not allow it any more.", rowLink(p.Base, "", ref)})
	}
	for _, n := range it.Notes {
		out = append(out, checkView{"warn", "warn", sentence(n), ""})
	}
	p.Checks = append(out, p.Checks...)
}

func (s *Server) doneView(it desk.Item) *doneView {
	_, name, err := s.desk.Final(it.ID)
	if err != nil {
		return nil
	}
	d := &doneView{FileName: name}
	if proof := it.Proof; proof != nil {
		d.Proof = &proofView{mark: mark{"check-full", "Proved", "ok"}, Text: fmt.Sprintf("%s changed, all of them answers; %s.", plural(proof.CellsChanged, "cell"), proof.Rest())}
		if !proof.OK {
			d.Proof.mark = mark{"warn", "The proof failed: do not send this file", "bad"}
		}
	}
	return d
}

// sum counts what goes into the file and what a person should know before.
func (p *finishPage) sum(heads []desk.RowHead) {
	var open, gaps, hard, conflicts, blocked int
	counts := map[mark]int{}
	for i := range heads {
		h := &heads[i]
		counts[rowMark(h.Status, h.State)]++
		if h.NeedsPerson {
			open++
			if h.Status == answer.Blocked {
				blocked++
			}
		}
		if h.Gap != "" {
			gaps++
			if h.Gap.AtLeast(gap.High) {
				hard++
			}
		}
		if h.Conflict {
			conflicts++
		}
	}
	check := func(n int, text, needs, tone, icon string) {
		if n > 0 {
			f := desk.Filter{Needs: needs}
			p.Checks = append(p.Checks, checkView{icon, tone, text, rowLink(p.Base, keepOf(f).Encode(), "")})
		}
	}
	check(open, plural(open, "row still needs", "rows still need")+" a person and will stay blank.", "person", "warn", "eye")
	check(blocked, plural(blocked, "of them is", "of them are")+" a commitment or a claim that no tool may make.", "blocked", "bad", "stop")
	serious := ""
	if hard > 0 {
		serious = fmt.Sprintf(", %d of them serious", hard)
	}
	check(gaps, plural(gaps, "row shows", "rows show")+" a gap"+serious+".", "gaps", "warn", "gap")
	check(conflicts, plural(conflicts, "row is", "rows are")+" answered otherwise than for others.", "conflicts", "warn", "split")
	if len(p.Checks) == 0 {
		p.Checks = append(p.Checks, checkView{"check-ring", "ok", "Nothing is open.", ""})
	}
	texts := map[string]string{
		"Accepted": "a person accepted", "Edited": "a person wrote", "Other answer": "another entry of the library", "Left blank": "on purpose",
		"Changed since": "decided before the row changed; stays blank", "Filled": "written by the run, nobody objected", "For review": "stays blank until somebody decides",
		"No answer": "stays blank", "Kept": "stood in the sheet already", "Blocked": "stays blank until somebody decides",
	}
	for _, m := range allMarks() {
		if n := counts[m]; n > 0 {
			p.Sum = append(p.Sum, sumView{m, n, texts[m.Word]})
		}
	}
}

// allMarks are the marks of rows from done to open.
func allMarks() []mark {
	out := []mark{stateMarks["accepted"], stateMarks["edited"], stateMarks["taken"], statusMarks[answer.Filled], statusMarks[answer.Kept], stateMarks["blank"]}
	return append(out, stateMarks["changed"], statusMarks[answer.Review], statusMarks[answer.Unmatched], statusMarks[answer.Blocked])
}

// reportFile sends the report on a run, which is for the company's own people.
func (s *Server) reportFile(w http.ResponseWriter, r *http.Request) {
	rec, err := s.desk.Record(r.PathValue("id"))
	if err != nil {
		s.failErr(w, r, err)
		return
	}
	var b bytes.Buffer
	if err := (report.Page{Record: rec}).Write(&b); err != nil {
		s.failErr(w, r, fmt.Errorf("make the report: %w", err))
		return
	}
	asAttachment(w, rec.Input.Name+".report.html")
	_, _ = b.WriteTo(w) // the reader has gone away
}
