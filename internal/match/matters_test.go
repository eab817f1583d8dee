package match

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/knowledgebase"
)

func mattersOf(t *testing.T, words string) (*matters, error) {
	t.Helper()
	m, err := loadMatters(fstest.MapFS{mattersFile: {Data: []byte("why: a test\nmatters: |\n  backup\n  visitors\n  keys\nwords: |\n" + words)}})
	return &m, err
}

func TestLoadMattersIsStrict(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"copy 3", "copy -1", "copy x", "copy 0:", "copy 0:0", "copy 0:y"} {
		if _, err := mattersOf(t, "  "+line+"\n"); err == nil || !strings.Contains(err.Error(), mattersFile) {
			t.Errorf("%q was read with error %v, want one that names the file", line, err)
		}
	}
}

// textOf is a bag of plain words, all of the same weight.
func textOf(words string) *bag {
	b := &bag{index: map[string]int{}, actions: map[string]bool{}}
	for w := range strings.FieldsSeq(words) {
		b.add(term{key: w, weight: 1})
	}
	return b
}

// "spare copies" and "backups of records" have no word in common, and are about
// the same; a word that all matters use tells nothing.
func TestMattersJoinWhatHasNoWordInCommon(t *testing.T) {
	t.Parallel()
	m, err := mattersOf(t, "  backup 0:9\n  copy 0:6\n  spare 0:3\n  record 0:2 1:2\n  guest 1:8\n  badge 1:4\n  key 2:9\n  company 0:5 1:5 2:5\n")
	if err != nil {
		t.Fatal(err)
	}
	about := func(words string) []kin { return m.aboutEntry([]bag{*textOf(words)}) }
	for _, c := range []struct {
		question, entry string
		least, most     float64
	}{
		{"spare copy", "backup record", 0.9, 1},
		{"spare copy", "guest badge", 0, 0.01},
		{"copy company", "backup", 0.9, 1},
		{"zebra", "backup", unknown, unknown},
		{"spare", "zebra", 0, 0},
	} {
		q := m.inquire(textOf(c.question), nil)
		if got := sameMatters(q.kin, about(c.entry)); got < c.least || got > c.most {
			t.Errorf("%q and %q are about the same by %.3f, want %v to %v", c.question, c.entry, got, c.least, c.most)
		}
	}
}

// What no questionnaire asks remains unexplained, whichever entry comes first.
func TestKnownTellsWhatQuestionnairesAsk(t *testing.T) {
	t.Parallel()
	m, err := mattersOf(t, "  backup 0:9\n  copy 0:6\n  guest 1:8\n")
	if err != nil {
		t.Fatal(err)
	}
	entry := m.aboutEntry([]bag{*textOf("backup")})
	type result struct{ Known, Covers float64 }
	for _, c := range []struct {
		question string
		without  map[string]bool
		want     result
	}{
		{"backup copy", nil, result{1, 1}},
		{"backup zebra", nil, result{0.5, 0.5}},
		{"guest", nil, result{1, 0}},
		{"zebra walrus", nil, result{0, 0}},
		{"", nil, result{unknown, unknown}},
		{"backup copy", map[string]bool{"backup": true}, result{0, 0}},
	} {
		q := m.inquire(textOf(c.question), c.without)
		if diff := cmp.Diff(c.want, result{q.known, q.covers(entry)}); diff != "" {
			t.Errorf("%q (-want +got)\n%s", c.question, diff)
		}
	}
}

// A phrase counts as such where it is known, else by the words in it.
func TestExplainedByPartsOfAPhrase(t *testing.T) {
	t.Parallel()
	m, err := mattersOf(t, "  backup 0:9\n  backup_copy 2:3\n  guest 1:8\n")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][]float64{"backup_copy": {0, 0, 1}, "backup_tape": {1, 0, 0}, "zebra_tape": {0, 0, 0}} {
		b := &bag{index: map[string]int{}, actions: map[string]bool{}}
		b.add(term{key: key, weight: 0.7, parts: strings.Split(key, "_")})
		if diff := cmp.Diff(want, m.explained(b)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", key, diff)
		}
	}
}

// However words and counts lie, the signals stay within 0..1 and a text is about
// the same as itself.
func TestPropertyMattersStayInBounds(t *testing.T) {
	t.Parallel()
	shipped, err := loadMatters(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	keys := append(slices.Sorted(maps.Keys(shipped.telling)), "zebra")
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) *bag {
			return textOf(strings.Join(rapid.SliceOfN(rapid.SampledFrom(keys), 0, 12).Draw(t, name), " "))
		}
		q, e := shipped.inquire(text("question"), nil), shipped.aboutEntry([]bag{*text("first"), *text("second")})
		for name, s := range map[string]float64{"matter": sameMatters(q.kin, e), "matter_covered": q.covers(e), "known": q.known} {
			if s < 0 || s > 1 || math.IsNaN(s) {
				t.Errorf("signal %s is %v", name, s)
			}
		}
		if got := sameMatters(q.kin, q.kin); len(q.kin) > 0 && math.Abs(got-1) > 1e-9 {
			t.Errorf("a text is about the same as itself by %v", got)
		}
	})
}
