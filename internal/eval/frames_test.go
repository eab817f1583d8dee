package eval_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/eval"
	"candor/internal/library"
	"candor/internal/match/measure"
)

// frames are the templates of frames.txt and the things that they are filled
// with.
type frames struct {
	things      []*strings.Replacer
	other, same []string
	// traps are whole questions.
	traps []string
}

func readFrames(t *testing.T) frames {
	t.Helper()
	data, err := os.ReadFile(goldDir + "/frames.txt")
	if err != nil {
		t.Fatal(err)
	}
	var f frames
	for line := range strings.Lines(string(data)) {
		kind, text, ok := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case ok && kind == "thing":
			forms := strings.Split(text, " | ")
			if len(forms) != 4 {
				t.Fatalf("thing %q has %d forms, want 4", text, len(forms))
			}
			f.things = append(f.things, strings.NewReplacer("{thing}", forms[0], "{do}", forms[1], "{doing}", forms[2], "{done}", forms[3]))
		case ok && kind == "other":
			f.other = append(f.other, text)
		case ok && kind == "same":
			f.same = append(f.same, text)
		case ok && kind == "trap":
			f.traps = append(f.traps, text)
		}
	}
	return f
}

// one is the frames with a single thing, for questions that name their own.
func (f *frames) one() *frames { return &frames{things: []*strings.Replacer{strings.NewReplacer()}} }

// fill makes questions of templates, template by template.
func (f *frames) fill(templates []string) []measure.Gold {
	var out []measure.Gold
	for _, t := range templates {
		for _, thing := range f.things {
			text := thing.Replace(t)
			out = append(out, measure.Gold{Text: strings.ToUpper(text[:1]) + text[1:], Want: measure.None, Verdict: measure.Review, Split: "dev", Lang: "en"})
		}
	}
	return out
}

// affirmed counts the questions that got a Yes, by template.
func affirmed(t *testing.T, f *frames, templates []string) (total int, by map[string]int) {
	t.Helper()
	opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: library.Public}
	b := base(t, opt.AsOf)
	trial, err := eval.Prepare(t.Context(), b, []eval.Set{eval.GoldSet("frames", f.fill(templates), "")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	list, err := trial.Outcomes(t.Context(), b.Matcher.Thresholds())
	if err != nil {
		t.Fatal(err)
	}
	by = map[string]int{}
	for i := range list {
		if list[i].Status == answer.Filled && (list[i].Verdict == library.Yes || list[i].Verdict == library.Partial) {
			total++
			by[templates[i/len(f.things)]]++
		}
	}
	return total, by
}

// What asks something else about a thing gets no Yes of the entry that speaks of
// it, and what asks the same in the manner of sheets does, wherever the plain
// question does.
func TestFrames(t *testing.T) {
	t.Parallel()
	f := readFrames(t)
	for _, c := range []struct {
		name        string
		templates   []string
		least, most int
	}{
		{"other", f.other, 0, 85},
		{"same", f.same, 1140, len(f.same) * len(f.things)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, by := affirmed(t, &f, c.templates)
			t.Logf("%d of %d got a Yes", got, len(c.templates)*len(f.things))
			for _, line := range most(by) {
				t.Log(line)
			}
			if got < c.least || got > c.most {
				t.Errorf("%d of %d got a Yes, want %d to %d", got, len(c.templates)*len(f.things), c.least, c.most)
			}
		})
	}
}

// What comes near an entry and is not what it says gets no Yes of it.
func TestTraps(t *testing.T) {
	t.Parallel()
	f := readFrames(t)
	const borne = 3 // of 156; it only falls
	got, by := affirmed(t, f.one(), f.traps)
	t.Logf("%d of %d got a Yes", got, len(f.traps))
	for _, line := range most(by) {
		t.Log(line)
	}
	if got > borne || len(f.traps) == 0 {
		t.Errorf("%d of %d got a Yes, want at most %d", got, len(f.traps), borne)
	}
}

// most are the twenty templates with the highest counts.
func most(by map[string]int) []string {
	var keys []string
	for k := range by {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b)) })
	var out []string
	for _, k := range keys[:min(len(keys), 20)] {
		out = append(out, fmt.Sprintf("%3d %s", by[k], k))
	}
	return out
}
