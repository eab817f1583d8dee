package guard_test

import (
	"testing"

	"candor/internal/guard"
	"candor/knowledgebase"
)

func blockList(t testing.TB) *guard.BlockList {
	t.Helper()
	b, err := guard.LoadBlockList(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBlockedRows(t *testing.T) {
	t.Parallel()
	b := blockList(t)
	tests := []struct{ text, want string }{
		{"Do you accept unlimited liability for data breaches caused by your staff?", "liability"},
		{"What is your limitation of liability?", "liability"},
		{"Please state the liability cap you are willing to offer.", "liability"},
		{"Will the vendor be liable for consequential losses?", "liability"},
		{"Übernehmen Sie die volle Haftung für Schäden durch Datenverlust?", "liability"},
		{"Wie hoch ist Ihre Haftungsgrenze?", "liability"},
		{"Acceptez-vous une responsabilité illimitée en cas de fuite de données ?", "liability"},
		{"¿Acepta responsabilidad ilimitada por incumplimiento?", "liability"},
		{"Aceita responsabilidade ilimitada por violações de dados?", "liability"},
		{"Will you indemnify us against third-party claims?", "indemnity"},
		{"Stellen Sie uns von Ansprüchen Dritter frei (Freistellung)?", "indemnity"},
		{"¿Se compromete a indemnizar al cliente por daños?", "indemnity"},
		{"Vous engagez-vous à nous indemniser ?", "indemnity"},
		{"Compromete-se a indenizar o cliente?", "indemnity"},
		{"Will you grant us audit rights?", "audit_rights"},
		{"Do you allow customers to audit your facilities?", "audit_rights"},
		{"May we conduct an on-site audit of your data centre once a year?", "audit_rights"},
		{"Do we have the right to audit your security controls?", "audit_rights"},
		{"Räumen Sie uns ein Auditrecht ein?", "audit_rights"},
		{"Nous accordez-vous un droit d'audit ?", "audit_rights"},
		{"¿Nos concede el derecho de auditoría sobre sus instalaciones?", "audit_rights"},
		{"Concede-nos o direito de auditoria?", "audit_rights"},
		{"Have you experienced a data breach in the last three years?", "breach_history"},
		{"Has your company ever been hacked?", "breach_history"},
		{"Describe any security incidents in the past 24 months.", "breach_history"},
		{"Were there any reportable incidents during the last 5 years? If so, how many?", "breach_history"},
		{"Are you party to any pending litigation?", "breach_history"},
		{"Gab es in den letzten drei Jahren Sicherheitsvorfälle mit Kundendaten?", "breach_history"},
		{"Avez-vous subi une violation de données au cours des trois dernières années ?", "breach_history"},
		{"¿Ha sufrido alguna brecha de seguridad en los últimos dos años?", "breach_history"},
		{"A empresa sofreu algum incidente de segurança nos últimos 12 meses?", "breach_history"},
		{"I hereby certify that the answers above are accurate.", "signature"},
		{"Will you sign our Data Processing Agreement?", "signature"},
		{"Signature of authorized representative", "signature"},
		{"Hiermit bestätige ich die Richtigkeit der Angaben.", "signature"},
		{"Je soussigné certifie l'exactitude des réponses", "signature"},
		{"Firma del representante legal", "signature"},
		{"Assinatura do responsável", "signature"},
		{"Provide the names and CVs of the staff who will access our data.", "personal_data"},
		{"Who is your Data Protection Officer?", "personal_data"},
		{"Nennen Sie die Namen der Mitarbeiter mit Zugriff auf unsere Daten.", "personal_data"},
		{"Indiquez les noms des administrateurs.", "personal_data"},
		{"Indique los nombres y datos de contacto del equipo de seguridad.", "personal_data"},
		{"Informe os nomes dos funcionários com acesso.", "personal_data"},
		{"Please provide three customer references.", "customer_references"},
		{"Bitte nennen Sie drei Referenzkunden.", "customer_references"},
		{"Merci de fournir trois références clients.", "customer_references"},
		{"Proporcione tres referencias de clientes.", "customer_references"},
		{"Forneça três referências de clientes.", "customer_references"},
		{"Do you commit to implementing SSO by Q2 2027?", "commitment"},
		{"Will you maintain SOC 2 Type II and ISO 27001 for the duration of the contract?", "commitment"},
		{"By when will the open findings be closed?", "commitment"},
		{"Verpflichten Sie sich, die Funktion bis Ende 2027 zu liefern?", "commitment"},
		{"Vous engagez-vous à livrer cette fonction avant fin 2027 ?", "commitment"},
		{"¿Se compromete a implantar la función antes de 2027?", "commitment"},
		{"Compromete-se a disponibilizar a função até 2027?", "commitment"},
		{"Please attach your audited financial statements for the last two years.", "financials"},
		{"Bitte legen Sie den Jahresabschluss bei.", "financials"},
		{"Veuillez joindre vos états financiers.", "financials"},
		{"Adjunte sus estados financieros auditados.", "financials"},
		{"Anexe as demonstrações financeiras auditadas.", "financials"},
		{"Provide a network diagram of the production environment.", "confidential_material"},
		{"Share the full penetration test report.", "confidential_material"},
		{"Please provide the IP address ranges of your servers.", "confidential_material"},
		{"Legen Sie den Netzwerkplan bei.", "confidential_material"},
		{"Merci de joindre le rapport complet du dernier test d'intrusion.", "confidential_material"},
		{"Adjunte el informe completo de la prueba de penetración.", "confidential_material"},
		{"Anexe o relatório completo do teste de intrusão.", "confidential_material"},
	}
	for _, tt := range tests {
		got, ok := b.Blocked(tt.text)
		if !ok || string(got.Reason) != tt.want || got.Owner == "" || got.Why == "" || got.Phrase == "" {
			t.Errorf("%q: got %+v %v, want %s", tt.text, got, ok, tt.want)
		}
	}
}

func TestControlQuestionsPass(t *testing.T) {
	t.Parallel()
	b := blockList(t)
	for _, text := range []string{
		"Do you have an incident response plan?",
		"Do you log administrative actions?",
		"Is there a right to audit clause in your contracts with suppliers?",
		"Do your supplier agreements address liability in the event of a breach?",
		"Has your incident response plan been tested in the last 12 months?",
		"How do you notify customers of a data breach?",
		"Do you have a process for reporting security incidents?",
		"Within how many hours will you notify us of a breach?",
		"Are employees required to sign a confidentiality agreement?",
		"Do staff sign an NDA before access is granted?",
		"Are release artifacts digitally signed?",
		"Are malware signatures updated at least daily?",
		"Do you support single sign-on?",
		"Do you keep a current network diagram?",
		"Are encryption keys rotated and stored in a hardware module?",
		"Do you perform penetration tests every year?",
		"Can you share a summary of your latest penetration test?",
		"Do you carry cyber liability insurance?",
		"Is management committed to information security?",
		"Are customers able to manage their own encryption keys?",
		"Is customer data logically separated from that of other customers?",
		"Do you process financial data?",
		"Who is responsible for information security?",
		"Is there a shared responsibility model?",
		"Do you review user access rights every quarter?",
		"Do you have a vulnerability disclosure policy?",
		"When will customer data be deleted after termination?",
		"What is your uptime commitment?",
		"If you are not currently certified, when do you expect to achieve ISO 27001?",
		"Do you plan to obtain a SOC 2 Type II report in the next 12 months?",
		"Are audit logs protected against change?",
		"Gibt es einen Prozess zur Meldung von Sicherheitsvorfällen?",
		"Werden Mitarbeiter zur Vertraulichkeit verpflichtet?",
		"Enthalten Ihre Verträge mit Dienstleistern ein Auditrecht?",
		"Disposez-vous d'un plan de réponse aux incidents ?",
		"Vos contrats avec vos sous-traitants prévoient-ils un droit d'audit ?",
		"¿Existe un plan de respuesta a incidentes?",
		"¿Están definidos los roles y responsabilidades de seguridad?",
		"¿Se realizan auditorías internas cada año?",
		"Existe um plano de resposta a incidentes?",
		"Os contratos com fornecedores preveem direito de auditoria?",
		"",
	} {
		if got, ok := b.Blocked(text); ok {
			t.Errorf("%q is blocked: %+v", text, got)
		}
	}
}

func TestHeadingsBlockLabelsOnly(t *testing.T) {
	t.Parallel()
	b := blockList(t)
	if _, ok := b.Blocked("Name and date", "Sign-off"); !ok {
		t.Error("a label under the heading of signatures passes")
	}
	if got, ok := b.Blocked("Do you encrypt customer data at rest with a managed key?", "Sign-off"); ok {
		t.Errorf("a question under the heading of signatures is blocked: %+v", got)
	}
	if _, ok := b.Blocked("Do you have a policy for it? Will you indemnify us?"); !ok {
		t.Error("a second sentence is not read")
	}
}
