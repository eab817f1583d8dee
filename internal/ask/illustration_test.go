package ask

import "testing"

// What stands as an example in a row's background is not what the row asks.
func TestIllustrationsAskNothing(t *testing.T) {
	t.Parallel()
	r := reader(t)
	tests := []struct {
		text string
		cert bool
	}{
		{"Reports are often narrow. For instance, a SOC 2 report may cover one product only. Is your security programme applied to all products?", false},
		{"For example, a PCI DSS programme may cover payments. Are all services covered by your rules?", false},
		{"For example, SOC 2 Type II or ISO/IEC 27001:2022 may cover one product only. Are all products covered by your rules?", false},
		{"We ask for a SOC 2 Type II report. Do you hold a SOC 2 Type II report?", true},
		{"Do you have a SOC 2 Type II report? / 贵公司是否有 SOC 2 Type II 报告？", true},
		{"Certificates build trust. For example, ISO 27001 is well known. Do you hold a certificate?", true},
		{"Do you hold certifications? For example, ISO 27001?", true},
		{"Do you have a SOC 2 report? For example, one of Type II. May we see it?", true},
	}
	for _, tt := range tests {
		if got := r.Read(Question{Text: tt.text}).Kind == KindCert; got != tt.cert {
			t.Errorf("Read(%q) is about certification: %t, want %t", tt.text, got, tt.cert)
		}
	}
}
