package model

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
)

// journal writes down every prompt and answer in full, for whoever asked for
// that.
type journal struct {
	mu  sync.Mutex
	out io.Writer
	// keys are not to be written down.
	keys []string
	n    int
}

// section is one text under a heading.
type section struct{ name, text string }

// write adds one exchange, in one piece.
func (j *journal) write(title string, sections ...section) {
	if j == nil || j.out == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.n++
	var b bytes.Buffer
	fmt.Fprintf(&b, "=== %d: %s\n", j.n, title)
	for _, s := range sections {
		fmt.Fprintf(&b, "--- %s\n%s\n", s.name, strings.TrimRight(s.text, "\n"))
	}
	text := b.String()
	for _, key := range j.keys {
		if key != "" {
			text = strings.ReplaceAll(text, key, masked)
		}
	}
	// A log that cannot be written is no reason to stop answering.
	_, _ = io.WriteString(j.out, text)
}
