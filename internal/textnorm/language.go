package textnorm

import "strings"

// languageWords are function words that tell the five languages apart, folded.
// A word that two languages share counts for both; content words are left out
// since technical ones travel between languages.
var languageWords = map[string][]string{
	"en": strings.Fields("a an no the of and is are do does you your have has how what which with for to in on by be been will can or any all there this that it its from at as if not who when where we our their provide describe please"),
	"de": strings.Fields("der die das den dem des und ist sind werden wird haben hat ihr ihre ihrer ihren ihrem sie wie welche welcher welches mit fur zu zum zur im am von vom bei ein eine einen einer eines oder nicht auf gibt es durch auch nach uber wenn ob bitte beschreiben kein keine alle ihnen noch wer wann warum wurde wurden dass verfugen besitzen liegt fehlt unternehmen daten dieser diese dieses"),
	"fr": strings.Fields("le la les des du un une et est sont vous votre vos avez a ont comment quel quelle quels quelles avec pour dans sur par ou ne pas que qui il elle au aux en de d l etes cette ce ces si tous toutes veuillez decrivez decrire disposez etre notre donnees entreprise chez leur leurs possedez"),
	"es": strings.Fields("a el la los las un una y es son esta estan se su sus tiene tienen cuenta cuentan como cual cuales que con para por en del al o no de si existe existen han ha todos todas usted ustedes describa indique mediante sobre dispone disponen posee poseen datos empresa sido"),
	"pt": strings.Fields("a o os as um uma e sao esta estao se seu sua seus suas tem voce voces como qual quais que com para por em no na nos nas do da dos das ao ou nao de existe existem ha foi todos todas descreva informe possui possuem mediante sobre dispoe dispoem dados empresa sido foram"),
}

// languageOrder breaks ties: the language that questionnaires use most first.
var languageOrder = []string{"en", "de", "fr", "es", "pt"}

// wordLanguages is languageWords the other way round.
var wordLanguages = invertLanguages()

func invertLanguages() map[string][]string {
	out := map[string][]string{}
	for _, lang := range languageOrder {
		for _, w := range languageWords[lang] {
			out[w] = append(out[w], lang)
		}
	}
	return out
}

// Language returns "en", "de", "fr", "es" or "pt" by the function words of
// text, and "" if they do not tell. A word counts less the more languages have
// it, so "de" and "la" decide nothing against "quels" or "existen".
func Language(text string) string {
	best, first, second := languageScores(text)
	if best == "" || first < 1 || first-second < 0.25 {
		return ""
	}
	return best
}

// SureLanguage is Language for a single short text among others: it names a
// language only if at least two words stand for it and hardly any for another
// ("Sind Sie nach ISO 27001 zertifiziert?"), since one article decides little.
func SureLanguage(text string) string {
	best, first, second := languageScores(text)
	if first < 1.5 || first < 2*second {
		return ""
	}
	return best
}

// languageScores returns the language that most speaks for, with its score and
// that of the runner-up.
func languageScores(text string) (best string, first, second float64) {
	score := map[string]float64{}
	for _, w := range strings.FieldsFunc(Fold(text), notLetter) {
		langs := wordLanguages[w]
		for _, lang := range langs {
			score[lang] += 1 / float64(len(langs))
		}
	}
	addLetterHints(text, score)
	for _, lang := range languageOrder {
		switch {
		case best == "" && score[lang] > 0, score[lang] > score[best]:
			second = score[best]
			best = lang
		case score[lang] > second:
			second = score[lang]
		}
	}
	return best, score[best], second
}

// addLetterHints counts letters that only some of the languages write, before
// folding takes them away.
func addLetterHints(text string, score map[string]float64) {
	for _, r := range strings.ToLower(text) {
		switch r {
		case '¿', '¡':
			score["es"] += 2
		case 'ñ':
			score["es"]++
		case 'ã', 'õ':
			score["pt"]++
		case 'ß', 'ä', 'ö', 'ü':
			score["de"] += 0.5
		case 'è', 'œ', 'û':
			score["fr"] += 0.5
		case 'ê':
			score["fr"] += 0.25
			score["pt"] += 0.25
		case 'ç':
			score["fr"] += 0.25
			score["pt"] += 0.25
		}
	}
}

func notLetter(r rune) bool {
	return r < 'a' || r > 'z'
}
