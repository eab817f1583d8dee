package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"candor/internal/kbfile"
	"candor/internal/model"
)

// modelSettings are what candor.yaml holds. The key is not among them: files
// are shared, and this one is meant to be.
type modelSettings struct {
	URL            string  `yaml:"model_url"`
	Model          string  `yaml:"model"`
	EmbeddingModel string  `yaml:"embedding_model"`
	EmbeddingURL   string  `yaml:"embedding_url"`
	APIKeyFile     string  `yaml:"api_key_file"`
	EmbeddingKey   string  `yaml:"embedding_api_key_file"`
	Insecure       bool    `yaml:"insecure"`
	Confirm        bool    `yaml:"model_confirm"`
	NoDrafts       bool    `yaml:"model_no_drafts"`
	Kind           string  `yaml:"model_kind"`
	APIVersion     string  `yaml:"model_api_version"`
	Timeout        string  `yaml:"model_timeout"`
	Parallel       int     `yaml:"model_parallel"`
	PerSecond      float64 `yaml:"model_requests_per_second"`
	MaxRequests    int     `yaml:"model_max_requests"`
	MaxTokens      int64   `yaml:"model_max_tokens"`
}

// The name of the file, and the variables that say the same as flags.
const (
	configName           = "candor.yaml"
	configVariable       = "CANDOR_CONFIG"
	modelURLVariable     = "CANDOR_MODEL_URL"
	modelVariable        = "CANDOR_MODEL"
	embeddingVariable    = "CANDOR_EMBEDDING_MODEL"
	embeddingURLVariable = "CANDOR_EMBEDDING_URL"
	keyVariable          = "CANDOR_API_KEY"
	keyFileVariable      = "CANDOR_API_KEY_FILE"
	// The key of another endpoint for vectors.
	embeddingKeyVariable     = "CANDOR_EMBEDDING_API_KEY"
	embeddingKeyFileVariable = "CANDOR_EMBEDDING_API_KEY_FILE"
	// modelOff in the place of an address turns off what a file or the
	// environment sets.
	modelOff = "off"
)

// configFile is candor.yaml as it was found.
type configFile struct {
	modelSettings
	path string
	// found is true for one that nobody named: it lay in the working folder, which
	// may be what a prospect sent.
	found bool
}

// readConfig reads the file that is named, else the one of the working folder,
// else the user's; none is no settings.
func (a *app) readConfig(named string) (configFile, error) {
	if named == "" {
		named = a.env(configVariable)
	}
	if named != "" {
		return loadConfig(named, false)
	}
	c, err := loadConfig(configName, true)
	if !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	dir := a.env("XDG_CONFIG_HOME")
	if dir == "" {
		if dir, err = os.UserConfigDir(); err != nil {
			return configFile{}, nil //nolint:nilerr // a user without a folder has no settings in it
		}
	}
	c, err = loadConfig(filepath.Join(dir, "candor", configName), false)
	if errors.Is(err, fs.ErrNotExist) {
		return configFile{}, nil
	}
	return c, err
}

func loadConfig(path string, found bool) (configFile, error) {
	c := configFile{path: path, found: found}
	dir := filepath.Dir(path)
	doc, err := kbfile.Read(os.DirFS(dir), filepath.Base(path), &c.modelSettings)
	if err != nil {
		return c, fmt.Errorf("read settings: %w", err)
	}
	if c.Timeout != "" {
		if d, err := time.ParseDuration(c.Timeout); err != nil || d <= 0 {
			return c, fmt.Errorf("read settings: %w", kbfile.Faults{doc.Fault("model_timeout", kbfile.CodeValue, "%q is no time; write it as 90s or 2m", c.Timeout)})
		}
	}
	for _, file := range []*string{&c.APIKeyFile, &c.EmbeddingKey} {
		if *file != "" && !filepath.IsAbs(*file) {
			*file = filepath.Join(dir, *file)
		}
	}
	return c, nil
}

// stray says why a file that merely lay in the working folder may not decide
// where texts go and how: questionnaires come in folders, and folders from
// strangers.
func (c configFile) stray(url, embeddingURL string) error {
	what := ""
	switch {
	case !c.found:
	case c.URL != "" && url == c.URL && !model.IsLocal(url),
		c.EmbeddingURL != "" && embeddingURL == c.EmbeddingURL && !model.IsLocal(embeddingURL):
		what = "names a model endpoint on another machine"
	case c.Insecure && embeddingURL != "" && !model.IsLocal(embeddingURL), c.Insecure && !model.IsLocal(url):
		what = "allows plain http to another machine"
	}
	if what == "" {
		return nil
	}
	return fmt.Errorf("./%s %s; if the file is yours, say so with --config %s", configName, what, configName)
}

// maxKeyFile is far beyond any key, in bytes.
const maxKeyFile = 4 << 10

// readKey reads a key from its file and warns of one that others may read.
func (a *app) readKey(path string) (model.Secret, error) {
	file, err := os.Open(path)
	if err != nil {
		return model.Secret{}, fmt.Errorf("read the key: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return model.Secret{}, fmt.Errorf("read the key: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	if err != nil {
		return model.Secret{}, fmt.Errorf("read the key: %w", err)
	}
	key := strings.TrimSpace(string(data))
	if key == "" || len(data) > maxKeyFile {
		return model.Secret{}, fmt.Errorf("read the key: %q holds no key, which is one line of text", path)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		fmt.Fprintf(a.Err, "candor: warning: others on this machine may read the key in %q; chmod 600 it\n", path)
	}
	return model.NewSecret(key), nil
}
