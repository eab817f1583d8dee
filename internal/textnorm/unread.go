package textnorm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unreadWords are function words that give away a language which nothing here
// reads, as they are written. Words are left out that one of the five has too,
// or that name something in a table of any language ("AI", "NA"). A language
// that is missing here is found by its neighbours' words or by its letters.
var unreadWords = unreadSet(
	// Italian, Catalan, Romanian
	"il gli di del della dello delle dei degli nel nella alla dalla sul è sono siete avete vostro vostra vostri vostre quali viene vengono disponete eseguite utilizzate fornite indicare descrivere",
	"els amb són teniu disposeu vostra vostre quina quines aquest aquesta seva seu",
	"și sunt este aveți dețineți dumneavoastră pentru către dacă cum prin cu",
	// Dutch, Swedish, Danish, Norwegian, Icelandic
	"het een van voor bij wordt worden heeft hebben hebt bent zijn uw jullie hoe welke niet geen wij naar ook eist voert bevat beschikt",
	"ett och är har ni för som till inte er era ert hur vilka vilken finns av på från kräver använder beskriv",
	"og af til er har ikke jeres hvordan hvilke hvilken findes fra på som vi dere deres kreves bruker beskriv",
	"eru þið hafið er ykkar hvernig með við",
	// Finnish, Estonian, Hungarian
	"onko ovatko oletteko onko teillä tai että miten mitä kuinka teidän käytetäänkö vaaditaanko kuvaile",
	"kas teil on teie kuidas millised või ning",
	"az és van rendelkeznek rendelkezik hogyan milyen önök vagy nem kérjük egy",
	// Polish, Czech, Slovak, Slovene, Croatian, Baltic
	"czy jest są państwo państwa posiadają posiada jaki jakie jakich oraz lub się przez dla jak proszę z w",
	"je jsou máte má jak jaké nebo vaše váš vám pro při podle vyžadujete prosím popište",
	"sú máte ako aké alebo vaša vaše pre pri podľa prosím",
	"ali imate je so vaš vaša kako katere ter pri za imate li jeste",
	"ar jūs turite yra jūsų kaip vai jums ir jūsu kā",
	// Turkish, Indonesian, Malay, Vietnamese
	"mı mi mu mü ve bir için ile var sahip misiniz mısınız musunuz müsünüz ediyor nasıl hangi lütfen",
	"apakah anda memiliki dan yang untuk dengan bagaimana jelaskan adakah tidak",
	"có của không bạn và công được cho các như những",
)

// unreadLetters are Latin letters that none of the five languages writes.
const unreadLetters = "åøæąęłńśźżćčďěňřšťůžőűğışășțţđāēģīķļņūėįųþðǆơư"

// unreadSet leaves out what folding makes a word of one of the five languages,
// unless the word is written with marks that they lack.
func unreadSet(lists ...string) map[string]bool {
	out := map[string]bool{}
	for _, l := range lists {
		for _, w := range strings.Fields(l) {
			if len(wordLanguages[Fold(w)]) == 0 || Fold(w) != w {
				out[w] = true
			}
		}
	}
	return out
}

// Unread tells that a text is in none of the five languages, by signs of
// another one: letters of another script ("远程访问", "Есть ли"), function words
// ("Avete mai perso …?", "Bevat uw …?"), or so much beyond ASCII that the file's
// encoding was taken for another. It is false for what does not tell, such as
// "SOC 2 Type II", and for a text that asks in one of the five as well.
func Unread(text string) bool {
	c := countLetters(text)
	switch {
	case c.otherScript >= 2 && SureLanguage(text) == "":
		return true
	case c.latin >= 6 && 3*c.beyond > c.latin:
		return true // those five write one in ten at the most
	}
	var signs float64
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		low := strings.ToLower(w)
		switch {
		case unreadWords[low] && (utf8.RuneCountInString(w) == 1 || w != strings.ToUpper(w)):
			signs++ // one in capitals is an abbreviation
		case w == low && strings.ContainsAny(w, unreadLetters):
			signs += 0.5 // one with a capital is a name
		}
	}
	_, read, _ := languageScores(text)
	return signs >= 1 && signs >= read
}

// letterCount is what a text is made of.
type letterCount struct {
	// otherScript are letters that are not Latin, latin those that are and what
	// a wrong encoding makes of others; beyond is how many of them are no ASCII.
	otherScript, latin, beyond int
}

func countLetters(text string) letterCount {
	var c letterCount
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Latin, r):
			c.latin++
			if r >= utf8.RuneSelf {
				c.beyond++
			}
		case unicode.IsLetter(r):
			c.otherScript++
		case r > 0xa0 && r <= unicode.MaxLatin1:
			c.latin++
			c.beyond++
		}
	}
	return c
}
