package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"candor/internal/desk"
	"candor/internal/web/hook"

	"github.com/google/go-cmp/cmp"
)

// told is one message of a watcher.
type told struct {
	Type hook.Type
	Text string
}

// watching runs a watcher over a desk until stop is called.
func watching(t *testing.T, d Desk, path string) (news <-chan told, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	heard, done, ready := make(chan told, 100), make(chan struct{}), make(chan struct{})
	w := &watcher{desk: readyDesk{d, ready}, path: path, log: slog.New(slog.DiscardHandler), send: func(typ hook.Type, v any) error {
		text, err := json.Marshal(v)
		heard <- told{typ, string(text)}
		return err
	}}
	go func() { w.run(ctx); close(done) }()
	<-ready
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return heard, stop
}

// readyDesk tells when its watcher listens.
type readyDesk struct {
	Desk
	ready chan struct{}
}

func (d readyDesk) Subscribe(ctx context.Context) <-chan desk.Event {
	defer close(d.ready)
	return d.Desk.Subscribe(ctx)
}

// news takes messages until one of the type came.
func until(t *testing.T, heard <-chan told, typ hook.Type) []told {
	t.Helper()
	var list []told
	for {
		m := <-heard
		list = append(list, m)
		if m.Type == typ {
			return list
		}
	}
}

func TestWebhooksTellWhatIsNew(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	path := filepath.Join(t.TempDir(), "told.json")
	heard, stop := watching(t, a.desk, path)
	it := a.add("acme.xlsx", workbookOf(t, sheet))
	first := until(t, heard, hook.NeedsReview)
	if first[0].Type != hook.NewGap || !strings.Contains(first[0].Text, `"severity":`) || !strings.Contains(first[0].Text, it.ID) {
		t.Errorf("the first gap: %+v", first[0])
	}
	var news itemNews
	if err := json.Unmarshal([]byte(first[len(first)-1].Text), &news); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(itemNews{ID: it.ID, Name: "acme.xlsx", Account: "Acme", Open: it.Open}, news); diff != "" {
		t.Errorf("the questionnaire (-want +got)\n%s", diff)
	}
	for _, m := range first {
		for _, text := range []string{"encrypted", "unicorn", "authorization"} {
			if strings.Contains(m.Text, text) {
				t.Errorf("a message holds text of a question: %s", m.Text)
			}
		}
	}

	// The same gaps again are no news, and a restart repeats nothing.
	stop()
	heard, _ = watching(t, a.desk, path)
	again := a.add("again.xlsx", workbookOf(t, sheet))
	second := until(t, heard, hook.NeedsReview)
	if len(second) != 1 || !strings.Contains(second[0].Text, again.ID) {
		t.Errorf("after a restart: %+v", second)
	}
	if res := a.json(http.MethodPost, questionnaires+"/"+it.ID+"/finish", nil); res.Code != http.StatusOK {
		t.Fatalf("finishing: %d %s", res.Code, res.Body)
	}
	if third := until(t, heard, hook.Finished); len(third) != 1 || !strings.Contains(third[0].Text, it.ID) {
		t.Errorf("after finishing: %+v", third)
	}
}

// What lies on the desk when webhooks are first turned on is no news; what
// happened while the server was off is.
func TestWebhooksBeginWithTheDesk(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	path := filepath.Join(t.TempDir(), "told.json")
	before := a.add("before.xlsx", workbookOf(t, sheet))
	heard, stop := watching(t, a.desk, path)
	first := a.add("first.csv", []byte("Question,Answer\nDoes a purple unicorn guard the data centre?,\n"))
	list := until(t, heard, hook.NeedsReview)
	if slices.ContainsFunc(list, func(m told) bool { return strings.Contains(m.Text, `"`+before.ID+`"`) }) || !strings.Contains(list[0].Text, first.ID) {
		t.Errorf("told of what was there: %+v", list)
	}
	stop()
	off := a.add("off.csv", []byte("Question,Answer\nDoes a green unicorn guard the data centre?,\n"))
	heard, _ = watching(t, a.desk, path)
	if list := until(t, heard, hook.NeedsReview); !strings.Contains(list[0].Text, off.ID) {
		t.Errorf("not told of what happened meanwhile: %+v", list)
	}
}

// What cannot be read just now is neither told nor forgotten: put back, it is no
// news.
func TestWebhooksPassOverDamage(t *testing.T) {
	t.Parallel()
	var sent []hook.Type
	told := toldItem{Answered: true}
	w := &watcher{desk: lightDesk(t), path: filepath.Join(t.TempDir(), "told.json"), told: memory{Items: map[string]toldItem{"plain": told}}}
	send := func(typ hook.Type, _ any) error {
		sent = append(sent, typ)
		return nil
	}
	for _, it := range []desk.Item{{ID: "plain", Phase: desk.PhaseFailed, Damaged: true}, {ID: "plain", Phase: desk.PhaseReview, Open: 2}} {
		if err := w.compare(&it, w.told.Items["plain"], send); err != nil {
			t.Fatal(err)
		}
	}
	if len(sent) > 0 || w.told.Items["plain"] != told {
		t.Errorf("told %v, remembered %+v", sent, w.told.Items["plain"])
	}
}
