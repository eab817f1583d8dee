//go:build browser

package journey

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"candor/internal/web/oidctest"
)

// team starts a server that people log in to by a provider.
func team(t *testing.T, provider *oidctest.Provider, roles string) (s *server, url string) {
	t.Helper()
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := ln.Addr().String()
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	url = "http://" + address
	return serve(t, "", "--listen", address, "--public-url", url, "--roles", put("roles.yaml", roles),
		"--oidc-issuer", provider.URL, "--oidc-client-id", oidctest.ClientID, "--oidc-secret-file", put("secret", oidctest.ClientSecret)), url
}

// login goes through the provider as the person with an address.
func login(t *testing.T, provider *oidctest.Provider, url, email string) *person {
	t.Helper()
	provider.Is(map[string]any{"sub": email, "email": email, "email_verified": true})
	p := newPerson(t)
	p.open(url + "/login/start")
	return p
}

func TestTeam(t *testing.T) {
	provider := oidctest.New(t, time.Now) //nolint:forbidigo // the program goes by the machine's clock, so the provider must too
	s, url := team(t, provider, "people: {ana@example.com: approver, ben@example.com: responder, vic@example.com: viewer}\n")
	s.link()
	ana := login(t, provider, url, "ana@example.com")
	ana.ready("#files")
	id := begin(t, ana, "acme-vendor-assessment.xlsx")
	ref := ana.ref()

	ben := login(t, provider, url, "ben@example.com")
	ben.ready("#files")
	ben.row(id, ref)
	ana.press("a")
	ana.away(ref)
	ben.until(`document.querySelector("#row").innerText.includes("ana@example.com")`)
	ben.open(url + "/q/" + id + "/finish")
	ben.ready("main")
	if js[bool](ben, `document.querySelector('form[action$="/finish"]') !== null`) {
		t.Error("a responder is offered to finish")
	}
	ben.accessible("finish of a responder")

	vic := login(t, provider, url, "vic@example.com")
	vic.ready("main h1")
	vic.row(id, ref)
	if n := js[int](vic, `document.querySelectorAll("[data-decide], #accept").length`); n != 0 {
		t.Errorf("a viewer is offered %d decisions", n)
	}
	vic.press("a")
	vic.accessible("row of a viewer")

	eve := login(t, provider, url, "eve@example.com")
	eve.ready("main")
	if text := js[string](eve, `document.body.innerText`); strings.Contains(text, "Questionnaires") {
		t.Errorf("whom no rule names sees:\n%s", text)
	}
	eve.accessible("refused login")

	ana.do(chromedp.Click(`form[action="/logout"] button`))
	ana.until(`document.querySelector('form[action="/logout"]') === null && document.readyState === "complete"`)
	ana.open(url + "/q/" + id)
	ana.ready("main")
	if js[bool](ana, `document.querySelector("#row") !== null`) {
		t.Error("after signing out the questionnaire still shows")
	}
	if kept := s.decisions(id); len(kept) != 1 || kept[0]["who"] != "ana@example.com" {
		t.Errorf("kept are %v", kept)
	}
}
