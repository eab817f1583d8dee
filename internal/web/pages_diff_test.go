package web

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, other, here string
		want              []piece
	}{
		{"the same", "All data is kept.", "All data is kept.", []piece{{"", "All data is kept."}}},
		{"one word", "Data is kept for 30 days.", "Data is kept for 90 days.", []piece{{"", "Data is kept for "}, {"cut", "30"}, {"add", "90"}, {"", " days."}}},
		{"nothing here", "Data is kept.", "", []piece{{"", "Data is kept."}}},
		{"hardly anything in common", "We encrypt all of it with AES.", "No.", []piece{{"", "We encrypt all of it with AES."}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, differences(tt.other, tt.here)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What the marks leave is the one text, what they add is the other.
func TestDifferencesLoseNothing(t *testing.T) {
	t.Parallel()
	word := rapid.SampledFrom([]string{"data", "is", "kept", "not", " ", "\n", "for", "30", "<b>"})
	rapid.Check(t, func(t *rapid.T) {
		other := strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "other"), "")
		here := strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "here"), "")
		var left, right strings.Builder
		marked := false
		for _, p := range differences(other, here) {
			if p.Kind != "add" {
				left.WriteString(p.Text)
			}
			if p.Kind != "cut" {
				right.WriteString(p.Text)
			}
			marked = marked || p.Kind != ""
		}
		if left.String() != other {
			t.Fatalf("other is %q in %q", left.String(), other)
		}
		if marked && right.String() != here {
			t.Fatalf("here is %q in %q", right.String(), here)
		}
	})
}
