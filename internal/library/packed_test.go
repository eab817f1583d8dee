package library_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"candor/internal/date"
	"candor/internal/library"
	"candor/knowledgebase"
)

func TestUnpackGivesWhatWasLoaded(t *testing.T) {
	t.Parallel()
	loaded, faults := library.Load(knowledgebase.FS, catalogue(t), []string{"core", "mobile"}, library.WithMaxAge(300))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	data, err := loaded.Pack()
	if err != nil {
		t.Fatalf("Pack: %v", err)
	}
	got, err := library.Unpack(knowledgebase.FS, string(data))
	if err != nil {
		t.Fatalf("Unpack: %v", err)
	}
	same := []cmp.Option{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b date.Date) bool { return a == b })}
	if diff := cmp.Diff(loaded.Entries(), got.Entries(), same...); diff != "" {
		t.Errorf("entries (-loaded +unpacked):\n%s", diff)
	}
	if diff := cmp.Diff(loaded.Facts(), got.Facts(), same...); diff != "" {
		t.Errorf("facts (-loaded +unpacked):\n%s", diff)
	}
	e := got.Entries()[7]
	if again, ok := got.Entry(e.ID); !ok || again != e {
		t.Errorf("Entry(%q) = %v, %t", e.ID, again, ok)
	}
	if a, b := loaded.At(e.ID, "verdict"), got.At(e.ID, "verdict"); a != b || a.Line < 4 {
		t.Errorf("the verdict stands at %v and at %v", a, b)
	}
	if a, b := loaded.FactAt("company.name"), got.FactAt("company.name"); a != b || a.Line < 2 {
		t.Errorf("the fact stands at %v and at %v", a, b)
	}
	if _, err := library.Unpack(knowledgebase.FS, string(data[:len(data)/2])); err == nil {
		t.Error("unpacked half a library")
	}
}
