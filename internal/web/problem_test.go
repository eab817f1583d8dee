package web

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"candor/internal/desk"
	"candor/internal/review"
)

// What a new try would not mend says so, and what would.
func TestProblemsOfTheDisk(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err    error
		status int
		code   string
	}{
		"full":      {fmt.Errorf("write decision: %w", &os.PathError{Op: "write", Path: "/desk/out.review.jsonl", Err: syscall.ENOSPC}), http.StatusInsufficientStorage, "disk_full"},
		"put back":  {fmt.Errorf("read decisions: it is gone: %w", review.ErrRewritten), http.StatusConflict, "rewritten"},
		"damaged":   {fmt.Errorf("finish: %w", &review.LineError{Path: "out.review.jsonl", Line: 2, Err: review.ErrClosed}), http.StatusInternalServerError, "damaged"},
		"something": {syscall.EIO, http.StatusInternalServerError, "internal"},
	} {
		p := problemOf(tt.err)
		if p.Status != tt.status || p.Code != tt.code || p.Next == "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if a, b := problemOf(syscall.ENOSPC), problemOf(syscall.EIO); a.Next == b.Next {
		t.Errorf("a full disk is said to be mended by %q", a.Next)
	}
}

// A reason is offered as the way out only where one helps.
func TestWayOutOfFaults(t *testing.T) {
	t.Parallel()
	never := review.Fault{Blocking: true, Never: true, Suggest: "choose one of: Yes, No"}
	claims := review.Fault{Blocking: true, Suggest: "say less"}
	for name, tt := range map[string]struct {
		faults []review.Fault
		want   string
	}{
		"a reason lifts it": {[]review.Fault{claims}, "mend the answer, or give a reason to send it all the same"},
		"none lifts it":     {[]review.Fault{claims, never}, "choose one of: Yes, No; send it as an edit, or leave the row blank"},
	} {
		if got := problemOf(&review.FaultsError{Ref: "S!B1", Faults: tt.faults}).Next; got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// The answers of the starter are somebody else's: whoever finishes is told where
// they look, not in the footer alone.
func TestFinishOfTheStarterWarns(t *testing.T) {
	t.Parallel()
	h := pageServer(t, newFakeDesk(t, 1), Admin)
	page := get(t, h, "/q/plain/finish", http.StatusOK)
	if warned := elements(page, "main"); len(warned) != 1 || !strings.Contains(textOf(warned[0]), "not yours to send") {
		t.Errorf("no warning in %q", textOf(page))
	}
}

// A decided row that the checks kept out is blank in the file: that is the first
// thing to read before it is sent.
func TestFinishTellsWhatWasKeptOut(t *testing.T) {
	t.Parallel()
	p := finishPage{Checks: []checkView{{Text: "Nothing is open."}}}
	p.told(desk.Item{Refused: []string{"Controls!B7"}, Notes: []string{"the knowledge base has changed"}})
	if len(p.Checks) != 3 || !strings.Contains(p.Checks[0].Text, "Controls!B7 was kept out") || p.Checks[0].Link == "" || p.Checks[1].Text != "The knowledge base has changed." {
		t.Errorf("%+v", p.Checks)
	}
}
