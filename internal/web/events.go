package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"candor/internal/desk"
)

// The pace of the event stream. Beats keep what stands between us and a browser
// from ending the connection; the stream ends by itself now and then, so that
// whoever has lost the right to it is asked for it again.
const (
	beatEvery    = 20 * time.Second
	streamLength = 4 * time.Minute
	reconnectMS  = 2000
	// sendTimeout is how long a browser may take to accept an event; one that
	// sleeps asks again with the id of the last that it got.
	sendTimeout = 10 * time.Second
)

// events answers with the events after ?since= at once, or, without it, with a
// stream of them as they come.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("since") {
		since, err := number(r.URL.Query().Get("since"), "since", 0)
		if err != nil {
			s.failErr(w, r, err)
			return
		}
		s.pollEvents(w, since)
		return
	}
	var last int64
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n < 0 {
			s.failErr(w, r, &badRequest{"the Last-Event-ID is none of ours", "connect without it"})
			return
		}
		last = n
	}
	s.streamEvents(w, r, last)
}

func (s *Server) pollEvents(w http.ResponseWriter, since int64) {
	// What happens between the two calls is in the list and comes again.
	last := s.desk.Seq()
	list := s.desk.Since(since)
	if len(list) > 0 {
		last = list[len(list)-1].Seq
	}
	writeJSON(w, http.StatusOK, map[string]any{"events": listed(list), "seq": last})
}

// streamEvents sends events until the browser goes, the stream is old enough, or
// the server stops. last is the last that the browser got, 0 for none: it starts
// with what happens from now on.
func (s *Server) streamEvents(w http.ResponseWriter, r *http.Request, last int64) {
	ctx, cancel := context.WithTimeout(r.Context(), streamLength)
	defer cancel()
	// Subscribing comes before catching up: nothing falls between them, and what
	// comes twice is left out by its number.
	coming := s.desk.Subscribe(ctx)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // a proxy that collects would hold events back
	out := &stream{w: w, rc: http.NewResponseController(w)}
	if out.send(fmt.Sprintf("retry: %d\n\n", reconnectMS)) != nil {
		return
	}
	if last > 0 {
		for _, e := range s.desk.Since(last) {
			if out.event(e) != nil {
				return
			}
		}
	}
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		var err error
		select {
		case e, open := <-coming:
			if !open { // it was too slow, or the desk closes: it is to connect again
				return
			}
			err = out.event(e)
		case <-beat.C:
			err = out.send(": beat\n\n")
		case <-ctx.Done():
			return
		case <-s.stopping:
			return
		}
		if err != nil {
			return
		}
	}
}

// stream writes server-sent events.
type stream struct {
	w    http.ResponseWriter
	rc   *http.ResponseController
	last int64
}

func (o *stream) event(e desk.Event) error {
	if e.Seq <= o.last {
		return nil
	}
	o.last = e.Seq
	text, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode an event: %w", err)
	}
	return o.send(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Kind, text))
}

func (o *stream) send(text string) error {
	// A deadline of a connection is a time of the machine, which only contexts
	// know here.
	ctx, cancel := context.WithTimeout(context.Background(), sendTimeout)
	defer cancel()
	until, _ := ctx.Deadline()
	if err := o.rc.SetWriteDeadline(until); err != nil {
		return fmt.Errorf("send an event: %w", err)
	}
	if _, err := o.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("send an event: %w", err)
	}
	if err := o.rc.Flush(); err != nil {
		return fmt.Errorf("send an event: %w", err)
	}
	return nil
}
