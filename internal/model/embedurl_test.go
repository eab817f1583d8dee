package model_test

import (
	"strings"
	"testing"

	"candor/internal/model"
	"candor/internal/modeltest"
)

// Vectors come from their own endpoint, and the key of the other one stays away
// from it.
func TestVectorsFromAnotherEndpoint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, embeddingKey string
	}{
		{"no key of its own", ""},
		{"a key of its own", "key-canary-vectors"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			chat, vectors := modeltest.New(t), modeltest.New(t)
			var log strings.Builder
			c, err := model.New(model.Config{
				URL: chat.URL, Model: "talker", Key: model.NewSecret("key-canary-chat"),
				EmbeddingURL: vectors.URL, EmbeddingModel: "nearby", EmbeddingKey: model.NewSecret(tt.embeddingKey), Debug: &log,
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Embed(t.Context(), []string{"Is data encrypted?"}); err != nil {
				t.Fatal(err)
			}
			if n := len(chat.Received()); n != 0 {
				t.Errorf("the chat endpoint got %d requests for vectors", n)
			}
			for _, r := range vectors.Received() {
				got := r.Header.Get("Authorization")
				if strings.Contains(got, "key-canary-chat") || strings.TrimSpace(strings.TrimPrefix(got, "Bearer")) != tt.embeddingKey {
					t.Errorf("the endpoint for vectors got %q", got)
				}
			}
			if len(vectors.Received()) != 1 || c.EmbeddingEndpoint() == c.Endpoint() || strings.Contains(log.String(), "canary") {
				t.Errorf("%d requests, from %s, log %q", len(vectors.Received()), c.EmbeddingEndpoint(), log.String())
			}
		})
	}
}

func TestEmbeddingAddressIsHeldToTheSameRules(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"http://10.1.2.3/v1", "https://a:hunter2@example.com/v1", "ftp://example.com", "https://example.com/v1?key=hunter2"} {
		_, err := model.New(model.Config{URL: "https://example.com/v1", Model: "m", EmbeddingURL: bad, EmbeddingModel: "e"})
		if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "for embeddings") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
