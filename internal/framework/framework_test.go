package framework_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/framework"
	"candor/knowledgebase"

	"github.com/google/go-cmp/cmp"
)

func load(t *testing.T) *framework.Catalogue {
	t.Helper()
	c, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return c
}

// The counts are facts of the frameworks (DOMAIN.md section 5).
func TestCatalogueCounts(t *testing.T) {
	t.Parallel()
	c := load(t)
	got := map[string]map[string]int{}
	newIn2022 := 0
	for _, f := range c.Frameworks() {
		got[f.ID] = map[string]int{}
		for _, ctl := range f.Controls {
			group := ctl.Group
			if f.ID == "iso27001-2013" {
				group = "all"
			}
			got[f.ID][group]++
			if ctl.New {
				newIn2022++
			}
		}
	}
	want := map[string]map[string]int{
		"soc2":          {"security": 33, "availability": 3, "confidentiality": 2, "processing_integrity": 5, "privacy": 18},
		"iso27001":      {"clause": 25, "organizational": 37, "people": 8, "physical": 14, "technological": 34},
		"iso27001-2013": {"all": 114},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if newIn2022 != 11 {
		t.Errorf("%d controls are new in 2022, want 11", newIn2022)
	}
	if n := len(c.Topics()); n != 31 {
		t.Errorf("%d topics, want 31", n)
	}
}

func TestEveryControlOf2013WentSomewhere(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, f := range c.Frameworks() {
		if f.ID != "iso27001-2013" {
			continue
		}
		for _, ctl := range f.Controls {
			if len(c.Mapped("iso27001-2013:"+ctl.ID, "iso27001")) == 0 {
				t.Errorf("%s maps to nothing", ctl.ID)
			}
		}
	}
}

func TestRefs(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct {
		text string
		want []string
	}{
		{"A.8.24; CC6.7; SC-13", []string{"iso27001:A.8.24", "soc2:CC6.7"}},
		{"ISO 27001:2013 A.9.2.1, A.10.1.1", []string{"iso27001-2013:A.9.2.1", "iso27001-2013:A.10.1.1"}},
		{"ISO/IEC 27002 8.24 and 5.15", []string{"iso27001:A.8.24", "iso27001:A.5.15"}},
		{"ISO 27001 clause 9.2", []string{"iso27001:cl9.2"}},
		{"A1.2 / PI1.4 / P6.7 / CC6.1 / CC6.1", []string{"soc2:A1.2", "soc2:PI1.4", "soc2:P6.7", "soc2:CC6.1"}},
		{"NIST 800-53 AC-2, version 3.2.1", nil},
		{"A.12.6.1", []string{"iso27001-2013:A.12.6.1"}},
		{"CC99.1 A.9.99", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, c.Refs(tt.text)); diff != "" {
			t.Errorf("Refs(%q) (-want +got)\n%s", tt.text, diff)
		}
	}
	if diff := cmp.Diff([]string{"iso27001:A.8.8", "soc2:CC7.1"}, c.Current([]string{"iso27001-2013:A.12.6.1", "soc2:CC7.1", "iso27001:A.8.8"})); diff != "" {
		t.Errorf("Current (-want +got)\n%s", diff)
	}
}

func TestUnknownNamesTheNearest(t *testing.T) {
	t.Parallel()
	c := load(t)
	for ref, want := range map[string]string{
		"soc2:CC6.99":    `unknown soc2 control "CC6.99"; did you mean "CC6.`,
		"soc3:CC6.1":     `unknown framework "soc3"; did you mean "soc2"?`,
		"CC6.1":          "lacks its framework",
		"iso27001:A.5.1": "",
	} {
		if got := c.Unknown(ref); (want == "") != (got == "") || !strings.HasPrefix(got, want) && !strings.Contains(got, want) {
			t.Errorf("Unknown(%q) = %q, want %q", ref, got, want)
		}
	}
}

func TestLoadReportsAllFaults(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"frameworks/soc2.yaml": {Data: []byte("id: soc2\nname: SOC 2\nedition: \"2017\"\ncontrols:\n  - {id: CC1.1, group: security, title: a}\n  - {id: CC1.1, group: security, title: b}\n")},
		"mappings/a.yaml":      {Data: []byte("from: soc2\nto: iso27001\nmap:\n  CC9.9: [A.5.1]\n")},
		"lexicon/topics.yaml":  {Data: []byte("topics:\n  - {id: x, titel: X, keywords: []}\n")},
	}
	_, err := framework.Load(fsys)
	if err == nil {
		t.Fatal("faulty catalogues were taken")
	}
	for _, want := range []string{"frameworks/soc2.yaml:6:", `control "CC1.1" stands twice`, "mappings/a.yaml:4:", "lexicon/topics.yaml:2:", `did you mean "title"?`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error lacks %q:\n%v", want, err)
		}
	}
}
