package claim_test

import (
	"testing"

	"candor/internal/date"
)

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
