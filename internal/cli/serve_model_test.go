package cli_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/modeltest"
)

// With a model set up the desk's runs hear it, the page says which words are its,
// and the bill comes with the end.
func TestServeHearsAModel(t *testing.T) {
	t.Parallel()
	m := modeltest.New(t, modeltest.SayFunc(advise))
	data, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "questionnaires", "acme-vendor-assessment.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, filepath.Join(t.TempDir(), "desk"), "--as-of", "2026-11-22", "--model-url", m.URL, "--model", "talker", "--embedding-model", "nearby")
	kind, body := form(t, "acme.xlsx", data)
	var got struct{ Questionnaires []struct{ ID string } }
	if status := s.ask(http.MethodPost, "/api/v1/questionnaires", kind, body, &got); status != http.StatusCreated {
		t.Fatalf("the upload answers %d", status)
	}
	id := got.Questionnaires[0].ID
	s.reviewable(id)
	var rows struct {
		Rows []struct {
			Ref     string
			Reasons []struct{ Code, Text string }
		}
	}
	s.ask(http.MethodGet, "/api/v1/questionnaires/"+id+"/rows", "", nil, &rows)
	said := 0
	for _, r := range rows.Rows {
		var row struct{ Reasons []struct{ Code, Text string } }
		s.ask(http.MethodGet, "/api/v1/questionnaires/"+id+"/rows/"+url.PathEscape(r.Ref), "", nil, &row)
		for _, reason := range row.Reasons {
			if strings.HasPrefix(reason.Code, "model_") {
				said++
				s.shows("/q/"+id+"?row="+url.QueryEscape(r.Ref), "model")
			}
		}
	}
	if said == 0 || len(m.Received()) == 0 {
		t.Errorf("%d of %d rows tell of the model, which got %d requests\n%s", said, len(rows.Rows), len(m.Received()), s.stderr.String())
	}
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil || !strings.Contains(s.stderr.String(), "candor: model: ") || strings.Contains(s.stderr.String(), "model: 0 requests") {
		t.Errorf("it ended with %v\n%s", err, s.stderr.String())
	}
}

// shows checks that a page holds some words.
func (s *serving) shows(path, words string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	res, err := s.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(page), words) {
		s.t.Errorf("%s answers %d and does not show %q: %v", path, res.StatusCode, words, err)
	}
}
