package measure

import (
	"fmt"
	"io"

	"candor/internal/match"
)

// PrintLeaveOut prints how often the library's own phrasings, asked with their
// wording hidden, find their entry.
func PrintLeaveOut(out io.Writer, samples []match.Sample) {
	asked, first, third := 0, 0, 0
	seen := map[int]bool{}
	for _, s := range samples {
		if s.Weight < 1 { // the entry was hidden: nothing could be found
			continue
		}
		if !seen[s.Group] {
			seen[s.Group] = true
			asked++
		}
		if s.Right && s.Rank == 0 {
			first++
		}
		if s.Right && s.Rank < 3 {
			third++
		}
	}
	fmt.Fprintf(out, "phrasings with hidden wording: %d asked, hit@1 %.3f, hit@3 %.3f\n",
		asked, rate(first, asked), rate(third, asked))
}

func rate(part, total int) float64 {
	if total == 0 {
		return 0
	}
	return float64(part) / float64(total)
}
