package textnorm_test

import (
	"testing"

	"candor/internal/textnorm"
)

func TestAddressed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"defined name", "Will the Authority's data be encrypted?", "Will the customer's data be encrypted?"},
		{"longer name", "Is the Contracting Authority told of breaches?", "Is the customer told of breaches?"},
		{"authorities of the world", "Do you report to the authority in charge?", "Do you report to the authority in charge?"},
		{"demand", "We expect vendors to encrypt backups.", "You must encrypt backups."},
		{"demand that is asked about", "We expect all our third-party suppliers to encrypt backups. Do you comply?", "You must encrypt backups."},
		{"demand of a defined name", "The Bank requires that suppliers must test their backups. Is this the case?", "You must test their backups."},
		{"what we demand of ours", "Do you expect vendors to encrypt backups?", "Do you expect vendors to encrypt backups?"},
		{"another question behind", "We require suppliers to encrypt backups. Who holds the keys?", "You must encrypt backups. Who holds the keys?"},
		{"rule", "Is it standard practice at your company to encrypt backups?", "Do you encrypt backups?"},
		{"to be told", "Please indicate whether you encrypt backups.", "Do you encrypt backups?"},
		{"statement to be told", "Tell us if backups are encrypted.", "backups are encrypted."},
		{"assumed", "Are we correct to assume that backups are encrypted?", "backups are encrypted?"},
		{"assumed of the one asked", "We assume that you encrypt backups - is this so?", "Do you encrypt backups?"},
		{"asked by a tag", "You encrypt backups, don't you?", "You encrypt backups."},
		{"what others want to know", "Our security team wants to know: do you encrypt backups?", "do you encrypt backups?"},
		{"who is no asker", "Our data is encrypted, right?", "Our data is encrypted."},
		{"name that goes on", "Is the Trust Services Criteria report available to the Bank?", "Is the Trust Services Criteria report available to the customer?"},
		{"one of two", "State whether backups are kept in Europe or in Asia.", "State whether backups are kept in Europe or in Asia."},
		{"trust in others", "We trust our suppliers, right?", "We trust our suppliers."},
		{"hyphen", "Do you hold the copy-right?", "Do you hold the copy-right?"},
		{"plain", "Are backups encrypted?", "Are backups encrypted?"},
		{"empty", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := textnorm.Addressed(tc.text); got != tc.want {
				t.Errorf("Addressed(%q) = %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}
