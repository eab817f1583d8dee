package answer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/library"
)

// theText is the text of the entry that the judgements of these tests quote.
const theText = "Customer data is encrypted with AES-256. Keys rotate every year.\nBackups are encrypted too."

func longer(e *library.Entry) { e.Text = theText }

// judged is a judgement that raises as far as any may.
func judged(change ...func(*answer.Judgement)) answer.Judgement {
	j := answer.Judgement{Entry: "at-rest", Answers: answer.Wholly, Verdict: library.Yes, Quote: "Keys rotate every year."}
	for _, c := range change {
		c(&j)
	}
	return j
}

func quoting(q string) func(*answer.Judgement) { return func(j *answer.Judgement) { j.Quote = q } }

// heard decides and then hears a model.
func heard(in answer.Input, confirm bool, js ...answer.Judgement) (before, after answer.Decision) {
	d, guards := answer.Decide(in)
	return d, answer.Heed(d, answer.Counsel{Judgements: js, Guards: guards, Entry: in.Entry, Policy: in.Policy, Confirm: confirm, Concerns: func(quote string) bool { return !strings.Contains(quote, "Backups") }})
}

func TestHeed(t *testing.T) {
	t.Parallel()
	extent := func(x answer.Extent) func(*answer.Judgement) { return func(j *answer.Judgement) { j.Answers = x } }
	verdict := func(v library.Verdict) func(*answer.Judgement) { return func(j *answer.Judgement) { j.Verdict = v } }
	of := func(id string) func(*answer.Judgement) { return func(j *answer.Judgement) { j.Entry = id } }
	with := func(f func(*library.Entry)) *library.Entry { return entry(longer, f) }
	posture := func(in *answer.Input) {
		in.Posture = &gap.Outcome{Answer: gap.AnswerText, Text: theText, NeedsHuman: true}
	}
	kept := func(in *answer.Input) { in.Question.Slots[0].Value = "No" }
	tests := []struct {
		name    string
		in      answer.Input
		confirm bool
		say     answer.Judgement
		want    answer.Status
	}{
		{"confirms an unsure row", input(entry(longer), 0.65), true, judged(), answer.Filled},
		{"a sentence about something else", input(entry(longer), 0.65), true, judged(quoting("Backups are encrypted too.")), answer.Review},
		{"likelier wrong than right", input(entry(longer), 0.55), true, judged(), answer.Review},
		{"hardly near", input(entry(longer), 0.45), true, judged(), answer.Review},
		{"without leave to confirm", input(entry(longer), 0.65), false, judged(), answer.Review},
		{"in part", input(entry(longer), 0.65), true, judged(extent(answer.Partly)), answer.Review},
		{"not", input(entry(longer), 0.65), true, judged(extent(answer.NotAtAll)), answer.Review},
		{"a word of its own", input(entry(longer), 0.65), true, judged(extent("surely")), answer.Review},
		{"another verdict", input(entry(longer), 0.65), true, judged(verdict(library.No)), answer.Review},
		{"no verdict", input(entry(longer), 0.65), true, judged(verdict(library.None)), answer.Review},
		{"another entry", input(entry(longer), 0.65), true, judged(of("elsewhere")), answer.Review},
		{"no quotation", input(entry(longer), 0.65), true, judged(quoting("")), answer.Review},
		{"a quotation that is not there", input(entry(longer), 0.65), true, judged(quoting("Keys rotate every month.")), answer.Review},
		{"a quotation in another case", input(entry(longer), 0.65), true, judged(quoting("keys rotate every year.")), answer.Review},
		{"a piece of a sentence", input(entry(longer), 0.65), true, judged(quoting("data is encrypted with AES-256.")), answer.Review},
		{"a sentence cut short", input(entry(longer), 0.65), true, judged(quoting("Customer data is encrypted")), answer.Review},
		{"one word", input(with(func(e *library.Entry) { e.Text = "Yes. Always." }), 0.65), true, judged(quoting("Yes.")), answer.Review},
		{"a guard objects", input(entry(longer), 0.65, guarded(guard.EffectReview)), true, judged(), answer.Review},
		{"a guard turns", input(entry(longer), 0.65, guarded(guard.EffectTurn)), true, judged(verdict(library.No)), answer.Review},
		{"a guard remarks", input(entry(longer), 0.65, guarded(guard.EffectNote)), true, judged(), answer.Review},
		{"a guard blocks", input(entry(longer), 0.65, guarded(guard.EffectBlock)), true, judged(), answer.Blocked},
		{"stale", input(with(func(e *library.Entry) { e.ReviewEvery = 10 }), 0.65), true, judged(), answer.Review},
		{"a draft", input(with(func(e *library.Entry) { e.Status = library.Draft }), 0.65), true, judged(), answer.Review},
		{"an example", input(with(func(e *library.Entry) {
			e.Status, e.Source = library.Draft, &library.Source{File: library.StarterSource}
		}), 0.65), true, judged(), answer.Review},
		{"another product", input(with(func(e *library.Entry) { e.Products = []string{"other"} }), 0.65, func(in *answer.Input) { in.Policy.Product = "core" }), true, judged(), answer.Review},
		{"another language", input(with(func(e *library.Entry) { e.Language = "de" }), 0.65), true, judged(), answer.Review},
		{"above the sharing level", input(with(func(e *library.Entry) { e.Sharing = library.NDA }), 0.65), true, judged(), answer.Unmatched},
		{"certification records", input(entry(longer), 0.65, posture), true, judged(), answer.Review},
		{"answered already", input(entry(longer), 0.65, kept), true, judged(), answer.Kept},
		{"too far", input(entry(longer), 0.2), true, judged(), answer.Unmatched},
		{"sure and confirmed", input(entry(longer), 0.85), true, judged(), answer.Filled},
		{"sure and doubted", input(entry(longer), 0.85), true, judged(extent(answer.Partly)), answer.Review},
		{"sure and refused", input(entry(longer), 0.85), false, judged(extent(answer.NotAtAll)), answer.Review},
		{"sure and read otherwise", input(entry(longer), 0.85), true, judged(verdict(library.No)), answer.Review},
		{"sure and badly quoted", input(entry(longer), 0.85), true, judged(quoting("no")), answer.Filled},
		{"two entries", several(0.95, 0.92, secondPart("gates")), true, judged(of("backups"), quoting("Backups are encrypted.")), answer.Review},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before, after := heard(tt.in, tt.confirm, tt.say)
			if after.Status != tt.want {
				t.Errorf("%s, want %s, because %v", after.Status, tt.want, after.Reasons)
			}
			unchanged(t, before, after)
		})
	}
}

// reporter is *testing.T or *rapid.T.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// unchanged holds what no judgement may touch.
func unchanged(t reporter, before, after answer.Decision) {
	t.Helper()
	if before.Verdict != after.Verdict || before.Text != after.Text || before.Short != after.Short || before.Confidence != after.Confidence {
		t.Errorf("from %s %q to %s %q", before.Verdict, before.Text, after.Verdict, after.Text)
	}
	if diff := cmp.Diff(before.Sources, after.Sources); diff != "" {
		t.Errorf("sources (-before +after):\n%s", diff)
	}
	closed := before.Status == answer.Kept || before.Status == answer.Blocked || slices.ContainsFunc(before.Sources, func(s answer.Source) bool { return s.Entry == "" })
	if closed && (len(after.Reasons) != len(before.Reasons) || after.Status != before.Status) {
		t.Errorf("a row that is not open to judgement went from %s to %s because %v", before.Status, after.Status, after.Reasons)
	}
	if len(after.Reasons) < len(before.Reasons) || !slices.Equal(before.Reasons, after.Reasons[:len(before.Reasons)]) {
		t.Errorf("reasons went from %v to %v", before.Reasons, after.Reasons)
	}
}

// A row that nothing answers stays so; the person who answers it learns what a
// model would take, in the entry's own words.
func TestHeedSuggests(t *testing.T) {
	t.Parallel()
	_, d := heard(input(entry(longer), 0.1), true, judged())
	last := d.Reasons[len(d.Reasons)-1]
	if d.Status != answer.Unmatched || d.Text != "" || last.Code != answer.ModelJudgement || !strings.Contains(last.Text, "Keys rotate every year.") {
		t.Errorf("%s %q, last reason %v", d.Status, d.Text, last)
	}
	for name, in := range map[string]answer.Input{
		"hidden": input(entry(longer, func(e *library.Entry) { e.Sharing = library.Internal }), 0.1),
		"draft":  input(entry(longer, func(e *library.Entry) { e.Status = library.Draft }), 0.1),
	} {
		if before, after := heard(in, true, judged()); len(after.Reasons) != len(before.Reasons) {
			t.Errorf("%s: %v", name, after.Reasons)
		}
	}
}

// What follows a row that a model confirmed was not confirmed with it.
func TestFollowUpOfAConfirmedRowWaits(t *testing.T) {
	t.Parallel()
	_, parent := heard(input(entry(longer), 0.65), true, judged())
	in := input(entry(longer), 0.5, func(in *answer.Input) { in.Parent, in.Reading.Conditional = &parent, "on_yes" })
	d, _ := answer.Decide(in)
	if parent.Status != answer.Filled || d.Status != answer.Review || !slices.Contains(d.Lowered, answer.ModelJudgement) {
		t.Errorf("parent %s, follow-up %s %v", parent.Status, d.Status, d.Lowered)
	}
}

// Whatever a model says, it raises no row but one that was unsure and nothing
// else, and that one to the entry's own words.
func TestHeedNeverRaisesBeyondTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := entry(longer, func(e *library.Entry) {
			e.Verdict = rapid.SampledFrom([]library.Verdict{library.Yes, library.No, library.Partial, library.NA, library.Text}).Draw(t, "entry verdict")
			e.Status = rapid.SampledFrom([]library.Status{library.Approved, library.Approved, library.Draft}).Draw(t, "entry status")
			e.Language = rapid.SampledFrom([]string{"en", "en", "de"}).Draw(t, "language")
			e.Sharing = rapid.SampledFrom([]library.Sharing{library.Public, library.Public, library.NDA, library.Internal}).Draw(t, "sharing")
			e.ReviewEvery = library.Days(rapid.SampledFrom([]int{365, 365, 10}).Draw(t, "review every"))
		})
		effects := rapid.SliceOfN(rapid.SampledFrom([]guard.Effect{guard.EffectReview, guard.EffectTurn, guard.EffectBlock, guard.EffectNote}), 0, 1).Draw(t, "guards")
		in := input(e, rapid.Float64Range(0, 1).Draw(t, "confidence"), func(in *answer.Input) {
			in.Guards = func(*library.Entry, string) []guard.Finding {
				var out []guard.Finding
				for _, effect := range effects {
					out = append(out, guard.Finding{Code: guard.Scope, Effect: effect})
				}
				return out
			}
			if rapid.Bool().Draw(t, "posture") {
				in.Posture = &gap.Outcome{Answer: rapid.SampledFrom([]gap.Answer{gap.AnswerNo, gap.AnswerHuman, gap.AnswerText}).Draw(t, "position"), Text: theText}
			}
		})
		var js []answer.Judgement
		for range rapid.IntRange(0, 4).Draw(t, "judgements") {
			quote := rapid.OneOf(rapid.SampledFrom([]string{theText, "Keys rotate every year.", "Customer data is encrypted with AES-256."}), rapid.String())
			js = append(js, answer.Judgement{
				Entry:   rapid.SampledFrom([]string{"at-rest", "other", ""}).Draw(t, "entry"),
				Answers: rapid.SampledFrom([]answer.Extent{answer.Wholly, answer.Partly, answer.NotAtAll, "x"}).Draw(t, "answers"),
				Verdict: rapid.SampledFrom([]library.Verdict{library.Yes, library.No, library.Text, "x"}).Draw(t, "verdict"),
				Quote:   quote.Draw(t, "quote"),
			})
		}
		confirm := rapid.Bool().Draw(t, "confirm")
		before, after := heard(in, confirm, js...)
		unchanged(t, before, after)
		drafted := answer.Redraft(after, rapid.String().Draw(t, "draft"), "en", nil, words{})
		if drafted.Status != after.Status || drafted.Verdict != after.Verdict || drafted.Text != after.Text && drafted.Status != answer.Review {
			t.Errorf("a draft made %s %s of %s %s", drafted.Status, drafted.Verdict, after.Status, after.Verdict)
		}
		if before.Status == after.Status || before.Status == answer.Filled && after.Status == answer.Review {
			return
		}
		unsure := before.Status == answer.Review && after.Status == answer.Filled && slices.Equal(before.Lowered, []string{"unsure"})
		backed := slices.ContainsFunc(js, func(j answer.Judgement) bool {
			return j.Answers == answer.Wholly && j.Verdict == before.Verdict && strings.Contains(theText, j.Quote) && j.Quote != ""
		})
		if !unsure || !backed || !confirm || len(effects) > 0 || in.Posture != nil {
			t.Errorf("%s became %s", before.Status, after.Status)
		}
	})
}
