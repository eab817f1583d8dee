package draft_test

import (
	"testing"

	"candor/internal/draft"
)

// Approved texts that drafts are made of.
const (
	backups   = "We take daily backups, keep them for 30 days and test a restore yearly. Backups are encrypted and stored in a second region."
	access    = "Access to production is granted on request and reviewed quarterly by the system owner. Multi-factor authentication is required for all administrators, except for the break-glass account. Access is removed within 24 hours after an employee leaves."
	incident  = "We notify affected customers within 72 hours after we confirm a breach of their data. An incident team is on call around the clock. Post-incident reports may be shared on request under a non-disclosure agreement."
	provider  = "Our hosting provider operates the data centres and holds responsibility for physical security. We do not operate data centres ourselves. Visitors are escorted by the provider's staff."
	plans     = "We plan to introduce hardware security keys for engineers in 2027. Today engineers sign in with an authenticator app. Some contractors use managed laptops."
	patching  = "Critical patches are installed on production systems within 7 days, other patches within 30 days. By default, servers are scanned weekly. Scans do not cover third-party systems unless the customer agrees."
	training  = "New employees usually complete security training in the first month, and every employee repeats it once a year. We do not run phishing simulations."
	retention = "Customer data is deleted 30 days after the end of the contract, unless the law requires us to keep it. Logs are kept for at least 12 months. Deleted data may remain in backups for up to 90 days."
	partly    = "Most systems write audit logs to a central store. Laptops are not covered. Logs are reviewed monthly by the security team."
	german    = "Backups werden täglich erstellt und 30 Tage lang aufbewahrt. Die Wiederherstellung wird jährlich getestet. Kundendaten werden nicht an Dritte weitergegeben, außer auf Anfrage des Kunden."
	french    = "Les sauvegardes sont chiffrées et conservées pendant 30 jours. Les données des clients ne sont pas partagées avec des tiers, sauf sur demande du client."
	spanish   = "Las copias de seguridad se cifran y se conservan durante 30 días. Los datos de los clientes no se comparten con terceros, salvo a petición del cliente."
	porto     = "As cópias de segurança são cifradas e mantidas durante 30 dias. Os dados dos clientes não são partilhados com terceiros, exceto a pedido do cliente."
)

// meaning is a draft in the language of its source.
type meaning struct{ name, source, language, text string }

// lies are drafts made of the words of their sources that say something else.
var lies = []meaning{
	// Denials added or dropped.
	{"denial dropped", provider, "en", "We operate data centres ourselves."},
	{"denial dropped beside a truth", training, "en", "Every employee repeats security training once a year and we run phishing simulations."},
	{"denial dropped by joining", partly, "en", "Most systems, laptops included, write audit logs to a central store."},
	{"denial added", backups, "en", "Backups are not encrypted and are stored in a second region."},
	{"denial added by a contraction", backups, "en", "Backups aren't encrypted."},
	{"denial added by a prefix", backups, "en", "Backups are unencrypted and stored in a second region."},
	{"denial moved to the other fact", training, "en", "New employees do not complete security training. We run phishing simulations."},
	{"denial by rarely", partly, "en", "Logs are rarely reviewed by the security team."},
	{"denial by neither", backups, "en", "Backups are neither encrypted nor stored in a second region."},
	{"two denials", provider, "en", "We do not operate data centres without staff."},
	// Comparators.
	{"at least becomes at most", retention, "en", "Logs are kept for at most 12 months."},
	{"at least dropped for up to", retention, "en", "Logs are kept for up to 12 months."},
	{"up to becomes at least", retention, "en", "Deleted data remains in backups for at least 90 days."},
	{"within becomes after", incident, "en", "We notify affected customers 72 hours after we confirm a breach."},
	{"within becomes more than", access, "en", "Access is removed more than 24 hours after an employee leaves."},
	{"after becomes before", retention, "en", "Customer data is deleted 30 days before the end of the contract."},
	{"within dropped", patching, "en", "Critical patches are installed on production systems after 7 days."},
	// Figures with other facts or units.
	{"another unit", backups, "en", "Backups are kept for 30 hours."},
	{"months for days", retention, "en", "Customer data is deleted 30 months after the end of the contract."},
	{"how often exchanged", backups, "en", "We take yearly backups, keep them for 30 days and test a restore daily."},
	{"figures exchanged", patching, "en", "Critical patches are installed on production systems within 30 days, other patches within 7 days."},
	{"figure of another fact", retention, "en", "Deleted data may remain in backups for up to 30 days."},
	{"figure of another sentence", retention, "en", "Logs are kept for 90 days."},
	{"reviewed as often as another", access, "en", "Access is removed quarterly by the system owner."},
	{"a figure in words", backups, "en", "We keep backups for sixty days."},
	{"a written unit", incident, "en", "We notify affected customers within three days after we confirm a breach of their data and 72 hours."},
	{"weekly for monthly", partly, "en", "Logs are reviewed weekly by the security team."},
	{"year exchanged", plans, "en", "We plan to introduce hardware security keys for engineers in 2026."},
	// Quantifiers and certainty.
	{"most becomes all", partly, "en", "All systems write audit logs to a central store."},
	{"most dropped", partly, "en", "Systems write audit logs to a central store."},
	{"some becomes all", plans, "en", "All contractors use managed laptops."},
	{"some dropped", plans, "en", "Contractors use managed laptops."},
	{"usually dropped", training, "en", "New employees complete security training in the first month."},
	{"usually becomes always", training, "en", "New employees always complete security training in the first month."},
	{"by default becomes always", patching, "en", "Servers are always scanned weekly."},
	{"by default dropped", patching, "en", "Servers are scanned weekly."},
	{"may becomes does", incident, "en", "Post-incident reports are shared on request under a non-disclosure agreement."},
	{"may becomes will", incident, "en", "Post-incident reports will be shared on request under a non-disclosure agreement."},
	{"may becomes must", retention, "en", "Deleted data must remain in backups for up to 90 days."},
	{"required becomes optional", access, "en", "Multi-factor authentication is optional for all administrators, except for the break-glass account."},
	{"critical widened", patching, "en", "Patches are installed on production systems within 7 days."},
	// Scope.
	{"production becomes all systems", access, "en", "Access to all systems is granted on request and reviewed quarterly by the system owner."},
	{"production systems widened", patching, "en", "Critical patches are installed on systems within 7 days."},
	{"affected widened", incident, "en", "We notify all customers within 72 hours after we confirm a breach of their data."},
	{"administrators become employees", access, "en", "Multi-factor authentication is required for all employees, except for the break-glass account."},
	{"engineers become employees", plans, "en", "Today all employees sign in with an authenticator app."},
	{"region widened", backups, "en", "Backups are encrypted and stored in all regions."},
	// Plans and tense.
	{"plan dropped", plans, "en", "We introduce hardware security keys for engineers in 2027."},
	{"plan done", plans, "en", "We have introduced hardware security keys for engineers."},
	{"plan used", plans, "en", "Engineers sign in with hardware security keys today."},
	{"confirm becomes suspect", incident, "en", "We notify affected customers within 72 hours after we suspect a breach of their data."},
	// Conditions and exceptions.
	{"exception dropped", access, "en", "Multi-factor authentication is required for all administrators."},
	{"unless dropped", retention, "en", "Customer data is deleted 30 days after the end of the contract."},
	{"on request dropped", access, "en", "Access to production is granted and reviewed quarterly by the system owner."},
	{"agreement dropped", incident, "en", "Post-incident reports may be shared on request."},
	{"condition dropped", patching, "en", "Scans cover third-party systems."},
	{"unless becomes if", retention, "en", "Customer data is deleted 30 days after the end of the contract if the law requires us to keep it."},
	{"condition turned", patching, "en", "Scans cover third-party systems unless the customer agrees."},
	// Who.
	{"provider becomes we", provider, "en", "We operate the data centres and hold responsibility for physical security."},
	{"we escort", provider, "en", "Visitors are escorted by our staff."},
	{"customer does it", incident, "en", "Affected customers notify us within 72 hours after they confirm a breach of their data."},
	{"owner becomes security team", access, "en", "Access to production is granted on request and reviewed quarterly by the security team."},
	{"another product", backups, "en", "We take daily backups of Atlas and keep them for 30 days."},
	{"a product in lower case", backups, "en", "We take daily veeam backups and keep them for 30 days."},
	// Claims without a framework.
	{"fully audited", backups, "en", "Backups are encrypted, stored in a second region and fully audited."},
	{"international standards", backups, "en", "Backups are encrypted as international standards require and stored in a second region."},
	{"compliant", access, "en", "Access to production is granted on request, compliant with regulations."},
	{"independently verified", backups, "en", "Backups are encrypted and independently verified."},
	{"industry standards", backups, "en", "Backups are encrypted following industry standards."},
	{"approved by auditors", backups, "en", "Backups are encrypted and approved by external assessors."},
	// Signs.
	{"a date respelled", soc, "en", "The last period ended on 03/31/2026, as our SOC 2 Type II report says."},
	{"a link without a scheme", backups, "en", "Backups are encrypted, see backups.example/keys."},
	{"a link in Markdown", backups, "en", "Backups are [encrypted](second-region)."},
	{"a telephone number", backups, "en", "Backups are encrypted, call +30 30 30 30."},
	{"a Greek letter", backups, "en", "Backups are encrypt\u0435d and stored in a second region."},
	{"a full-width digit", backups, "en", "Backups are kept for \uff13\uff10 days."},
	{"an isolate", backups, "en", "Backups are \u2067encrypted\u2069."},
	{"a soft hyphen", backups, "en", "Backups are en\u00adcrypted."},
	{"a formula behind blanks", backups, "en", " =Backups are encrypted"},
	// Other languages.
	{"German denial dropped", german, "de", "Kundendaten werden an Dritte weitergegeben, außer auf Anfrage des Kunden."},
	{"German exception dropped", german, "de", "Kundendaten werden nicht an Dritte weitergegeben."},
	{"German times exchanged", german, "de", "Backups werden jährlich erstellt und 30 Tage lang aufbewahrt. Die Wiederherstellung wird täglich getestet."},
	{"German unit", german, "de", "Backups werden 30 Stunden lang aufbewahrt."},
	{"German quantifier", german, "de", "Alle Backups werden täglich erstellt und immer 30 Tage lang aufbewahrt."},
	{"French denial dropped", french, "fr", "Les données des clients sont partagées avec des tiers."},
	{"French exception dropped", french, "fr", "Les données des clients ne sont pas partagées avec des tiers."},
	{"French bound", french, "fr", "Les sauvegardes sont chiffrées et conservées pendant au moins 30 jours."},
	{"Spanish denial dropped", spanish, "es", "Los datos de los clientes se comparten con terceros."},
	{"Spanish exception dropped", spanish, "es", "Los datos de los clientes no se comparten con terceros."},
	{"Spanish unit", spanish, "es", "Las copias de seguridad se conservan durante 30 horas."},
	{"Portuguese denial dropped", porto, "pt", "Os dados dos clientes são partilhados com terceiros."},
	{"Portuguese exception dropped", porto, "pt", "Os dados dos clientes não são partilhados com terceiros."},
	{"Portuguese unit", porto, "pt", "As cópias de segurança são mantidas durante 30 semanas."},
}

// rewordings say what their sources do.
var rewordings = []meaning{
	{"order turned", backups, "en", "Backups are taken daily, kept for 30 days, and a restore is tested yearly."},
	{"second sentence only", backups, "en", "Backups are encrypted and stored in a second region."},
	{"position first", backups, "en", "Yes, backups are encrypted, and they are stored in a second region."},
	{"figure written out", backups, "en", "Backups are kept for thirty days."},
	{"every year", backups, "en", "We test a restore every year."},
	{"split in two", backups, "en", "We take daily backups. We keep them for 30 days."},
	{"access", access, "en", "Access to production is granted on request. It is reviewed quarterly by the system owner."},
	{"passive turned", access, "en", "The system owner reviews access to production quarterly; it is granted on request."},
	{"exception kept", access, "en", "All administrators need multi-factor authentication, except for the break-glass account."},
	{"leaver", access, "en", "After an employee leaves, access is removed within 24 hours."},
	{"leaver in short", access, "en", "When an employee leaves, their access is removed within 24 hours."},
	{"breach", incident, "en", "Affected customers are notified within 72 hours after we confirm a breach of their data."},
	{"on call", incident, "en", "Yes. An incident team is on call around the clock."},
	{"reports", incident, "en", "On request, post-incident reports may be shared under a non-disclosure agreement."},
	{"provider", provider, "en", "Physical security is the responsibility of our hosting provider, who operates the data centres."},
	{"not us", provider, "en", "No, we do not operate data centres ourselves; our hosting provider does."},
	{"visitors", provider, "en", "The provider's staff escort visitors."},
	{"plan", plans, "en", "Engineers sign in with an authenticator app today; we plan to introduce hardware security keys in 2027."},
	{"contractors", plans, "en", "Managed laptops are used by some contractors."},
	{"patches", patching, "en", "We install critical patches on production systems within 7 days and other patches within 30 days."},
	{"scans", patching, "en", "Servers are scanned weekly by default."},
	{"scans with its condition", patching, "en", "Unless the customer agrees, scans do not cover third-party systems."},
	{"training", training, "en", "Security training is usually completed in the first month by new employees and repeated once a year by every employee."},
	{"no phishing", training, "en", "No, phishing simulations are not run."},
	{"retention", retention, "en", "Unless the law requires us to keep it, customer data is deleted 30 days after the end of the contract."},
	{"logs", retention, "en", "We keep logs for at least 12 months."},
	{"minimum", retention, "en", "Logs are kept for a minimum of 12 months."},
	{"remains", retention, "en", "Deleted data may remain in backups for up to 90 days."},
	{"audit logs", partly, "en", "Partially: most systems write audit logs to a central store, but laptops are not covered."},
	{"reviewed", partly, "en", "The security team reviews logs monthly."},
	{"German", german, "de", "Backups werden täglich erstellt; die Wiederherstellung wird jährlich getestet."},
	{"German exception", german, "de", "Nein, Kundendaten werden nicht an Dritte weitergegeben, außer auf Anfrage des Kunden."},
	{"German figure written out", german, "de", "Backups werden dreißig Tage lang aufbewahrt."},
	{"French", french, "fr", "Les sauvegardes sont conservées pendant 30 jours et sont chiffrées."},
	{"French exception", french, "fr", "Non, les données des clients ne sont pas partagées avec des tiers, sauf sur demande du client."},
	{"Spanish", spanish, "es", "Las copias de seguridad se conservan durante 30 días y se cifran."},
	{"Spanish exception", spanish, "es", "Salvo a petición del cliente, los datos de los clientes no se comparten con terceros."},
	{"Portuguese", porto, "pt", "As cópias de segurança são mantidas durante 30 dias e são cifradas."},
	{"Portuguese exception", porto, "pt", "Exceto a pedido do cliente, os dados dos clientes não são partilhados com terceiros."},
}

func (m meaning) sources() draft.Sources {
	return draft.Sources{Texts: []string{m.source}, TextLanguage: m.language, Language: m.language}
}

func TestDraftsThatChangeTheMeaningFail(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, m := range lies {
		if found := c.Check(m.text, m.sources()); len(found) == 0 {
			t.Errorf("%s: %q passes", m.name, m.text)
		}
	}
}

func TestHonestRewordingsPass(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, m := range rewordings {
		if found := c.Check(m.text, m.sources()); len(found) > 0 {
			t.Errorf("%s: %q: %v", m.name, m.text, found)
		}
	}
}

func TestConcerns(t *testing.T) {
	t.Parallel()
	c := checker(t)
	tests := []struct {
		text, question string
		want           bool
	}{
		{"Backups are encrypted and stored in a second region.", "Do you encrypt your backups?", true},
		{"Logs are reviewed monthly by the security team.", "How often do you look at logs?", true},
		{"Visitors are escorted by the provider's staff.", "Do you encrypt your backups?", false},
		{"This applies to all systems.", "Which systems are backed up?", false},
	}
	for _, tt := range tests {
		if got := c.Concerns(tt.text, tt.question, "en"); got != tt.want {
			t.Errorf("%q for %q: %t", tt.text, tt.question, got)
		}
	}
}
