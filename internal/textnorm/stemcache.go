package textnorm

import "sync"

// cachedStems bounds the cache: a library has some thousand different words,
// and what a hostile sheet adds must not pile up.
const cachedStems = 20000

// stemCache remembers stems, since a library says the same words again and
// again and stemming is the dearest step of reading. It is safe for concurrent
// use and changes no result.
type stemCache struct {
	mu    sync.RWMutex
	known map[stemKey]string
}

type stemKey struct{ word, language string }

func newStemCache() *stemCache {
	return &stemCache{known: map[stemKey]string{}}
}

func (c *stemCache) stem(word, language string) string {
	key := stemKey{word, language}
	c.mu.RLock()
	stem, ok := c.known[key]
	c.mu.RUnlock()
	if ok {
		return stem
	}
	stem = Stem(word, language)
	c.mu.Lock()
	if len(c.known) < cachedStems {
		c.known[key] = stem
	}
	c.mu.Unlock()
	return stem
}
