package fill_test

import (
	"context"
	"path/filepath"
	"testing"

	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
)

// BenchmarkFill is a whole run over the README's questionnaire with the
// knowledge at hand; BenchmarkOpen is what a single run pays before it.
func BenchmarkFill(b *testing.B) {
	base := starter(b)
	out := filepath.Join(b.TempDir(), "out.xlsx")
	opt := fill.Options{
		Input: "../../fixtures/questionnaires/acme-vendor-assessment.xlsx", Output: out, AsOf: asOf,
		Sharing: library.Public, Write: fill.WriteFilled, Force: true,
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fill.Run(context.Background(), base, opt); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := knowledge.Open(context.Background(), "", asOf); err != nil {
			b.Fatal(err)
		}
	}
}
