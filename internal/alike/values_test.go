package alike_test

import (
	"testing"

	"candor/internal/alike"
)

func TestOtherValues(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ a, b, language, x, y string }{
		"one value each":     {"Customers are told of an incident within 24 hours.", "We tell customers about each incident within 72 hours.", "en", "24 hours", "72 hours"},
		"the same value":     {"Logs are kept in the store for 30 days.", "Logs are kept in the store for one month.", "en", "", ""},
		"of other things":    {"Logs are kept for 30 days.", "Visitors must return a badge within 2 days.", "en", "", ""},
		"several, one wrong": {"Backups of data are kept for 30 days, and access logs for 400 days.", "Backups of data are kept for 90 days, and access logs for 400 days.", "en", "30 days", "90 days"},
		"key lengths":        {"Data at rest is encrypted with AES-256 and archives of it with AES-192.", "Data at rest is encrypted with AES-128.", "en", "aes-256", "aes-128"},
		"several, agreed":    {"Backups are kept for 30 days, and access logs for 400 days.", "Backups are kept for 30 days, and security logs for 400 days.", "en", "", ""},
		"other degrees":      {"Critical patches are installed within 7 days. Important patches are installed within 30 days.", "Critical patches are installed within 7 days. Medium patches are installed within 90 days.", "en", "", ""},
		"one of a range":     {"Traffic is encrypted with AES-128 or AES-256.", "Traffic is encrypted with AES-256.", "en", "", ""},
		"stated besides":     {"Reports of findings come within 5 days. Reports of findings in tests come within 10 days.", "Reports of findings come within 10 days.", "en", "", ""},
		"sentences":          {"Access rights are reviewed each quarter. Critical patches are installed within 7 days. Other patches follow within 30 days.", "Access rights are reviewed each quarter. Critical patches are installed within 14 days.", "en", "7 days", "14 days"},
		"German":             {"Sicherungen der Daten werden 30 Tage aufbewahrt und Protokolle ein Jahr.", "Sicherungen der Daten werden 90 Tage aufbewahrt.", "de", "30 tage", "90 tage"},
		"nothing measured":   {"All of it.", "None of it.", "en", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, y, ok := alike.OtherValues(tt.a, tt.b, tt.language)
			if x != tt.x || y != tt.y || ok != (tt.x != "") {
				t.Errorf("got %q and %q, %v; want %q and %q", x, y, ok, tt.x, tt.y)
			}
			if y, x, ok := alike.OtherValues(tt.b, tt.a, tt.language); x != tt.x || y != tt.y || ok != (tt.x != "") {
				t.Errorf("turned round: got %q and %q, %v", x, y, ok)
			}
		})
	}
}
