package answer_test

import (
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/library"
	"candor/internal/questionnaire"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// words is a small vocabulary; the real one is knowledge.Vocabulary.
type words struct{}

var states = map[string]library.Verdict{
	"yes": library.Yes, "yes - documented": library.Yes, "yes - undocumented": library.Yes, "fully compliant": library.Yes, "sí": library.Yes, "compliant": library.Yes, "no": library.No, "partial": library.Partial,
	"teilweise": library.Partial, "n/a": library.NA, "not applicable": library.NA,
}

func (words) Verdict(word string) (library.Verdict, bool) {
	v, ok := states[strings.ToLower(word)]
	return v, ok
}

func (words) IsInProgress(word string) bool { return word == "In progress" }

func (words) Word(v library.Verdict, language string) string {
	if language == "es" {
		return map[library.Verdict]string{library.Yes: "Sí", library.No: "No"}[v]
	}
	return map[library.Verdict]string{library.Yes: "Yes", library.No: "No", library.Partial: "Partial", library.NA: "N/A"}[v]
}

// VerdictIn knows one list of codes.
func (w words) VerdictIn(word string, list []string) (library.Verdict, bool) {
	if strings.Join(list, " ") == "C PC NC" {
		v, ok := map[string]library.Verdict{"C": library.Yes, "PC": library.Partial, "NC": library.No}[word]
		return v, ok
	}
	return w.Verdict(word)
}

func slot(kind questionnaire.SlotKind, cell string, change ...func(*questionnaire.Slot)) questionnaire.Slot {
	s := questionnaire.Slot{Kind: kind, Cell: cell}
	for _, c := range change {
		c(&s)
	}
	return s
}

func list(choices ...string) func(*questionnaire.Slot) {
	return func(s *questionnaire.Slot) { s.Choices = choices }
}

func label(l string) func(*questionnaire.Slot) { return func(s *questionnaire.Slot) { s.Label = l } }

func TestFit(t *testing.T) {
	t.Parallel()
	const (
		choice, text, comment, evidence, tick = questionnaire.SlotChoice, questionnaire.SlotText, questionnaire.SlotComment, questionnaire.SlotEvidence, questionnaire.SlotTick
	)
	decision := func(v library.Verdict) answer.Decision {
		return answer.Decision{Status: answer.Filled, Verdict: v, Text: "Data is encrypted.", Short: "Encrypted.", Language: "en", Evidence: []string{"Cryptography policy", "Key register"}}
	}
	with := func(d answer.Decision, change func(*answer.Decision)) answer.Decision { change(&d); return d }
	tests := map[string]struct {
		d     answer.Decision
		slots []questionnaire.Slot
		want  map[string]string
		fault string
		note  string
	}{
		"choice and text": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No", "N/A")), slot(comment, "D2"), slot(evidence, "E2")},
			want: map[string]string{"C2": "Yes", "D2": "Data is encrypted.", "E2": "Cryptography policy; Key register"},
		},
		"a code that its list explains": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("C", "PC", "NC"))},
			want: map[string]string{"C2": "C"},
		},
		"a code that no list explains": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("C", "D"))},
			want: map[string]string{}, fault: "no_word",
		},
		"a word of the list that takes no position": {
			d: answer.Decision{Status: answer.Filled, Verdict: library.Text, Text: "It runs in our own rooms.", Short: "own data centre.", Language: "en"}, slots: []questionnaire.Slot{slot(choice, "C2", list("Own data centre", "Public cloud")), slot(comment, "D2")},
			want: map[string]string{"C2": "Own data centre", "D2": "It runs in our own rooms."},
		},
		"a bare position stands in one cell only": {
			d: answer.Decision{Status: answer.Filled, Verdict: library.Yes, Text: "Yes.", Language: "en"}, slots: []questionnaire.Slot{slot(choice, "C2", list("Compliant", "No")), slot(comment, "D2")},
			want: map[string]string{"C2": "Compliant"},
		},
		"the list's own word, verbatim": {
			d: decision(library.NA), slots: []questionnaire.Slot{slot(choice, "C2", list("Compliant", "Not Applicable"))},
			want: map[string]string{"C2": "Not Applicable"},
		},
		"the plain word of several": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("Fully compliant", "Compliant", "No"))},
			want: map[string]string{"C2": "Compliant"},
		},
		"no word where each adds something": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes - documented", "Yes - undocumented", "No"))},
			want: map[string]string{}, fault: "no_word",
		},
		"partial without a word becomes No with the text": {
			d: decision(library.Partial), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want: map[string]string{"C2": "No", "D2": "Data is encrypted."}, note: "partial_as_no",
		},
		"a lone cell says Yes first": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(text, "C2")}, want: map[string]string{"C2": "Yes. Data is encrypted."},
		},
		"but not to an open question": {
			d:     with(decision(library.Yes), func(d *answer.Decision) { d.Open = true }),
			slots: []questionnaire.Slot{slot(text, "C2")}, want: map[string]string{"C2": "Data is encrypted."},
		},
		"a text that opens with the opposite": {
			d:     with(decision(library.Yes), func(d *answer.Decision) { d.Text = "No, that is not allowed." }),
			slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want:  map[string]string{"C2": "Yes", "D2": "No, that is not allowed."}, fault: "contrary",
		},
		"no opposite: another word": {
			d:     with(decision(library.Yes), func(d *answer.Decision) { d.Text = "No single person may do so." }),
			slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want:  map[string]string{"C2": "Yes", "D2": "No single person may do so."},
		},
		"partial of what Yes would admit is for a person": {
			d:     with(decision(library.Partial), func(d *answer.Decision) { d.Admits = true }),
			slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want:  map[string]string{"D2": "Data is encrypted."}, fault: "no_word",
		},
		"partial without a word and without a text cell": {
			d: decision(library.Partial), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No"))},
			want: map[string]string{}, fault: "no_word",
		},
		"not applicable without a word becomes No with the reason": {
			d: decision(library.NA), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want: map[string]string{"C2": "No", "D2": "N/A. Data is encrypted."}, note: "na_as_no",
		},
		"not applicable where Yes would admit something is for a person": {
			d:     with(decision(library.NA), func(d *answer.Decision) { d.Admits = true }),
			slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want:  map[string]string{"D2": "Data is encrypted."}, fault: "no_word",
		},
		"not applicable by the records is for a person": {
			d:     with(decision(library.NA), func(d *answer.Decision) { d.Sources = []answer.Source{{Posture: "soa"}} }),
			slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want:  map[string]string{"D2": "Data is encrypted."}, fault: "no_word",
		},
		"not applicable is never a guess": {
			d: decision(library.NA), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No"))},
			want: map[string]string{}, fault: "no_word",
		},
		"an open question in a sheet with choices": {
			d: decision(library.Text), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(text, "D2")},
			want: map[string]string{"D2": "Data is encrypted."}, note: "no_position",
		},
		"no position for a list alone": {
			d: decision(library.Text), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No"))},
			want: map[string]string{}, fault: "no_position",
		},
		"a scale is not guessed": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("0", "1", "2", "3"))},
			want: map[string]string{}, fault: "no_word",
		},
		"in progress where the list offers it": {
			d: answer.Decision{Verdict: library.No, InProgress: true, Text: "Under way.", Language: "en"}, slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No", "In progress"))},
			want: map[string]string{"C2": "In progress"},
		},
		"in progress where it does not": {
			d: answer.Decision{Verdict: library.No, InProgress: true, Text: "Under way.", Language: "en"}, slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No"))},
			want: map[string]string{"C2": "No"},
		},
		"ticks": {
			d: decision(library.No), slots: []questionnaire.Slot{slot(tick, "C2", label("Yes")), slot(tick, "D2", label("No"), list("✓")), slot(comment, "E2")},
			want: map[string]string{"D2": "✓", "E2": "Data is encrypted."},
		},
		"one text cell takes the word too": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(text, "C2")},
			want: map[string]string{"C2": "Yes. Data is encrypted."},
		},
		"a choice cell without a list is the text cell": {
			d: decision(library.No), slots: []questionnaire.Slot{slot(choice, "C2")},
			want: map[string]string{"C2": "No. Data is encrypted."},
		},
		"a limit takes the short answer": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(text, "C2", func(s *questionnaire.Slot) { s.MaxLength = 16 })},
			want: map[string]string{"C2": "Yes. Encrypted."}, note: "short",
		},
		"a limit that nothing keeps": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(text, "C2", func(s *questionnaire.Slot) { s.MaxLength = 5 })},
			want: map[string]string{}, fault: "too_long",
		},
		"a locked cell": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No"), func(s *questionnaire.Slot) { s.Refused = questionnaire.RefuseLocked }), slot(comment, "D2")},
			want: map[string]string{"D2": "Data is encrypted."}, fault: "cell_locked",
		},
		"an answered comment stays": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No")), slot(comment, "D2", func(s *questionnaire.Slot) { s.Value = "mine" })},
			want: map[string]string{"C2": "Yes"},
		},
		"a placeholder is replaced": {
			d: decision(library.Yes), slots: []questionnaire.Slot{slot(choice, "C2", list("Yes", "No"), func(s *questionnaire.Slot) { s.Value, s.Default = "Select…", true })},
			want: map[string]string{"C2": "Yes"},
		},
		"no cell at all": {d: decision(library.Yes), want: map[string]string{}, fault: "no_cell"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := &questionnaire.Question{Sheet: "S", Slots: tt.slots}
			got := answer.Fit(tt.d, q, words{}, "en", false)
			cells := map[string]string{}
			for _, e := range got.Edits {
				cells[e.Cell] = e.Value
			}
			if diff := cmp.Diff(tt.want, cells); diff != "" {
				t.Errorf("cells (-want +got)\n%s", diff)
			}
			if code := firstCode(got.Faults); code != tt.fault {
				t.Errorf("fault %q, want %q", code, tt.fault)
			}
			if code := firstCode(got.Notes); code != tt.note {
				t.Errorf("note %q, want %q", code, tt.note)
			}
		})
	}
}

func firstCode(reasons []answer.Reason) string {
	if len(reasons) == 0 {
		return ""
	}
	return reasons[0].Code
}

// Whatever the list, a word that is chosen says no more than the verdict: the
// same, or No for Partial and for what does not apply, whose reason has a cell.
func TestFitNeverOverstates(t *testing.T) {
	t.Parallel()
	pool := []string{"Yes", "No", "Partial", "N/A", "Compliant", "1", "High", "Teilweise"}
	verdicts := []library.Verdict{library.Yes, library.No, library.Partial, library.NA, library.Text, library.None}
	rapid.Check(t, func(t *rapid.T) {
		choices := rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 1, 6, rapid.ID[string]).Draw(t, "list")
		v := rapid.SampledFrom(verdicts).Draw(t, "verdict")
		q := &questionnaire.Question{Sheet: "S", Slots: []questionnaire.Slot{slot(questionnaire.SlotChoice, "C2", list(choices...)), slot(questionnaire.SlotText, "D2")}}
		got := answer.Fit(answer.Decision{Verdict: v, Text: "x", Language: "en"}, q, words{}, "en", false)
		if got.Choice == "" {
			return
		}
		said, ok := words{}.Verdict(got.Choice)
		if !ok || said != v && (v != library.Partial && v != library.NA || said != library.No) {
			t.Fatalf("verdict %q became %q of %q", v, got.Choice, choices)
		}
	})
}
