package shelf

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// workPrefix begins the names of folders that are being filled.
const workPrefix = "work-"

// kept is how many folders stay on a shelf: an edit of the library makes a new
// one each time, and nobody goes back to the states before.
const kept = 8

// abandoned is the age, against the folder just made, at which a folder being
// filled was left behind by a process that died: filling 100,000 entries takes
// minutes at most.
const abandoned = 24 * time.Hour

// sweep removes all but the folders made last, and what died half way. newest
// is the folder just made.
func (s *Shelf) sweep(newest string) {
	info, err := os.Stat(newest)
	if err != nil {
		return
	}
	n := 0
	for _, f := range s.names() {
		work := strings.HasPrefix(f.Name(), workPrefix)
		if !work {
			n++
		}
		if work && info.ModTime().Sub(f.ModTime()) > abandoned || !work && n > kept {
			_ = os.RemoveAll(filepath.Join(s.dir, f.Name()))
		}
	}
}
