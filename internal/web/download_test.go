package web

import (
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestDownloadName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, want string }{
		{"acme.xlsx", "acme.xlsx"},
		{"Prüfung 2026.xlsx", "Prüfung 2026.xlsx"},
		{"../../etc/passwd", "passwd"},
		{`C:\temp\a.xlsx`, "a.xlsx"},
		{"a\r\nSet-Cookie: x=1.xlsx", "aSet-Cookie_ x=1.xlsx"},
		{"con.xlsx", "questionnairecon.xlsx"},
		{"LPT1.csv", "questionnaireLPT1.csv"},
		{".xlsx", "questionnaire.xlsx"},
		{"", "questionnaire"},
		{"exe\u202exslx.xlsx", "exexslx.xlsx"},
		{`a"b<c>.xlsx`, "a_b_c_.xlsx"},
		{strings.Repeat("ä", 300) + ".xlsx", strings.Repeat("ä", maxNameRunes) + ".xlsx"},
		{"a. .xlsx", "a.xlsx"},
	} {
		if got := downloadName(tt.name); got != tt.want {
			t.Errorf("downloadName(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Whatever the name, the header is one line that reads back as the name.
func TestDispositionReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := downloadName(rapid.String().Draw(t, "name"))
		h := disposition(name)
		if strings.ContainsAny(h, "\r\n\x00") || !utf8.ValidString(h) {
			t.Fatalf("disposition(%q) = %q", name, h)
		}
		kind, params, err := mime.ParseMediaType(h)
		if err != nil || kind != "attachment" || params["filename"] != name {
			t.Fatalf("disposition(%q) = %s: %v, %q", name, h, err, params["filename"])
		}
		if strings.ContainsAny(name, `/\:`) || name == "." || name == ".." {
			t.Fatalf("downloadName gives %q", name)
		}
	})
}

func TestSendFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.xlsx")
	if err := os.WriteFile(path, []byte("<script>"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, l := aServer(t, &finalDesk{path: path, name: "a\nb.html"})
	in := enter(t, s, l)
	w := ask(s.Handler(), http.MethodGet, "/api/v1/questionnaires/x/final", with(in))
	if w.Code != http.StatusOK || w.Body.String() != "<script>" {
		t.Fatalf("final: %d %s", w.Code, w.Body)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="ab.html"; filename*=UTF-8''ab.html` {
		t.Errorf("Content-Disposition: %s", got)
	}
	if got := w.Header().Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("a page is sent as %s, which a browser may show", got)
	}
	s, l = aServer(t, &finalDesk{path: filepath.Dir(path), name: "dir.xlsx"})
	if w := ask(s.Handler(), http.MethodGet, "/api/v1/questionnaires/x/final", with(enter(t, s, l))); w.Code != http.StatusInternalServerError {
		t.Errorf("a folder is sent: %d", w.Code)
	}
}

// finalDesk has one finished file.
type finalDesk struct {
	Desk
	path, name string
}

func (d *finalDesk) Final(string) (path, name string, err error) { return d.path, d.name, nil }
