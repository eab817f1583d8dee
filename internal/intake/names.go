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

// askers finds the names of the company that asked: a name of the file or of a
// sheet's title that questions or answers use too, or that stands in both. In
// "Acme Retail Group: vendor assessment" only the first word need come again.
func (w *words) askers(qn *questionnaire.Questionnaire, own map[string]bool, known *match.Words) []string {
	skip := func(folded string) bool {
		return w.paper[folded] || own[folded] || known.Rarity(known.Lexicon().KeyOf(folded)) < rareName
	}
	file := names(strings.TrimSuffix(filepath.Base(qn.Name), filepath.Ext(qn.Name)), skip, true)
	var titles []string
	firsts := map[string]int{}
	for _, s := range qn.Skipped {
		if s.Why == "above the questions" || s.Why == "heading" && refersToTop(s.Ref) || s.Why == "no questions" {
			titles = append(titles, names(s.Text, skip, false)...)
		}
	}
	for _, s := range qn.Sheets {
		titles = append(titles, names(s.Name, skip, false)...)
	}
	for i := range qn.Questions {
		q := &qn.Questions[i]
		countNames(q.Text, firsts)
		for _, s := range q.Slots {
			countNames(s.Value, firsts)
		}
	}
	var out []string
	for _, name := range slices.Concat(file, titles) {
		head := same(strings.Fields(name)[0])
		inFile := slices.ContainsFunc(file, func(n string) bool { return same(strings.Fields(n)[0]) == head })
		inTitle := slices.ContainsFunc(titles, func(n string) bool { return same(strings.Fields(n)[0]) == head })
		if !inFile && firsts[head] < 1 || inFile && !inTitle && firsts[head] < 1 {
			continue
		}
		for _, n := range []string{name, strings.Fields(name)[0]} {
			if !slices.ContainsFunc(out, func(o string) bool { return same(o) == same(n) }) {
				out = append(out, n)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return out
}

func refersToTop(ref string) bool {
	digits := ref[strings.LastIndexFunc(ref, func(r rune) bool { return !unicode.IsDigit(r) })+1:]
	return len(digits) == 1
}

// names cuts a title into runs of words that could name a company: no word of
// the paper begins them. In a file's name lower case counts too.
func names(title string, skip func(folded string) bool, anyCase bool) []string {
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
		re := s.nameIn(name)
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
func (s *scrubber) nameIn(name string) *regexp.Regexp {
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
