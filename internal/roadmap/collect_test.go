package roadmap_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/ask"
	"candor/internal/deals"
	"candor/internal/roadmap"
	"candor/internal/runlog"
)

// put writes a record of a questionnaire below dir.
func put(t *testing.T, dir, name, input, asOf, product string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(path), 0o750))
	f, err := os.Create(path)
	must(t, err)
	rec := &runlog.Record{
		Schema: runlog.Schema, Input: runlog.File{Name: input}, Output: &runlog.File{Name: "answered-" + input}, AsOf: asOf, Product: product,
		Rows: []runlog.Question{
			{Ref: "A!B2", Question: "Have you completed a HECVAT?", Answer: "We have.", Status: "filled"},
			{Ref: "A!B3", Question: wantsISO, Answer: "No.", Status: "filled", Ask: &ask.Reading{Frameworks: []string{"iso27001"}, Aspect: ask.AspectHolds, Subject: ask.SubjectVendor}},
		},
	}
	must(t, rec.Encode(f))
	must(t, f.Close())
}

func files(inputs []roadmap.Input) []string {
	var out []string
	for _, in := range inputs {
		out = append(out, in.File)
	}
	return out
}

func TestCollect(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "q4/a.answered.run.json", "a.xlsx", "2026-11-01", "")
	put(t, dir, "q4/north/a.answered.run.json", "a.xlsx", "2026-11-01", "")
	put(t, dir, "q4/north/b.run.json", "b.csv", "2026-11-01", "")
	put(t, dir, "q4/north/b.later.run.json", "b.csv", "2026-11-02", "")
	put(t, dir, "q4/two/core.run.json", "c.csv", "2026-11-02", "core")
	put(t, dir, "q4/two/mobile.run.json", "c.csv", "2026-11-02", "mobile")
	put(t, dir, "q4/.candor-batch/stage-1/w0/file/out/z.answered.run.json", "z.xlsx", "2026-11-01", "")
	put(t, dir, "q3/a.answered.run.json", "a.xlsx", "2026-08-01", "")
	must(t, os.WriteFile(filepath.Join(dir, "q4", "notes.json"), []byte("{}"), 0o600))
	must(t, os.Symlink(filepath.Join(dir, "q3"), filepath.Join(dir, "q4", "linked")))

	q4 := filepath.Join(dir, "q4")
	got, notes, err := roadmap.Collect(context.Background(), []string{q4, filepath.Join(q4, "north"), filepath.Join(q4, "a.answered.run.json")})
	must(t, err)
	want := []string{"a.xlsx", "north/a.xlsx", "north/b.csv", "two/c.csv (core)", "two/c.csv (mobile)"}
	for i := range want {
		want[i] = strings.Replace(want[i], "two/c.csv", filepath.ToSlash(filepath.Join(q4, "two", "c.csv")), 1)
	}
	if diff := cmp.Diff(len(want), len(got)); diff != "" {
		t.Fatalf("%v", files(got))
	}
	seen := map[string]bool{}
	for _, in := range got {
		if seen[in.File] {
			t.Errorf("two questionnaires are called %q", in.File)
		}
		seen[in.File] = true
		if rows := in.Record.Rows; len(rows) != 1 || rows[0].Answer != "" || rows[0].Question != wantsISO {
			t.Errorf("%s keeps what is not looked at, or lost what is: %+v", in.File, rows)
		}
		if want := filepath.Join(filepath.Dir(in.Path), "answered-"+in.Record.Input.Name); in.Output != want {
			t.Errorf("output %q, want %q", in.Output, want)
		}
	}
	for _, name := range want[:3] {
		if !seen[name] {
			t.Errorf("no %q among %v", name, files(got))
		}
	}
	// Rows that ask for nothing still tell the region.
	if f := plan(t, planner(t), got, november).Files[0]; f.Region != deals.US || f.RegionWhy != "names HECVAT" {
		t.Errorf("region %q, %s", f.Region, f.RegionWhy)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "b.run.json is left out") {
		t.Errorf("notes %v", notes)
	}
}

func TestCollectNamesEveryFault(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "a.run.json"), []byte("{"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "b.run.json"), []byte(`{"schema": "candor.run/9"}`), 0o600))
	_, _, err := roadmap.Collect(context.Background(), []string{dir})
	if err == nil || !strings.Contains(err.Error(), "a.run.json") || !strings.Contains(err.Error(), "b.run.json") {
		t.Errorf("%v", err)
	}
	if _, _, err := roadmap.Collect(context.Background(), []string{t.TempDir()}); err == nil || !strings.Contains(err.Error(), "no run record") {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := roadmap.Collect(ctx, []string{dir}); err == nil {
		t.Error("did not stop")
	}
}

func TestAssign(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		files, deals []string
		// want is the deal of each file, "" for none.
		want  []string
		notes int
	}{
		{"same path", []string{"a.xlsx", "north/a.xlsx"}, []string{"north/a.xlsx", "a.xlsx"}, []string{"a.xlsx", "north/a.xlsx"}, 0},
		{"record from deeper", []string{"out/north/a.xlsx"}, []string{"north/a.xlsx"}, []string{"north/a.xlsx"}, 0},
		{"record from a folder below", []string{"a.xlsx"}, []string{"north/a.xlsx"}, []string{"north/a.xlsx"}, 0},
		{"by name alone", []string{"x/a.xlsx"}, []string{"y/a.xlsx"}, []string{"y/a.xlsx"}, 0},
		{"without regard to case", []string{"North/A.xlsx"}, []string{"north/a.XLSX"}, []string{"north/a.XLSX"}, 0},
		{"the exact one before a likely one", []string{"a.xlsx", "b/a.xlsx"}, []string{"a.xlsx"}, []string{"a.xlsx", ""}, 1},
		{"two files of one name are not guessed", []string{"x/a.xlsx", "y/a.xlsx"}, []string{"z/a.xlsx"}, []string{"", ""}, 2},
		{"two deals of one name are not guessed", []string{"a.xlsx"}, []string{"x/a.xlsx", "y/a.xlsx"}, []string{""}, 3},
		{"no deals at all", []string{"a.xlsx"}, nil, []string{""}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var inputs []roadmap.Input
			for _, f := range tt.files {
				inputs = append(inputs, roadmap.Input{File: f})
			}
			var list []deals.Deal
			for i, d := range tt.deals {
				list = append(list, deals.Deal{Line: i + 2, File: d})
			}
			notes := roadmap.Assign(inputs, list)
			got := make([]string, len(inputs))
			for i, in := range inputs {
				if in.Deal != nil {
					got[i] = in.Deal.File
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(notes) != tt.notes {
				t.Errorf("notes %v (-want +got)\n%s", notes, diff)
			}
		})
	}
}

func TestProducts(t *testing.T) {
	t.Parallel()
	p := company(t, head+"attestations: []\n")
	list := []deals.Deal{{Line: 2, Product: "Core Mobile"}, {Line: 3}, {Line: 4, Product: "core"}}
	must(t, roadmap.Products(list, p, "deals.csv"))
	if list[0].Product != "mobile" || list[1].Product != "" || list[2].Product != "core" {
		t.Errorf("%+v", list)
	}
	err := roadmap.Products([]deals.Deal{{Line: 7, Product: "Other"}}, p, "deals.csv")
	if err == nil || !strings.Contains(err.Error(), `deals.csv:7:1: unknown product "Other"`) {
		t.Errorf("%v", err)
	}
}

// The product of the deal decides which scope counts.
func TestProductOfTheDealCounts(t *testing.T) {
	t.Parallel()
	p := with(t, head+"attestations:"+soc2Held)
	in := asked{rows: []string{"Do you hold a SOC 2 report?"}}.input(t, "a.csv")
	if r := plan(t, p, []roadmap.Input{in}, november); r.Blocked != 0 {
		t.Errorf("blocked without a product named: %+v", r.Files)
	}
	in.Deal = &deals.Deal{File: "a.csv", Product: "mobile"}
	if r := plan(t, p, []roadmap.Input{in}, november); r.Blocked != 1 || r.Files[0].Product != "mobile" {
		t.Errorf("not blocked for the product outside: %+v", r.Files)
	}
}

// Of a run and the questionnaire finished from it, the finished one counts.
func TestCollectTakesTheFinished(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "a.done.run.json", "a.xlsx", "2026-11-01", "")
	put(t, dir, "a.run.json", "a.xlsx", "2026-11-01", "")
	done := filepath.Join(dir, "a.done.run.json")
	rec, err := runlog.Load(done)
	must(t, err)
	rec.Review = &runlog.Reviewed{AsOf: "2026-11-01"}
	f, err := os.Create(done)
	must(t, err)
	must(t, rec.Encode(f))
	must(t, f.Close())
	got, _, err := roadmap.Collect(context.Background(), []string{dir})
	must(t, err)
	if len(got) != 1 || got[0].Path != done {
		t.Errorf("%v", got)
	}
}
