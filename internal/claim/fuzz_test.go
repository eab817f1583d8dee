package claim_test

import (
	"testing"
	"unicode/utf8"

	"candor/internal/claim"
	"candor/internal/date"
)

// FuzzCheck: any text is checked without a panic, and each finding quotes the
// text at its place.
func FuzzCheck(f *testing.F) {
	tl := newTools(f)
	c := tl.checker(f, tl.postures["both"])
	asOf := date.MustParse("2026-06-30")
	f.Add("Yes. We hold a SOC 2 Type III report (Privacy), valid until 31.12.2030; AWS too.")
	f.Add("Wir sind nach ISO/IEC 27001:2013 zertifiziert, z. B. für Mobile.\nSOC-2")
	f.Add("it covers 99 February 0000 by Ünlü GmbH. Our ISO 27001 certificate was issued by X")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			return
		}
		for _, found := range c.Check(text, asOf) {
			if found.Start+len(found.Text) > len(text) || text[found.Start:found.Start+len(found.Text)] != found.Text {
				t.Fatalf("%+v does not quote %q", found, text)
			}
			if found.Code == "" || found.Severity.Rank() == 0 || found.Code == claim.Unsupported && found.Attribute == "" {
				t.Fatalf("finding without code, severity or attribute: %+v", found)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	tl := newTools(b)
	c := tl.checker(b, tl.postures["both"])
	asOf := date.MustParse("2026-06-30")
	text := "We hold a SOC 2 Type II report (Security, Availability), period 1 April 2025 to 31 March 2026, issued by a licensed CPA firm. Backups are encrypted with AES-256 and tested every quarter. The report is available under NDA."
	b.ReportAllocs()
	for b.Loop() {
		if found := c.Check(text, asOf); len(found) != 0 {
			b.Fatal(found)
		}
	}
}
