package textnorm

// A sheet calls whoever fills it in by a noun as often as by "you": "How many
// people does the vendor employ?", "Vendor maintains an asset register." Such a
// noun names nobody else, so it belongs to the frame. It is one in the
// singular, with "the" or nothing before it, that does something; and where the
// text says "you" or "your", that is the one asked, and the vendor another.

// addressed are the words for the one asked beside which no noun is.
var addressed = map[string]bool{"you": true, "your": true, "yours": true, "yourself": true, "yourselves": true}

// selfNouns are the nouns that stand for the one asked.
var selfNouns = map[string]bool{
	"vendor": true, "supplier": true, "provider": true, "contractor": true, "company": true, "organisation": true, "organization": true, "bidder": true, "tenderer": true, "respondent": true, "applicant": true, "firm": true, "seller": true, "offeror": true,
	"service provider": true, "third party": true,
}

// doers stand before or behind a noun that does something.
var doers = map[string]bool{
	"does": true, "has": true, "must": true, "shall": true, "will": true, "should": true, "can": true, "may": true, "would": true, "did": true, "could": true,
}

// markSelf marks the nouns that stand for the one asked as frame.
func markSelf(f *Form) {
	for _, t := range f.Tokens {
		if addressed[t.Word] {
			return
		}
	}
	for i := range f.Tokens {
		t := &f.Tokens[i]
		if t.Kind == Core && selfNouns[t.Word] && isActor(f.Tokens, i) && hasOtherCore(f.Tokens, i) {
			t.Kind = Frame
		}
	}
}

// isActor is true if the noun at i does something: an auxiliary opens its
// clause, or follows it, or it opens the text and a verb follows.
func isActor(tokens []Token, i int) bool {
	at := i - 1
	if at >= 0 && tokens[at].Word == "the" {
		at--
	}
	if at >= 0 && doers[tokens[at].Word] {
		return true
	}
	opens := at < 0
	if i+1 >= len(tokens) || !opens && tokens[i-1].Word != "the" {
		return false
	}
	next := tokens[i+1]
	return doers[next.Word] || opens && (next.Word == "to" || isVerbForm(next.Word) && (next.Action != "" || next.Kind != Core || isVerbOfHaving(next.Word)))
}

// isVerbForm is true for a word that may be a verb in the third person.
func isVerbForm(word string) bool {
	return len(word) > 3 && word[len(word)-1] == 's' && word[len(word)-2] != 's'
}

func isVerbOfHaving(word string) bool {
	switch word {
	case "maintains", "performs", "conducts", "ensures", "provides", "operates", "implements", "employs", "requires", "enforces", "applies", "undertakes", "supports", "offers", "keeps", "carries":
		return true
	}
	return false
}

// hasOtherCore is true if the text names a thing besides the token at i.
func hasOtherCore(tokens []Token, i int) bool {
	for j, t := range tokens {
		if j != i && t.Kind == Core && !t.Generic {
			return true
		}
	}
	return false
}
