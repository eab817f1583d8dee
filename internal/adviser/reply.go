package adviser

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/library"
)

// reply is what a model answers.
type reply struct {
	Judgements []struct {
		Label   string          `json:"label"`
		Answers answer.Extent   `json:"answers"`
		Verdict library.Verdict `json:"verdict"`
		Quote   string          `json:"quote"`
	} `json:"judgements"`
	Draft string `json:"draft"`
}

// maxReply bounds a reply in bytes; the longest one asked for has a third of it.
const maxReply = 64 << 10

// parse takes a reply whole or not at all.
func parse(text string, r Row) (Advice, error) {
	if len(text) > maxReply {
		return Advice{}, &ReplyError{"is too long"}
	}
	dec := json.NewDecoder(strings.NewReader(unfence(text)))
	dec.DisallowUnknownFields()
	var said reply
	if err := dec.Decode(&said); err != nil {
		return Advice{}, &ReplyError{"is not the JSON that was asked for"}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Advice{}, &ReplyError{"goes on behind the JSON that was asked for"}
	}
	out := Advice{}
	for _, j := range said.Judgements {
		id := labelled(r, j.Label)
		switch {
		case id == "":
			return Advice{}, &ReplyError{"names an entry that it was not shown"}
		case slices.ContainsFunc(out.Judgements, func(o answer.Judgement) bool { return o.Entry == id }):
			return Advice{}, &ReplyError{fmt.Sprintf("judges the entry %s twice", j.Label)}
		case j.Answers != answer.Wholly && j.Answers != answer.Partly && j.Answers != answer.NotAtAll:
			return Advice{}, &ReplyError{"judges in a word that was not given"}
		case !slices.Contains(verdicts, j.Verdict):
			return Advice{}, &ReplyError{"takes a position that was not given"}
		}
		out.Judgements = append(out.Judgements, answer.Judgement{Entry: id, Answers: j.Answers, Verdict: j.Verdict, Quote: strings.TrimSpace(j.Quote)})
	}
	if len(out.Judgements) != len(r.Candidates) {
		return Advice{}, &ReplyError{"leaves out an entry"}
	}
	if said.Draft != "" && r.Draft == nil {
		return Advice{}, &ReplyError{"holds a draft that nobody asked for"}
	}
	out.Draft = strings.TrimSpace(said.Draft)
	return out, nil
}

// labelled is the id of the candidate behind a label, "" for none.
func labelled(r Row, l string) string {
	for i, c := range r.Candidates {
		if label(i) == l {
			return c.ID
		}
	}
	return ""
}

// unfence takes off the fence that many models put round JSON.
func unfence(text string) string {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "```"); ok {
		rest = strings.TrimPrefix(rest, "json")
		if inner, ok := strings.CutSuffix(rest, "```"); ok {
			return strings.TrimSpace(inner)
		}
	}
	return text
}
