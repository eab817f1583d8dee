package strictjson_test

import (
	"encoding/json"
	"strings"
	"testing"

	"candor/internal/strictjson"

	"github.com/google/go-cmp/cmp"
)

type doc struct {
	Action string         `json:"action"`
	Inner  map[string]int `json:"inner"`
	List   []doc          `json:"list"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ in, want string }{
		"plain":              {`{"action":"accept","inner":{"a":1,"b":2},"list":[{"action":"x"},{"action":"x"}]}`, ""},
		"value like a key":   {`{"action":"inner","inner":{"action":1}}`, ""},
		"nothing":            {`{}`, ""},
		"twice":              {`{"action":"accept","action":"blank"}`, `the key "action" stands twice`},
		"twice by case":      {`{"action":"accept","Action":"blank"}`, `the key "Action" stands twice`},
		"twice by a long s":  {`{"list":[],"liſt":[]}`, `the key "liſt" stands twice`},
		"twice by an escape": {`{"action":"accept","\u0061ction":"blank"}`, `the key "action" stands twice`},
		"twice after lists":  {`{"list":[{"inner":{"a":1}},{}],"action":"x","list":[]}`, `the key "list" stands twice`},
		"twice within":       {`{"list":[{"inner":{"a":1,"b":2,"a":3}}]}`, `the key "a" stands twice`},
		"unknown":            {`{"reason":"x"}`, `unknown field "reason"`},
		"two documents":      {`{} {}`, "more than one document"},
		"cut off":            {`{"action":"acc`, "unexpected EOF"},
		"empty":              {``, "EOF"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := strictjson.Decode([]byte(tt.in), &doc{}); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Decode(%s) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// FuzzDecode: what is taken says the same to a reader that keeps the first of
// two keys, as it does to one that keeps the last.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"action":"a","inner":{"a":1},"list":[{"action":"b"}]}`))
	f.Add([]byte(`{"action":"a","Action":"b"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var got doc
		if strictjson.Decode(data, &got) != nil {
			return
		}
		var loose map[string]json.RawMessage
		if string(data) == "" || json.Unmarshal(data, &loose) != nil {
			return
		}
		actions := 0
		for key := range loose {
			if strings.EqualFold(key, "action") {
				actions++
			}
		}
		if actions > 1 {
			t.Errorf("%q was taken with %d actions", data, actions)
		}
	})
}
