package batch

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/adviser"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/runlog"
)

// keyEnv hands a key to a child; silenceEnv names a file whose being there makes
// the model of a child fall silent.
const (
	keyEnv     = "BATCH_TEST_KEY"
	silenceEnv = "BATCH_TEST_SILENCE"
)

// agreeable is a model that finds that everything answers everything.
type agreeable struct{ quote string }

func (a agreeable) Complete(context.Context, adviser.Request) (string, error) {
	if _, err := os.Stat(os.Getenv(silenceEnv)); err == nil {
		return "", errors.New("connection refused")
	}
	if os.Getenv(keyEnv) != "the key" {
		return "", errors.New("no key")
	}
	return `{"judgements":[{"label":"A","answers":"wholly","verdict":"yes","quote":"` + a.quote + `"}]}`, nil
}

// testModel is the Setup of the test binary.
func testModel(_ context.Context, config json.RawMessage, sharing library.Sharing) (fill.Model, []knowledge.Option, error) {
	var c struct{ Quote string }
	if err := json.Unmarshal(config, &c); err != nil {
		return fill.Model{}, nil, err
	}
	if sharing != library.Public {
		return fill.Model{}, nil, errors.New("at another sharing level")
	}
	a, err := adviser.New(agreeable{c.Quote})
	return fill.Model{Adviser: a, Name: "agreeable"}, nil, err
}

// A batch hears the model in its children: the description goes by the pipe, the
// key by the environment, and a file whose model fell silent is done again.
func TestABatchHearsAModel(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": "Question,Answer,Comment\nIs information at rest kept safe?,,\n"})
	silence := filepath.Join(t.TempDir(), "silence")
	hear := func(o *Options) {
		o.Model = json.RawMessage(`{"Quote":"All data is encrypted at rest."}`)
		o.Child.Env = append(o.Child.Env, keyEnv+"=the key", silenceEnv+"="+silence)
	}
	other := func(o *Options) { hear(o); o.Model = json.RawMessage(`{"Quote":"Nothing is."}`) }
	if err := os.WriteFile(silence, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name   string
		change func(*Options)
		status runlog.FileStatus
		why    string
		record string
	}{
		{"silent", hear, runlog.FileAnswered, "connection refused", `"lost": 1`},
		{"back", hear, runlog.FileAnswered, "", `a model finds that the entry \"rest\" answers this: \"All data`},
		{"again", hear, runlog.FileUnchanged, "", `"asked": 1`},
		{"another", other, runlog.FileAnswered, "", "names no sentence"},
		{"none", func(*Options) {}, runlog.FileAnswered, "", `"unsure"`},
	}
	for _, step := range steps {
		f := s.run(step.change).Files[0]
		if f.Status != step.status || (f.Why != "") != (step.why != "") || !strings.Contains(f.Why, step.why) {
			t.Errorf("%s: %s %q", step.name, f.Status, f.Why)
		}
		if record := s.read("out/a.answered.run.json"); !strings.Contains(record, step.record) {
			t.Errorf("%s: no %s in the record\n%s", step.name, step.record, record)
		}
		if err := os.RemoveAll(silence); err != nil {
			t.Fatal(err)
		}
	}
	err := fs.WalkDir(os.DirFS(s.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(s.read(name), "the key") {
			t.Errorf("the key is in %s", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
