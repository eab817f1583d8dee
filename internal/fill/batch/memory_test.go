//go:build linux && !race

package batch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A file that makes its process grow without end costs that process.
func TestAGreedyFileRunsOutOfMemory(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1), "greedy.csv": sheet(2), "z.csv": sheet(3)})
	doc := s.run(func(o *Options) { o.Memory, o.Jobs = 200<<20, 1 })
	want := map[string]string{"a.csv": "answered", "greedy.csv": "failed: memory", "z.csv": "answered"}
	if diff := cmp.Diff(want, statuses(doc)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if why := doc.Files[1].Why; !strings.Contains(why, "needed more than 200 MB") {
		t.Errorf("the reason is %q", why)
	}
}
