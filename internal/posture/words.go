package posture

import (
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"candor/internal/date"
	"candor/internal/kbfile"
)

// Languages returns the ISO 639-1 codes of the languages that statements are
// worded in; the first is what any other language falls back to.
func Languages() []string { return []string{"en", "de", "fr", "es", "pt"} }

// supported reduces a language tag such as "pt-BR" to one we have words in.
func supported(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if slices.Contains(Languages(), base) {
		return base
	}
	return Languages()[0]
}

// words are the texts of lexicon/statements.yaml by language.
type words map[string]language

// language is how one language words the posture.
type language struct {
	Months []string `yaml:"months" kb:"required"`
	Date   string   `yaml:"date" kb:"required"`
	// First is how the first day of a month is written, where that is special.
	First    string            `yaml:"first"`
	And      string            `yaml:"and" kb:"required"`
	Criteria map[string]string `yaml:"criteria" kb:"required"`
	Issuers  map[string]string `yaml:"issuers" kb:"required"`
	Stages   map[string]string `yaml:"stages" kb:"required"`
	Nouns    map[string]string `yaml:"nouns" kb:"required"`
	Texts    map[string]string `yaml:"texts" kb:"required"`
}

func (w *words) load(fsys fs.FS, faults *kbfile.Faults) {
	const name = "lexicon/statements.yaml"
	var file struct {
		Schema    int                 `yaml:"schema"`
		Languages map[string]language `yaml:"languages" kb:"required"`
	}
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		faults.Add(name, err)
		return
	}
	*w = file.Languages
	first := file.Languages[Languages()[0]]
	for _, lang := range Languages() {
		l, ok := file.Languages[lang]
		at := "languages." + lang
		if !ok || len(l.Months) != 12 {
			*faults = append(*faults, doc.Fault(at, "", "language %q needs its texts and twelve months", lang))
			continue
		}
		for what, pair := range map[string][2]map[string]string{
			"criteria": {first.Criteria, l.Criteria}, "issuers": {first.Issuers, l.Issuers},
			"stages": {first.Stages, l.Stages}, "nouns": {first.Nouns, l.Nouns}, "texts": {first.Texts, l.Texts},
		} {
			for _, key := range missingKeys(pair[0], pair[1]) {
				*faults = append(*faults, doc.Fault(at+"."+what, "", "no text %q in language %q", key, lang))
			}
		}
	}
}

func missingKeys(want, got map[string]string) []string {
	var missing []string
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] == "" {
			missing = append(missing, key)
		}
	}
	return missing
}

// FormatDate writes d as lang does: "1 October 2025", "1er octobre 2025".
func (r *Reference) FormatDate(d date.Date, lang string) string {
	if d.IsZero() {
		return ""
	}
	if r == nil || len(r.words) == 0 {
		return d.String()
	}
	l := r.words[supported(lang)]
	day := strconv.Itoa(d.Day())
	if d.Day() == 1 && l.First != "" {
		day = l.First
	}
	return strings.NewReplacer("{day}", day, "{month}", l.Months[d.Month()-1], "{year}", strconv.Itoa(d.Year())).Replace(l.Date)
}

// Months returns the names of the months in every language, January first, for
// those who read dates in text.
func (r *Reference) Months() [][]string {
	var all [][]string
	for _, lang := range Languages() {
		all = append(all, r.words[lang].Months)
	}
	return all
}

// CriterionNames returns how a Trust Services category is called in each language.
func (r *Reference) CriterionNames(id string) []string {
	var names []string
	for _, lang := range Languages() {
		names = append(names, r.words[lang].Criteria[id])
	}
	return names
}

// list joins items as lang does: "a, b and c".
func (l language) list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + l.And + items[last]
}

// render fills a template. A part in brackets falls away where one of its
// placeholders has no value; brackets nest.
func render(template string, values map[string]string) string {
	text, _ := renderPart(template, values)
	return strings.TrimSpace(text)
}

// renderPart returns the text and whether all of its own placeholders had values.
func renderPart(template string, values map[string]string) (string, bool) {
	var b strings.Builder
	whole := true
	for template != "" {
		i := strings.IndexAny(template, "[{")
		if i < 0 {
			b.WriteString(template)
			break
		}
		b.WriteString(template[:i])
		inner, rest, ok := enclosed(template[i:])
		switch {
		case !ok:
			b.WriteString(template[i:])
		case template[i] == '{':
			whole = whole && values[inner] != ""
			b.WriteString(values[inner])
		default:
			if part, all := renderPart(inner, values); all {
				b.WriteString(part)
			}
		}
		template = rest
	}
	return b.String(), whole
}

// enclosed splits "[a[b]]c" into "a[b]" and "c"; s begins with its opening mark.
func enclosed(s string) (inner, rest string, ok bool) {
	open, closing := s[0], byte(']')
	if open == '{' {
		closing = '}'
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case open:
			depth++
		case closing:
			depth--
			if depth == 0 {
				return s[1:i], s[i+1:], true
			}
		}
	}
	return "", "", false
}

// text renders the text of key in lang; a key that is not there is empty.
func (r *Reference) text(lang, key string, values map[string]string) string {
	if r == nil {
		return ""
	}
	return render(r.words[supported(lang)].Texts[key], values)
}

// noun names what a framework gives in lang, with its article: "a SOC 2 Type
// II report", "ein Zertifikat nach ISO/IEC 27001".
func (r *Reference) noun(lang string, in Instrument, values map[string]string) string {
	return render(r.words[supported(lang)].Nouns[string(in.Form)], values)
}

// roman writes a report type.
func roman(socType int) string {
	switch socType {
	case 1:
		return "I"
	case 2:
		return "II"
	default:
		return ""
	}
}

// sentences joins those that say something.
func sentences(parts ...string) string {
	var said []string
	for _, s := range parts {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}
