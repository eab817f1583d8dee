package batch

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"candor/internal/runlog"
)

func TestAnswerOne(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{
		"a.csv": sheet(3), "none.csv": "Item,Price\nA chair,20\n", "hang.csv": sheet(1), "crash.csv": sheet(1),
	})
	s.opt.Memory = 0
	answer := func(name string, change func(*Options)) (int, error) {
		t.Helper()
		opt := s.opt
		if change != nil {
			change(&opt)
		}
		if err := os.MkdirAll(s.path("one"), 0o700); err != nil {
			t.Fatal(err)
		}
		steps := 0
		err := Answer(t.Context(), opt, s.path("in/"+name), s.path("one/"+name), func(done, total int) {
			if steps++; done != steps || total != 3 {
				t.Errorf("%s: step %d of %d", name, done, total)
			}
		})
		return steps, err
	}
	if steps, err := answer("a.csv", nil); err != nil || steps != 3 {
		t.Errorf("got %d steps, %v", steps, err)
	}
	if rec, err := runlog.Load(s.path("one/a.run.json")); err != nil || rec.Summary.Questions != 3 {
		t.Errorf("record: %+v, %v", rec, err)
	}
	for name, tt := range map[string]struct {
		file   string
		change func(*Options)
		code   runlog.FailCode
		is     error
		says   string
	}{
		"no questions": {"none.csv", nil, runlog.FailRefused, ErrNoQuestions, "no questions found"},
		"hangs":        {"hang.csv", func(o *Options) { o.Timeout = 2 * time.Second }, runlog.FailTimeout, nil, "longer than"},
		"crashes":      {"crash.csv", nil, runlog.FailCrash, nil, "boom"},
		"taken":        {"a.csv", nil, runlog.FailRefused, nil, "exists already"},
	} {
		_, err := answer(tt.file, tt.change)
		fail, ok := errors.AsType[*Failure](err)
		if !ok || fail.Code != tt.code || !strings.Contains(err.Error(), tt.says) || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := answer("a.csv", func(o *Options) { o.Knowledge.Digest = "another" }); !errors.Is(err, ErrKnowledgeChanged) {
		t.Errorf("other knowledge: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Answer(ctx, s.opt, s.path("in/a.csv"), s.path("one/b.csv"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
