package textnorm_test

import (
	"slices"
	"strings"
	"testing"

	"candor/internal/textnorm"
)

// A noun for whoever fills in the sheet is no thing of the question.
func TestTheOneAskedIsFrame(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	tests := []struct {
		text string
		self bool
	}{
		{"How many people does the vendor employ?", true},
		{"Vendor maintains an asset register.", true},
		{"Backups that the supplier shall encrypt", true},
		{"Supplier to confirm that backups are encrypted.", true},
		{"Do you know how each supplier encrypts backups?", false},
		{"Is the supplier assessed before backups are handed over?", false},
		{"How are risks of suppliers assessed?", false},
		{"Supplier risks are assessed.", false},
	}
	for _, tt := range tests {
		named := slices.ContainsFunc(lex.Analyze(tt.text, "en").Core(), func(tok textnorm.Token) bool {
			return strings.Contains(tok.Word, "supplier") || strings.Contains(tok.Word, "vendor")
		})
		if self := !named; self != tt.self {
			t.Errorf("%q: the supplier is the one asked: %v, want %v", tt.text, self, tt.self)
		}
	}
}
