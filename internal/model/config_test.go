package model_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"candor/internal/model"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		url      string
		insecure bool
		kind     model.Kind
		want     string
		wrong    string
	}{
		{url: "https://api.openai.com/v1", want: "https://api.openai.com/v1"},
		{url: " https://api.openai.com/v1/ ", want: "https://api.openai.com/v1"},
		{url: "http://localhost:11434", want: "http://localhost:11434/v1"},
		{url: "http://[::1]:8080/v1/chat/completions", want: "http://[::1]:8080/v1"},
		{url: "http://127.0.0.7:8000/proxy/v1", want: "http://127.0.0.7:8000/proxy/v1"},
		{url: "https://us.openai.azure.com", want: "https://us.openai.azure.com"},
		{url: "https://us.openai.azure.com/openai/deployments/d/chat/completions?api-version=x", want: "https://us.openai.azure.com"},
		{url: "https://us.openai.azure.com/openai/v1/", want: "https://us.openai.azure.com/openai/v1"},
		{url: "https://gateway.example/ai", kind: model.Azure, want: "https://gateway.example/ai"},
		{url: "http://10.0.0.5:8000/v1", insecure: true, want: "http://10.0.0.5:8000/v1"},
		{url: "http://10.0.0.5:8000/v1", wrong: "--insecure"},
		{url: "http://localhost.evil.example/v1", wrong: "--insecure"},
		{url: "http://127.0.0.1.nip.example/v1", wrong: "--insecure"},
		{url: "https://me:hunter2@api.example/v1", wrong: "user or password"},
		{url: "https://api.example/v1?key=hunter2", wrong: "query"},
		{url: "ftp://api.example/v1", wrong: "http or https"},
		{url: "api.example/v1", wrong: "http or https"},
		{url: "https://", wrong: "http or https"},
		{url: "", wrong: "http or https"},
		{url: "https://x/%zz hunter2", wrong: "cannot be read"},
		{url: "https://x/v1", kind: "claude", wrong: "unknown kind"},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			t.Parallel()
			c, err := model.New(model.Config{URL: tt.url, Model: "m", Insecure: tt.insecure, Kind: tt.kind})
			switch {
			case tt.wrong != "":
				if err == nil || !strings.Contains(err.Error(), tt.wrong) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("error %v, want one with %q and without the password", err, tt.wrong)
				}
			case err != nil:
				t.Error(err)
			case c.Endpoint() != tt.want:
				t.Errorf("got %s, want %s", c.Endpoint(), tt.want)
			}
		})
	}
}

func TestConfigRefused(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]model.Config{
		"no model":     {URL: "https://x/v1"},
		"limit":        {URL: "https://x/v1", Model: "m", MaxTokens: -1},
		"broken key":   {URL: "https://x/v1", Model: "m", Key: model.NewSecret("sk-canary\nX: y")},
		"key of no us": {URL: "https://x/v1", Model: "m", Key: model.NewSecret("sk-canäry")},
	} {
		if _, err := model.New(cfg); err == nil || strings.Contains(err.Error(), "sk-") {
			t.Errorf("%s: error %v, want one without the key", name, err)
		}
	}
}

func TestSecretStaysOne(t *testing.T) {
	t.Parallel()
	type holder struct {
		Key  model.Secret
		Ptr  *model.Secret
		Keys map[string]model.Secret
	}
	key := model.NewSecret("hunter2")
	h := holder{key, &key, map[string]model.Secret{"a": key}}
	cfg := model.Config{Key: key}
	data, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	all.Write(data)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(&all, verb+verb+verb, key, h, cfg)
		fmt.Fprintf(&all, verb, &key)
	}
	for _, leak := range []string{"hunter2", fmt.Sprintf("%x", "hunter2"), fmt.Sprintf("%X", "hunter2")} {
		if strings.Contains(all.String(), leak) {
			t.Errorf("the key is told: %s", all.String())
		}
	}
	if !key.IsSet() || (model.Secret{}).IsSet() {
		t.Error("a key is not told from none")
	}
}
