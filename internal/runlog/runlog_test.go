package runlog_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// made is a record of n questions with what JSON could trip over.
func made(n int) *runlog.Record {
	r := &runlog.Record{Schema: runlog.Schema, AsOf: "2026-11-22", Sharing: "public", Skipped: []questionnaire.Skipped{}}
	r.Input.Name = "tricky \n  \"questions\": [],\n name.xlsx"
	for i := range n {
		r.Rows = append(r.Rows, runlog.Question{
			Ref: "S!B" + string(rune('1'+i)), Question: "5 < 6 & \u2028 \"quoted\"\n  next line?", Status: answer.Review,
			Matches: []match.Match{{Entry: "e", Signals: map[string]float64{"z": 1, "a": 0.5}}},
			Reasons: []answer.Reason{{Code: "match", Text: "…"}}, Written: map[string]string{"C2": "Yes"},
			Gaps: []gap.Gap{{Code: gap.NotHeld, Severity: gap.High, Slot: "soc2"}},
		})
	}
	r.Summary = runlog.Summarise(r.Rows)
	return r
}

// Written row by row, the bytes are those of the record written as a whole.
func TestEncodeRowByRow(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		r := made(n)
		var got, want bytes.Buffer
		if err := r.Encode(&got); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			r.Rows = []runlog.Question{}
		}
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), got.String()); diff != "" {
			t.Errorf("%d rows (-want +got)\n%s", n, diff)
		}
	}
}

var errFull = errors.New("no room")

// full takes so many bytes and no more.
type full int

func (f *full) Write(p []byte) (int, error) {
	if len(p) > int(*f) {
		return 0, errFull
	}
	*f -= full(len(p))
	return len(p), nil
}

func TestEncodeReportsAFullDisk(t *testing.T) {
	t.Parallel()
	for _, room := range []full{0, 4096} {
		if err := made(40).Encode(&room); !errors.Is(err, errFull) {
			t.Errorf("%v", err)
		}
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.run.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func encoded(t *testing.T, r *runlog.Record) string {
	t.Helper()
	var b strings.Builder
	if err := r.Encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	t.Parallel()
	want := made(3)
	path := write(t, encoded(t, want))
	got, err := runlog.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Load (-want +got)\n%s", diff)
	}
	asked, err := runlog.LoadAsked(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Rows {
		q := &want.Rows[i]
		q.Matches, q.Reasons, q.Written = nil, nil, nil
	}
	want.Skipped = nil
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("LoadAsked (-want +got)\n%s", diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	other := made(1)
	other.Schema = "candor.run/9"
	for want, path := range map[string]string{
		`its schema is "candor.run/9"`: write(t, encoded(t, other)),
		`its schema is ""`:             write(t, "{}"),
		"unexpected end of JSON":       write(t, encoded(t, made(2))[:900]),
		"invalid character":            write(t, encoded(t, made(1))+"more"),
		"no such file":                 filepath.Join(t.TempDir(), "gone.run.json"),
		"is a directory":               t.TempDir(),
	} {
		for _, load := range []func(string) (*runlog.Record, error){runlog.Load, runlog.LoadAsked} {
			if r, err := load(path); r != nil || err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", want, err)
			}
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	r := made(3)
	r.Rows[0].ID, r.Rows[1].ID, r.Rows[2].ID = "Q1", "Q2", "Q2"
	for ref, want := range map[string]string{"S!B2": "S!B2", "Q1": "S!B1"} {
		if q, err := r.Find(ref); err != nil || q.Ref != want {
			t.Errorf("%s: %v, %v", ref, q, err)
		}
	}
	for ref, want := range map[string]string{"Q2": "2 questions have the id", "Q9": `no question "Q9" in this run; refs look like "S!B1"`} {
		if _, err := r.Find(ref); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", ref, err)
		}
	}
}
