package claim_test

import (
	"fmt"
	"testing"

	"candor/internal/claim"
	"candor/internal/date"

	"github.com/google/go-cmp/cmp"
)

func TestCheckStatements(t *testing.T) {
	t.Parallel()
	tl := newTools(t)
	c := tl.checker(t, tl.postures["both"])
	type s = claim.Statement
	tests := map[string]struct {
		list []s
		want []string
	}{
		"held":                {[]s{{"soc2", "held", ""}, {"iso27001", "held", ""}}, nil},
		"type":                {[]s{{"soc2", "type", "2"}, {"soc2", "type", "Type II"}}, nil},
		"wrong type":          {[]s{{"soc2", "held", ""}, {"soc2", "type", "1"}}, []string{"1 type blocker"}},
		"categories":          {[]s{{"soc2", "criteria", "security, availability"}}, nil},
		"wrong category":      {[]s{{"soc2", "criteria", "security, privacy"}}, []string{"0 criteria blocker"}},
		"edition":             {[]s{{"iso27001", "edition", "2022"}}, nil},
		"wrong edition":       {[]s{{"iso27001", "edition", "2013"}}, []string{"0 edition high"}},
		"wrong auditor":       {[]s{{"soc2", "auditor", "Nobody & Sons LLP"}}, []string{"0 auditor high"}},
		"wrong period":        {[]s{{"soc2", "period", "2019-01-01 to 2019-12-31"}}, []string{"0 period high"}},
		"no period":           {[]s{{"soc2", "period", "all along"}}, []string{"0 period high"}},
		"wrong product":       {[]s{{"soc2", "product", "Nonesuch"}}, []string{"0 product blocker"}},
		"not held but held":   {[]s{{"soc2", "not_held", ""}}, []string{"0 not_held high"}},
		"not held indeed":     {[]s{{"tisax", "not_held", ""}}, nil},
		"no record":           {[]s{{"soc2", "held", ""}, {"tisax", "held", ""}, {"tisax", "type", "2"}}, []string{"1 held blocker", "2 held blocker"}},
		"a law":               {[]s{{"gdpr", "held", ""}}, []string{"0 held blocker"}},
		"unknown framework":   {[]s{{"soc22", "held", ""}}, []string{"0 held blocker"}},
		"unknown assertion":   {[]s{{"soc2", "owned", ""}}, []string{"0 owned high"}},
		"nothing is no claim": {nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range c.CheckStatements(tt.list, date.MustParse("2026-06-30")) {
				got = append(got, fmt.Sprintf("%d %s %s", d.Index, d.Attribute, d.Severity))
				if d.Code != claim.Unsupported || d.Why == "" {
					t.Errorf("finding without code or reason: %+v", d)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("denied (-want +got)\n%s", diff)
			}
		})
	}
}
