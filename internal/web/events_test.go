package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"candor/internal/desk"

	"github.com/google/go-cmp/cmp"
)

// listener reads server-sent events.
type listener struct {
	t    *testing.T
	scan *bufio.Scanner
}

// next is the next event; ok is false when the stream ended.
func (l *listener) next() (id string, e desk.Event, ok bool) {
	l.t.Helper()
	for l.scan.Scan() {
		line := l.scan.Text()
		switch {
		case strings.HasPrefix(line, "id: "):
			id = strings.TrimPrefix(line, "id: ")
		case strings.HasPrefix(line, "data: "):
			if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "data: ")), &e); err != nil {
				l.t.Fatal(err)
			}
		case line == "" && id != "":
			return id, e, true
		}
	}
	return "", desk.Event{}, false
}

// served is a server on a port, with its desk and a way to stop it.
func served(t *testing.T) (a *api, addr string, stop func()) {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = ln.Addr().String()
	d := aDesk(t)
	s, l := aServer(t, d, func(c *Config) { c.Hosts = []string{addr, testHost} })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, ln) }()
	stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("stopping: %v", err)
		}
		ended <- nil
	}
	t.Cleanup(stop)
	return &api{t: t, s: s, in: enter(t, s, l), doc: theDocument(t), desk: d}, addr, stop
}

// listen opens the stream behind the event with the id, "" for none.
func (a *api) listen(t *testing.T, addr, last string) *listener {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(a.in)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	res, err := (&http.Client{Transport: &http.Transport{}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if got := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("the stream: %d %s", res.StatusCode, got)
	}
	l := &listener{t: t, scan: bufio.NewScanner(res.Body)}
	l.scan.Scan() // the time to connect again: from here on nothing is missed
	return l
}

func TestEventsResume(t *testing.T) {
	t.Parallel()
	a, addr, stop := served(t)
	it := a.add("acme.xlsx", workbookOf(t, sheet))
	heads, err := a.desk.Rows(it.ID, desk.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	decide := func(i int) {
		t.Helper()
		body := map[string]any{"ref": heads[i].Ref, "action": "blank"}
		if res := a.json(http.MethodPost, questionnaires+"/"+it.ID+"/decisions", body); res.Code != http.StatusOK {
			t.Fatalf("%d %s", res.Code, res.Body)
		}
	}
	one := a.listen(t, addr, "")
	decide(0)
	id, first, ok := one.next()
	if want := (desk.Event{Seq: first.Seq, Kind: desk.EventRow, Item: it.ID, Ref: heads[0].Ref, Who: "sam"}); !ok || !cmp.Equal(want, first) || id != fmt.Sprint(first.Seq) {
		t.Errorf("the stream has %s %+v", id, first)
	}
	decide(1)
	decide(2)
	// A browser that comes back gets what it missed, in order and once, before
	// what is new; so does one that polls.
	two := a.listen(t, addr, id)
	decide(3)
	var refs []string
	for len(refs) < 3 {
		_, e, ok := two.next()
		if !ok {
			t.Fatal("the stream ended")
		}
		if e.Kind == desk.EventRow {
			refs = append(refs, e.Ref)
		}
	}
	want := []string{heads[1].Ref, heads[2].Ref, heads[3].Ref}
	if diff := cmp.Diff(want, refs); diff != "" {
		t.Errorf("after coming back (-want +got)\n%s", diff)
	}
	var polled struct {
		Events []desk.Event
		Seq    int64
	}
	a.json(http.MethodGet, "/api/v1/events?since="+id, nil).into(&polled)
	refs = nil
	for _, e := range polled.Events {
		if e.Kind == desk.EventRow {
			refs = append(refs, e.Ref)
		}
	}
	if diff := cmp.Diff(want, refs); diff != "" {
		t.Errorf("polled (-want +got)\n%s", diff)
	}
	a.json(http.MethodGet, fmt.Sprintf("/api/v1/events?since=%d", polled.Seq), nil).into(&polled)
	if len(polled.Events) != 0 {
		t.Errorf("polled twice: %+v", polled.Events)
	}
	// The end of the server ends the streams, and does not wait for them.
	stop()
	for {
		if _, _, ok := one.next(); !ok {
			break
		}
	}
}
