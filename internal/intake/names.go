package intake

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"candor/internal/match"
	"candor/internal/questionnaire"
)

// nameWord is a word as names have them: a capital in it, or digits.
var nameWord = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}&'’-]*`)

// legalForm ends the full names of companies.
var legalForm = regexp.MustCompile(`(?i)^(inc|corp|corporation|ltd|limited|llc|llp|plc|gmbh|ag|se|sas|sarl|sa|sl|bv|ltda|co|company|holdings?|group|university|universität|bank|retail)$`)

// rareName is how rare a word must be in security questionnaires at large to be
// a name: those of companies are in none of them.
const rareName = 0.95

// names are what a questionnaire's file and titles call companies.
type names struct {
	// asker is who asked, longest name first; it stands on the paper's side: in a
	// title and in a question, or in the file's name and one of them.
	asker []string
	// unclear stands in the file's name and in answers only, as the vendor's own
	// name does too.
	unclear []string
}

// askers finds the names of the company that asked. In "Acme Retail Group:
// vendor assessment" only the first word need come again.
func (w *words) askers(qn *questionnaire.Questionnaire, own map[string]bool, known *match.Words) names {
	skip := func(folded string) bool {
		return w.paper[folded] || own[folded] || known.Rarity(known.Lexicon().KeyOf(folded)) < rareName
	}
	file := nameRuns(strings.TrimSuffix(filepath.Base(qn.Name), filepath.Ext(qn.Name)), skip, true)
	var titles []string
	for _, s := range qn.Skipped {
		if s.Why == "above the questions" || s.Why == "heading" && refersToTop(s.Ref) || s.Why == "no questions" {
			titles = append(titles, nameRuns(s.Text, skip, false)...)
		}
	}
	for _, s := range qn.Sheets {
		titles = append(titles, nameRuns(s.Name, skip, false)...)
	}
	asked, answered := map[string]int{}, map[string]int{}
	for i := range qn.Questions {
		countNames(qn.Questions[i].Text, asked)
		for _, s := range qn.Questions[i].Slots {
			countNames(s.Value, answered)
		}
	}
	var out names
	for _, name := range slices.Concat(file, titles) {
		head := firstWord(name)
		inFile, inTitle := hasHead(file, head), hasHead(titles, head)
		switch {
		case asked[head] > 0, inFile && inTitle:
			out.asker = addName(out.asker, name)
		case answered[head] > 0 && inFile:
			out.unclear = addName(out.unclear, name)
		}
	}
	return out
}

func firstWord(name string) string { return same(strings.Fields(name)[0]) }

func hasHead(list []string, head string) bool {
	return slices.ContainsFunc(list, func(n string) bool { return firstWord(n) == head })
}

// addName adds a name and its first word, which stands for it.
func addName(list []string, name string) []string {
	for _, n := range []string{name, strings.Fields(name)[0]} {
		if !slices.ContainsFunc(list, func(o string) bool { return same(o) == same(n) }) {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return list
}

func refersToTop(ref string) bool {
	digits := ref[strings.LastIndexFunc(ref, func(r rune) bool { return !unicode.IsDigit(r) })+1:]
	return len(digits) == 1
}

// nameRuns cuts a title into runs of words that could name a company: no word of
// the paper begins them. In a file's name lower case counts too.
func nameRuns(title string, skip func(folded string) bool, anyCase bool) []string {
	title = strings.ReplaceAll(title, "_", " ")
	if anyCase {
		title = strings.NewReplacer("-", " ", ".", " ").Replace(title)
	}
	var out []string
	var run []string
	flush := func() {
		if len(run) > 0 && len([]rune(run[0])) >= 3 && !legalForm.MatchString(run[0]) {
			out = append(out, strings.Join(run, " "))
		}
		run = nil
	}
	end := 0
	for _, at := range nameWord.FindAllStringIndex(title, -1) {
		word := title[at[0]:at[1]]
		if strings.Trim(title[end:at[0]], " ") != "" {
			flush()
		}
		end = at[1]
		folded := same(word)
		first := []rune(word)[0]
		named := (unicode.IsUpper(first) || anyCase) && unicode.IsLetter(first)
		switch {
		case len(run) > 0 && legalForm.MatchString(word):
			run = append(run, word)
		case !named || len(folded) < 3 || skip(folded):
			flush()
		default:
			run = append(run, word)
		}
	}
	flush()
	return out
}

// countNames counts the capitalised words inside of sentences: at their
// beginning every word has a capital.
func countNames(text string, counts map[string]int) {
	start := true
	end := 0
	for _, at := range nameWord.FindAllStringIndex(text, -1) {
		if gap := text[end:at[0]]; strings.ContainsAny(gap, ".!?:\n") {
			start = true
		}
		end = at[1]
		word := strings.TrimSuffix(strings.TrimSuffix(text[at[0]:at[1]], "'s"), "’s")
		if first := []rune(word)[0]; unicode.IsUpper(first) && !start {
			counts[same(word)]++
		}
		start = false
	}
}

// customer puts something else in place of the asker's name. It returns the
// name that was found, "" if none was.
func (s *scrubber) customer(text, by string) (out, found string) {
	for _, name := range s.asker {
		re := nameIn(name)
		text = re.ReplaceAllStringFunc(text, func(string) string {
			found = cmp.Or(found, name)
			return by
		})
	}
	if found == "" || by == match.Customer {
		return text, found
	}
	// The name of a bank with a title before it leaves "the the customer".
	first, _, _ := strings.Cut(by, " ")
	text = regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(first)+` `+regexp.QuoteMeta(by)).ReplaceAllString(text, by)
	return capitals(text, by), found
}

// nameIn matches a name as a whole word, in the case it has or in capitals.
func nameIn(name string) *regexp.Regexp {
	words := strings.Fields(name)
	for i, word := range words {
		upper := []rune(word)
		upper[0] = unicode.ToUpper(upper[0])
		words[i] = "(?:" + regexp.QuoteMeta(string(upper)) + "|" + regexp.QuoteMeta(strings.ToUpper(word)) + "|" + regexp.QuoteMeta(word) + ")"
		if unicode.IsLower([]rune(word)[0]) {
			// A lower-case name of a file is a name only with a capital.
			words[i] = "(?:" + regexp.QuoteMeta(string(upper)) + "|" + regexp.QuoteMeta(strings.ToUpper(word)) + ")"
		}
	}
	return regexp.MustCompile(`\b` + strings.Join(words, `\s+`) + `\b(?:\s+(?:Inc|Corp|Ltd|LLC|GmbH|AG|PLC)\b\.?)?`)
}

// capitals begins sentences with a capital after a name was replaced.
func capitals(text, by string) string {
	for _, before := range []string{"", ". ", "! ", "? ", "\n\n", "- "} {
		text = replaceStart(text, before, by)
	}
	return text
}

func replaceStart(text, before, by string) string {
	r := []rune(by)
	r[0] = unicode.ToUpper(r[0])
	if before == "" {
		if strings.HasPrefix(text, by) {
			return string(r) + text[len(by):]
		}
		return text
	}
	return strings.ReplaceAll(text, before+by, before+string(r))
}
