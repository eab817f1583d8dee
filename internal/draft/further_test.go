package draft_test

import "testing"

// Further approved texts.
const (
	findings   = "We scan our network for vulnerabilities every week and run a penetration test once a year. High findings are fixed within 14 days, medium ones within 60 days. A summary is available to customers under NDA."
	hiring     = "Background checks are carried out for new hires where local law permits. Contractors are not checked by us; their agency does it. Employees sign a confidentiality agreement before they start."
	changes    = "Code is reviewed by a second developer before it is merged. Test data is anonymised, and customer data is never used in test environments. Emergency changes may skip the review but are reviewed within 2 working days."
	endpoints  = "Endpoint protection is installed on laptops and Windows servers, but not on Linux servers. Signatures are updated hourly. Alerts go to the on-call engineer."
	exceptions = "Our security policy is reviewed annually and approved by the management board. Exceptions need the written approval of the security officer and expire after 6 months at the latest."
)

// Pairs of a source and what is made of it, written after the checks to find what
// they miss.
var (
	furtherLies = [][2]string{
		{findings, "We scan our network for vulnerabilities once a year and run a penetration test every week."},
		{findings, "High findings are fixed within 60 days, medium ones within 14 days."},
		{findings, "A summary is available to customers."},
		{findings, "All findings are fixed within 14 days."},
		{findings, "We run a penetration test of our network every week."},
		{findings, "High findings are fixed in 14 weeks."},
		{hiring, "Background checks are carried out for new hires."},
		{hiring, "Contractors are checked by us."},
		{hiring, "Background checks are carried out for all employees where local law permits."},
		{hiring, "Employees sign a confidentiality agreement after they start."},
		{hiring, "Background checks are carried out for contractors where local law permits."},
		{changes, "Customer data is used in test environments."},
		{changes, "Code is reviewed by a second developer after it is merged."},
		{changes, "Emergency changes skip the review."},
		{changes, "Emergency changes are reviewed within 2 working days before they are merged."},
		{changes, "Customer data is anonymised and used in test environments."},
		{changes, "Code is never reviewed by a second developer."},
		{endpoints, "Endpoint protection is installed on laptops, Windows servers and Linux servers."},
		{endpoints, "Endpoint protection is installed on all servers."},
		{endpoints, "Endpoint protection is installed on laptops and Linux servers."},
		{exceptions, "Our security policy is approved by the security officer."},
		{exceptions, "Exceptions need no approval and expire after 6 months at the latest."},
		{exceptions, "Exceptions need the approval of the management board."},
		{exceptions, "Exceptions expire after 6 months at the earliest."},
		{exceptions, "Exceptions need the written approval of the security officer and never expire."},
	}
	furtherRewordings = [][2]string{
		{findings, "Our network is scanned for vulnerabilities every week."},
		{findings, "We run a penetration test once a year; customers may get a summary under NDA."},
		{findings, "High findings are fixed within 14 days and medium findings within 60 days."},
		{hiring, "Where local law permits, background checks are carried out for new hires."},
		{hiring, "No, contractors are not checked by us; their agency does it."},
		{hiring, "Before they start, employees sign a confidentiality agreement."},
		{changes, "A second developer reviews code before it is merged."},
		{changes, "No, customer data is never used in test environments; test data is anonymised."},
		{changes, "Emergency changes may skip the review, but they are reviewed within 2 working days."},
		{endpoints, "Laptops and Windows servers have endpoint protection installed; Linux servers do not."},
		{endpoints, "Signatures are updated hourly, and alerts go to the on-call engineer."},
		{exceptions, "The security policy is reviewed annually. The management board approves it."},
		{exceptions, "Exceptions expire after 6 months at the latest and need written approval of the security officer."},
		{exceptions, "Yes. Our security policy is approved by the management board and reviewed annually."},
	}
)

func TestFurtherDrafts(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, m := range furtherLies {
		if found := c.Check(m[1], meaning{source: m[0], language: "en"}.sources()); len(found) == 0 {
			t.Errorf("%q passes", m[1])
		}
	}
	for _, m := range furtherRewordings {
		if found := c.Check(m[1], meaning{source: m[0], language: "en"}.sources()); len(found) > 0 {
			t.Errorf("%q: %v", m[1], found)
		}
	}
}
