package cli_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"candor/internal/modeltest"
)

// fakeModels are the endpoints that scripts may start.
var fakeModels = map[string][]modeltest.Step{
	// fine judges every entry to answer its question, with its first sentence as
	// the quote, and drafts the first entry as it stands.
	"fine": {modeltest.SayFunc(advise)},
	// dry knows no JSON schemas and is right all the same.
	"dry":     {modeltest.Knows(modeltest.SayFunc(advise))},
	"down":    {modeltest.Fail(http.StatusInternalServerError, "server_error", "out of memory")},
	"refuses": {modeltest.Fail(http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided")},
	"babbles": {modeltest.Say("As a large language model, I think so.")},
	"resets":  {modeltest.Reset()},
}

// fakemodel starts an endpoint and puts its address into $MODEL_URL, or writes
// all that it was sent to a file: fakemodel start <kind>, fakemodel sent <file>.
func fakemodel(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fakemodel start <kind> | fakemodel sent <file>")
	}
	running, ok := ts.Value(runningModel{}).(**modeltest.Server)
	if !ok {
		ts.Fatalf("the script was not set up for models")
	}
	switch args[0] {
	case "start":
		steps, ok := fakeModels[args[1]]
		if !ok {
			ts.Fatalf("no model is called %q", args[1])
		}
		s := modeltest.Start(steps...)
		ts.Defer(s.Close)
		ts.Setenv("MODEL_URL", s.URL)
		*running = s
	case "sent":
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte((*running).Sent()), 0o600))
	default:
		ts.Fatalf("fakemodel knows start and sent, not %q", args[0])
	}
}

// runningModel is the key of the script's value that holds the endpoint started
// last.
type runningModel struct{}

// advise is the answer of a model that finds everything right.
func advise(r modeltest.Received) string {
	var asked struct {
		Answers []struct{ Label, Text string }
		Draft   *struct{ From []string }
	}
	if json.Unmarshal([]byte(r.Chat.User), &asked) != nil || len(asked.Answers) == 0 {
		if strings.Contains(string(r.Chat.Schema), "quartz-7") {
			return `{"word": "quartz-7"}`
		}
		return `{"ready": true}`
	}
	reply := map[string]any{}
	var judgements []any
	for _, a := range asked.Answers {
		quote, _, _ := strings.Cut(a.Text, ". ")
		judgements = append(judgements, map[string]any{"label": a.Label, "answers": "wholly", "verdict": "yes", "quote": quote})
	}
	reply["judgements"] = judgements
	if asked.Draft != nil {
		reply["draft"] = asked.Answers[0].Text
	}
	data, err := json.Marshal(reply)
	if err != nil {
		return err.Error()
	}
	return string(data)
}
