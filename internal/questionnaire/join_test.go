package questionnaire_test

import (
	"testing"

	"candor/internal/questionnaire"

	"github.com/google/go-cmp/cmp"
)

func TestJoin(t *testing.T) {
	t.Parallel()
	got := questionnaire.Join([]questionnaire.Edit{
		{Sheet: "A", Cell: "C2", Value: "First."},
		{Sheet: "B", Cell: "C2", Value: "Other sheet."},
		{Sheet: "A", Cell: "C2", Value: "Second.", Was: "x"},
		{Sheet: "A", Cell: "C2", Value: "First."},
	})
	want := []questionnaire.Edit{{Sheet: "A", Cell: "C2", Value: "First.\n\nSecond."}, {Sheet: "B", Cell: "C2", Value: "Other sheet."}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
