package questionnaire

import (
	"slices"
	"strings"
)

// sharedBreak stands between the answers of one shared cell.
const sharedBreak = "\n\n"

// Join makes one edit of those to the same cell: a cell that several questions
// share holds each of their answers once, in order.
func Join(edits []Edit) []Edit {
	var out []Edit
	at := map[[2]string]int{}
	for _, e := range edits {
		key := [2]string{e.Sheet, e.Cell}
		i, shared := at[key]
		switch {
		case !shared:
			at[key] = len(out)
			out = append(out, e)
		case !slices.Contains(strings.Split(out[i].Value, sharedBreak), e.Value):
			out[i].Value += sharedBreak + e.Value
		}
	}
	return out
}
