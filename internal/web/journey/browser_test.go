//go:build browser

package journey

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long anything on a page may take before a journey gives up;
// machines that run these tests are busy.
const patience = 60 * time.Second

// person is somebody at a browser of their own: cookies are not shared.
type person struct {
	t   *testing.T
	ctx context.Context
	// no tells people apart in the names of pictures.
	no int

	mu sync.Mutex
	// faults are scripts that failed and requests that the page's own policy
	// refused.
	faults []string
}

var people atomic.Int64

// chrome is the browser that all journeys share; each person has a profile.
var chrome = sync.OnceValues(func() (context.Context, error) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	if path := os.Getenv("CANDOR_CHROMIUM"); path != "" {
		opts = append(opts, chromedp.ExecPath(path))
	}
	base, stop := context.WithCancel(context.Background())
	stopChrome = stop
	alloc, _ := chromedp.NewExecAllocator(base, opts...)
	ctx, _ := chromedp.NewContext(alloc)
	return ctx, chromedp.Do(ctx)
})

// stopChrome ends the browser, if one was started.
var stopChrome = func() {}

// visit opens a browser for one person on the start-up link.
func visit(t *testing.T, s *server) *person {
	t.Helper()
	p := newPerson(t)
	p.open(s.link())
	return p
}

func newPerson(t *testing.T) *person {
	t.Helper()
	parent, err := chrome()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &person{t: t, ctx: ctx, no: int(people.Add(1))}
	// The tab lives as long as the context that opened it, so that must not be
	// one with a time-out.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	p.do(chromedp.EmulateViewport(1280, 900))
	if err := chromedp.Listen(ctx, p.note); err != nil {
		t.Fatalf("listen to the page: %v", err)
	}
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, f := range p.faults {
			t.Errorf("the page reports: %s", f)
		}
		if t.Failed() {
			p.picture(fmt.Sprintf("failed-%d", p.no))
		}
	})
	return p
}

func (p *person) note(ev any) {
	e, ok := ev.(*runtime.EventExceptionThrown)
	if !ok {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
}

func (p *person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%v\non the page:\n%s", err, p.visible())
	}
}

func ask[T any](p *person, a chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		p.t.Fatalf("%v\non the page:\n%s", err, p.visible())
	}
	return v
}

// js evaluates an expression on the page.
func js[T any](p *person, expression string) T {
	p.t.Helper()
	return ask(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// until waits for an expression to become true, on whichever page comes.
func (p *person) until(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for {
		// An error is a page that is going or not there yet.
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		select {
		case <-ctx.Done():
			p.t.Fatalf("waiting for %s: %v\non the page:\n%s", expression, ctx.Err(), p.visible())
		case <-tick.C:
		}
	}
}

func (p *person) open(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
}

// press sends keys to whatever has the focus.
func (p *person) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.do(stroke(k))
	}
}

// stroke presses one key as a keyboard does: the character comes with the key
// going down, so that a page that takes the key leaves none behind. That of
// chromedp sends the character by itself.
func stroke(key string, with ...chromedp.KeyOption) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range key {
			events := kb.Encode(r)
			if down := events[0]; len(events) > 2 {
				down.Type, down.Text = input.DispatchKeyEventTypeKeyDown, events[1].Text
				events = []*input.DispatchKeyEventParams{down, events[2]}
			}
			for _, e := range events {
				for _, o := range with {
					o(e)
				}
				if e.Modifiers&int64(kb.ModifierCtrl) != 0 {
					e.Text = ""
				}
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *e); err != nil {
					return fmt.Errorf("press %q: %w", key, err)
				}
			}
		}
		return nil
	})
}

// visible is what a person reads on the page, for messages.
func (p *person) visible() string {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	if err != nil {
		return fmt.Sprintf("(unreadable: %v)", err)
	}
	return text[:min(len(text), 4000)]
}

// picture saves what the page looks like into CANDOR_PICTURES, if that is set.
func (p *person) picture(name string) {
	dir := os.Getenv("CANDOR_PICTURES")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Logf("no picture of %s: %v", name, err)
		return
	}
	file := strings.ReplaceAll(p.t.Name(), "/", "-") + "-" + name + ".png"
	if err := os.WriteFile(filepath.Join(dir, file), png, 0o600); err != nil {
		p.t.Logf("no picture of %s: %v", name, err)
	}
}

// downloads makes the browser save into a folder of the test's own.
func (p *person) downloads() string {
	p.t.Helper()
	dir := p.t.TempDir()
	_, err := chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	})
	if err != nil {
		p.t.Fatalf("allow downloads: %v", err)
	}
	return dir
}

// downloaded waits for the one whole file in dir.
func (p *person) downloaded(dir string) string {
	p.t.Helper()
	const pause = 50 * time.Millisecond
	for range patience / pause {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			p.t.Fatal(err)
		}
		for _, f := range files {
			if ext := filepath.Ext(f); ext != ".crdownload" && ext != "" {
				return f
			}
		}
		time.Sleep(pause) // nothing tells a test from outside that the file is whole
	}
	p.t.Fatalf("nothing was downloaded into %s\non the page:\n%s", dir, cmp.Or(p.visible(), "nothing"))
	return ""
}
