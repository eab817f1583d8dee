package model_test

import (
	"bytes"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/model"
	"candor/internal/modeltest"
)

// files are the files below dir.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCache(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say(word))
	cfg := quick(s, nil)
	cfg.CacheDir = filepath.Join(t.TempDir(), "answers")
	ask := func(cfg model.Config, r model.Request) {
		t.Helper()
		if got, err := client(t, cfg).Complete(t.Context(), r); err != nil || got != word {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	sent := func(want int, what string) {
		t.Helper()
		if n := len(s.Received()); n != want {
			t.Errorf("%s: %d requests so far, want %d", what, n, want)
		}
	}
	ask(cfg, wordRequest())
	sent(1, "first")
	ask(cfg, wordRequest())
	sent(1, "again")

	other := cfg
	other.Key = model.NewSecret("another")
	ask(other, wordRequest())
	sent(1, "another key is the same question")
	other.Model = "m2"
	ask(other, wordRequest())
	sent(2, "another model")
	r := wordRequest()
	r.System, r.User = r.System+r.User[:1], r.User[1:]
	ask(cfg, r)
	sent(3, "the same letters, cut elsewhere")

	for _, file := range files(t, cfg.CacheDir) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", file, info.Mode(), err)
		}
		if bytes.Contains(data, []byte(secretKey)) {
			t.Errorf("%s holds the key", file)
		}
		if err := os.WriteFile(file, bytes.Replace(data, []byte(`"answer":"ey`), []byte(`"answer":"eX`), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ask(cfg, wordRequest())
	sent(4, "a flipped byte")
	for _, file := range files(t, cfg.CacheDir) {
		if err := os.Truncate(file, 10); err != nil {
			t.Fatal(err)
		}
	}
	ask(cfg, wordRequest())
	sent(5, "a truncated file")

	cfg.CacheDir = filepath.Join(files(t, cfg.CacheDir)[0], "no", "folder")
	ask(cfg, wordRequest())
	sent(6, "no folder to write to")
}

// An answer that is not taken is not kept.
func TestCacheKeepsNoFailure(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say("no"))
	cfg := quick(s, nil)
	cfg.CacheDir = t.TempDir()
	if _, err := client(t, cfg).Complete(t.Context(), wordRequest()); err == nil {
		t.Fatal("no error")
	}
	if got := files(t, cfg.CacheDir); got != nil {
		t.Errorf("kept %v", got)
	}
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t)
	cfg := quick(s, nil)
	cfg.CacheDir = t.TempDir()
	var texts []string
	for i := range 150 {
		texts = append(texts, "text number "+string(rune('a'+i%26))+strings.Repeat("x", i))
	}
	texts = append(texts, texts[0])
	c := client(t, cfg)
	got, err := c.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range got {
		sum := 0.0
		for _, x := range v {
			sum += float64(x) * float64(x)
		}
		if len(v) != modeltest.Dimension || math.Abs(sum-1) > 1e-5 {
			t.Fatalf("vector %d has dimension %d and length² %g", i, len(v), sum)
		}
	}
	seen := map[string]bool{}
	for _, r := range s.Received() {
		for _, text := range r.Texts {
			if seen[text] {
				t.Errorf("%q was sent twice", text)
			}
			seen[text] = true
		}
		if len(r.Texts) > 64 {
			t.Errorf("a request of %d texts", len(r.Texts))
		}
	}
	before := len(s.Received())
	again, err := client(t, cfg).Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("vectors from the cache (-first +again):\n%s", diff)
	}
	if n := len(s.Received()); n != before {
		t.Errorf("a repeated run sent %d requests", n-before)
	}
	if _, err := client(t, cfg).Embed(t.Context(), append(texts, "one more")); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Received()); n != before+1 {
		t.Errorf("one text more cost %d requests, want 1", n-before)
	}
	if empty, err := c.Embed(t.Context(), nil); err != nil || len(empty) != 0 {
		t.Errorf("no texts give %v, %v", empty, err)
	}
}

func TestEmbedRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, says string }{
		{"too few", `{"data":[{"index":0,"embedding":[1,0]}]}`, "1 vectors for 2"},
		{"one twice", `{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[0,1]}]}`, "whose"},
		{"index beyond", `{"data":[{"index":0,"embedding":[1,0]},{"index":2,"embedding":[0,1]}]}`, "whose"},
		{"two dimensions", `{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,1,0]}]}`, "dimension"},
		{"zero", `{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,0]}]}`, "direction"},
		{"nothing", `{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[]}]}`, "direction"},
		{"no number", `{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1e999,0]}]}`, "form"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := modeltest.New(t, modeltest.Raw(200, tt.body))
			_, err := client(t, quick(s, nil)).Embed(t.Context(), []string{"a", "b"})
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
}

func TestDebug(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say(`{"word": "`+secretKey+`"}`))
	cfg := quick(s, nil)
	var log bytes.Buffer
	cfg.Debug, cfg.CacheDir = &log, t.TempDir()
	c := client(t, cfg)
	for range 2 {
		if _, err := c.Complete(t.Context(), wordRequest()); err != nil {
			t.Fatal(err)
		}
	}
	want := `=== 1: word/1 to ` + s.URL + `, model m, by json_schema
--- system
Answer.
--- user
Say a word.
--- schema word
` + string(wordSchema) + `
--- answer
{"word": "***"}
=== 2: word/1, answered from the cache
`
	if got := log.String(); !strings.HasPrefix(got, want) || strings.Contains(got, secretKey) {
		t.Errorf("log is\n%s\nwant it to begin with\n%s", got, want)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	good := modeltest.SayFunc(func(r modeltest.Received) string {
		if strings.Contains(string(r.Chat.Schema), "quartz-7") {
			return `{"word": "quartz-7"}`
		}
		return `{"ready": true}`
	})
	tests := []struct {
		name                 string
		step                 modeltest.Step
		chat, schema, vector bool
		says                 string
	}{
		{"all", good, true, true, true, "256 dimensions"},
		{"no schema", modeltest.Knows(good, "json_object"), true, false, true, "does not take one"},
		{"schema ignored", modeltest.Say(`{"ready": true}`), true, false, true, "does not keep to it"},
		{"down", modeltest.Fail(401, "", "wrong key"), false, false, false, "wrong key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := modeltest.New(t, tt.step)
			got := client(t, quick(s, nil)).Check(t.Context())
			if got.Chat.OK != tt.chat || got.JSONSchema.OK != tt.schema || got.Embeddings.OK != tt.vector {
				t.Errorf("got %+v", got)
			}
			if all := got.Chat.Reason + got.JSONSchema.Reason + got.Embeddings.Reason; !strings.Contains(all, tt.says) {
				t.Errorf("reasons %q, want %q in them", all, tt.says)
			}
		})
	}
	s := modeltest.New(t, good)
	cfg := quick(s, nil)
	cfg.EmbeddingModel = ""
	if got := client(t, cfg).Check(t.Context()); got.Embeddings.Tried || !got.Chat.Tried {
		t.Errorf("got %+v, want no try of vectors", got)
	}
}
