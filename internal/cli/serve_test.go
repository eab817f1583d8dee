package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/xlsxtest"
)

// serving is a running candor serve, and the browser that opened its link.
type serving struct {
	t      *testing.T
	cmd    *exec.Cmd
	stderr bytes.Buffer
	base   string
	*http.Client
}

func serve(t *testing.T, args ...string) *serving {
	t.Helper()
	s := &serving{t: t}
	s.cmd = exec.CommandContext(t.Context(), "candor", append([]string{"serve", "--listen", "127.0.0.1:0", "--json"}, args...)...)
	s.cmd.Env = append(os.Environ(), "CANDOR_KB=", "CANDOR_CACHE=off")
	s.cmd.Stderr = &s.stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() }) // it may have ended
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("candor serve says nothing: %v\n%s", s.cmd.Wait(), s.stderr.String())
	}
	var said struct{ Schema, URL string }
	if err := json.Unmarshal(lines.Bytes(), &said); err != nil || said.Schema != "candor.serve/1" {
		t.Fatalf("candor serve says %q: %v", lines.Text(), err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // further links
	s.enter(said.URL)
	return s
}

func (s *serving) enter(link string) {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Client = &http.Client{Jar: jar}
	u, err := url.Parse(link)
	if err != nil {
		s.t.Fatal(err)
	}
	s.base = u.Scheme + "://" + u.Host
	if res := s.ask(http.MethodGet, "/?"+u.RawQuery, "", nil); res != http.StatusOK {
		s.t.Fatalf("the link answers %d", res)
	}
}

// ask sends a request and decodes the answer into v, if it is not nil.
func (s *serving) ask(method, path, kind string, body io.Reader, v ...any) int {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	res, err := s.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	for _, to := range v {
		if err := json.NewDecoder(res.Body).Decode(to); err != nil {
			s.t.Fatal(err)
		}
	}
	return res.StatusCode
}

// events follows the stream until a questionnaire can be reviewed.
func (s *serving) reviewable(id string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+"/api/v1/events", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	res, err := s.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	for {
		var it struct{ Phase, Why string }
		s.ask(http.MethodGet, "/api/v1/questionnaires/"+id, "", nil, &it)
		switch {
		case it.Phase == "review":
			return
		case it.Phase == "failed" || !lines.Scan():
			s.t.Fatalf("the questionnaire is %s: %s\n%s", it.Phase, it.Why, s.stderr.String())
		}
	}
}

func form(t *testing.T, name string, data []byte) (kind string, body io.Reader) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = f.Write(data)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return m.FormDataContentType(), &b
}

// A questionnaire that was dropped in is answered by a child process; a decision
// is there after kill -9; an interrupt ends the server as asked for.
func TestServeKeepsDecisions(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "desk")
	data, err := xlsxtest.Build("| Question | Answer\n| Is customer data encrypted at rest? |\n| Does a purple unicorn guard the data centre? |\n")
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir, "--as-of", "2026-11-22")
	kind, body := form(t, "acme.xlsx", data)
	var got struct{ Questionnaires []struct{ ID string } }
	if status := s.ask(http.MethodPost, "/api/v1/questionnaires", kind, body, &got); status != http.StatusCreated {
		t.Fatalf("the upload answers %d", status)
	}
	at := "/api/v1/questionnaires/" + got.Questionnaires[0].ID
	s.reviewable(got.Questionnaires[0].ID)
	if status := s.ask(http.MethodPost, at+"/decisions", "application/json", strings.NewReader(`{"ref":"Sheet1!A3","action":"blank"}`)); status != http.StatusOK {
		t.Fatalf("the decision answers %d", status)
	}

	// Nobody else works on the folder meanwhile.
	second, err := exec.CommandContext(t.Context(), "candor", "serve", dir, "--listen", "127.0.0.1:0").CombinedOutput()
	if err == nil || !strings.Contains(string(second), "another candor serve") {
		t.Errorf("a second server: %v\n%s", err, second)
	}
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait() // it was killed

	s = serve(t, "--dir", dir, "--as-of", "2026-11-22")
	var row struct{ State struct{ State, Last any } }
	if status := s.ask(http.MethodGet, at+"/rows/Sheet1%21A3", "", nil, &row); status != http.StatusOK || row.State.State != "blank" {
		t.Errorf("after kill -9 the row is %d %+v", status, row)
	}
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil || !strings.Contains(s.stderr.String(), "stopped") {
		t.Errorf("interrupted: %v\n%s", err, s.stderr.String())
	}
}
