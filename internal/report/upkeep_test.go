package report_test

import (
	"io"
	"strings"
	"testing"

	"candor/internal/alike"
	"candor/internal/library"
	"candor/internal/report"
	"candor/internal/upkeep"
)

func printed(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func holds(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in\n%s", w, text)
		}
	}
}

func coverage() *upkeep.Coverage {
	controls := []upkeep.ControlCover{
		{Ref: "soc2:CC6.1", ID: "CC6.1", Title: `Access <script>alert("x")</script>`, State: upkeep.Covered, Entries: []upkeep.EntryCover{{ID: "a", Verdict: library.Yes, State: library.Usable}}},
		{Ref: "soc2:CC6.2", ID: "CC6.2", Title: "Users", State: upkeep.Drafted, Why: "not approved: b", Do: "read and approve b", Entries: []upkeep.EntryCover{{ID: "b", Verdict: library.No, State: library.StateDraft}}},
		{Ref: "soc2:CC6.3", ID: "CC6.3", Title: "Roles", State: upkeep.Missing, Suggest: []string{"c"}},
		{Ref: "soc2:CC6.4", ID: "CC6.4", Title: "Doors", State: upkeep.Excluded, Why: "left out by the Statement of Applicability: no office"},
	}
	counts := map[upkeep.Answered]int{upkeep.Covered: 1, upkeep.Drafted: 1, upkeep.Missing: 1, upkeep.Excluded: 1}
	return &upkeep.Coverage{
		AsOf: "2026-11-22", Framework: "soc2", Name: "SOC 2", Edition: "2017", Company: "Fabrikam", Counts: counts, Total: 4,
		Groups: []upkeep.GroupCover{{ID: "CC6", Title: "security", Counts: counts, Controls: controls}},
	}
}

func TestCoverageText(t *testing.T) {
	t.Parallel()
	out := printed(t, report.Coverage{Report: coverage(), Width: 100}.Write)
	holds(t, out, "SOC 2 2017: 1 of 3 answered", "CC6   █d·x", "not approved: b", "may be answered by c (by the mapping; judge it)", "no office")
}

// The page is whole in itself, runs nothing, and tells every state without
// colour.
func TestCoveragePage(t *testing.T) {
	t.Parallel()
	out := printed(t, report.CoveragePage{Report: coverage()}.Write)
	holds(t, out, "default-src 'none'", "prefers-color-scheme: dark", `<a class="cell s-draft"`, "<span>draft</span>", "<span>excluded</span>",
		"1 of 3 criteria answered", "&lt;script&gt;", "b <small>no, draft</small>")
	for _, never := range []string{"<script", "http://", "https://", "@import", "url("} {
		if strings.Contains(out, never) {
			t.Errorf("the page holds %q", never)
		}
	}
	if again := printed(t, report.CoveragePage{Report: coverage()}.Write); again != out {
		t.Error("the same coverage makes other bytes")
	}
}

func TestDoublesText(t *testing.T) {
	t.Parallel()
	side := func(id string, v library.Verdict) upkeep.Side {
		return upkeep.Side{ID: id, Question: "Is there a \x1b[31mBCP?", Verdict: v, Status: library.Approved, Owner: "ops", Reviewed: "2026-01-01"}
	}
	r := &upkeep.Doubles{
		Entries:   4,
		Conflicts: []upkeep.Conflict{{A: side("a", library.Yes), B: side("b", library.No), Why: "asked the same: a says yes and b says no", Do: "ops decides"}},
		Duplicates: []upkeep.Duplicate{{
			Keep: side("a", library.Yes), Do: []string{"candor library retire c", "candor library retire d"},
			Retire: []upkeep.Double{
				{Side: side("c", library.Yes), Basis: alike.Asks, Likeness: 0.9, Matched: "Do you have a BCP?", Differ: []string{"plan"}},
				{Side: side("d", library.Yes), Basis: alike.Says, Likeness: 0.8},
			},
		}},
		Translations: []upkeep.Duplicate{{Keep: side("a", library.Yes), Retire: []upkeep.Double{{Side: side("e", library.Yes)}}}},
	}
	out := printed(t, report.Doubles{Report: r, Width: 100}.Write)
	holds(t, out, "4 entries compared: 1 conflict, 1 group of near-duplicates", "a says yes and b says no", "do: ops decides",
		"c, 90% alike", "only one says: plan", "the answers are nearly the same text", "  a, e")
	if strings.Contains(out, "\x1b") {
		t.Error("an escape sequence of a question reaches the terminal")
	}
}

func TestBacklogText(t *testing.T) {
	t.Parallel()
	value := 120000.0
	w := upkeep.Want{
		Rank: 1, Kind: upkeep.FillFacts, Question: "Is there a drone?", Questions: 3, Prospects: []string{"a", "b"}, Value: &value, Currency: "EUR",
		Nearest: "drones", Likeness: 0.4, Do: "do this", Topic: "governance",
		Barriers: []upkeep.BarrierCount{{Text: "first", Questions: 2}, {Text: "second", Questions: 1}},
		Asked:    []upkeep.Asked{{Question: "Is there a drone?"}, {Question: "Drones?"}},
	}
	r := &upkeep.Backlog{AsOf: "2026-11-22", Questionnaires: 2, Prospects: 2, Questions: 9, Open: 4, Wants: []upkeep.Want{w, {Rank: 2, Question: "Second?"}}, Certification: 1, Notes: []string{"a note"}}
	out := printed(t, report.Backlog{Report: r, Width: 100, Top: 1}.Write)
	holds(t, out, "4 of 9 questions wait", "fill facts · 3 questions · 2 prospects · EUR 120k · governance", "first (2); second (1) · nearest: drones (0.40)",
		"also: Drones?", "1 more item: --top 0", "1 question on certification left out", "note: a note")
	if strings.Contains(out, "Second?") {
		t.Error("--top shows more than it says")
	}
}

func TestStatsText(t *testing.T) {
	t.Parallel()
	rate := 0.25
	r := &upkeep.Stats{
		AsOf: "2026-11-22", Entries: 2, Questions: 3, Age: upkeep.Age{Entries: 2, Mean: 10, Oldest: 12, ID: "a"},
		Status: []upkeep.Count{{Name: "approved", N: 2}}, Topics: []upkeep.Count{{Name: "privacy", N: 2}},
		Usage: &upkeep.Usage{
			Questionnaires: 1, Rows: 4, MostUsed: []upkeep.Use{{ID: "a", Rows: 3, Questionnaires: 1}}, Unused: []string{"b"}, Gone: []string{"c"},
			Edits: upkeep.Edits{Reviewed: 1, Untouched: 2, Cells: 4, Changed: 1, Rate: &rate, Entries: []upkeep.EntryEdits{{ID: "a", Cells: 2, Changed: 1}}},
		},
	}
	out := printed(t, report.Stats{Report: r, Width: 100}.Write)
	holds(t, out, "2 entries with 3 questions", "the oldest, a, 12 days", "status    2 approved", "privacy     2 ▇", "unused (1): b",
		"gone since: c", "edit rate: 25.0% (1 of 4 written cells changed, in 1 reviewed file)", "2 files left out", "a: 1 of 2 cells")
	r.Usage.Edits = upkeep.Edits{Unread: 1}
	holds(t, printed(t, report.Stats{Report: r, Width: 100}.Write), "no answered file lies beside its run record")
}

func TestDueText(t *testing.T) {
	t.Parallel()
	r := &upkeep.DueReport{AsOf: "2026-11-22", Until: "2026-12-22", Within: 30, Overdue: 1, Soon: 1, Undated: []string{"u"}, Items: []upkeep.Due{
		{Kind: upkeep.KindEntry, ID: "a", Title: "Is it?", Due: "2026-11-01", Days: -21, Status: "approved"},
		{Kind: upkeep.KindFact, ID: "kms", Title: "Vault", Due: "2026-12-01", Days: 9, Used: []string{"a", "b"}},
	}}
	out := printed(t, report.Due{Report: r, Width: 100}.Write)
	holds(t, out, "1 past the review day on 2026-11-22, 1 more due by 2026-12-22", "no owner: 1 overdue", "21 ago", "facts and documents: 1 due soon", "a and 1 more", "never due: u")
	holds(t, printed(t, report.Due{Report: &upkeep.DueReport{AsOf: "2026-11-22"}, Width: 80}.Write), "nothing is past its review day on 2026-11-22")
}
