package intake_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"candor/internal/intake"
	"candor/internal/library"

	"github.com/google/go-cmp/cmp"
)

// sheet is a finished questionnaire with a row of every kind.
const sheet = `sheet Security
A1: Wobblefish Bank: questionnaire for suppliers
at 3
|* No | Question | Answer | Comments
| 1 | Are backups encrypted? | Yes | With AES-256, by the storage service, under keys that only two people can use.
| 2 | Are laptops encrypted? | No |
| 3 | Is there a visitor log at each office? | |
| 4 | Is there a guard at the door of each office? | =B9 => Yes |
| 5 | Are you certified to ISO/IEC 27001? | Yes | We hold a TISAX label and are certified to PCI DSS.
| 6 | Will you accept unlimited liability for breaches? | No |
| 7 | Do you train developers in secure coding? | Yes | {{training}} happens each May for Wobblefish. Ask jane.doe@merrowby.example.
| 8 | If yes, how often does the training take place? | Yes | Once a year, in May.
| 9 | Are security patches applied within 30 days? | In progress | We finish the roll-out in spring.
| 10 | Do you encrypt your backups? | Yes | With AES-256, by the storage service, under keys that only two people can use.
| 11 | Are laptops encrypted? | Yes | All of them.
| 12 | Do you test recovery from backup? | Not sure |
list C4:C15 Yes,No,N/A,In progress,Not sure
`

func TestPlanAccountsForEachRow(t *testing.T) {
	t.Parallel()
	p := plan(t, freshKB(t), approved, build(t, "wobblefish.xlsx", sheet))
	want := intake.Summary{Questions: 12, Entries: 5, Created: 6, Conflicts: 1, Certification: 1, Skipped: 4, Flagged: 3, Held: 3}
	if diff := cmp.Diff(want, p.Summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s\n%+v", diff, p.Skipped)
	}
	backups := p.Create[0]
	if diff := cmp.Diff([]string{"Are backups encrypted?", "Do you encrypt your backups?"}, backups.Questions); diff != "" {
		t.Errorf("one answer, two questions (-want +got):\n%s", diff)
	}
	if backups.Status != library.Approved || backups.Topic != "backup" || len(backups.Controls) == 0 || !slices.Contains(backups.Suggested, "topic") {
		t.Errorf("backups: %+v", backups)
	}
	whys := map[int]string{}
	for _, s := range p.Skipped {
		whys[s.Source.Row] = s.Why
	}
	for row, part := range map[int]string{6: "unanswered", 7: "formula", 9: "left to a person", 15: "no answer"} {
		if !strings.Contains(whys[row], part) {
			t.Errorf("row %d: %q", row, whys[row])
		}
	}
	c := p.Conflicts[0]
	if c.Kind != intake.OtherVerdict || c.Source.Row != 14 || c.Have != library.No || c.Got != library.Yes || !strings.Contains(c.Entry, "laptops") {
		t.Errorf("conflict: %+v", c)
	}
	cert := p.Certification[0]
	if cert.Claimed != library.Yes || cert.HeldText == "" {
		t.Errorf("certification: %+v", cert)
	}
}

func TestPlanFlags(t *testing.T) {
	t.Parallel()
	p := plan(t, freshKB(t), approved, build(t, "wobblefish.xlsx", sheet))
	training := p.Create[slices.IndexFunc(p.Create, func(e intake.NewEntry) bool { return strings.Contains(e.Questions[0], "developers") })]
	if training.Text != "{ {training} } happens each May for the customer. Ask [e-mail address]." || training.Status != library.Draft {
		t.Errorf("training: %q, %s", training.Text, training.Status)
	}
	var codes []string
	for _, f := range training.Flags {
		codes = append(codes, f.Code)
	}
	if diff := cmp.Diff([]string{"template_marker", "person", "customer"}, codes); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}
	follow := p.Create[slices.IndexFunc(p.Create, func(e intake.NewEntry) bool { return strings.Contains(e.Text, "Once a year") })]
	if follow.Questions[0] != "Do you train developers in secure coding? If yes, how often does the training take place?" {
		t.Errorf("a follow-up is asked as %q", follow.Questions[0])
	}
	patches := p.Create[slices.IndexFunc(p.Create, func(e intake.NewEntry) bool { return strings.Contains(e.Questions[0], "patches") })]
	if patches.Verdict != library.Text || patches.Short != "In progress" || patches.Status != library.Draft {
		t.Errorf("patches: %+v", patches)
	}
}

// TestImportTwice imports files that overlap: nothing comes twice, and nothing
// that is there changes but for a phrasing.
func TestImportTwice(t *testing.T) {
	t.Parallel()
	kb := freshKB(t)
	first := build(t, "wobblefish.xlsx", sheet)
	load(t, kb, approved, first)
	before := tree(t, kb)
	again := load(t, kb, approved, first)
	if !again.IsEmpty() || again.Summary.Known != 6 || again.Summary.Conflicts != 1 {
		t.Errorf("a second import of the same file: %+v", again.Summary)
	}
	if diff := cmp.Diff(before, tree(t, kb)); diff != "" {
		t.Errorf("files (-first +second):\n%s", diff)
	}
	other := build(t, "other.xlsx", `sheet Q
|* Question | Answer | Comments
| Are your backups encrypted? | Yes | With AES-256, by the storage service, under keys that only two people can use.
| Do you use encryption for backups? | No | The provider does not.
| Are backups encrypted? | Yes | By hand.
| Are backup tapes insured against theft? | Yes | Up to one million.
list B2:B5 Yes,No
`)
	p := load(t, kb, approved, other)
	want := intake.Summary{Questions: 4, Entries: 1, Created: 1, Phrasings: 1, Conflicts: 2}
	if diff := cmp.Diff(want, p.Summary); diff != "" {
		t.Errorf("another file (-want +got):\n%s", diff)
	}
	kinds := map[intake.ConflictKind]int{}
	for _, c := range p.Conflicts {
		kinds[c.Kind]++
	}
	if diff := cmp.Diff(map[intake.ConflictKind]int{intake.OtherVerdict: 1, intake.OtherText: 1}, kinds); diff != "" {
		t.Errorf("conflicts (-want +got):\n%s", diff)
	}
	if third := load(t, kb, approved, other); !third.IsEmpty() {
		t.Errorf("a second import of the other file: %+v", third.Summary)
	}
}

// Answers to questions that are asked alike must not state other values of one
// thing: one of the two is wrong.
func TestPlanFlagsOtherValues(t *testing.T) {
	t.Parallel()
	p := plan(t, freshKB(t), approved, build(t, "past.xlsx", `sheet Q
|* Question | Answer | Comments
| Are your backups encrypted? | Yes | Backups of data are encrypted with AES-256, and archives of mail with AES-192.
| Do you use encryption for backups? | Yes | Backups of data are encrypted with AES-128.
| Are backup tapes insured against theft? | Yes | Up to one million.
list B2:B4 Yes,No
`))
	if p.Summary.Created != 3 || p.Summary.Held != 1 {
		t.Fatalf("%+v", p.Summary)
	}
	for _, e := range p.Create {
		if want := strings.Contains(e.Text, "AES-128"); want != (e.Status == library.Draft) || want && !strings.Contains(e.Flags[0].Text, `says "aes-128", where the answer to`) {
			t.Errorf("%s: %s %+v", e.ID, e.Status, e.Flags)
		}
	}
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	files, err := filepath.Glob(filepath.Join(dir, "library", "*", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out[file] = string(data)
	}
	return out
}

func TestImportReadsTicksAndCodes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		spec string
		want []library.Verdict
	}{
		"ticks": {`sheet Q
|* Question | Yes | No | N/A | Notes
| Are backups encrypted? | x | | | By the provider.
| Are laptops encrypted? | | x | |
| Is there a visitor log at each office? | | | ✓ | No offices.
| Is the network segmented? | x | x | |
`, []library.Verdict{library.Yes, library.No, library.NA}},
		"codes": {`sheet Q
|* Control | Status | Remarks
| Backups are encrypted at all times. | C | By the provider.
| Laptops of employees are encrypted. | PC | Some are.
| Visitors of offices are logged. | NC |
| The network is cut into segments. | N/A | No network.
`, []library.Verdict{library.Yes, library.Partial, library.No, library.NA}},
		"boxes": {`sheet Q
|* Question | Answer
| Are backups encrypted? | ☑ Yes  ☐ No
| Are laptops encrypted? | ☐ Yes  ☒ No
| Is there a visitor log at each office? | ☐ Yes  ☐ No
`, []library.Verdict{library.Yes, library.No}},
		"openings": {`sheet Q
|* Question | Response
| Are backups encrypted? | Yes, by the provider.
| Are laptops encrypted? | No. They hold nothing.
| Where are backups kept? | In Ireland and in Finland, in rooms of two providers.
`, []library.Verdict{library.Yes, library.No, library.Text}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plan(t, freshKB(t), approved, build(t, "in.xlsx", tt.spec))
			var got []library.Verdict
			for _, e := range p.Create {
				got = append(got, e.Verdict)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s%+v", diff, p.Skipped)
			}
		})
	}
}

// TestRoundTripOfCodes fills a sheet with codes for choices from its completed
// copy.
func TestRoundTripOfCodes(t *testing.T) {
	t.Parallel()
	blank := build(t, "codes.xlsx", `sheet Q
|* Control | Status | Remarks
| Backups are encrypted at all times. | |
| Laptops of employees are encrypted. | |
| Visitors of offices are logged. | |
| The network is cut into segments. | |
| Restores are tested every quarter. | |
| Changes are approved by a second person. | |
list B2:B7 C,PC,NC,NA
`)
	roundTrip(t, blank)
}

// TestBoilerplateIsNoAnswerToAll imports one text beside many questions: an
// entry must not gather them all.
func TestBoilerplateIsNoAnswerToAll(t *testing.T) {
	t.Parallel()
	var spec strings.Builder
	spec.WriteString("sheet Access\n|* Question | Answer | Comments\n")
	for _, what := range []string{"passwords hashed", "tokens rotated", "sessions ended after a time", "accounts unique", "logins recorded", "roles defined", "guests barred", "service accounts owned"} {
		spec.WriteString("| Are " + what + "? | Yes | This is covered by our policy on access control, which is reviewed every year.\n")
	}
	p := plan(t, freshKB(t), approved, build(t, "in.xlsx", spec.String()))
	for _, e := range p.Create {
		if len(e.Questions) > 4 {
			t.Errorf("%d questions share %q: %v", len(e.Questions), e.ID, e.Questions)
		}
	}
	if p.Summary.Created != 8 {
		t.Errorf("%+v", p.Summary)
	}
}

// The controls of a like entry come with what a No means for them: not using
// production data in tests is what they ask for.
func TestSuggestedControlsKeepTheirSense(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "past.csv")
	sheet := "question,answer,comment\nIs production data used in test environments?,No,Only made-up records are used there.\nAre customer backups encrypted?,No,Not yet.\n"
	if err := os.WriteFile(file, []byte(sheet), 0o600); err != nil {
		t.Fatal(err)
	}
	meets := map[string]bool{}
	for _, n := range plan(t, freshKB(t), intake.Options{}, file).Create {
		if len(n.Controls) == 0 || n.Verdict != library.No {
			t.Errorf("%s: controls %v, verdict %s; want those of the like entry, and No", n.ID, n.Controls, n.Verdict)
		}
		meets[n.Sources[0].Ref[len(n.Sources[0].Ref)-1:]] = n.Meets
	}
	if diff := cmp.Diff(map[string]bool{"2": true, "3": false}, meets); diff != "" {
		t.Errorf("meets by row (-want +got)\n%s", diff)
	}
}
