package eval_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"candor/internal/adviser"
	"candor/internal/eval"
	"candor/internal/fill"
	"candor/internal/library"
)

// doubter finds that no entry answers anything, until it is gone.
type doubter struct{ gone bool }

func (d doubter) Complete(_ context.Context, r adviser.Request) (string, error) {
	if d.gone {
		return "", errors.New("connection refused")
	}
	var shown struct {
		Answers []struct {
			Label string `json:"label"`
		} `json:"answers"`
	}
	if err := json.Unmarshal([]byte(r.User), &shown); err != nil {
		return "", err
	}
	var list []string
	for _, a := range shown.Answers {
		list = append(list, `{"label":"`+a.Label+`","answers":"not","verdict":"text","quote":""}`)
	}
	return `{"judgements":[` + strings.Join(list, ",") + `]}`, nil
}

func TestEvaluateWithAndWithoutAModel(t *testing.T) {
	t.Parallel()
	opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: library.Public, Budget: 0.01}
	b := base(t, opt.AsOf)
	gold := append(few(), few()...)
	gold[5].Text, gold[6].Text = "Is information of clients kept unreadable while stored?", "Do you gather logs in one place?"
	sets := []eval.Set{eval.GoldSet("few.jsonl", gold, "")}
	plain, err := eval.Evaluate(t.Context(), b, sets, opt)
	if err != nil {
		t.Fatal(err)
	}
	if plain.Model != nil {
		t.Error("an effect without a model")
	}
	for _, gone := range []bool{false, true} {
		a, err := adviser.New(doubter{gone})
		if err != nil {
			t.Fatal(err)
		}
		opt.Model = fill.Model{Adviser: a, Name: "doubter"}
		r, err := eval.Evaluate(t.Context(), b, sets, opt)
		if err != nil {
			t.Fatal(err)
		}
		if r.Model == nil || r.Model.Without != plain.All || r.All.Filled > plain.All.Filled || gone != (len(r.Model.Warnings) == 1) {
			t.Errorf("gone %t: effect %+v of %+v", gone, r.Model, r.All)
		}
		var out bytes.Buffer
		if err := r.Print(&out); err != nil || !strings.Contains(out.String(), "with doubter") || gone != strings.Contains(out.String(), "refused") {
			t.Errorf("%v\n%s", err, out.String())
		}
	}
}
