package textnorm_test

import (
	"testing"

	"candor/internal/textnorm"
)

func TestBare(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"number", "4.2.1 Do you encrypt backups?", "Do you encrypt backups?"},
		{"number of a question", "Q17. Do you encrypt backups?", "Do you encrypt backups?"},
		{"id of a control", "IAM-02.1: Do you encrypt backups?", "Do you encrypt backups?"},
		{"letter", "b) Are backups encrypted?", "Are backups encrypted?"},
		{"abbreviation is no number", "2FA is enforced for all staff", "2FA is enforced for all staff"},
		{"standard is no number", "TLS 1.2 or higher is used", "TLS 1.2 or higher is used"},
		{"law is no number", "Are you ISO 27001 certified?", "Are you ISO 27001 certified?"},
		{"tag", "[Mandatory] Do you encrypt backups?", "Do you encrypt backups?"},
		{"asterisk", "Do you encrypt backups? *", "Do you encrypt backups?"},
		{"choices in brackets", "Do you encrypt backups? (Y/N)", "Do you encrypt backups?"},
		{"choices with one more", "Do you encrypt backups? [Yes / No / N/A]", "Do you encrypt backups?"},
		{"bare choices", "Do you encrypt backups? Yes / No / Partially", "Do you encrypt backups?"},
		{"letter in brackets", "(c) Do you encrypt backups?", "Do you encrypt backups?"},
		{"German choices", "Werden Backups verschlüsselt? (ja/nein)", "Werden Backups verschlüsselt?"},
		{"choices behind a colon", "The encryption of backups: yes or no?", "The encryption of backups?"},
		{"request", "Do you encrypt backups? Please explain.", "Do you encrypt backups?"},
		{"request on a condition", "Do you encrypt backups? If yes, please describe.", "Do you encrypt backups?"},
		{"request in brackets", "Do you encrypt backups (please provide details)?", "Do you encrypt backups?"},
		{"request for evidence", "Do you encrypt backups? Provide supporting evidence.", "Do you encrypt backups?"},
		{"choices and request", "Do you encrypt backups? (Y/N) If yes, provide details", "Do you encrypt backups?"},
		{"request for something", "Do you encrypt backups? If yes, state the algorithm.", "Do you encrypt backups? If yes, state the algorithm."},
		{"German request", "1.2 Werden Backups verschlüsselt? Bitte kurz erläutern.", "Werden Backups verschlüsselt?"},
		{"French request", "Les sauvegardes sont-elles chiffrées ? Si oui, veuillez préciser.", "Les sauvegardes sont-elles chiffrées ?"},
		{"Spanish request", "¿Se cifran las copias de seguridad? En caso afirmativo, describa.", "¿Se cifran las copias de seguridad?"},
		{"Portuguese request", "As cópias de segurança são cifradas? (Sim/Não) Se sim, descreva.", "As cópias de segurança são cifradas?"},
		{"a request inside", "Can you, if asked, provide documentation?", "Can you, if asked, provide documentation?"},
		{"only a request", "Please describe.", "Please describe."},
		{"request as the question", "Describe your encryption of backups.", "Describe your encryption of backups."},
		{"short statement", "Please provide evidence of encryption", "Please provide evidence of encryption"},
		{"for whom", "For the services provided to us, do you encrypt backups?", "do you encrypt backups?"},
		{"in relation to", "In relation to the service, do you encrypt backups?", "do you encrypt backups?"},
		{"for another thing", "For laptops, do you encrypt backups?", "For laptops, do you encrypt backups?"},
		{"plain", "Are backups encrypted?", "Are backups encrypted?"},
		{"empty", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := textnorm.Bare(tc.text); got != tc.want {
				t.Errorf("Bare(%q) = %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}

// Whatever the text, something of it is left, and no more than it can say.
func FuzzBare(f *testing.F) {
	for _, s := range []string{"4.2 [x] Do you (Y/N)?", "We expect vendors to", "the Bank's Bank of the Bank", "– – –", "(yes/no)", "\xff. Please explain.", "a) b) c) d)", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := textnorm.Ungrounded(textnorm.Bare(text))
		if got == "" && len(textnorm.Words(text)) > 3 {
			t.Errorf("nothing is left of %q", text)
		}
		if len(got) > 3*len(text)+20 {
			t.Errorf("Bare(%q) grew to %d bytes", text, len(got))
		}
	})
}
