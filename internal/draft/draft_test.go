package draft_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/ask"
	"candor/internal/draft"
	"candor/internal/match"
	"candor/internal/posture"
	"candor/knowledgebase"
)

func checker(t testing.TB) *draft.Checker {
	t.Helper()
	words, err := match.LoadWords(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := ask.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	c, err := draft.Load(knowledgebase.FS, words, reader, ref.Months())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const (
	storage   = "All customer data is encrypted at rest with AES-256. Keys are held in a key management service and rotated every 90 days. Backups are not stored outside of the region."
	restoring = "We test the restoration of backups twice a year. The recovery time objective is 4 hours, the recovery point objective 15 minutes. Results go to the security committee."
	soc       = "We publish a SOC 2 Type II report each year. The last period ended on 31 March 2026. Contact security@vendor.example for a copy."
)

func sources(change ...func(*draft.Sources)) draft.Sources {
	s := draft.Sources{Texts: []string{storage}, TextLanguage: "en", Language: "en", AtMost: 400, Choices: []string{"Yes", "No", "Own keys"}}
	for _, c := range change {
		c(&s)
	}
	return s
}

func from(texts ...string) func(*draft.Sources) {
	return func(s *draft.Sources) { s.Texts = texts }
}

func in(text, asked string) func(*draft.Sources) {
	return func(s *draft.Sources) { s.TextLanguage, s.Language = text, asked }
}

func TestSoundDraftsPass(t *testing.T) {
	t.Parallel()
	c := checker(t)
	tests := []struct {
		text string
		s    draft.Sources
	}{
		{storage, sources()},
		{"All customer data is encrypted at rest with AES-256.", sources()},
		{"Customer data at rest is encrypted with AES-256, and keys are rotated every 90 days.", sources()},
		{"Keys are kept in a key management service. Backups are not stored outside of the region.", sources()},
		{"Yes, customer data is encrypted at rest with AES-256; its keys are held in a key management service.", sources()},
		{"No, backups are not stored outside of the region.", sources()},
		{"We rotate keys every ninety days.", sources()},
		{"Backups are restored in a test twice a year, with a recovery time objective of 4 hours.", sources(from(restoring))},
		{"The recovery point objective is 15 minutes. Data is encrypted at rest with AES-256.", sources(from(restoring, storage))},
		{"Our last SOC 2 Type II report covers a period that ended on 31 March 2026.", sources(from(soc))},
		{"A copy of the report: security@vendor.example", sources(from(soc))},
	}
	for _, tt := range tests {
		if found := c.Check(tt.text, tt.s); len(found) > 0 {
			t.Errorf("%q: %v", tt.text, found)
		}
	}
}

func TestUnsoundDraftsFail(t *testing.T) {
	t.Parallel()
	c := checker(t)
	tests := []struct {
		name, text string
		want       draft.Code
		s          draft.Sources
	}{
		{"bidi", "Customer data is encrypted \u202eat rest.", draft.Hidden, sources()},
		{"tag characters", "Customer data is encrypted.\U000E0041\U000E0042", draft.Hidden, sources()},
		{"zero width", "Customer data is en\u200bcrypted.", draft.Hidden, sources()},
		{"control", "Customer data is encrypted.\x07", draft.Hidden, sources()},
		{"invalid", "Customer data is encrypted.\xff", draft.Hidden, sources()},
		{"variation selector", "Customer data\ufe0f is encrypted.", draft.Hidden, sources()},
		{"too long for the cell", storage, draft.Length, sources(func(s *draft.Sources) { s.AtMost = 40 })},
		{"huge", strings.Repeat("Customer data is encrypted at rest. ", 5000), draft.Length, sources(func(s *draft.Sources) { s.AtMost = 0 })},
		{"homoglyphs", "Customer data is encr\u0443pted at rest.", draft.Script, sources()},
		{"letters of mathematics", "Customer data is \U0001D41E\U0001D427crypted.", draft.Script, sources()},
		{"other digits", "Keys are rotated every \u0669\u0660 days.", draft.Script, sources()},
		{"emoji", "Customer data is encrypted \U0001F512", draft.Script, sources()},
		{"a markdown link", "Data is encrypted, see [keys](backups).", draft.Markup, sources()},
		{"html", "Data is <b>encrypted</b>.", draft.Markup, sources()},
		{"a template", "Data is encrypted {{keys}}.", draft.Markup, sources()},
		{"a fence", "`Data is encrypted.`", draft.Markup, sources()},
		{"a web address", "Data is encrypted, see https://evil.example/keys", draft.Link, sources()},
		{"a host", "Data is encrypted with keys.backups.com keys.", draft.Link, sources()},
		{"a host in disguise", "Data is encrypted with keys[.]backups.com", draft.Link, sources()},
		{"a mailbox", "Data is encrypted, ask keys@backups.example", draft.Link, sources()},
		{"another mailbox", "For a copy contact legal@vendor.example", draft.Link, sources(from(soc))},
		{"a formula", "=Data is encrypted", draft.Formula, sources()},
		{"a formula by a sign", "+Data is encrypted", draft.Formula, sources()},
		{"a word of the list", "own keys.", draft.Choice, sources()},
		{"another figure", "Keys are rotated every 30 days.", draft.Number, sources()},
		{"a figure in words", "Keys are rotated every thirty days.", draft.Number, sources()},
		{"a figure of two words", "Keys are rotated every ninety five days.", draft.Number, sources()},
		{"a figure of a name", "Data is encrypted with AES-512.", draft.Number, sources()},
		{"another unit", "Keys are rotated every 90 hours.", draft.Quantity, sources()},
		{"another bound", "Keys are rotated at least every 90 days.", draft.Weighty, sources()},
		{"how often", "Keys are rotated daily.", draft.Quantity, sources()},
		{"a date", "The last period ended on 31 October 2026.", draft.Name, sources(from(soc))},
		{"a year", "The last period ended on 31 March 2027.", draft.Number, sources(from(soc))},
		{"a company", "Customer data is encrypted by Initrode.", draft.Name, sources()},
		{"a company at the start", "Initrode keys are rotated.", draft.Name, sources()},
		{"a known company at the start", "Microsoft keys are rotated.", draft.Name, sources()},
		{"a company in lower case", "Customer data is encrypted by initrode.", draft.Unknown, sources()},
		{"an acronym", "Customer data is encrypted at rest with RSA.", draft.Name, sources()},
		{"a standard", "Customer data is encrypted at rest as ISO 27001 says.", draft.Framework, sources()},
		{"a standard in lower case", "customer data is encrypted at rest under iso 27001.", draft.Framework, sources()},
		{"another type", "We publish a SOC 2 Type I report each year.", draft.Framework, sources(from(soc))},
		{"a certification", "Customer data is certified and encrypted at rest.", draft.Weighty, sources()},
		{"a promise", "We guarantee that customer data is encrypted at rest.", draft.Weighty, sources()},
		{"more than is said", "Backups are always encrypted at rest.", draft.Weighty, sources()},
		{"another sense", "Customer data is not encrypted at rest.", draft.Negation, sources()},
		{"a denial left out", "Backups are stored outside of the region.", draft.Negation, sources()},
		{"a denial by another word", "Customer data is kept at rest without AES-256.", draft.Negation, sources()},
		{"another matter", "Staff receive awareness training and access to data is logged.", draft.Beyond, sources()},
		{"a denial behind its position", "Yes, customer data is not encrypted at rest.", draft.Negation, sources()},
		{"a denial that no mark sets off", "No customer data is encrypted at rest.", draft.Negation, sources()},
		{"words without a matter", "Nothing of this is true. Customer data is encrypted at rest.", draft.Beyond, sources()},
		{"a name that nobody knows", "Customer data is encrypted at rest with zebrafish lanterns.", draft.Unknown, sources()},
		{"another language", "Les données des clients sont chiffrées au repos et les clés sont dans la région.", draft.Language, sources()},
		{"not the language asked for", "Customer data is encrypted at rest and the keys are held in a service.", draft.Language, sources(in("en", "de"))},
		{"a figure in a translation", "Die Schlüssel werden alle 30 Tage gewechselt.", draft.Number, sources(in("en", "de"))},
		{"a denial in a translation", "Kundendaten werden nicht und niemals verschlüsselt.", draft.Negation, sources(in("en", "de"))},
		{"a name in a translation", "Kundendaten werden von Initrode verschlüsselt.", draft.Name, sources(in("en", "de"))},
		{"a promise in a translation", "Kundendaten werden garantiert verschlüsselt.", draft.Weighty, sources(in("en", "de"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := c.Check(tt.text, tt.s)
			if !slices.ContainsFunc(found, func(f draft.Finding) bool { return f.Code == tt.want }) {
				t.Errorf("%q: %v, want %s", tt.text, found, tt.want)
			}
			for _, f := range found {
				if strings.Contains(f.Text, tt.text) {
					t.Errorf("the finding repeats the draft: %q", f.Text)
				}
			}
		})
	}
}

// Nothing makes the checks fail, and a draft with a figure or a link of its own
// never passes whatever stands round it.
func TestCheckTakesAnything(t *testing.T) {
	t.Parallel()
	c := checker(t)
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(rapid.String(), rapid.SampledFrom(strings.SplitAfter(storage, " ")))
		text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "text"), "")
		c.Check(text, sources())
		alien := rapid.SampledFrom([]string{" 77 ", " https://x.example ", " Initrode ", " SOC 2 ", "\u202e", " certified "}).Draw(t, "alien")
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		if found := c.Check(text[:at]+alien+text[at:], sources()); len(found) == 0 {
			t.Errorf("%q passes in %q", alien, text)
		}
	})
}
