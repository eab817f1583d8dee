package ask

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/knowledgebase"
)

func reader(tb testing.TB) *Reader {
	tb.Helper()
	r, err := Load(knowledgebase.FS)
	if err != nil {
		tb.Fatalf("load the lexicon: %v", err)
	}
	return r
}

// describe writes mentions as "id@text" with what they carry.
func describe(text string, ms []Mention) string {
	var out []string
	for _, m := range ms {
		s := m.Framework + "@" + text[m.Start:m.End]
		if m.SOCType > 0 {
			s += fmt.Sprintf(" type=%d", m.SOCType)
		}
		if m.Edition != "" {
			s += " edition=" + m.Edition
		}
		if m.Premise != "" {
			s += " premise=" + m.Premise
		}
		if m.Ambiguous {
			s += " ambiguous"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestFrameworks(t *testing.T) {
	t.Parallel()
	r := reader(t)
	tests := []struct{ text, want string }{
		// SOC
		{"a SOC2 report", "soc2@SOC2"},
		{"SOC II report", "soc2@SOC II"},
		{"SOC 2 T2?", "soc2@SOC 2 T2 type=2"},
		{"SOC 2 Typ 2", "soc2@SOC 2 Typ 2 type=2"},
		{"SOC 2, Type II", "soc2@SOC 2, Type II type=2"},
		{"SOC 2 (Type I)", "soc2@SOC 2 (Type I) type=1"},
		{"SOC 2 Type 1 or Type 2", "soc2@SOC 2 Type 1 or Type 2"},
		{"rapport SOC 2 de type II", "soc2@SOC 2 de type II type=2"},
		{"SOC 1/2", "soc1@SOC 1; soc2@2"},
		{"SOC 1, 2 and 3", "soc1@SOC 1; soc2@2; soc3@3"},
		{"SOC 2+ report", "soc2@SOC 2+"},
		{"your SOC report", "soc1@SOC ambiguous; soc2@SOC ambiguous"},
		{"SSAE 18/SOC 2 audit", "soc2@SOC 2"},
		{"an SSAE 18 (SOC 2) engagement", "soc2@SOC 2"},
		{"SSAE 18 report", "soc1@SSAE 18"},
		{"SSAE No. 16", "soc1@SSAE No. 16 premise=SSAE 16"},
		{"SAS 70 Type II", "soc1@SAS 70 Type II type=2 premise=SAS 70"},
		{"SOC 2, ISAE 3402", "soc2@SOC 2; soc1@ISAE 3402"},
		{"AT-C 205", "soc2@AT-C 205"},
		{"SOC for Service Organizations", "soc1@SOC for Service Organizations ambiguous; soc2@SOC for Service Organizations ambiguous; soc3@SOC for Service Organizations ambiguous"},
		{"Type II report", "soc2@Type II type=2"},
		// operations centres
		{"Is your SOC staffed 24x7?", ""},
		{"Tier 2 SOC analysts", ""},
		{"SOC 2 analysts on shift", ""},
		{"security operations center (SOC)", ""},
		// ISO
		{"ISO27001 certified", "iso27001@ISO27001"},
		{"ISO:27001:2022", "iso27001@ISO:27001:2022 edition=2022"},
		{"ISO/IEC 27001-2013", "iso27001@ISO/IEC 27001-2013 edition=2013"},
		{"DIN EN ISO/IEC 27001:2024", "iso27001@DIN EN ISO/IEC 27001:2024 edition=2022"},
		{"BS EN ISO/IEC 27001:2023", "iso27001@BS EN ISO/IEC 27001:2023 edition=2022"},
		{"ABNT NBR ISO/IEC 27001:2022", "iso27001@ABNT NBR ISO/IEC 27001:2022 edition=2022"},
		{"UNE-EN ISO/IEC 27001", "iso27001@UNE-EN ISO/IEC 27001"},
		{"JIS Q 27001", "iso27001@JIS Q 27001"},
		{"certificarse en ISO 27001", "iso27001@ISO 27001"},
		{"ISO 27k", "iso27001@ISO 27k"},
		{"27001 certified?", "iso27001@27001"},
		{"27001 rows were read", ""},
		{"ISO 27001/27017/27018", "iso27001@ISO 27001; iso27017@27017; iso27018@27018"},
		{"ISO 27001, 27017 and 27018", "iso27001@ISO 27001; iso27017@27017; iso27018@27018"},
		{"ISO/IEC 42001:2023", "iso42001@ISO/IEC 42001:2023 edition=2023"},
		{"ISO/IEC 20000-1", "iso20000@ISO/IEC 20000-1"},
		{"ISO 27001 (2013 or 2022)", "iso27001@ISO 27001"},
		{"ISO certification?", "iso27001@ISO ambiguous"},
		{"ISO 8601 and ISO 3166", ""},
		{"ISO images", ""},
		{"BS 7799", "iso27001@BS 7799 premise=BS 7799"},
		// others
		{"PCI DSS and PCI Express", ""},
		{"PCI certified", "pci-dss@PCI"},
		{"C5 instances on EC2", ""},
		{"BSI-C5-Testat Typ 2", "c5@BSI-C5-Testat Typ 2 type=2"},
		{"ENS (Elastic Network Service)", ""},
		{"Esquema Nacional de Seguridad", "ens@Esquema Nacional de Seguridad"},
		{"Privacy Shield", "dpf@Privacy Shield premise=Privacy Shield"},
		{"EU-U.S. Data Privacy Framework", "dpf@EU-U.S. Data Privacy Framework"},
		{"NIST SP 800-63B", "nist-800-63@NIST SP 800-63B"},
		{"NIST CSF", "nist-csf@NIST CSF"},
		{"RGPD / DSGVO", "gdpr@RGPD; gdpr@DSGVO"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, describe(tt.text, r.Frameworks(tt.text))); diff != "" {
				t.Errorf("Frameworks(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}
