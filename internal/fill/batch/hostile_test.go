package batch

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/internal/runlog"
)

// bomb is a workbook whose one part unpacks to far more than it is.
func bomb(t *testing.T) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("xl/media/image1.png")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 80 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// Twenty files that lie, crash, hang or change cost nothing but themselves.
func TestHostileFilesCostThemselvesOnly(t *testing.T) {
	t.Parallel()
	files, want := map[string]string{}, map[string]string{}
	for i := range 80 {
		name := fmt.Sprintf("%c/good-%02d.csv", 'a'+i%7, i)
		files[name], want[name] = sheet(i), "answered"
	}
	explosive := bomb(t)
	for i, bad := range []struct{ name, text, want string }{
		{"crash-%d.csv", sheet(1), "failed: crash"},
		{"exit-%d.csv", sheet(1), "failed: crash"},
		{"nonsense-%d.csv", sheet(1), "failed: crash"},
		{"change-%d.csv", sheet(1), "failed: changed"},
		{"bomb-%d.xlsx", explosive, "failed: refused"},
		{"text-%d.xlsx", "no zip archive", "failed: refused"},
		{"empty-%d.csv", "", "failed: refused"},
		{"cut-%d.xlsx", explosive[:len(explosive)/2], "failed: refused"},
		{"crypt-%d.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\x00n\x00c\x00", "failed: refused"},
	} {
		for j := range 2 {
			name := fmt.Sprintf(bad.name, i*2+j)
			files[name], want[name] = bad.text, bad.want
		}
	}
	s := newSite(t, files)
	for _, name := range []string{"pipe.csv", "pipe.xlsx"} {
		if err := makePipe(s.path("in/" + name)); err != nil {
			t.Fatal(err)
		}
		want[name] = "failed: refused"
	}
	doc := s.run(func(o *Options) { o.Jobs = 2 })
	if diff := cmp.Diff(want, statuses(doc)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, f := range doc.Files {
		if f.Status != runlog.FileFailed {
			continue
		}
		if f.Why == "" || strings.Contains(f.Why, s.dir) {
			t.Errorf("%s: the reason is %q", f.File, f.Why)
		}
	}
	outputs := 0
	for name := range s.tree("out") {
		if strings.Contains(name, ".answered.") {
			outputs++
			if !strings.Contains(name, "good-") {
				t.Errorf("%s was left behind", name)
			}
		}
	}
	if outputs != 160 {
		t.Errorf("%d outputs and records, not 160", outputs)
	}
}

func TestAHangingFileIsGivenUp(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1), "hang.csv": sheet(2), "z.csv": sheet(3)})
	doc := s.run(func(o *Options) { o.Timeout, o.Jobs = 20*time.Second, 1 })
	want := map[string]string{"a.csv": "answered", "hang.csv": "failed: timeout", "z.csv": "answered"}
	if diff := cmp.Diff(want, statuses(doc)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Large is not hostile, but it has a bound too, and is not read to find out.
func TestAHugeFileIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1), "huge.csv": ""})
	if err := os.Truncate(s.path("in/huge.csv"), 1<<40); err != nil {
		t.Fatal(err)
	}
	doc := s.run()
	if got := statuses(doc); got["huge.csv"] != "failed: refused" || got["a.csv"] != "answered" {
		t.Errorf("got %v", got)
	}
}

// A program that is no worker, or not there, ends the batch with a message.
func TestAWorkerThatDoesNotStart(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1)})
	for _, child := range []Child{
		{Path: s.path("no such program")},
		{Path: os.Args[0], Args: []string{"-test.run=^$"}, Env: []string{roleEnv + "=batch"}},
	} {
		doc, err := s.try(func(o *Options) { o.Child = child })
		if err == nil || !strings.HasPrefix(err.Error(), "start a worker: ") || doc.Totals.Pending != 1 {
			t.Errorf("%v: %v, %+v", child.Args, err, doc)
		}
	}
}
