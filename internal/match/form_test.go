package match_test

import (
	"testing"

	"candor/internal/match"
)

func TestFormOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want match.Form
	}{
		{"Is data encrypted?", match.FormClosed},
		{"Backups must be encrypted.", match.FormClosed},
		{"How often are backups made?", match.FormOften},
		{"For how long are logs kept?", match.FormLong},
		{"How many employees do you have?", match.FormMany},
		{"Who approves access?", match.FormWho},
		{"Where is data stored?", match.FormWhere},
		{"List your subprocessors.", match.FormWhich},
		{"Why is that so?", match.FormWhy},
		{"Please describe how data is encrypted.", match.FormOther},
		{"How do you encrypt data?", match.FormOther},
		{"1.2 Does the vendor test backups?", match.FormClosed},
		{"¿Tiene un plan de continuidad?", match.FormClosed},
		{"À quelle fréquence testez-vous ?", match.FormOften},
		{"Wie lange werden Protokolle aufbewahrt?", match.FormLong},
		{"Quem aprova o acesso?", match.FormWho},
		{"After an incident, is a report written?", match.FormClosed},
		{"When somebody leaves, how soon is access removed?", match.FormLong},
		{"When are backups made?", match.FormLong},
		{"Please state how long logs are kept.", match.FormLong},
		{"Please confirm that backups are encrypted.", match.FormClosed},
		{"Indicate whether you test backups.", match.FormClosed},
		{"Describe the backups that are made.", match.FormOther},
		{"Frequency of access reviews", match.FormOften},
		{"Leavers: how soon is access removed?", match.FormLong},
		{"Third-country transfers: is data kept in the EEA?", match.FormClosed},
		{"Evidence wanted: records of tests", match.FormOther},
		{"Might you change suppliers?", match.FormClosed},
		{"", match.FormOther},
	}
	for _, tt := range tests {
		if got := match.FormOf(tt.text); got != tt.want {
			t.Errorf("FormOf(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}

// Far wordings and other languages find the entry through what the lexicon
// knows of the field.
func TestRankFarWordings(t *testing.T) {
	t.Parallel()
	m := newMatcher(t, few)
	tests := []struct{ text, want string }{
		{"Do you assess who new people are before you hire them?", "background-checks"},
		{"For what time do you hold on to audit trails?", "log-retention"},
		{"Do safety copies really work when you read them back?", "restore-test"},
		{"Is the browser's traffic to you unreadable for others?", "encryption-in-transit"},
		{"Werden Datensicherungen verschlüsselt?", "backup-encryption"},
		{"Les données des clients sont-elles chiffrées au repos ?", "encryption-at-rest"},
		{"¿Es obligatorio el doble factor para los empleados?", "staff-mfa"},
		{"São realizados testes de restauração dos backups?", "restore-test"},
		{"Wie lange werden Protokolle aufbewahrt?", "log-retention"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			got := rank(t, m, match.Question{Text: tt.text})
			if len(got) == 0 || got[0].Entry != tt.want {
				t.Errorf("Rank(%q) = %+v, want %q first", tt.text, got, tt.want)
			}
		})
	}
}

// A question that wants a name goes to the entry that gives one.
func TestRankWantsTheKindOfAnswer(t *testing.T) {
	t.Parallel()
	m := newMatcher(t, []match.Entry{
		{ID: "a-product", Questions: []string{"Which firewall product do you use?"}, Text: "We use a product.", Verdict: "text"},
		{ID: "b-practice", Questions: []string{"Do you use a firewall?"}, Text: "Firewalls are used.", Verdict: "yes"},
	})
	for text, want := range map[string]string{"Is a firewall in place?": "b-practice", "What firewall product is in place?": "a-product"} {
		if got := rank(t, m, match.Question{Text: text}); len(got) == 0 || got[0].Entry != want {
			t.Errorf("Rank(%q) = %+v, want %q first", text, got, want)
		}
	}
}
