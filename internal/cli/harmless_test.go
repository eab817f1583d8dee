package cli

import "testing"

func TestHarmless(t *testing.T) {
	t.Parallel()
	const want = "stat no[31mil.csv: gone\n\tü – 質問"
	if got := harmless("stat no\x1b[31mil\r.csv\u009b: gone\x07\n\tü – 質問"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
