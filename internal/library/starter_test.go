package library_test

import (
	"slices"
	"testing"

	"candor/internal/library"
	"candor/knowledgebase"
)

// The starter library is what users copy: whole, and at least one entry for
// each criterion and each Annex A control.
func TestStarterLibraryCoversTheFrameworks(t *testing.T) {
	t.Parallel()
	cat := catalogue(t)
	l, faults := library.Load(knowledgebase.FS, cat, []string{"core", "mobile"})
	if err := faults.Err(); err != nil {
		t.Fatalf("the starter library has faults:\n%v", err)
	}
	if n := len(l.Entries()); n < 250 {
		t.Errorf("%d entries, want at least 250", n)
	}
	covered := map[string]bool{}
	for _, e := range l.Entries() {
		for _, ref := range e.Controls {
			covered[ref] = true
		}
		if len(e.Questions) < 2 || len(e.Questions) > 12 {
			t.Errorf("%s has %d phrasings, want 2 to 12", e.ID, len(e.Questions))
		}
	}
	for _, f := range cat.Frameworks() {
		for _, c := range f.Controls {
			if f.ID != "iso27001-2013" && c.Group != "clause" && !covered[f.ID+":"+c.ID] {
				t.Errorf("no entry covers %s:%s (%s)", f.ID, c.ID, c.Title)
			}
		}
	}
	for _, v := range []library.Verdict{library.Yes, library.No, library.Partial, library.NA, library.Text} {
		if !slices.ContainsFunc(l.Entries(), func(e *library.Entry) bool { return e.Verdict == v }) {
			t.Errorf("no entry answers %q", v)
		}
	}
	for _, s := range []library.Sharing{library.Public, library.NDA, library.Internal} {
		if !slices.ContainsFunc(l.Entries(), func(e *library.Entry) bool { return e.Sharing == s }) {
			t.Errorf("no entry is %q", s)
		}
	}
}
