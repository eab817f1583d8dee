package knowledge

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"candor/internal/date"
)

// factLine is one fact of the starter's file, which has each on its own line.
var factLine = regexp.MustCompile(`^([a-z0-9_.]+): \{value: "(.*)", reviewed: [0-9-]+\}`)

const factsHead = `# yaml-language-server: $schema=../schema/facts.schema.json
# Values that answers use as {{name}}, so that a change is made in one place.
#
# A fact without a value holds back each answer that uses it. You need not fill
# in all of them: approve an answer, and candor says which ones it waits for.
# Write a value as it reads in a sentence, with its unit ("12 months", "the
# Chief Technology Officer"), and the day on which you made sure of it:
#   backup.retention: {value: "35 days", reviewed: 2026-09-14}
# What stands behind "such as" is an example and nothing else.
`

// blankFacts takes the values out of the starter's facts, and puts in those
// that were answered already.
func blankFacts(starter string, a Answers, asOf date.Date) string {
	known := map[string]string{
		"company.name": a["company"], "company.legal_name": a["company"], "company.product": a["product"],
	}
	if a["hosting"] != "own" {
		known["hosting.provider"] = a["hosting"]
	}
	var b strings.Builder
	b.WriteString(factsHead)
	head := true
	for _, line := range strings.Split(strings.TrimSpace(starter), "\n") {
		m := factLine.FindStringSubmatch(line)
		switch {
		case m == nil && head:
			continue // the starter's own head
		case m == nil:
			b.WriteString("\n" + line + "\n")
		case known[m[1]] != "":
			value, err := quoted(known[m[1]])
			if err != nil {
				value = `""`
			}
			fmt.Fprintf(&b, "%s: {value: %s, reviewed: %s}\n", m[1], value, asOf)
		default:
			fmt.Fprintf(&b, "%s: {value: \"\", reviewed: null} # such as: %s\n", m[1], anonymous(m[2]))
		}
		head = head && m == nil
	}
	return b.String()
}

// anonymous takes the fictional company out of an example.
func anonymous(value string) string {
	value = strings.NewReplacer("Merrowby Software, Inc.", "Example Ltd", "merrowby.example", "example.com", "Merrowby", "Example").Replace(value)
	return cmp.Or(value, "…")
}
