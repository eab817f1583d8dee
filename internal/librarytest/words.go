package librarytest

import "strings"

// subject is a topic with its controls and the things that are asked about in
// it, each with its other names.
type subject struct {
	topic    string
	controls []string
	things   [][]string
}

// vocabulary is what sentences are made of.
type vocabulary struct {
	things          []thing
	actions, scopes []string
	// The rest of a sentence, in no fixed company with one another.
	teams, tools, roles, records []string
}

// thing is one thing of a subject.
type thing struct {
	subject
	names []string
}

var security = vocabulary{allThings(subjects), actions, scopes, teams, tools, roles, records}

// subjects have a line each: topic; controls; things, each with other names
// after a slash. All things are plural, so that one set of sentences fits all.
var subjects = parseSubjects(`
access-control; soc2:CC6.3 iso27001:A.5.18; user accounts/logins of staff; access rights/permissions; administrator accounts/privileged users; service accounts/technical users
asset-management; iso27001:A.5.9 soc2:CC6.1; laptops/notebooks; asset records/inventory entries; software licences/licence keys; removable drives/USB sticks
authentication; iso27001:A.8.5 soc2:CC6.1; passwords/passphrases; login sessions/signed-in sessions; hardware tokens/security keys; recovery codes/backup codes
availability; soc2:A1.1; capacity limits/resource quotas; status messages/availability notices; load tests/stress tests; failover nodes/standby servers
awareness-training; iso27001:A.6.3 soc2:CC1.4; training courses/lessons; phishing exercises/mock phishing mails; onboarding sessions/induction courses
backup; iso27001:A.8.13 soc2:A1.2; database backups/database dumps; snapshots/disk images; restore tests/recovery drills; backup tapes/offline copies
business-continuity; iso27001:A.5.29 soc2:CC9.1; continuity plans/contingency plans; crisis exercises/tabletop drills; emergency contacts/call trees
change-management; iso27001:A.8.32 soc2:CC8.1; change requests/change tickets; release notes/deployment records; rollback plans/back-out procedures; configuration changes/setting changes
cloud-hosting; iso27001:A.5.23; virtual machines/compute instances; storage buckets/object stores; cloud regions/hosting locations; container images/base images
cryptography; iso27001:A.8.24 soc2:CC6.7; encryption keys/cipher keys; certificates of servers/TLS certificates; signing keys/code-signing keys; hardware modules/key vaults
data-classification; iso27001:A.5.12 soc2:C1.1; confidentiality labels/classification marks; handling rules/treatment rules
data-lifecycle; iso27001:A.8.10 soc2:C1.1; customer records/client files; retention periods/storage periods; deleted accounts/closed tenants; exported files/data extracts
endpoint-security; iso27001:A.8.7 soc2:CC6.8; virus scanners/anti-malware agents; mobile phones/handsets; screen locks/idle locks; device profiles/endpoint settings
governance; iso27001:A.5.1 soc2:CC5.3; security policies/written policies; policy exceptions/waivers; steering meetings/security councils
hr-security; iso27001:A.6.1 soc2:CC1.4; background checks/screening reports; confidentiality agreements/non-disclosure agreements; disciplinary cases/sanctions; leaver checklists/exit tasks
incident-response; iso27001:A.5.26 soc2:CC7.4; incident reports/incident tickets; breach notices/breach notifications; forensic images/evidence copies; lessons learned/post-mortems
logging-monitoring; iso27001:A.8.15 soc2:CC7.2; audit logs/audit trails; alarm rules/detection rules; log archives/stored log files; clock sources/time servers
network-security; iso27001:A.8.20 soc2:CC6.6; firewall rules/filter rules; wireless networks/access points; remote tunnels/VPN gateways; network segments/subnets
penetration-testing; iso27001:A.8.29 soc2:CC4.1; penetration tests/ethical hacks; bug reports/researcher reports; retests/follow-up tests
physical-security; iso27001:A.7.2 soc2:CC6.4; visitor badges/guest passes; door readers/entry terminals; cameras/video recordings; server racks/cabinets
privacy; iso27001:A.5.34 soc2:P6.1; consent records/consent logs; access requests/data subject requests; privacy notices/privacy statements; processing records/registers of processing
processing-integrity; soc2:PI1.3; input checks/validation rules; batch jobs/scheduled runs; reconciliation reports/balance checks
product-security; soc2:CC6.1; tenant settings/workspace options; audit exports/activity downloads; API tokens/access tokens
risk-management; soc2:CC3.2; risk registers/risk lists; risk assessments/risk reviews; treatment plans/mitigation plans
sdlc; iso27001:A.8.25 soc2:CC8.1; code changes/pull requests; source repositories/code archives; build pipelines/build servers; third-party libraries/open-source packages; test data sets/sample data
vendor-management; iso27001:A.5.19 soc2:CC9.2; supplier contracts/vendor agreements; supplier reviews/vendor assessments; sub-processors/subcontractors
vulnerability-management; iso27001:A.8.8 soc2:CC7.1; security patches/hotfixes; scan results/vulnerability findings; advisories/vulnerability notices; host scans/network scans
`)

// actions are what is done: do, done, doing.
var actions = parseWords(`
review reviewed reviewing; approve approved approving; encrypt encrypted encrypting; record recorded recording
test tested testing; monitor monitored monitoring; delete deleted deleting; archive archived archiving
restrict restricted restricting; classify classified classifying; rotate rotated rotating; inspect inspected inspecting
document documented documenting; verify verified verifying; disable disabled disabling; replace replaced replacing
scan scanned scanning; share shared sharing; export exported exporting; audit audited auditing
separate separated separating; renew renewed renewing; sample sampled sampling; escalate escalated escalating
`)

// scopes are where it is done: a word for the id, then the phrase.
var scopes = parseWords(`
billing in the billing service; payroll in the payroll module; crm in the customer relations system; warehouse in the data warehouse
mobile in the mobile app; portal in the supplier portal; helpdesk at the help desk; chat in the chat service; search in the search cluster
oslo at the Oslo office; lisbon at the Lisbon office; nairobi at the Nairobi office; toronto at the Toronto office; osaka at the Osaka office
frankfurt in the Frankfurt data centre; dublin in the Dublin data centre; virginia in the Virginia data centre; sydney in the Sydney data centre
staging in the staging environment; sandbox in the sandbox; production in production; laboratory in the test laboratory
contractors for contractors; interns for interns; freelancers for freelancers; board for members of the board; partners for resale partners
finance in the finance department; legal in the legal department; sales in the sales department; research in the research group
factory on the factory floor; stores in retail stores; kiosks on public kiosks; terminals on payment terminals; sensors on field sensors
mainframe on the mainframe; cluster on the container cluster; gateway at the API gateway; ledger in the general ledger; newsletter for the newsletter
video in the video library; maps in the map service; identity in the identity provider; queue in the message queue; cache in the cache layer
acquisitions in acquired companies; subsidiaries in subsidiaries; franchise at franchise holders; call-centre in the call centre; field for field engineers
`)

// The rest of a sentence.
var (
	frequencies = parseWords(`daily; every week; every month; every quarter; twice a year; at least once a year; after each change; before each release; within 24 hours; within 5 working days`)
	teams       = parseWords(`the security team; the platform team; the IT service desk; the privacy office; the internal audit function; the infrastructure group; the people team; the procurement office; the quality team; the engineering leads`)
	tools       = parseWords(`a ticket workflow; the configuration database; a central console; an automated script; a managed service; the policy engine; a spreadsheet under version control; a signed checklist; the orchestration tool; the monitoring platform`)
	roles       = parseWords(`the head of operations; the risk owner; the system owner; the department head; the data steward; the chief technology officer; two members of the team`)
	records     = parseWords(`the register; the ticket; the quarterly report; the asset database; a dated protocol; the compliance calendar; the change log`)
	periods     = parseWords(`90 days; six months; one year; 18 months; three years; seven years`)
)

func allThings(subjects []subject) []thing {
	var out []thing
	for _, s := range subjects {
		for _, names := range s.things {
			out = append(out, thing{s, names})
		}
	}
	return out
}

func parseSubjects(text string) []subject {
	var out []subject
	for line := range strings.Lines(strings.TrimSpace(text)) {
		parts := strings.Split(strings.TrimSpace(line), "; ")
		s := subject{topic: parts[0], controls: strings.Fields(parts[1])}
		for _, names := range parts[2:] {
			s.things = append(s.things, strings.Split(names, "/"))
		}
		out = append(out, s)
	}
	return out
}

// parseWords splits at semicolons and ends of lines.
func parseWords(text string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(strings.TrimSpace(text), "; ", ";"), func(r rune) bool { return r == ';' || r == '\n' })
}
