package adviser_test

import (
	"errors"
	"testing"

	"candor/internal/adviser"
	"candor/internal/answer"
)

// Whatever a model replies is advice on the entries shown, one judgement each,
// or a *ReplyError and no advice.
func FuzzReply(f *testing.F) {
	for _, seed := range []string{
		`{"judgements":[` + first + `,` + second + `]}`,
		`{"judgements":[` + first + `,` + second + `],"draft":"Data is encrypted."}`,
		"```json\n{\"judgements\":[]}\n```", `{"judgements":null}`, `[]`, `null`, "", `{"judgements":[{"label":"Z"}]}`,
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, reply string, drafted bool) {
		r := row()
		if drafted {
			r = row(draft)
		}
		got, err := advise(t, reply, r)
		if err != nil {
			if _, is := errors.AsType[*adviser.ReplyError](err); !is || got.Judgements != nil || got.Draft != "" {
				t.Errorf("%v with %+v", err, got)
			}
			return
		}
		seen := map[string]bool{}
		for _, j := range got.Judgements {
			if j.Entry != "at-rest" && j.Entry != "laptops" || seen[j.Entry] {
				t.Errorf("judged %q", j.Entry)
			}
			if j.Answers != answer.Wholly && j.Answers != answer.Partly && j.Answers != answer.NotAtAll {
				t.Errorf("judged %q", j.Answers)
			}
			seen[j.Entry] = true
		}
		if len(seen) != 2 || !drafted && got.Draft != "" {
			t.Errorf("took %+v", got)
		}
	})
}
