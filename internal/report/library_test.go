package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"candor/internal/date"
	"candor/internal/library"
	"candor/internal/match"

	"github.com/google/go-cmp/cmp"
)

func TestEntriesFitTheWidth(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long-", 12) + "id"
	cards := []library.Card{
		{ID: "tls", Verdict: library.Yes, State: library.Usable, Sharing: library.Public, Reviewed: "2026-09-14", Owner: "a@b.example", Questions: []string{"Is it?"}},
		{ID: long, Verdict: library.Partial, State: library.StateBlanks, Sharing: library.Internal, Owner: "somebody.with.a.long.name@example.com", Questions: []string{strings.Repeat("word ", 40)}},
	}
	for _, width := range []int{40, 60, 80, 100, 120, 200} {
		var out strings.Builder
		if err := (Entries{Cards: cards, AsOf: date.MustParse("2026-11-22"), Width: width}).Write(&out); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			// Below 72 columns the words of closed sets do not fit beside an id.
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > max(width, 72) {
				t.Errorf("width %d: a line of %d:\n%s", width, n, line)
			}
		}
		if !strings.Contains(out.String(), "tls") || !strings.Contains(strings.Join(strings.Fields(out.String()), " "), "2 entries as of 2026-11-22: 1 ok, 1 facts missing") {
			t.Errorf("width %d:\n%s", width, out.String())
		}
		if has := strings.Contains(out.String(), "QUESTION"); has != (width >= 120) {
			t.Errorf("width %d: questions shown: %v\n%s", width, has, out.String())
		}
	}
}

func TestEntrySaysWhatItsVerdictMeans(t *testing.T) {
	t.Parallel()
	for _, want := range []bool{true, false} {
		var out strings.Builder
		if err := (Entry{Card: library.Card{ID: "a", Meets: want, Admits: want}, Width: 100}).Write(&out); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "meets ") != want || strings.Contains(out.String(), "admits ") != want {
			t.Errorf("want %v:\n%s", want, out.String())
		}
	}
}

func TestSurestFirst(t *testing.T) {
	t.Parallel()
	var f Found
	for i, confidence := range []float64{0.4, 0.9, 0.4, 0.1} {
		f.Matches = append(f.Matches, Match{Match: match.Match{Entry: string(rune('a' + i)), Confidence: confidence}})
	}
	f.SurestFirst()
	got := ""
	for _, m := range f.Matches {
		got += m.Entry
	}
	if got != "bacd" {
		t.Errorf("the order is %s", got)
	}
}

func TestInWords(t *testing.T) {
	t.Parallel()
	pro, con := InWords(map[string]float64{"question_covered": 0.95, "topic": 0.1, "action": 1, "form": 0, "order": 0})
	if diff := cmp.Diff([]string{"nearly all of the question is met"}, pro); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"another kind of answer is wanted", "the topic is another"}, con); diff != "" {
		t.Error(diff)
	}
}
