package textnorm_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"candor/internal/textnorm"
)

func TestFold(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"case and spaces", "  Do\tYou\n encrypt  DATA? ", "do you encrypt data?"},
		{"diacritics", "Verschlüsselung à l’arrêt, São Paulo", "verschlusselung a l'arret, sao paulo"},
		{"letters without a decomposition", "Straße œuvre Øresund", "strasse oeuvre oresund"},
		{"dashes", "multi‑factor — two–factor − one", "multi-factor - two-factor - one"},
		{"quotes", "“secure” «oui» it’s `x`", "\"secure\" \"oui\" it's 'x'"},
		{"zero width and soft hyphen", "en\u200bcryp\u00adtion\ufeff", "encryption"},
		{"tag characters", "yes\U000E0069\U000E0067 no", "yes no"},
		{"full width", "ＭＦＡ　１２", "mfa 12"},
		{"ligature", "ﬁrewall", "firewall"},
		{"control characters", "a\x00b\x07c", "abc"},
		{"marks of trade", "Merrowby™ Cloud®", "merrowby cloud"},
		{"invalid UTF-8", "a\xffb", "a b"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, textnorm.Fold(tt.in)); diff != "" {
				t.Errorf("Fold(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Do you encrypt customer data at rest?", "en"},
		{"Describe your incident response process.", "en"},
		{"Werden Kundendaten im Ruhezustand verschlüsselt?", "de"},
		{"Gibt es eine Richtlinie zur Zugriffskontrolle?", "de"},
		{"Les données des clients sont-elles chiffrées au repos ?", "fr"},
		{"Disposez-vous d'une politique de sauvegarde ?", "fr"},
		{"¿Cuenta con un plan de respuesta a incidentes?", "es"},
		{"¿Se cifran los datos de los clientes en reposo?", "es"},
		{"Os dados dos clientes são criptografados em repouso?", "pt"},
		{"Existe uma política de controle de acesso?", "pt"},
		{"MFA", ""},
		{"", ""},
		{"AES-256 TLS 1.2", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if got := textnorm.Language(tt.text); got != tt.want {
				t.Errorf("Language(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// A single row among others names its language only where enough words do.
func TestSureLanguage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Is SOC 2 on file for you?":                     "en",
		"Fehlt Ihnen noch ein ISO-27001-Zertifikat?":    "de",
		"Disposez-vous d'un WAF ?":                      "fr",
		"¿Dispone de un informe SOC 2 tipo II vigente?": "es",
		"Vocês têm SOC 2?":                              "pt",
		"A empresa possui SOC 2?":                       "pt",
		"Possui ISO 27001?":                             "",
		"Do you use de la Rue paper?":                   "",
		"SOC 2 Type 2 (Y/N)":                            "",
	} {
		if got := textnorm.SureLanguage(text); got != want {
			t.Errorf("SureLanguage(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Do you?", "Straße ﬁ ´x", "\u1e9e İ ǅ ſ", "a\u0345\u03b9", "\xff\u200b", "½ … ™"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := textnorm.Fold(s)
		if twice := textnorm.Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
		if !utf8.ValidString(once) || strings.Contains(once, "  ") || once != strings.TrimSpace(once) {
			t.Errorf("Fold(%q) = %q: not clean", s, once)
		}
	})
}
