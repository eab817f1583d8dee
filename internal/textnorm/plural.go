package textnorm

import "strings"

// spellPlurals writes abbreviations in the plural as singular ones: folding
// would make "IDs" and "IPs" the abbreviations IDS and IPS, which name other
// things.
func spellPlurals(text string) string {
	if !strings.Contains(text, "Ds") && !strings.Contains(text, "Ps") {
		return text
	}
	var out strings.Builder
	capitals, kept := 0, 0
	for i := range len(text) {
		c := text[i]
		plural := c == 's' && (i+1 == len(text) || !isWordByte(text[i+1]) && text[i+1] < 0x80)
		switch {
		case plural && singular(text[i-capitals:i]):
			out.WriteString(text[kept:i])
			kept = i + 1
			capitals = 0
		case 'A' <= c && c <= 'Z':
			capitals++
		default:
			capitals = 0
		}
	}
	out.WriteString(text[kept:])
	return out.String()
}

// singular is true for abbreviations whose plural reads as another one.
func singular(abbreviation string) bool {
	return abbreviation == "ID" || abbreviation == "IP"
}
