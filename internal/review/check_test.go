package review_test

import (
	"slices"
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/review"

	"github.com/google/go-cmp/cmp"
)

const asked = `sheet "Vendor"
|* Question | Answer | Explanation
| Is customer data encrypted at rest? | |
| Are restores from backup tested? | |
| Do you hold a SOC 2 Type II report? | |
| Is there a canteen? | |
| Are the lifts maintained? | |
| Are visitors given badges? | |
| Is customer data kept from third parties and not sold? | |
| Please describe your backups. | Kept by the prospect. |
| Is the moon made of cheese? | |
list B2:B8 Yes,No,Partly
length C2:C8 90
`

// codes are the faults of a decision, "!" before one that blocks and "!!" before
// one that nothing lifts.
func codes(faults []review.Fault) []string {
	var out []string
	for _, f := range faults {
		mark := ""
		if f.Never {
			mark = "!!"
		} else if f.Blocking {
			mark = "!"
		}
		out = append(out, mark+f.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func took(id string, change ...func(*review.Decision)) func(string) review.Decision {
	return func(ref string) review.Decision {
		return decision(ref, review.Take, append(change, func(d *review.Decision) { d.Entry = id })...)
	}
}

func gave(choice, text string) func(string) review.Decision {
	return func(ref string) review.Decision { return decision(ref, review.Edit, edited(choice, text)) }
}

func did(a review.Action) func(string) review.Decision {
	return func(ref string) review.Decision { return decision(ref, a) }
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), asked)
	questions, err := review.Questions(t.Context(), s.base, s.run, s.dir+"/asked.xlsx", nil)
	if err != nil {
		t.Fatal(err)
	}
	c := review.NewChecker(s.base, s.run, asOf).With(questions)
	const rest, soc, restores, others = "Is customer data enc", "Do you hold", "Are restores", "Is customer data kept"
	for _, tt := range []struct {
		name, question string
		decide         func(string) review.Decision
		want           []string
	}{
		{"as proposed", rest, did(review.Accept), nil},
		{"nothing proposed", "Is the moon", did(review.Accept), []string{"!!nothing_to_accept"}},
		{"blank", rest, did(review.Blank), nil},
		{"a note", rest, did(review.Note), nil},
		{"words of one's own", rest, gave("Partly", "Most of it is."), nil},
		{"no choice", rest, gave("", "Most of it is."), []string{"no_choice"}},
		{"a word of another list", rest, gave("Mostly", ""), []string{"!!vocabulary"}},
		{"nearly the word", rest, gave("yes", ""), []string{"!!vocabulary"}},
		{"too long for the cell", rest, gave("Yes", strings.Repeat("long ", 30)), []string{"!!length"}},
		{"too long for any cell", "Please describe", gave("", strings.Repeat("😀", 16400)), []string{"!!length", "!answered"}},
		{"escape sequence", rest, gave("Yes", "It is.\x1b[31m"), []string{"!!control_characters"}},
		{"the other answer", rest, gave("Yes", "No, it is not."), []string{"!contrary"}},
		{"a claim", rest, gave("Yes", "It is. We are ISO 27001 certified."), []string{"!claim_unsupported"}},
		{"a denial", rest, gave("Yes", "It is. We are not certified to ISO 27001."), nil},
		{"the records say no", soc, gave("Yes", ""), []string{"!certification"}},
		{"the records say no too", soc, gave("No", "Not yet."), nil},
		{"internal text", rest, gave("Yes", "By the way: the master  password of our vault is written on the wall of the server room!"), []string{"!!internal"}},
		{"the text of a draft", rest, gave("Yes", "There is a canteen in the office."), []string{"!unapproved"}},
		{"the proposal's text, another word", rest, gave("Partly", "We encrypt all customer data at rest with AES-256."), nil},
		{"the draft's text, another word", "Is there a canteen", gave("No", "There is a canteen in the office."), []string{"!!unapproved", "!unapproved"}},
		{"a prospect's cell", "Please describe", gave("", "Daily."), []string{"!answered"}},
		{"accept what was kept", "Please describe", did(review.Accept), []string{"kept"}},

		{"an entry", restores, took("restores"), nil},
		{"another entry", others, took("sharing-data", edited("Yes", "")), []string{"subject"}},
		{"internal entry", rest, took("vault"), []string{"!!internal"}},
		{"above the sharing level", rest, took("pentest", edited("Yes", "")), []string{"!sharing", "object"}},
		{"draft", "Is there a canteen", took("canteen"), []string{"!!unapproved"}},
		{"accept a draft", "Is there a canteen", did(review.Accept), []string{"!!unapproved"}},
		{"past its review date", "Are the lifts", took("lifts"), []string{"stale"}},
		{"accept one past its date", "Are the lifts", did(review.Accept), []string{"stale"}},
		{"an entry that claims", "Are visitors", took("badges"), []string{"!claim_unsupported"}},
		{"no entry", rest, took("gone"), []string{"!!no_entry"}},
		{"an entry that changed", restores, took("restores", func(d *review.Decision) { d.Digest = "old" }), []string{"!!entry_changed"}},
		{"an entry and a wrong word", restores, took("restores", edited("Sure", "")), []string{"!!vocabulary"}},
		{"an entry for the records' question", soc, took("restores"), []string{"!certification", "object"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			row, err := s.run.Find(s.ref(tt.question))
			if err != nil {
				t.Fatal(err)
			}
			faults := c.Check(row, tt.decide(row.Ref))
			if diff := cmp.Diff(tt.want, codes(faults)); diff != "" {
				t.Errorf("(-want +got)\n%s%+v", diff, faults)
			}
		})
	}
}

// Without the file itself the record's word on cells must do.
func TestCheckFromTheRecord(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), asked)
	c := review.NewChecker(s.base, s.run, asOf)
	row := &s.run.Rows[0]
	if got := codes(c.Check(row, gave("Mostly", "")(row.Ref))); !slices.Equal(got, []string{"!!vocabulary"}) {
		t.Errorf("%q", got)
	}
	if got := c.Final(row, review.Fold(s.run, nil)[0]); got.State != review.StateProposed || len(got.Cells) == 0 || got.Sources[0].Entry != "at-rest" {
		t.Errorf("%+v", got)
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	faults := []review.Fault{{Code: "a"}, {Code: "b", Blocking: true}, {Code: "c", Blocking: true, Never: true}}
	for override, want := range map[string]string{"": "!b !!c", " ": "!b !!c", "they asked": "!!c"} {
		if got := strings.Join(codes(review.Standing(faults, override)), " "); got != strings.Join(codes(faults[3-len(strings.Fields(want)):]), " ") {
			t.Errorf("%q: %s, want %s", override, got, want)
		}
	}
	err := &review.FaultsError{Ref: "S!B1", Faults: []review.Fault{{Text: "one"}, {Text: "two"}}}
	if err.Error() != "S!B1: one; two" {
		t.Error(err)
	}
}

// What is refused stays blank and keeps its reason; an override writes what an
// override may, and the record tells which.
func TestOverride(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), asked)
	claim := decision(s.ref("Is customer data enc"), review.Edit, edited("Yes", "It is. We are ISO 27001 certified."))
	secret := decision(s.ref("Are restores"), review.Edit, edited("Yes", secretText))
	s.decide(claim, secret)
	res := s.apply()
	for _, i := range []int{0, 1} {
		f, row := res.Finals[i], res.Final.Rows[i]
		if !f.Refused || f.State != review.StateOpen || len(f.Cells) > 0 || len(row.Written) > 0 || row.Status != answer.Review || row.Review.State != "open" {
			t.Errorf("%+v\n%+v", f, row)
		}
	}
	claim.Override, secret.Override = "the certificate came today", "they asked for it"
	s.opt.Force = true
	res = s.decide(claim, secret).apply()
	if row := res.Final.Rows[0]; row.Written["C2"] != claim.Text || row.Review.Override != claim.Override || row.Review.Overridden[0].Code != review.FaultClaim {
		t.Errorf("%+v %+v", row, row.Review)
	}
	if !res.Finals[1].Refused || strings.Contains(string(bytesOf(t, res.Output)), "server room") {
		t.Error("an override let an internal text out")
	}
	if got := review.StatusOf(s.run, res.Decisions); len(got.Open) >= res.Open() {
		t.Errorf("%d open, though %d are before the checks", res.Open(), len(got.Open))
	}
}

// An entry that was removed since is no source any more.
func TestRemovedEntryIsNoSource(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), asked)
	row, err := s.run.Find(s.ref("Is customer data enc"))
	if err != nil {
		t.Fatal(err)
	}
	c := review.NewChecker(company(t, library1()[1:]), s.run, asOf)
	if got := codes(c.Check(row, decision(row.Ref, review.Accept))); !slices.Contains(got, "!no_entry") {
		t.Errorf("faults %q", got)
	}
}
