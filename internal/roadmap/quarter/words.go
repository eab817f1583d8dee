package main

// market is what the buyers of one region ask: some rows always, some at times.
type market struct {
	region            string
	always, sometimes []string
}

var markets = []market{
	{
		region:    "us",
		always:    []string{"Do you hold a SOC 2 Type II report?"},
		sometimes: []string{"Does the report include the privacy category?", "Can you share the SOC 2 report under NDA?", "Is a bridge letter available for the time since the report?", "Are you FedRAMP authorized?", "Please attach your SOC 2 report."},
	},
	{
		region:    "us",
		always:    []string{"Suppliers must hold a SOC 2 Type II report. Do you hold one?", "Are you validated against PCI DSS as a service provider?"},
		sometimes: []string{"Does your SOC 2 report cover confidentiality?", "Have you completed a HECVAT?"},
	},
	{
		region:    "eu",
		always:    []string{"Is your company certified to ISO/IEC 27001?"},
		sometimes: []string{"Please provide your Statement of Applicability.", "Do you have a TISAX label?", "Is your certificate to the 2022 edition?", "Do your subprocessors hold ISO 27001 certificates?"},
	},
	{
		region:    "eu",
		always:    []string{"Sind Sie nach ISO/IEC 27001 zertifiziert?"},
		sometimes: []string{"Verfügen Sie über ein C5-Testat?", "Liegt eine TISAX-Zertifizierung vor?"},
	},
	{
		region:    "uk",
		always:    []string{"Do you hold an ISO 27001 certificate or a SOC 2 report?"},
		sometimes: []string{"Do you hold Cyber Essentials Plus?", "Does the scope of the certificate cover the mobile app?"},
	},
	{
		region:    "latam",
		always:    []string{"¿Cuenta la empresa con certificación ISO 27001 o con un informe SOC 2?"},
		sometimes: []string{"¿Cumplen con la LOPDP?"},
	},
	{
		region:    "apac",
		always:    []string{"Are you certified to ISO 27001 by an accredited body?"},
		sometimes: []string{"Has the service been assessed under IRAP?"},
	},
	{
		region:    "global",
		always:    []string{"Vendors must hold both a SOC 2 Type II report and an ISO/IEC 27001 certificate. Do you hold both?"},
		sometimes: []string{"Are you certified to ISO/IEC 27701?", "When was your last penetration test and can you share its summary?"},
	},
}

var controls = []string{
	"Is customer data encrypted at rest?", "Are administrators required to use multi-factor authentication?",
	"Are backups tested by restoring them?", "Is there a documented incident response plan?",
	"Do staff receive security awareness training every year?", "Are leavers' accounts removed within a day?",
	"Is customer data deleted at the end of the contract?", "Are changes reviewed before they reach production?",
	"Is an independent penetration test done every year?", "Do you operate a bug bounty programme?",
	"Are all employees screened before they start?", "Do you monitor for data leaving the company?",
	"Is production access reviewed every quarter?", "Do you have a business continuity plan that is tested?",
}

var (
	firstNames = []string{"Alder", "Birch", "Cedar", "Dover", "Elm", "Falcon", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel", "Laurel", "Maple"}
	lastNames  = []string{"Bank", "Health", "Logistics", "Retail", "Insurance", "Energy"}
	stages     = []string{"discovery", "proposal", "security review"}
)
