package textnorm

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
)

// Stem returns the stem of a folded word in the language ("" means English).
// Words with digits, with underscores, or of up to three letters stay as they
// are. British and American spellings meet: "organisations" and
// "organizations" have one stem.
func Stem(word, language string) string {
	// "CSPs", "VMs": a plural that the stemmer takes for a word without vowels.
	if single := strings.TrimSuffix(word, "s"); single != word && len(single) > 1 && !strings.ContainsAny(single, "aeiouy") {
		return single
	}
	if len(word) <= 3 || strings.ContainsAny(word, "0123456789_%") {
		return word
	}
	stemmer := english.Stem
	switch language {
	case "de":
		stemmer = german.Stem
	case "fr":
		stemmer = french.Stem
	case "es":
		stemmer = spanish.Stem
	case "pt":
		stemmer = portuguese.Stem
	default:
		word = Spelling(word)
	}
	env := snowballstem.NewEnv(word)
	stemmer(env)
	stem := env.Current()
	if strings.HasSuffix(stem, "ifi") { // "notify" against "notification"
		return stem[:len(stem)-1]
	}
	return stem
}

// Spelling maps British spellings to American ones. It works on letters alone
// ("exercise" becomes "exercize"): the result is a key for comparing, not a
// word for people.
func Spelling(word string) string {
	if w, ok := irregular[word]; ok {
		return w
	}
	for _, r := range spellingRules {
		if len(word) > len(r.from)+1 && strings.HasSuffix(word, r.from) {
			return word[:len(word)-len(r.from)] + r.to
		}
	}
	return word
}

// spellingRules are suffixes, longer ones before their own endings.
var spellingRules = []struct{ from, to string }{
	{"isations", "izations"},
	{"isation", "ization"},
	{"ising", "izing"},
	{"isers", "izers"},
	{"iser", "izer"},
	{"ised", "ized"},
	{"ises", "izes"},
	{"ise", "ize"},
	{"ysing", "yzing"},
	{"ysed", "yzed"},
	{"yses", "yzes"},
	{"yse", "yze"},
	{"elling", "eling"},
	{"elled", "eled"},
	{"ours", "ors"},
	{"our", "or"},
	{"oured", "ored"},
	{"ioural", "ioral"},
	{"entres", "enters"},
	{"entre", "enter"},
	{"ences", "enses"},
	{"efence", "efense"},
}

// irregular are words whose spellings differ by no rule, and short words that
// a rule would spoil.
var irregular = map[string]string{
	"licence": "license", "licences": "licenses", "programme": "program", "programmes": "programs",
	"catalogue": "catalog", "catalogues": "catalogs", "catalogued": "cataloged", "cheque": "check",
	"judgement": "judgment", "practise": "practice", "practised": "practiced", "grey": "gray",
	"our": "our", "your": "your", "four": "four", "hour": "hour", "hours": "hours", "yours": "yours", "ours": "ours",
	"artefact": "artifact", "artefacts": "artifacts", "organisation": "organization", "analyses": "analyses",
	"centralised": "centralized", "metre": "meter", "labelled": "labeled", "learnt": "learned",
	"premises": "premises", "staff": "staff", "people": "person", "persons": "person",
	"men": "man", "women": "woman", "data": "data", "left": "leave", "lost": "lose", "held": "hold",
	"kept": "keep", "sent": "send", "told": "tell", "taught": "teach", "done": "do", "made": "make",
	"written": "write", "wrote": "write", "chosen": "choose", "built": "build", "met": "meet", "sought": "seek",
	"ran": "run", "bound": "bind", "stolen": "steal", "broken": "break", "withdrawn": "withdraw", "given": "give",
	"analysis": "analyze", "analyse": "analyze", "analysed": "analyze", "analyzed": "analyze", "analyzing": "analyze",
	"retention": "retain", "deletion": "delete", "destruction": "destroy", "response": "respond", "responses": "respond",
	"approval": "approve", "approvals": "approve", "removal": "remove", "disposal": "dispose", "renewal": "renew",
	"recovery": "recover", "recoveries": "recover", "compliance": "comply", "compliant": "comply", "restoration": "restore",
	"restorations": "restore", "hosting": "host", "detection": "detect", "prevention": "prevent",
	"authorisation": "authorize", "authorization": "authorize", "revocation": "revoke", "acquisition": "acquire",
	"separation": "separate", "assurance": "assure", "identification": "identify", "encryption": "encrypt",
	"maintenance": "maintain", "involvement": "involve", "frequency": "frequent", "decisions": "decide", "decision": "decide",
	"expiry": "expire", "expiration": "expire", "inspection": "inspect", "transmission": "transmit", "subscription": "subscribe",
	"criteria": "criterion", "proof": "prove", "training": "train", "knowledge": "know",
	// Words that the stemmer would make one with another word.
	"security": "securit", "information": "informat", "international": "internat", "internationally": "internat",
	"authority": "authorit", "authorities": "authorit", "continuity": "continuit", "personal": "personl",
	"accessibility": "accessibilit", "accessible": "accessibilit", "custom": "bespoke", "slas": "sla", "provision": "clause", "provisions": "clause", "allowance": "condition", "allowances": "condition", "kpis": "kpi", "apis": "api",
	"organizational": "organization", "organisational": "organization", "organizationally": "organization", "organisationally": "organization", "general": "generall",
	"authenticity": "authentic", "availability": "available", "personnel": "personnel",
}
