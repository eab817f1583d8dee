package gap

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFill(t *testing.T) {
	t.Parallel()
	v := values{"a": "A", "on": ""}
	for name, tt := range map[string][2]string{
		"plain":               {"text", "text"},
		"a value":             {"x {a}.", "x A."},
		"no value":            {"x {b}.", ""},
		"the second one":      {"x {b}. || y {a}.", "y A."},
		"the first that fits": {"{a}1 || {a}2", "A1"},
		"a switch":            {"{on}said || not said", "said"},
		"a switch that's off": {"{off}said || not said", "not said"},
	} {
		if got := fill(tt[0], v); got != tt[1] {
			t.Errorf("%s: %q, want %q", name, got, tt[1])
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"two":             {"We hold a report. It is new.", []string{"We hold a report.", "It is new."}},
		"a German date":   {"Gültig bis zum 30. Juni 2026. Ende.", []string{"Gültig bis zum 30. Juni 2026.", "Ende."}},
		"a year ends":     {"Valid until 31 August 2027. Scope: Core.", []string{"Valid until 31 August 2027.", "Scope: Core."}},
		"a company":       {"Issued by Example Inc. of Utah. Next.", []string{"Issued by Example Inc. of Utah.", "Next."}},
		"an abbreviation": {"Example Ltd. Berlin signs. Next.", []string{"Example Ltd. Berlin signs.", "Next."}},
		"a version":       {"PCI DSS v4.0.1 applies. Next.", []string{"PCI DSS v4.0.1 applies.", "Next."}},
		"nothing":         {"", nil},
	} {
		if diff := cmp.Diff(tt.want, split(tt.text)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestJoinSaysThingsOnce(t *testing.T) {
	t.Parallel()
	got := join("We hold one. It is new.", "", "It is new. We plan another.")
	if diff := cmp.Diff([]string{"We hold one.", "It is new.", "We plan another."}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
