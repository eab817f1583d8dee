package knowledge_test

import (
	"fmt"
	"testing"

	"candor/internal/knowledge"
	"candor/internal/librarytest"
)

func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			if err := librarytest.Write(dir, n, 1); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := knowledge.Check(b.Context(), dir, checkDay); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
