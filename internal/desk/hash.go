package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"hash/fnv"
)

// digest gathers text for a SHA-256.
type digest struct{ hash.Hash }

func newHash() digest { return digest{sha256.New()} }

func (d digest) sum() string { return hex.EncodeToString(d.Sum(nil)) }

// shortHash is a number for texts that are compared within the process only.
func shortHash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p)) // a hash cannot fail
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}
