package claim

import (
	"strings"
	"testing"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/posture"
	"candor/knowledgebase"
)

// benchTexts are answers as libraries hold them: most speak of no framework.
func benchTexts() []string {
	return []string{
		"Yes. Customer data at rest is encrypted with AES-256; keys are held in a managed key service and rotated every year. Access to keys is logged and limited to two roles.",
		"Our SOC 2 Type II report (Security and Availability) covers 1 October 2025 to 30 September 2026. It is available under NDA.",
		"Backups run daily and are kept for 35 days in a second region. Restores are tested twice a year, and the results are reviewed by the head of engineering.",
		"We do not hold a certificate to ISO/IEC 27001; our policies are aligned with it.",
	}
}

func benchChecker(tb testing.TB) *Checker {
	tb.Helper()
	reader, err := ask.Load(knowledgebase.FS)
	if err != nil {
		tb.Fatal(err)
	}
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		tb.Fatal(err)
	}
	p, faults := posture.Load(knowledgebase.FS, "company", ref)
	if p == nil {
		tb.Fatal(faults)
	}
	c, err := New(knowledgebase.FS, reader, p)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func BenchmarkCheck(b *testing.B) {
	c, texts := benchChecker(b), benchTexts()
	for b.Loop() {
		for _, text := range texts {
			c.Check(text, date.MustParse("2026-11-22"))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(texts)), "µs/answer")
}

func BenchmarkCheckWithoutFrameworks(b *testing.B) {
	c := benchChecker(b)
	text := strings.Repeat(benchTexts()[0]+" ", 3)
	for b.Loop() {
		c.Check(text, date.MustParse("2026-11-22"))
	}
}

func BenchmarkNew(b *testing.B) {
	c := benchChecker(b)
	for b.Loop() {
		if _, err := New(knowledgebase.FS, c.reader, c.posture); err != nil {
			b.Fatal(err)
		}
	}
}
