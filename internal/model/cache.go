package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"candor/internal/atomicfile"
)

// cache keeps answers on disk by the digest of all that went into a request but
// the key. It is there to save time and money: what cannot be read is not
// there, what cannot be written is not kept.
type cache struct {
	dir string
	// scope is what all requests of a client have in common.
	scope []string
}

// cacheFormat is raised when a request means something else by the same bytes:
// other instructions around it, another temperature or seed.
const cacheFormat = "1"

// kept is the file of one answer.
type kept struct {
	Digest string `json:"digest"`
	Answer []byte `json:"answer"`
}

// place is the file for a request. Its parts are framed by their lengths, so
// that no two requests share one.
func (c *cache) place(parts ...string) string {
	h := sha256.New()
	for _, p := range append(append([]string{cacheFormat}, c.scope...), parts...) {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	name := hex.EncodeToString(h.Sum(nil))
	return filepath.Join(c.dir, name[:2], name[2:]+".json")
}

func (c *cache) get(place string) ([]byte, bool) {
	if c.dir == "" {
		return nil, false
	}
	data, err := os.ReadFile(place)
	var k kept
	if err != nil || json.Unmarshal(data, &k) != nil || k.Digest != digest(k.Answer) {
		return nil, false
	}
	return k.Answer, true
}

// touch notes that an answer was used, so that it outlives those that are not.
func (c *cache) touch(place string, now time.Time) {
	if info, err := os.Lstat(place); err == nil && now.Sub(info.ModTime()) > sweptEvery {
		_ = os.Chtimes(place, now, now)
	}
}

func (c *cache) put(place string, answer []byte) {
	if c.dir == "" || os.MkdirAll(filepath.Dir(place), 0o700) != nil {
		return
	}
	// An answer that is not kept is asked for again.
	_ = atomicfile.Write(place, 0o600, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(kept{digest(answer), answer})
	})
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
