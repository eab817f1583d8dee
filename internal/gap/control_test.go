package gap_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/framework"
	"candor/internal/gap"
	"candor/internal/posture"
	"candor/knowledgebase"
)

func TestControlGaps(t *testing.T) {
	t.Parallel()
	cat, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	e, all := engine(t), postures(t)
	recorded := *all["empty"]
	recorded.Controls = []posture.ControlStatement{{ID: "A.8.12", Status: "partial", Compensating: "Egress is filtered by domain"}}
	for name, tt := range map[string]struct {
		posture  *posture.Posture
		verdict  string
		controls []string
		product  string
		want     []string
	}{
		"yes is no gap":                {all["iso22"], "yes", []string{"iso27001:A.8.24"}, "core", nil},
		"nothing held":                 {all["empty"], "no", []string{"iso27001:A.8.24"}, "core", []string{"CONTROL_NO medium iso27001:A.8.24"}},
		"partial is low":               {all["iso22"], "partial", []string{"iso27001:A.8.24"}, "core", []string{"CONTROL_NO low iso27001:A.8.24"}},
		"no against the certificate":   {all["iso22"], "no", []string{"iso27001:A.8.24"}, "core", []string{"CONTROL_CONTRADICTION high iso27001:A.8.24"}},
		"no for another product":       {all["iso22"], "no", []string{"iso27001:A.8.24"}, "mobile", []string{"CONTROL_NO medium iso27001:A.8.24"}},
		"excluded":                     {all["iso22"], "no", []string{"iso27001:A.8.30"}, "core", []string{"SOA_EXCLUDED medium iso27001:A.8.30"}},
		"an expired certificate":       {all["iso_expired"], "no", []string{"iso27001:A.8.24"}, "core", []string{"CONTROL_NO medium iso27001:A.8.24"}},
		"a category in scope":          {all["t2"], "no", []string{"soc2:CC6.1"}, "core", []string{"CONTROL_CONTRADICTION high soc2:CC6.1"}},
		"a category out of scope":      {all["t2"], "no", []string{"soc2:C1.1"}, "core", []string{"CONTROL_NO medium soc2:C1.1"}},
		"by the mapping":               {all["t2"], "no", []string{"iso27001:A.8.24"}, "core", []string{"CONTROL_CONTRADICTION high iso27001:A.8.24"}},
		"what no report looks at":      {all["t2"], "no", []string{"iso27001:A.5.32"}, "core", []string{"CONTROL_NO medium iso27001:A.5.32"}},
		"severest first":               {all["t2"], "no", []string{"soc2:C1.1", "soc2:CC6.1"}, "core", []string{"CONTROL_CONTRADICTION high soc2:CC6.1", "CONTROL_NO medium soc2:C1.1"}},
		"the posture's own word":       {&recorded, "", []string{"iso27001:A.8.12"}, "core", []string{"CONTROL_NO low iso27001:A.8.12"}},
		"no word at all":               {all["t2"], "", []string{"soc2:CC6.1"}, "core", nil},
		"not applicable and unknown":   {all["t2"], "na", []string{"soc2:CC6.1"}, "core", nil},
		"a control of no catalogue":    {all["t2"], "no", []string{"cis:1.1"}, "core", []string{"CONTROL_NO medium cis:1.1"}},
		"the same control given twice": {all["empty"], "no", []string{"soc2:CC6.1", "soc2:CC6.1"}, "core", []string{"CONTROL_NO medium soc2:CC6.1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := gap.Context{AsOf: date.MustParse("2026-06-30"), Product: tt.product, Language: "en"}
			var got []string
			for _, g := range e.ControlGaps(tt.verdict, tt.controls, tt.posture, cat, ctx) {
				if g.Slot != "control:"+g.Controls[0] {
					t.Errorf("slot %q of %v", g.Slot, g.Controls)
				}
				got = append(got, string(g.Code)+" "+string(g.Severity)+" "+g.Controls[0])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCompensatingControlIsTheReply(t *testing.T) {
	t.Parallel()
	p := *postures(t)["empty"]
	p.Controls = []posture.ControlStatement{{ID: "A.8.12", Status: "no", Compensating: "Egress is filtered by domain"}}
	cat, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	gaps := engine(t).ControlGaps("no", []string{"iso27001:A.8.12"}, &p, cat, gap.Context{AsOf: date.MustParse("2026-06-30")})
	if len(gaps) != 1 || gaps[0].Reply != "Egress is filtered by domain." {
		t.Errorf("got %+v", gaps)
	}
}

// Whoever looks at the gap wants the report that names the control, not one that
// a mapping leads to, in whatever order the records stand.
func TestContradictionNamesTheOwnFrameworksRecord(t *testing.T) {
	t.Parallel()
	cat, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	all := postures(t)
	for _, order := range [][]string{{"t2", "iso22"}, {"iso22", "t2"}} {
		both := *all[order[0]]
		both.Attestations = slices.Concat(both.Attestations, all[order[1]].Attestations)
		for control, want := range map[string]string{"iso27001:A.8.24": "ISO", "soc2:CC6.1": "SOC 2"} {
			gaps := engine(t).ControlGaps("no", []string{control}, &both, cat, gap.Context{AsOf: date.MustParse("2026-06-30"), Product: "core", Language: "en"})
			if len(gaps) != 1 || !strings.HasPrefix(gaps[0].Have, want) {
				t.Errorf("%v, %s: %+v", order, control, gaps)
			}
		}
	}
}
