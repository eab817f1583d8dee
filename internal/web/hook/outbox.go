package hook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"candor/internal/atomicfile"
)

// message is one delivery to one endpoint, as it waits in the folder.
type message struct {
	ID      string          `json:"id"`
	URL     string          `json:"url"`
	Type    Type            `json:"type"`
	Created time.Time       `json:"created"`
	Body    json.RawMessage `json:"body"`
}

// outbox is the folder of what was not received yet. A message is a file of its
// own, named by its time and id, so that names in order are messages in order.
type outbox struct{ dir string }

const suffix = ".json"

func (o outbox) path(m *message) string {
	return filepath.Join(o.dir, m.Created.UTC().Format("20060102T150405.000000000")+"-"+m.ID+suffix)
}

func (o outbox) put(m *message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode a webhook message: %w", err)
	}
	err = atomicfile.Write(o.path(m), 0o600, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep a webhook message: %w", err)
	}
	return nil
}

func (o outbox) remove(m *message) error {
	if err := os.Remove(o.path(m)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a webhook message: %w", err)
	}
	return nil
}

// list returns what waits, the oldest first. A file that is none of ours is left
// alone.
func (o outbox) list() ([]*message, error) {
	entries, err := os.ReadDir(o.dir)
	if err != nil {
		return nil, fmt.Errorf("read the webhook messages: %w", err)
	}
	var list []*message
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasSuffix(e.Name(), suffix) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(o.dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read a webhook message: %w", err)
		}
		var m message
		if json.Unmarshal(text, &m) == nil && filepath.Base(o.path(&m)) == e.Name() {
			list = append(list, &m)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Created.Before(list[j].Created) })
	return list, nil
}
