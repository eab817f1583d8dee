package ask

import (
	"testing"

	"candor/knowledgebase"
)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(knowledgebase.FS); err != nil {
			b.Fatal(err)
		}
	}
}
