package adviser

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"candor/internal/answer"
)

// document is what a model is shown.
type document struct {
	Question string     `json:"question"`
	Answers  []approved `json:"answers"`
	Draft    *wish      `json:"draft,omitempty"`
}

type approved struct {
	Label       string `json:"label"`
	ApprovedFor string `json:"approved_for"`
	Text        string `json:"text"`
	Short       string `json:"short,omitempty"`
}

type wish struct {
	From     []string `json:"from"`
	Language string   `json:"language"`
	AtMost   int      `json:"at_most"`
}

// label stands for a candidate: ids name what the company would not.
func label(i int) string { return "ABC"[i : i+1] }

// The size of a reply: judgements are short, a draft is about as long as what it
// is made of, and a token is some three characters.
const (
	judgeTokens    = 200
	charsPerToken  = 3
	mostDraftChars = 4000
)

func (a *Adviser) request(r Row) (Request, error) {
	doc := document{Question: visible(r.Question)}
	labels := map[string]string{}
	tokens := 0
	for i, c := range r.Candidates {
		labels[c.ID] = label(i)
		doc.Answers = append(doc.Answers, approved{label(i), visible(c.Phrasing), c.Text, c.Short})
		tokens += judgeTokens + longestSentence(c)/charsPerToken
	}
	req := Request{Name: "advice-judge/1", System: a.judge}
	if r.Draft != nil {
		req.Name, req.System = "advice-draft/1", a.redact
		doc.Draft = &wish{Language: r.Draft.Language, AtMost: atMost(r.Draft.AtMost)}
		for _, id := range r.Draft.From {
			doc.Draft.From = append(doc.Draft.From, labels[id])
		}
		tokens += doc.Draft.AtMost / charsPerToken
	}
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return Request{}, fmt.Errorf("make a request: %w", err)
	}
	req.User, req.MaxTokens = string(data), tokens
	if req.Schema, err = json.Marshal(schema(len(r.Candidates), r.Draft != nil)); err != nil {
		return Request{}, fmt.Errorf("make a request: %w", err)
	}
	req.SchemaName = "advice"
	return req, nil
}

func atMost(n int) int {
	if n <= 0 || n > mostDraftChars {
		return mostDraftChars
	}
	return n
}

func longestSentence(c Candidate) int {
	longest := 0
	for _, s := range strings.FieldsFunc(c.Text+"\n"+c.Short, func(r rune) bool { return strings.ContainsRune(".!?\n", r) }) {
		longest = max(longest, len(s))
	}
	return longest
}

// visible leaves out what a reader of the spreadsheet does not see: control and
// format characters, the tag characters that spell hidden text, private use.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.In(r, unicode.C, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
}

// schema is that of the reply: strict in the sense of the services that take
// one, so every field is required and none may be added.
func schema(candidates int, draft bool) map[string]any {
	labels := make([]string, candidates)
	for i := range labels {
		labels[i] = label(i)
	}
	judgement := object(map[string]any{
		"label":   word(labels...),
		"answers": word(string(answer.Wholly), string(answer.Partly), string(answer.NotAtAll)),
		"verdict": word(texts(verdicts)...),
		"quote":   map[string]any{"type": "string"},
	}, "label", "answers", "verdict", "quote")
	fields := map[string]any{"judgements": map[string]any{"type": "array", "items": judgement}}
	required := []string{"judgements"}
	if draft {
		fields["draft"] = map[string]any{"type": "string"}
		required = append(required, "draft")
	}
	return object(fields, required...)
}

func object(fields map[string]any, required ...string) map[string]any {
	return map[string]any{"type": "object", "properties": fields, "required": required, "additionalProperties": false}
}

func word(list ...string) map[string]any { return map[string]any{"type": "string", "enum": list} }

func texts[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}
