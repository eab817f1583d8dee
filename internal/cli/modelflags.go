package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"time"

	"candor/internal/model"

	"github.com/spf13/cobra"
)

// modelFlags choose a language model; none is the default.
type modelFlags struct {
	url, model, embedding, keyFile string
	embeddingURL                   string
	config, debug                  string
	insecure, confirm              bool
}

// addEndpoint adds the flags that say where a model is.
func (f *modelFlags) addEndpoint(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.url, "model-url", "", "`address` of an endpoint that speaks as OpenAI's does, as http://localhost:11434/v1; off for none (default: $"+modelURLVariable+", else "+configName+", else none)")
	fl.StringVar(&f.model, "model", "", "`name` of the language model that is asked about rows in doubt (default: $"+modelVariable+")")
	fl.StringVar(&f.embedding, "embedding-model", "", "`name` of the model that finds entries by meaning (default: $"+embeddingVariable+")")
	fl.StringVar(&f.embeddingURL, "embedding-url", "", "`address` of the endpoint that has the embedding model, where it is another one (default: $"+embeddingURLVariable+", else that of --model-url)")
	fl.StringVar(&f.keyFile, "api-key-file", "", "`file` that holds the endpoint's key (default: the key in $"+keyVariable+", else the file in $"+keyFileVariable+")")
	fl.BoolVar(&f.insecure, "insecure", false, "allow plain http to an endpoint on another machine")
	fl.StringVar(&f.config, "config", "", "`file` with these settings (default: $"+configVariable+", else ./"+configName+", else "+configName+" in the folder candor of your settings)")
	fl.StringVar(&f.debug, "debug", "", "write all that is sent to a model, and what comes back, to `file`")
}

// add adds all flags of a command that answers questions.
func (f *modelFlags) add(cmd *cobra.Command) {
	f.addEndpoint(cmd)
	cmd.Flags().BoolVar(&f.confirm, "model-confirm", false, "let the model confirm answers in the review band, where every check passes and its quote stands in the entry")
}

// endpoint is a model as it was set up; its zero value is none.
type endpoint struct {
	model.Config
	// confirm and drafts say what the model may do.
	confirm, drafts bool
	// from says where the address was set.
	from string
}

func (e endpoint) isSet() bool { return e.URL != "" }

// resolve settles what flags, environment and file say, in this order.
func (f *modelFlags) resolve(a *app) (endpoint, error) {
	c, err := a.readConfig(f.config)
	if err != nil {
		return endpoint{}, err
	}
	e := endpoint{
		Config: model.Config{
			URL:            cmp.Or(f.url, a.env(modelURLVariable), c.URL),
			Model:          cmp.Or(f.model, a.env(modelVariable), c.Model),
			EmbeddingModel: cmp.Or(f.embedding, a.env(embeddingVariable), c.EmbeddingModel),
			EmbeddingURL:   cmp.Or(f.embeddingURL, a.env(embeddingURLVariable), c.EmbeddingURL),
			Kind:           model.Kind(c.Kind), APIVersion: c.APIVersion,
			Insecure: f.insecure || c.Insecure, Parallel: c.Parallel, RequestsPerSecond: c.PerSecond,
			MaxRequests: c.MaxRequests, MaxTokens: c.MaxTokens,
			Version: version(), Now: time.Now, //nolint:forbidigo // here the clock enters
		},
		confirm: f.confirm || c.Confirm, drafts: !c.NoDrafts,
	}
	switch {
	case e.URL == modelOff:
		return endpoint{}, nil
	case e.URL == "" && e.EmbeddingURL != "":
		return endpoint{}, usagef("--embedding-url is for an endpoint besides that of --model-url; for vectors alone name it by --model-url")
	case e.URL == "" && (e.Model != "" || e.EmbeddingModel != ""):
		return endpoint{}, usagef("a model is named, and no endpoint that has it; add --model-url")
	case e.URL == "":
		return endpoint{}, nil
	case e.Model == "" && e.EmbeddingModel == "":
		return endpoint{}, usagef("the endpoint %q needs the name of a model; add --model or --embedding-model", e.URL)
	}
	if err := c.stray(e.URL, e.EmbeddingURL); err != nil {
		return endpoint{}, err
	}
	if c.Timeout != "" {
		if e.Timeout, err = time.ParseDuration(c.Timeout); err != nil {
			return endpoint{}, fmt.Errorf("read settings: %w", err)
		}
	}
	e.CacheDir = a.answersDir()
	e.from = f.source(a, c)
	if e.Key, err = f.key(a, c); err != nil {
		return e, err
	}
	e.EmbeddingKey, err = a.keyOf(embeddingKeyVariable, embeddingKeyFileVariable, c.EmbeddingKey)
	return e, err
}

// source names where the address was set.
func (f *modelFlags) source(a *app, c configFile) string {
	switch {
	case f.url != "":
		return "--model-url"
	case a.env(modelURLVariable) != "":
		return "$" + modelURLVariable
	}
	return c.path
}

// key is the key of the endpoint, none for one that wants none.
func (f *modelFlags) key(a *app, c configFile) (model.Secret, error) {
	if f.keyFile != "" {
		return a.readKey(f.keyFile)
	}
	return a.keyOf(keyVariable, keyFileVariable, c.APIKeyFile)
}

// keyOf is a key from a variable, else from the file that another one or the
// settings name.
func (a *app) keyOf(variable, fileVariable, file string) (model.Secret, error) {
	if key := a.env(variable); key != "" {
		return model.NewSecret(key), nil
	}
	if path := cmp.Or(a.env(fileVariable), file); path != "" {
		return a.readKey(path)
	}
	return model.Secret{}, nil
}

// answersDir is where a model's answers are kept, "" for nowhere.
func (a *app) answersDir() string {
	dir := a.cacheDir()
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "answers")
}
