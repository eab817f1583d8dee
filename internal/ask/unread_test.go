package ask

import "testing"

// What is only taken to ask for holding is marked; what asks for it is not.
func TestUnread(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for text, want := range map[string]bool{
		"Has your SOC 2 auditor been peer reviewed?":               true,
		"Did you change SOC 2 auditors lately?":                    true,
		"Is there a SOC 1 Type 2 report for the payroll module?":   true,
		"Der SOC-2-Prüfer, gehört der zum Konzern?":                true,
		"Do the freelancers' employers hold ISO 27001?":            true,
		"Do the providers that you use hold SOC 2?":                false,
		"There is no SOC 2 report at your company, correct?":       true,
		"Those without ISO 27001 will be excluded. Do you comply?": false,
		"Is there a current SOC 2 report for your service?":        false,
		"Is your ISO 27001 certificate in good standing?":          false,
		"Existe una certificación ISO 27001 vigente?":              false,
		"Do you hold a SOC 2 report with lovely pictures?":         false, // asks for holding
		"SOC 2 report, blue cover":                                 false, // a label
		"Are you currently lacking a SOC 2 report with seals?":     false, // denied
		"ISO 27001 preferred, in whatever guise?":                  false,
	} {
		if got := r.Read(Question{Text: text}).Unread; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
