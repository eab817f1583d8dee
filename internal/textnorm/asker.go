package textnorm

import (
	"regexp"
	"strings"
	"unicode"
)

// A tender speaks of whoever asks by a name that it has defined: "Will the
// Authority's data be encrypted?", "The Bank requires suppliers to test their
// backups." To the one asked that is the customer, and who must do a thing is
// the one asked.

// askerName is such a name. It has a capital, which tells it from the authorities
// and banks of the world.
const askerName = `(?:Contracting |Purchasing |Awarding |Procuring )?(?:Authority|Bank|Council|University|Hospital|Ministry|Department|Agency|Trust|Institution|Foundation|College|School|Commission|Purchaser|Buyer|Client|Insurer)`

var (
	asker = regexp.MustCompile(`\b([Tt]he|[Oo]ur) (?:` + askerName + `|institution)(['’]s)?\b`)
	// demanded is what somebody wants of the one asked.
	demanded = regexp.MustCompile(`(?i)^\s*(?:we|the customer|our (?:policy|policies|standard|standards|rules|security policy)|it is (?:required|expected)|the customer's (?:policy|policies)) (?:expects?|requires?|demands?|asks?|wants?|needs?|obliges?)?\s*(?:that )?(?:(?:all|any|our|its|their|the) )*(?:third[- ]party |external |outside )?(?:vendors?|suppliers?|(?:service )?providers?|contractors?|bidders?|tenderers?|partners?|third parties) (?:to|must|shall|should|will) `)
	// complied asks whether a demand before it is met.
	complied = regexp.MustCompile(`(?i)[.;:,]?\s*(?:please )?(?:do|can|does|will|is|are|confirm)(?: please)?\s*(?:you|your (?:company|organi[sz]ation|firm|solution|service)|the (?:vendor|supplier|bidder)|this|that)?\s*(?:comply(?: with (?:this|that|it))?|compliant|meet (?:this|that)(?: requirement)?|the case(?: with you| at your company)?|confirm(?: this| that)?|agree(?: to this)?|fulfil (?:this|that)|conform|so)\s*\?\s*$`)
)

// practised asks whether something is done by asking whether it is a rule.
var practised = regexp.MustCompile(`(?i)^\s*is it (?:(?:a|the|your|our|company|corporate|standard|common|normal|general|usual|established|documented|formal|(?:your |the )?(?:company|organi[sz]ation|vendor)['’]s) )*(?:policy|practice|procedure|routine|rule)(?: (?:at|in|of|for|within) (?:your|the) [a-z]+)? to `)

// wondering asks by saying what is to be told.
var wondering = regexp.MustCompile(`(?i)^\s*(?:(?:please|kindly|can you|could you|we (?:need|want|would like|wish)) )*(?:tell us|let us know|to know|state|indicate|specify|advise|clarify|confirm|say|know)(?: us)? (?:if|whether) `)

// assuming states what is to be confirmed, tagged asks for that at the end.
var (
	assuming   = regexp.MustCompile(`(?i)^\s*(?:(?:are|would|can|may|could) we (?:be )?(?:(?:correct|right|safe) (?:to|in) (?:assum\w+|think\w*|say\w*|believ\w+|understand\w*|conclud\w+)|assume|conclude|take it(?: as (?:given|read))?)|(?:would|is) it (?:be )?(?:accurate|correct|right|fair|true|safe) to (?:say|assume|conclude|state)|we (?:understand|assume|believe|take it|gather|trust) that|(?:our|the) (?:[a-z]+ ){1,4}(?:wants?|needs?|asks?|would like) (?:to know |us )?(?:whether|if))(?: that)? |^\s*(?:our|the) (?:[a-z]+ ){1,4}(?:wants?|needs?|asks?|would like)(?: to know)?: *`)
	confirming = regexp.MustCompile(`(?i)(?:[,;.]+\s+|\s+[–-]+\s+)(?:is (?:that|this|it) (?:right|so|correct|true|the case)|right|correct|true|do you|do you not|(?:don['’]t|isn['’]t|aren['’]t) (?:you|it|that|they))\s*\?\s*$`)
)

// Addressed is an English text with whoever asks as "the customer", with what
// vendors must do as what "you" must do, and with what it is a rule to do, or what
// is to be told, as what "you" do. Other texts come back as they are.
func Addressed(text string) string {
	if hasPrefixFold(text, "is it ") {
		text = practised.ReplaceAllString(text, "Do you ")
	}
	if strings.HasSuffix(text, "?") && strings.ContainsAny(text, ",;.–-") {
		if end := confirming.FindStringIndex(text); end != nil && end[0] > 0 {
			text = text[:end[0]] + "."
		}
	}
	var loc []int
	if mentions(text, " if ", " whether ") {
		loc = wondering.FindStringIndex(text)
	}
	if loc == nil && hasPrefixFold(text, "are we", "would", "can we", "may we", "could we", "is it", "we ", "our ", "the ") {
		loc = assuming.FindStringIndex(text)
	}
	if loc != nil && !strings.Contains(text[loc[1]:], " or ") { // "state whether A or B" wants one of them
		text = text[loc[1]:]
		if after, ok := strings.CutPrefix(text, "you "); ok && !strings.HasPrefix(after, "are ") && !strings.HasPrefix(after, "have ") {
			text = "Do you " + strings.TrimRight(after, ".?") + "?"
		}
	}
	if mentions(text, "he ", "ur ") && strings.ContainsFunc(text[1:], unicode.IsUpper) || strings.Contains(text, "he institution") {
		text = withoutNames(text)
	}
	if !hasPrefixFold(text, "we ", "the customer", "our ", "it is ") {
		return text
	}
	if loc := demanded.FindStringIndex(text); loc != nil {
		text = "You must " + text[loc[1]:]
		if end := complied.FindStringIndex(text); end != nil && end[0] > 0 {
			text = text[:end[0]] + "."
		}
	}
	return text
}

// withoutNames is the text with the customer for the name of whoever asks. A name
// that goes on is another one's ("the Trust Services Criteria", "the Department of
// Health").
func withoutNames(text string) string {
	var out strings.Builder
	done := 0
	for _, loc := range asker.FindAllStringSubmatchIndex(text, -1) {
		rest := strings.TrimPrefix(text[loc[1]:], " ")
		if loc[4] < 0 && (strings.HasPrefix(rest, "of ") || rest != "" && rest[0] >= 'A' && rest[0] <= 'Z') {
			continue
		}
		out.WriteString(text[done:loc[0]] + "the customer")
		if loc[4] >= 0 {
			out.WriteString(text[loc[4]:loc[5]])
		}
		done = loc[1]
	}
	return out.String() + text[done:]
}
