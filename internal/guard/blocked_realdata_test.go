//go:build realdata

package guard_test

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func sharedDir() string {
	if dir := os.Getenv("CANDOR_SHARED"); dir != "" {
		return dir
	}
	return "../../../shared/data"
}

// realTexts collects every question-like text of the shared data.
func realTexts(t *testing.T) map[string][]string {
	t.Helper()
	texts := map[string][]string{}
	lines := func(name string, each func(string)) {
		f, err := os.Open(filepath.Join(sharedDir(), name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			each(s.Text())
		}
	}
	for name, key := range map[string]string{
		"certification-questions.dev.jsonl": "q", "gap-cases.dev.jsonl": "question", "plainanswer_cc0.jsonl": "question", "fimil_mvsp.jsonl": "question",
	} {
		lines(name, func(line string) {
			var row map[string]any
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			if q, ok := row[key].(string); ok {
				texts[name] = append(texts[name], q)
			}
		})
	}
	for _, name := range []string{"vsaq_items.tsv", "mvsp_3.0_controls.tsv"} {
		lines(name, func(line string) {
			fields := strings.Split(line, "\t")
			texts[name] = append(texts[name], fields[len(fields)-1])
		})
	}
	books, err := filepath.Glob(filepath.Join(sharedDir(), "questionnaires", "*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range books {
		texts[filepath.Base(b)] = sharedStrings(t, b)
	}
	return texts
}

var (
	item = regexp.MustCompile(`(?s)<si>(.*?)</si>`)
	run  = regexp.MustCompile(`(?s)<t[^>]*>(.*?)</t>`)
)

// sharedStrings returns the questions among a workbook's shared strings.
func sharedStrings(t *testing.T, path string) []string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("xl/sharedStrings.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil // its texts stand in the sheets themselves
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range item.FindAllStringSubmatch(string(data), -1) {
		var b strings.Builder
		for _, r := range run.FindAllStringSubmatch(m[1], -1) {
			b.WriteString(html.UnescapeString(r[1]))
		}
		if s := b.String(); strings.ContainsRune(s, '?') && len(s) < 500 {
			out = append(out, s)
		}
	}
	return out
}

// TestBlockedShareOfRealRows prints what is blocked and bounds its share: of
// real questionnaires, few rows are for lawyers.
func TestBlockedShareOfRealRows(t *testing.T) {
	t.Parallel()
	b := blockList(t)
	total, blocked := 0, 0
	for name, texts := range realTexts(t) {
		for _, text := range texts {
			total++
			if got, ok := b.Blocked(text); ok {
				blocked++
				t.Logf("%s: %s (%q): %s", name, got.Reason, got.Phrase, text)
			}
		}
	}
	t.Logf("%d of %d rows are blocked", blocked, total)
	if total < 1000 || blocked*50 > total {
		t.Errorf("%d of %d rows are blocked, more than one in fifty", blocked, total)
	}
}
