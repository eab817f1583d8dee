package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/desk"
	"candor/internal/fill/batch"
	"candor/internal/review"
	"candor/internal/workbook"
)

func TestOneServerAFolder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if d, err := desk.Open(t.Context(), s.cfg); !errors.Is(err, desk.ErrBusy) {
		t.Fatalf("a second server: %v, %v", d, err)
	}
	s.reopen()
	if err := os.WriteFile(filepath.Join(s.cfg.Dir, "desk.json"), []byte(`{"schema":"candor.desk/9"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s.close()
	if _, err := desk.Open(t.Context(), s.cfg); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("a folder of another version: %v", err)
	}
}

func TestAddRefuses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	good := build(t, sheet)
	huge := bytes.Repeat([]byte("x"), workbook.MaxFileBytes+1)
	for name, tt := range map[string]struct {
		file string
		data []byte
		meta desk.Meta
		want string
	}{
		"a letter":    {"letter.pdf", good, desk.Meta{}, "PDF"},
		"no ending":   {"questionnaire", good, desk.Meta{}, "questionnaire"},
		"nothing":     {"a.xlsx", nil, desk.Meta{}, "empty"},
		"too much":    {"a.csv", huge, desk.Meta{}, "larger than"},
		"no day":      {"a.xlsx", good, desk.Meta{Due: "tomorrow"}, "no day"},
		"no product":  {"a.xlsx", good, desk.Meta{Product: "no-such-thing"}, "product"},
		"no region":   {"a.xlsx", good, desk.Meta{Region: "moon"}, "region"},
		"no currency": {"a.xlsx", good, desk.Meta{Currency: "euro"}, "three letters"},
		"a long name": {"a.xlsx", good, desk.Meta{Account: strings.Repeat("x", 1000)}, "too long"},
	} {
		_, err := s.Add(t.Context(), tt.file, bytes.NewReader(tt.data), tt.meta)
		if refused, ok := errors.AsType[*desk.RefusedError](err); !ok || !strings.Contains(refused.Why, tt.want) {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
	if list, _ := filepath.Glob(filepath.Join(s.cfg.Dir, "q", "*")); len(list) > 0 || len(s.List()) > 0 {
		t.Errorf("left behind: %q", list)
	}
}

// Names come from strangers.
func TestNamesAreCleaned(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for name, want := range map[string]string{
		`..\..\etc\passwd.csv`:             "passwd.csv",
		"../../a.csv":                      "a.csv",
		"a\x00\x1b[31mb.csv":               "a[31mb.csv",
		"gnp\u202evsc.csv":                 "gnpvsc.csv",
		"<img src=x onerror=alert(1)>.csv": "_img src=x onerror=alert(1)_.csv",
		".csv":                             "questionnaire.csv",
		"CON.csv":                          "_CON.csv",
		strings.Repeat("ü", 300) + ".csv":  strings.Repeat("ü", 78) + ".csv",
	} {
		it := s.add(name, []byte(small))
		if it.Name != want || it.Phase != desk.PhaseReview {
			t.Errorf("%q became %q, %s %s", name, it.Name, it.Phase, it.Why)
		}
	}
}

// A hostile file, and one that is none, cost themselves only.
func TestBadFilesFailAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *desk.Config) {
		cmd := self("serve")
		c.Runner = desk.ChildProcess{Child: batch.Child{Path: cmd.Path, Args: cmd.Args[1:], Env: []string{roleEnv + "=serve"}}, Timeout: time.Minute}
		c.Workers = 2
	})
	var wide strings.Builder
	wide.WriteString("sheet Wide\n")
	for row := range 400 {
		wide.WriteString("XFD" + string(rune('1'+row%9)) + strings.Repeat("0", row%4) + ": x\n")
	}
	broken := build(t, sheet)
	for name, data := range map[string][]byte{
		"broken.xlsx": broken[:len(broken)/2], "text.xlsx": []byte("no workbook"), "wide.xlsx": build(t, wide.String()),
		"prices.csv": []byte("Item,Price\nA chair,20\n"),
	} {
		it := s.add(name, data)
		if it.Phase != desk.PhaseFailed || it.Why == "" || strings.Contains(it.Why, s.cfg.Dir) {
			t.Errorf("%s: %s %q", name, it.Phase, it.Why)
		}
		if _, err := s.Rows(it.ID, desk.Filter{}); !errors.Is(err, desk.ErrNotAnswered) {
			t.Errorf("%s: rows: %v", name, err)
		}
	}
	it := s.add("good.xlsx", build(t, sheet))
	if it.Phase != desk.PhaseReview || it.Summary.Questions != 4 || it.Total != 4 {
		t.Errorf("a good file beside them: %+v", it)
	}
}

// slow is a runner that waits until it is told to go on.
type slow struct {
	started chan string
	release chan struct{}
}

func (r slow) Run(ctx context.Context, job desk.Job) error {
	r.started <- filepath.Base(job.Fill.Input)
	select {
	case <-r.release:
		return desk.InProcess{}.Run(ctx, job)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// As many as there are workers are answered side by side; the others know their
// place.
func TestWorkersAndTheirQueue(t *testing.T) {
	t.Parallel()
	r := slow{make(chan string, 8), make(chan struct{}, 8)}
	s := newSite(t, func(c *desk.Config) { c.Runner, c.Workers = r, 3 })
	events := s.Subscribe(t.Context())
	var list []desk.Item
	for i := range 6 {
		it, err := s.Add(t.Context(), fmt.Sprintf("%d.csv", i), strings.NewReader(small), desk.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, it)
	}
	for range 3 {
		<-r.started
	}
	listed := s.List()
	for i, want := range []int{0, 0, 0, 0, 1, 2} {
		one, err := s.Item(list[i].ID)
		wants := desk.PhaseWaiting
		if i < 3 {
			wants = desk.PhaseReading
		}
		if err != nil || one.Phase != wants || one.Ahead != want || listed[i].Ahead != want || listed[i].ID != one.ID {
			t.Errorf("%d: %s with %d ahead, %d in the list; want %s with %d; %v", i, one.Phase, one.Ahead, listed[i].Ahead, wants, want, err)
		}
	}
	for range list {
		r.release <- struct{}{}
	}
	for _, it := range list {
		if got := s.settled(it.ID, events); got.Phase != desk.PhaseReview || got.Ahead != 0 {
			t.Errorf("%s: %+v", it.Name, got)
		}
	}
}

// What was under way when the server stopped is made again; what is removed
// stops, and what changes while it runs is run once more.
func TestRunsAreStoppedAndMadeAgain(t *testing.T) {
	t.Parallel()
	r := slow{make(chan string, 8), make(chan struct{}, 8)}
	s := newSite(t, func(c *desk.Config) { c.Runner = r })
	add := func(name string) desk.Item {
		t.Helper()
		it, err := s.Add(t.Context(), name, strings.NewReader(small), desk.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		return it
	}
	a, b := add("a.csv"), add("b.csv")
	<-r.started
	if it, _ := s.Item(a.ID); it.Phase != desk.PhaseReading {
		t.Errorf("a is %s", it.Phase)
	}
	if it, _ := s.Item(b.ID); it.Phase != desk.PhaseWaiting {
		t.Errorf("b is %s", it.Phase)
	}
	s.reopen()
	if name := <-r.started; name != "a.csv" {
		t.Errorf("after a restart %q runs", name)
	}
	if err := s.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if name := <-r.started; name != "b.csv" {
		t.Errorf("after the removal %q runs", name)
	}
	events := s.Subscribe(t.Context())
	if err := s.Rerun(t.Context(), b.ID); err != nil {
		t.Fatal(err)
	}
	<-r.started
	r.release <- struct{}{}
	if it := s.settled(b.ID, events); it.Phase != desk.PhaseReview {
		t.Errorf("b: %+v", it)
	}
	if _, err := s.Item(a.ID); err == nil {
		t.Error("a is still there")
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	from := s.Seq()
	ctx, cancel := context.WithCancel(t.Context())
	live := s.Subscribe(ctx)
	it := s.add("a.xlsx", build(t, sheet))
	if _, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Blank, Who: "bob"}); err != nil {
		t.Fatal(err)
	}
	all := s.Since(from)
	if len(all) < 3 || all[len(all)-1].Kind != desk.EventRow || all[len(all)-1].Ref != unicorn || all[len(all)-1].Who != "bob" {
		t.Fatalf("events: %+v", all)
	}
	// One that did not listen meanwhile still hears them all, in order.
	for _, want := range all {
		if got := <-live; got != want {
			t.Fatalf("heard %+v, want %+v", got, want)
		}
	}
	cancel()
	for range live {
	}
	if !slices.IsSortedFunc(all, func(a, b desk.Event) int { return int(a.Seq - b.Seq) }) || len(s.Since(s.Seq())) != 0 {
		t.Errorf("events: %+v", all)
	}
	last := s.Seq()
	s.reopen()
	if s.Seq() < last {
		t.Errorf("numbers fell from %d to %d", last, s.Seq())
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Undo}); err != nil {
		t.Fatal(err)
	}
	if got := s.Since(last); len(got) < 2 || got[0].Kind != desk.EventReset {
		t.Errorf("after a restart: %+v", got)
	}
}
