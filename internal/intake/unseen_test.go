package intake

import (
	"strings"
	"testing"
)

func TestUnseen(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, want string
		flagged    bool
		holds      bool
	}{
		"plain":          {"All of it, für alle Kunden.", "All of it, für alle Kunden.", false, false},
		"turned":         {"Not \u202eencrypted\u202c.", "Not encrypted.", true, true},
		"tags":           {"Yes.\U000E0041\U000E0042", "Yes.", true, true},
		"word joiner":    {"Data\u2060base", "Database", true, false},
		"left behind":    {"\ufeffData\u200bbase, en\u00adcrypted", "Database, encrypted", false, false},
		"joined letters": {"می\u200cخواهم", "می\u200cخواهم", false, false},
		"nothing else":   {"\u2066\u200b\u2069", "", true, true},
	}
	for name, tt := range tests {
		flags := unseen(tt.text)
		if got := canonical(tt.text); got != tt.want || oneLine(tt.text) != tt.want || len(flags) > 0 != tt.flagged || held(flags) != tt.holds {
			t.Errorf("%s: %q, %q, %v", name, got, oneLine(tt.text), flags)
		}
	}
}

func TestTooLong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		strings.Repeat("a", 32767): false, strings.Repeat("a", 32768): true,
		strings.Repeat("é", 32767): false, strings.Repeat("😀", 16383): false, strings.Repeat("😀", 16384): true,
	} {
		if got := held(tooLong(text)); got != want {
			t.Errorf("%d bytes: %v", len(text), got)
		}
	}
}

func TestIsForeign(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Alle klantgegevens worden versleuteld opgeslagen en de sleutels worden elk jaar vervangen door het platformteam.": true,
		"Tutti i dati dei clienti sono cifrati a riposo e le chiavi vengono ruotate ogni anno.":                            true,
		"Wszystkie dane klientów są szyfrowane, a klucze są wymieniane co roku przez zespół platformy.":                    true,
		"Alla kunddata krypteras i vila och nycklarna byts varje år av plattformsteamet.":                                  true,
		"すべての顧客データは保存時に暗号化されます。":                                                                                           true,
		"Все данные клиентов шифруются.":                                                                                   true,
		"All customer data is encrypted at rest, and the keys are rotated every year by the platform team.":                false,
		"Alle Daten der Kunden werden verschlüsselt und die Schlüssel werden jedes Jahr vom Betriebsteam erneuert.":        false,
		"Toutes les données des clients sont chiffrées et les clés sont renouvelées chaque année par notre équipe.":        false,
		"Todos los datos de los clientes se cifran y las claves se renuevan cada año.":                                     false,
		"Todos os dados dos clientes são cifrados e as chaves são renovadas todos os anos pela equipa.":                    false,
		"AWS KMS, AES-256-GCM, TLS 1.3, HSTS, OCSP, ECDSA, Terraform, Vault, Kubernetes, Istio, Envoy, Falco":              false,
		"Managed centrally; quarterly reviews.":                                                                            false,
		"":                                                                                                                 false,
	} {
		if got := isForeign(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
