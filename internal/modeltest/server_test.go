package modeltest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/modeltest"
)

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	resp, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

func TestScriptInOrder(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Busy("3"), modeltest.Say("first"), modeltest.SayFunc(func(r modeltest.Received) string { return "to " + r.Chat.User }))
	ask := `{"model":"m","seed":1,"messages":[{"role":"system","content":"S"},{"role":"user","content":"U"}],"response_format":{"type":"json_schema","json_schema":{"schema":{"a":1}}}}`
	for i, want := range []string{"slow down", `"content":"first"`, `"content":"to U"`, `"content":"to U"`} {
		if _, got := post(t, s.URL+"/chat/completions", ask); !strings.Contains(got, want) {
			t.Errorf("answer %d is %s, want %s in it", i, got, want)
		}
	}
	want := modeltest.Chat{Model: "m", System: "S", User: "U", Format: "json_schema", Schema: json.RawMessage(`{"a":1}`), Fields: []string{"messages", "model", "response_format", "seed"}}
	got := s.Received()
	if diff := cmp.Diff(want, got[3].Chat); diff != "" || len(got) != 4 || got[3].N != 3 || got[0].Path != "/v1/chat/completions" {
		t.Errorf("received (-want +got):\n%s", diff)
	}
	if !strings.Contains(s.Sent(), `"seed":1`) {
		t.Errorf("sent is %s", s.Sent())
	}
}

func TestVectorsTellWordsInCommon(t *testing.T) {
	t.Parallel()
	dot := func(a, b string) (sum float32) {
		v, w := modeltest.Vector(a), modeltest.Vector(b)
		for i := range v {
			sum += v[i] * w[i]
		}
		return sum
	}
	near, far := dot("Are backups encrypted?", "encrypted backups"), dot("Are backups encrypted?", "who cleans the office")
	if near <= far {
		t.Errorf("near texts %g, far ones %g", near, far)
	}
	s := modeltest.New(t)
	_, a := post(t, s.URL+"/embeddings", `{"input":["x","y"]}`)
	_, b := post(t, s.URL+"/embeddings", `{"input":["x","y"]}`)
	if a != b || !strings.Contains(a, `"index":1`) {
		t.Errorf("answers %s and %s", a, b)
	}
}

func TestServersOfLittleKnowledge(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Forbids(modeltest.Knows(modeltest.Say("ok"), "json_object"), "seed"))
	for body, want := range map[string]int{
		`{}`:         200,
		`{"seed":1}`: 400,
		`{"response_format":{"type":"json_object"}}`: 200,
		`{"response_format":{"type":"json_schema"}}`: 400,
	} {
		if got, text := post(t, s.URL+"/chat/completions", body); got != want {
			t.Errorf("%s: status %d, want %d: %s", body, got, want, text)
		}
	}
}
