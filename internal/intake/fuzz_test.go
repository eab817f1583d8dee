package intake_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/intake"
	"candor/internal/library"
	"candor/internal/questionnaire"
)

// FuzzAnswer takes any question, answer, id and sheet name through a plan into
// an entry's file and reads that again: the entry must be the one planned.
func FuzzAnswer(f *testing.F) {
	for _, seed := range [][4]string{
		{"Is data encrypted?", "Yes, with AES-256. Keys are rotated.", "A.1", "Sheet 1"},
		{"Is it: so?\n---\nstatus: approved", "---\nstatus: approved\n---\n## short\nhacked", "../../etc/passwd", "a]b, {c: d}"},
		{"{{secret}} and {{{{x}}}}?", "We use {{encryption.kms}} and {{{nested}}}.", "\x00\x1b[31m", "'\"\\"},
		{"¿Se cifran los datos? \u2028 #x", "Sí.\r\n- uno\r\n* dos\r\n\r\n\r\n## SHORT\r\nfin\u0085", "'", ""},
		{"`@%&*!|>?-", "null", "~", "yes"},
		{strings.Repeat("long ", 5000), strings.Repeat("Sentence one. ", 4000), "1", "x"},
		{"\xff\xfe?", "\xff Yes \x07 bell", "\u202e", "\ufeff"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	kb := freshKB(f)
	planner := newPlanner(f, kb, approved)
	f.Fuzz(func(t *testing.T, question, text, id, sheet string) {
		p, err := planner.Plan(t.Context(), &questionnaire.Questionnaire{Name: sheet + ".xlsx", Questions: []questionnaire.Question{{
			Ref: sheet + "!A1", Sheet: sheet, Row: 1, ID: id, Text: question,
			Slots: []questionnaire.Slot{{Kind: questionnaire.SlotText, Cell: "B1", Value: text}},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		if n := p.Summary; n.Created+n.Certification+n.Skipped != 1 {
			t.Fatalf("the question is in the plan %+v", n)
		}
		for i := range p.Create {
			holds(t, &p.Create[i])
		}
	})
}

// holds reads the file of a planned entry and compares.
func holds(t *testing.T, n *intake.NewEntry) {
	t.Helper()
	file, err := n.File()
	if err != nil {
		t.Fatal(err)
	}
	name := "library/" + n.Topic + "/" + n.ID + ".md"
	lib, faults := library.Load(fstest.MapFS{name: {Data: file}}, openStarter(t).Catalogue, nil)
	for _, fault := range faults {
		if !fault.Warning {
			t.Fatalf("%v\n%s", fault, file)
		}
	}
	e, ok := lib.Entry(n.ID)
	if !ok {
		t.Fatalf("no entry %q in\n%s", n.ID, file)
	}
	if e.Text != n.Text || e.Short != n.Short || e.Verdict != n.Verdict || e.Status != n.Status || e.Sharing != n.Sharing {
		t.Errorf("got %q %q %s %s %s, want %q %q %s %s %s from\n%s", e.Text, e.Short, e.Verdict, e.Status, e.Sharing, n.Text, n.Short, n.Verdict, n.Status, n.Sharing, file)
	}
	if len(e.Facts) > 0 {
		t.Errorf("the answer became a reference to facts %v", e.Facts)
	}
	if strings.Join(e.Questions, "\n") != strings.Join(n.Questions, "\n") || e.Topics[0] != n.Topic {
		t.Errorf("questions %q, topics %v", e.Questions, e.Topics)
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add("a\n\n\n- b\r\nc")
	f.Add("•x\n–\n## short\n-- y")
	f.Fuzz(func(t *testing.T, text string) {
		once := intake.Canonical(text)
		if twice := intake.Canonical(once); twice != once {
			t.Errorf("%q becomes %q and then %q", text, once, twice)
		}
		for line := range strings.SplitSeq(once, "\n") {
			if line != strings.TrimSpace(line) || strings.EqualFold(line, "## short") {
				t.Errorf("line %q of %q", line, once)
			}
		}
	})
}
