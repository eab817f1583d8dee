package textnorm

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// QuantityKind is what a quantity measures; only equal kinds compare.
type QuantityKind string

// The kinds of quantities.
const (
	Duration  QuantityKind = "duration"  // value in hours: "within 24 hours", "for 7 years"
	Frequency QuantityKind = "frequency" // value in hours between two times: "at least annually"
	Percent   QuantityKind = "percent"
	Version   QuantityKind = "version" // of the protocol in Unit: "TLS 1.2"
	KeyLength QuantityKind = "key length"
	Count     QuantityKind = "count" // of the things in Unit: "14 characters"
)

// Comparator is how a quantity bounds.
type Comparator string

// The comparators. For a frequency, AtLeast means at least that often.
const (
	Exactly Comparator = "exactly"
	AtLeast Comparator = "at least"
	AtMost  Comparator = "at most"
)

// Quantity is one number with its unit in a text.
type Quantity struct {
	Kind  QuantityKind
	Value float64
	// Unit is what is counted, or the protocol's name; "" for times.
	Unit string
	Cmp  Comparator
	// Text is the words that say so.
	Text string
}

const (
	hour  = 1.0
	day   = 24 * hour
	week  = 7 * day
	month = 730 * hour
	year  = 8760 * hour
)

// unitHours are the time units of five languages, folded.
var unitHours = map[string]float64{
	"second": hour / 3600, "sec": hour / 3600, "minute": hour / 60, "min": hour / 60, "hour": hour, "hr": hour, "day": day,
	"week": week, "month": month, "quarter": 3 * month, "year": year, "yr": year, "decade": 10 * year,
	"stunde": hour, "tag": day, "tage": day, "woche": week, "monat": month, "jahr": year,
	"heure": hour, "jour": day, "semaine": week, "mois": month, "annee": year, "an": year,
	"hora": hour, "dia": day, "semana": week, "mes": month, "meses": month, "ano": year,
}

// frequencyHours are adverbs that say how often.
var frequencyHours = map[string]float64{
	"hourly": hour, "daily": day, "weekly": week, "biweekly": 2 * week, "fortnightly": 2 * week, "monthly": month,
	"quarterly": 3 * month, "semiannually": 6 * month, "biannually": 6 * month, "annually": year, "annual": year, "yearly": year, "biennially": 2 * year,
	"jahrlich": year, "monatlich": month, "vierteljahrlich": 3 * month, "taglich": day, "wochentlich": week,
	"annuellement": year, "mensuellement": month, "trimestriellement": 3 * month,
	"anualmente": year, "mensualmente": month, "trimestralmente": 3 * month, "mensalmente": month, "diariamente": day,
}

// IsTime is true for a key that says how often or how long, or is a number.
func IsTime(key string) bool {
	if key == "hr" {
		return false // without a number, human resources
	}
	if bare, ok := strings.CutSuffix(key, "i"); ok && numberWords[bare+"y"] > 0 { // "nineti" is the key of "ninety"
		return true
	}
	if key == "periodically" || key == "24x7" || key == "%" || frequencyHours[key] > 0 || unitHours[key] > 0 || numberWords[key] > 0 {
		return true
	}
	return strings.Trim(key, "0123456789.") == ""
}

// numberWords are written-out numbers.
var numberWords = map[string]float64{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "each": 1, "every": 1, "per": 1, "once": 1, "twice": 2,
	"half": 0.5, "other": 2,
}

const number = `(\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|forty|sixty|ninety)`

var (
	timeUnit = `(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?|yrs?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|heures?|jours?|semaines?|mois|annees?|ans?|horas?|dias?|semanas?|mes|meses|anos?)`

	reEvery   = regexp.MustCompile(`\b(?:every|each|once (?:every|per|an?|each)|one time per|per|(\w+) times? (?:an?|per|each)|(twice) (?:an?|per|each)|(?:alle|jede[ns]?|tous les|toutes les|chaque|cada|a cada))(?: ` + number + `)? (?:calendar |business |working |consecutive )?` + timeUnit + `\b`)
	reTime    = regexp.MustCompile(`\b` + number + `(?: \(\d+\))?[ -]?(?:x )?(?:calendar |business |working |consecutive |full )?` + timeUnit + `\b`)
	reTimeOne = regexp.MustCompile(`\b(?:an?|one) (hour|day|week|month|year)\b`)
	reAdverb  = regexp.MustCompile(`\b(hourly|daily|weekly|biweekly|fortnightly|monthly|quarterly|semi-?annually|biannually|bi-annually|annually|annual|yearly|biennially|jahrlich|monatlich|vierteljahrlich|taglich|wochentlich|annuellement|mensuellement|trimestriellement|anualmente|mensualmente|trimestralmente|mensalmente|diariamente)\b`)
	rePercent = regexp.MustCompile(`\b(\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)`)
	reVersion = regexp.MustCompile(`\b(tls|ssl|snmp|smb|ssh|oauth|saml|cvss|wpa|ipv|http)[ /]?v?(?:ersion )?(\d(?:\.\d)?)\b`)
	reKey     = regexp.MustCompile(`\b(aes|rsa|sha|ecdsa|dh|key)?[ -]?(128|192|224|256|384|512|1024|2048|3072|4096)[ -]?(?:bits?\b|\b)`)
	reCount   = regexp.MustCompile(`\b` + number + `(?: \(\d+\))?(?: (?:failed|invalid|unsuccessful|previous|last|consecutive|alphanumeric|different|availability|independent|business|dedicated))* (characters?|chars?|attempts?|logins?|passwords?|reviewers?|approvers?|persons?|people|employees?|regions?|zones?|sites?|copies|generations?|factors?|locations?|miles|km|kilomet(?:er|re)s|incidents?|customers?|million)\b`)
)

// maxQuantityText bounds the text that is searched for quantities.
const maxQuantityText = 20000

// Quantities returns the quantities of a text in reading order.
func Quantities(text string) []Quantity {
	folded := Fold(text)
	if len(folded) > maxQuantityText {
		folded = strings.ToValidUTF8(folded[:maxQuantityText], "")
	}
	if !mayCount(folded) {
		return nil
	}
	var out []Quantity
	taken := make([]bool, len(folded))
	add := func(loc []int, q Quantity) {
		for i := loc[0]; i < loc[1]; i++ {
			if taken[i] {
				return
			}
		}
		for i := loc[0]; i < loc[1]; i++ {
			taken[i] = true
		}
		q.Cmp = comparator(folded, loc[0], loc[1], q.Kind)
		q.Text = folded[loc[0]:loc[1]]
		out = append(out, q)
	}
	for _, loc := range reEvery.FindAllStringSubmatchIndex(folded, -1) {
		add(loc, everyQuantity(folded, loc))
	}
	for _, loc := range reAdverb.FindAllStringSubmatchIndex(folded, -1) {
		word := strings.ReplaceAll(folded[loc[2]:loc[3]], "-", "")
		add(loc, Quantity{Kind: Frequency, Value: frequencyHours[word]})
	}
	for _, loc := range reVersion.FindAllStringSubmatchIndex(folded, -1) {
		add(loc, Quantity{Kind: Version, Unit: folded[loc[2]:loc[3]], Value: parseNumber(folded[loc[4]:loc[5]])})
	}
	for _, loc := range reTime.FindAllStringSubmatchIndex(folded, -1) {
		add(loc, Quantity{Kind: Duration, Value: parseNumber(folded[loc[2]:loc[3]]) * unit(folded[loc[4]:loc[5]])})
	}
	for _, loc := range reTimeOne.FindAllStringSubmatchIndex(folded, -1) {
		add(loc, Quantity{Kind: Duration, Value: unit(folded[loc[2]:loc[3]])})
	}
	for _, loc := range rePercent.FindAllStringSubmatchIndex(folded, -1) {
		add(loc, Quantity{Kind: Percent, Value: parseNumber(folded[loc[2]:loc[3]])})
	}
	for _, loc := range reCount.FindAllStringSubmatchIndex(folded, -1) {
		add(loc, Quantity{Kind: Count, Unit: Stem(folded[loc[4]:loc[5]], "en"), Value: parseNumber(folded[loc[2]:loc[3]])})
	}
	for _, loc := range reKey.FindAllStringSubmatchIndex(folded, -1) {
		if loc[2] >= 0 || strings.Contains(folded[loc[0]:loc[1]], "bit") {
			add(loc, Quantity{Kind: KeyLength, Unit: group(folded, loc, 1), Value: parseNumber(folded[loc[4]:loc[5]])})
		}
	}
	return out
}

// What a quantity cannot do without, as beginnings of words: protocols, lengths
// of keys, shares, and things that are counted.
var (
	protocolWords = []string{"tls", "ssl", "snmp", "smb", "ssh", "oauth", "saml", "cvss", "wpa", "ipv", "http"}
	keyLengths    = []string{"128", "192", "224", "256", "384", "512", "1024", "2048", "3072", "4096"}
	countedWords  = []string{
		"%", "percent", "cent", "char", "attempt", "login", "password", "reviewer", "approver", "person", "people", "employee", "region", "zone",
		"site", "cop", "generation", "factor", "location", "mile", "km", "kilomet", "incident", "customer", "million",
	}
)

// mayCount is false for a text that holds no number, or none of what numbers
// count: most questions, which need not be searched.
func mayCount(folded string) bool {
	digits, number, counted := strings.ContainsAny(folded, "0123456789"), false, false
	for _, w := range Words(folded) {
		bare := strings.TrimLeft(w, "0123456789.")
		if isUnit(bare) || frequencyHours[w] > 0 || digits && (containsAny(w, keyLengths) || beginsWith(w, protocolWords)) {
			return true
		}
		number = number || bare != w || w == "one" || numberWords[w] > 1
		counted = counted || beginsWith(bare, countedWords)
	}
	return number && counted
}

func beginsWith(word string, beginnings []string) bool {
	for _, b := range beginnings {
		if strings.HasPrefix(word, b) {
			return true
		}
	}
	return false
}

func containsAny(word string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(word, p) {
			return true
		}
	}
	return false
}

func group(s string, loc []int, n int) string {
	if loc[2*n] < 0 {
		return ""
	}
	return s[loc[2*n]:loc[2*n+1]]
}

// everyQuantity reads "every 6 months", "twice a year", "once per quarter".
func everyQuantity(s string, loc []int) Quantity {
	hours := unit(group(s, loc, 4))
	if n := group(s, loc, 3); n != "" {
		hours *= parseNumber(n)
	}
	times := 1.0
	for _, g := range []int{1, 2} {
		if w := group(s, loc, g); w != "" {
			times = max(1, parseNumber(w))
		}
	}
	return Quantity{Kind: Frequency, Value: hours / times}
}

func unit(word string) float64 {
	if h, ok := unitOf(word); ok {
		return h
	}
	return hour
}

func isUnit(word string) bool {
	_, ok := unitOf(word)
	return ok
}

// unitOf returns the hours of a unit in any of its forms.
func unitOf(word string) (float64, bool) {
	if h, ok := unitHours[word]; ok {
		return h, true
	}
	for _, end := range []string{"s", "n", "es", "en", "e"} {
		if h, ok := unitHours[strings.TrimSuffix(word, end)]; ok {
			return h, true
		}
	}
	return 0, false
}

func parseNumber(s string) float64 {
	if v, ok := numberWords[s]; ok {
		return v
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// orBetter is more of most things, and less of a time.
const orBetter = "or better"

// comparatorWords come before or after a number. The nearest one within a few
// words counts.
var comparatorWords = []struct {
	words string
	cmp   Comparator
	after bool
}{
	{"no less than", AtLeast, false},
	{"not less than", AtLeast, false},
	{"no fewer than", AtLeast, false},
	{"at least", AtLeast, false},
	{"minimum of", AtLeast, false},
	{"minimum", AtLeast, false},
	{"a min of", AtLeast, false},
	{"more than", AtLeast, false},
	{"longer than", AtLeast, false},
	{"greater than", AtLeast, false},
	{"over", AtLeast, false},
	{"mindestens", AtLeast, false},
	{"au moins", AtLeast, false},
	{"al menos", AtLeast, false},
	{"pelo menos", AtLeast, false},
	{"no more than", AtMost, false},
	{"not more than", AtMost, false},
	{"no later than", AtMost, false},
	{"not later than", AtMost, false},
	{"no longer than", AtMost, false},
	{"not longer than", AtMost, false},
	{"no older than", AtMost, false},
	{"not older than", AtMost, false},
	{"no greater than", AtMost, false},
	{"not exceeding", AtMost, false},
	{"no earlier than", AtLeast, false},
	{"no shorter than", AtLeast, false},
	{"not shorter than", AtLeast, false},
	{"at most", AtMost, false},
	{"maximum of", AtMost, false},
	{"less than", AtMost, false},
	{"fewer than", AtMost, false},
	{"shorter than", AtMost, false},
	{"within", AtMost, false},
	{"up to", AtMost, false},
	{"under", AtMost, false},
	{"inside", AtMost, false},
	{"in under", AtMost, false},
	{"below", AtMost, false},
	{"innerhalb", AtMost, false},
	{"dans les", AtMost, false},
	{"en menos de", AtMost, false},
	{"or higher", AtLeast, true},
	{"or above", AtLeast, true},
	{"or later", AtLeast, true},
	{"or newer", AtLeast, true},
	{"or more", AtLeast, true},
	{"or longer", AtLeast, true},
	{orBetter, AtLeast, true},
	{"or greater", AtLeast, true},
	{"and above", AtLeast, true},
	{"and higher", AtLeast, true},
	{"and later", AtLeast, true},
	{"minimum", AtLeast, true},
	{"or less", AtMost, true},
	{"or fewer", AtMost, true},
	{"or sooner", AtMost, true},
	{"or earlier", AtMost, true},
	{"or shorter", AtMost, true},
	{"or faster", AtMost, true},
	{"or quicker", AtMost, true},
	{"or below", AtMost, true},
	{"or under", AtMost, true},
	{"or lower", AtMost, true},
	{"at the latest", AtMost, true},
	{"at the most", AtMost, true},
	{"at the least", AtLeast, true},
	{"and over", AtLeast, true},
	{"or over", AtLeast, true},
	{"at most", AtMost, true},
}

// comparatorReach is how far before or after the number its comparator stands.
const comparatorReach = 22

func comparator(s string, start, end int, kind QuantityKind) Comparator {
	from := max(0, start-comparatorReach)
	after := strings.TrimLeft(s[end:min(len(s), end+comparatorReach)], " ,")
	best, bestAt, length := Exactly, -1, 0
	for _, c := range comparatorWords {
		if c.after {
			if strings.HasPrefix(after, c.words) && !midWord(after, len(c.words)) {
				if c.words == orBetter && kind == Duration {
					return AtMost // "eight hours or better" is sooner
				}
				return c.cmp
			}
			continue
		}
		at := lastWords(s, from, start, c.words)
		// Of those that end at one place the longer one counts: "no more than".
		if end := at + len(c.words); at >= 0 && (end > bestAt || end == bestAt && len(c.words) > length) {
			best, bestAt, length = c.cmp, end, len(c.words)
		}
	}
	if best == Exactly && kind == Frequency {
		return AtLeast // "annually" asks for no less than that
	}
	return best
}

// lastWords is where whole words begin for the last time in s[from:to]: there
// is no "over" in "recovery". It is -1 if they do not stand there.
func lastWords(s string, from, to int, words string) int {
	for {
		at := strings.LastIndex(s[from:to], words)
		if at < 0 {
			return -1
		}
		at += from
		if (at == 0 || !isLetter(s[at-1])) && !midWord(s, at+len(words)) {
			return at
		}
		to = at + len(words) - 1
	}
}

// midWord is true if a word goes on at s[at].
func midWord(s string, at int) bool { return at < len(s) && isLetter(s[at]) }

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= utf8.RuneSelf }
