//go:build browser

package journey

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// axeSource is the text of axe-core, which `make browser` fetches.
var axeSource = sync.OnceValues(func() (string, error) {
	path := os.Getenv("CANDOR_AXE")
	if path == "" {
		return "", fmt.Errorf("CANDOR_AXE must name axe.min.js; `make browser` sets it")
	}
	b, err := os.ReadFile(path)
	return string(b), err
})

// violation is one rule of axe that a page breaks.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// accessible checks the page as it stands against WCAG 2.2 A and AA and the
// best practices of axe.
func (p *person) accessible(name string) {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatal(err)
	}
	p.do(chromedp.Evaluate[chromedp.Void](source))
	raw := js[string](p, `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`)
	var found []violation
	if err := json.Unmarshal([]byte(raw), &found); err != nil {
		p.t.Fatalf("read axe's findings: %v", err)
	}
	for _, v := range found {
		var at []string
		for _, n := range v.Nodes[:min(5, len(v.Nodes))] {
			at = append(at, n.HTML+"\n      "+strings.ReplaceAll(n.Summary, "\n", "\n      "))
		}
		p.t.Errorf("%s: %s (%s), %d places:\n    %s", name, v.Help, v.ID, len(v.Nodes), strings.Join(at, "\n    "))
	}
}
