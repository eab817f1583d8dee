package model

import "fmt"

// Secret is a key that prints as three stars, however it is printed.
type Secret struct{ value string }

// masked is what a secret looks like.
const masked = "***"

// NewSecret hides a key.
func NewSecret(key string) Secret { return Secret{key} }

// IsSet reports whether there is a key.
func (s Secret) IsSet() bool { return s.value != "" }

// Reveal returns the key itself, for handing it on to a process of our own.
func (s Secret) Reveal() string { return s.value }

// String returns three stars.
func (Secret) String() string { return masked }

// GoString returns three stars.
func (Secret) GoString() string { return masked }

// Format writes three stars for every verb.
func (Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, masked) }

// MarshalJSON returns three stars.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }

// MarshalText returns three stars, for YAML and keys of maps.
func (Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }
