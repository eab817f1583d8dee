package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"candor/internal/model"

	"github.com/spf13/cobra"
)

func newModelCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "Look at the language model that is set up, if any",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	cmd.AddCommand(newModelCheckCmd(a))
	return cmd
}

func newModelCheckCmd(a *app) *cobra.Command {
	var f modelFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say what the model endpoint can do, how fast, and what it will be sent",
		Long: `Check sends the model endpoint three tiny requests that hold nothing of yours and
says what works: chat, answers held to a JSON schema, vectors. It exits with 1 if
a model that is named does not work; an endpoint without JSON schemas will do.

The settings come from the flags, else the environment, else ` + configName + ` (see
--config). In the file they are called model_url, model, embedding_model,
embedding_url, api_key_file, embedding_api_key_file, insecure, model_confirm, model_no_drafts, model_kind (openai or
azure), model_api_version, model_timeout, model_parallel,
model_requests_per_second, model_max_requests, model_max_tokens. A ` + configName + `
that merely lies in the working folder may name an endpoint on this machine only.
Proxies are taken from the environment, except for plain http.`,
		Example: `  candor model check --model-url http://localhost:11434/v1 --model qwen3:14b
  candor model check --json | jq .capabilities`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runModelCheck(cmd.Context(), a, &f, asJSON)
		},
	}
	f.addEndpoint(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return cmd
}

// modelReport is what check prints as JSON.
type modelReport struct {
	Schema         string             `json:"schema"`
	Endpoint       string             `json:"endpoint"`
	Model          string             `json:"model,omitempty"`
	EmbeddingModel string             `json:"embedding_model,omitempty"`
	EmbeddingURL   string             `json:"embedding_endpoint,omitempty"`
	Key            bool               `json:"key"`
	Source         string             `json:"source"`
	Capabilities   model.Capabilities `json:"capabilities"`
	Sent           []string           `json:"sent"`
	NeverSent      []string           `json:"never_sent"`
}

func runModelCheck(ctx context.Context, a *app, f *modelFlags, asJSON bool) (err error) {
	m, err := f.start(a, true)
	if err != nil {
		return err
	}
	if m == nil {
		return usagef("no model endpoint is set, and none is needed; name one with --model-url and --model")
	}
	defer func() { err = errors.Join(err, m.close()) }()
	found := m.client.Check(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	r := modelReport{
		Schema: "candor.model/1", Endpoint: m.client.Endpoint(), Model: m.Model, EmbeddingModel: m.EmbeddingModel,
		Key: m.Key.IsSet(), Source: m.from, Capabilities: found, Sent: m.sends(), NeverSent: neverSent(),
	}
	if other := m.client.EmbeddingEndpoint(); other != r.Endpoint {
		r.EmbeddingURL = other
	}
	if asJSON {
		err = printJSON(a.Out, r)
	} else {
		err = r.print(a.Out)
	}
	if err == nil && (found.Chat.Tried && !found.Chat.OK || found.Embeddings.Tried && !found.Embeddings.OK) {
		return silentError{}
	}
	return err
}

// sends says what a run with these settings sends.
func (m *modelRun) sends() []string {
	var out []string
	if m.Model != "" {
		out = append(out, "for each row in doubt that is not about certifications: its question, and up to three approved entries that may answer it, at or below the run's sharing level")
	}
	if m.EmbeddingModel != "" {
		out = append(out, "the questions of the approved entries at or below the run's sharing level, and all questions of the questionnaire")
	}
	return out
}

func neverSent() []string {
	return []string{"your certification records, internal and draft entries, entry ids, file names, names of owners"}
}

func (r modelReport) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "endpoint    %s (%s)\n", r.Endpoint, r.Source)
	if r.EmbeddingURL != "" {
		fmt.Fprintf(&b, "for vectors %s\n", r.EmbeddingURL)
	}
	key := "none"
	if r.Key {
		key = "set"
	}
	fmt.Fprintf(&b, "key         %s\n", key)
	capability(&b, "chat", r.Model, r.Capabilities.Chat)
	capability(&b, "JSON schema", r.Model, r.Capabilities.JSONSchema)
	capability(&b, "embeddings", r.EmbeddingModel, r.Capabilities.Embeddings)
	b.WriteString("\nA run sends it\n")
	for _, s := range r.Sent {
		fmt.Fprintf(&b, "  - %s\n", s)
	}
	fmt.Fprintf(&b, "and never %s.\n", strings.Join(r.NeverSent, ", "))
	_, err := io.WriteString(w, b.String())
	return err
}

// capability is a line on one thing that the endpoint can or cannot do.
func capability(b *strings.Builder, what, name string, c model.Capability) {
	word := "no"
	var note string
	switch {
	case !c.Tried:
		word, note = "not set", "name a model for it"
	case c.OK:
		word, note = "yes", fmt.Sprintf("%s, %d ms", name, c.Milliseconds)
		if c.Reason != "" {
			note += ", " + c.Reason
		}
	default:
		note = name + ": " + c.Reason
	}
	fmt.Fprintf(b, "%-11s %-7s %s\n", what, word, harmless(note))
}
