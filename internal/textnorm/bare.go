package textnorm

import (
	"regexp"
	"strings"
)

// A sheet puts things around a question that ask nothing: a number, a tag, the
// answers to choose from, "If yes, please describe.", "For the services provided
// to us". Each is taken off where it says nothing of its own.
var (
	// numbering is "4.2.1", "Q17.", "(a)", "A-12:", "IAM-02.1".
	numbering = regexp.MustCompile(`^\s*(?:(?i:question|control|item|req|requirement|ref)\.?\s*(?:no\.?\s*)?)?(?:[A-Z]{1,5}[-.]?[0-9]{1,3}(?:[.-][0-9A-Za-z]{1,3})*[.):]|[A-Z]{2,5}-[0-9]{1,3}(?:[.-][0-9A-Za-z]{1,3})*|Q[0-9]{1,3}(?:\.[0-9]{1,3})*|[0-9]{1,3}(?:\.[0-9]{1,3})+\.?\)?|[0-9]{1,3}[.)]|[a-zA-Z0-9]{1,3}\)|\([a-zA-Z0-9]{1,4}\)|[•*–-])\s+`)
	// tagged is "[Mandatory]", "(required)".
	tagged = regexp.MustCompile(`^\s*(?:\[[^\]]{1,30}\]|\((?i:mandatory|required|optional|critical|new|key|must|should|high|medium|low)\)|(?i:mandatory|required|optional)\s*[:–-])\s*`)
	// choices are the answers to choose from, at the end.
	choices = regexp.MustCompile(`(?i)[\s,:;–-]*(?:[(\[]\s*(?:please )?(?:answer |select |respond |choose |indicate |state |with )*(?:y|yes|ja|j|oui|o|si|sí|s|sim|true)\s*(?:/|\||,|or|oder|ou|o)\s*(?:n|no|nein|non|não|nao|false)\b[^)\]]{0,40}[)\]]|[:–-]\s*(?:please )?(?:answer )?(?:yes|ja|oui|sí|si|sim)\s*(?:/|or|oder|ou|o)\s*(?:no|nein|non|não)(?:\s*(?:/|or)\s*n/?a)?|\b(?:y|yes|ja|oui|sí|si|sim)\s*/\s*(?:n|no|nein|non|não)(?:\s*/\s*(?:n/?a|partly|partially|partial|not applicable|planned|in progress|other|unknown|teilweise|partiellement|parcial))*)\s*[?.:]?\s*$`)
	// request asks to say more, and not what of.
	request = regexp.MustCompile(`(?i)[\s,;–-]*(?:\(\s*)?(?:(?:and )?(?:if (?:yes|so|no|not|applicable|any|in place|the answer is (?:yes|no))(?:\s*/\s*(?:yes|no))?,?\s*)?(?:then )?(?:please |kindly )*(?:describe|explain|elaborate|specify|detail|comment|outline|clarify|justify|expand|summari[sz]e|provide|give|attach|submit|supply|include|add|share|state|indicate|confirm|list|upload|enter|note|refer to|describe how|explain how|explain why|describe why)\b(?: (?:how|why|so|it|this|that|them|these|here|below|above|further|in|the|a|an|any|your|our|some|more|brief|briefly|short|full|fully|additional|supporting|relevant|corresponding|appropriate|applicable|with|and|or|of|on|for|as|to|where|if|necessary|needed|applicable|possible|available|details?|evidence|proof|explanations?|descriptions?|information|documentation|documents?|comments?|notes?|examples?|answers?|responses?|reasons?|rationale|justifications?|screenshots?|summary|column|field|box|cell|space|text|words|attachments?|links?|references?|copy|copies))*|details|comments?|evidence|remarks)\s*[.:!?)]*\s*$`)
	// foreignRequest is the same in German, French, Spanish and Portuguese.
	foreignRequest = regexp.MustCompile(`(?i)[\s,;–-]*(?:\(\s*)?(?:(?:wenn|falls|sofern) (?:ja|nein|zutreffend),?\s*|(?:si|dans) (?:oui|non|l['’]affirmative),?\s*|(?:en )?caso (?:afirmativo|positivo|negativo),?\s*|se (?:sim|n[aã]o),?\s*|si (?:s[ií]|no|procede),?\s*)?(?:bitte|veuillez|merci de|por favor,?|favor|s['’]il vous pla[iî]t,?)?\s*(?:(?:kurz|n[aä]her|dies|das|ihre|antwort|sie|es|bri[eè]vement) )*(?:erl[aä]utern|beschreiben|begr[uü]nden|angeben|nachweisen|ausf[uü]hren|erkl[aä]ren|pr[eé]ciser|d[eé]crire|d[eé]tailler|expliquer|justifier|commenter|describa|describir|explique|explicar|detalle|detallar|justifique|indique|especifique|descreva|descrever|detalhe|detalhar)(?: (?:sie|dies|das|kurz|n[aä]her|hier|unten|ihre|antwort|la|le|votre|r[eé]ponse|bri[eè]vement|ci-dessous|su|respuesta|brevemente|abajo|sua|resposta|abaixo))*\s*[.:!?)]*\s*$`)
	// scoping says for whom or for what a question is asked, where that is all
	// that we do.
	scoping = regexp.MustCompile(`(?i)^\s*(?:for|in|with(?:in)? (?:regards?|respect|reference|relation)? ?(?:to)?|with|in (?:relation|regard|regards|respect|connection|the context) (?:to|with|of)|in terms of|as regards|regarding|concerning|in the context of|under|within|throughout|across|across)\s+(?:(?:the|your|our|all|any|this|these|that|its|of|to|for|by|you|us|we|in|and|or|which|with|in-scope|scope|provided|proposed|offered|supplied|delivered|used|using|use|are|is|be|being|will|under|services?|systems?|solutions?|products?|platforms?|applications?|offerings?|organi[sz]ations?|company|companies|firm|business|environments?|operations?|security|information security|cyber ?security|it|information|technology|contract|agreement|engagement|project|tender|proposal|scope of (?:work|services)|relationship|hosted|cloud|saas|software|relevant|applicable|handling|processing|storing|data|customer|customers|clients?)\s*)+,\s*`)
)

// Bare is the text of a row without what a sheet puts around its question, read
// as Addressed gives it. What would leave less than a question stays. Patterns are
// tried only where a letter or word that each of their matches has is there: most
// questions have nothing around them.
func Bare(text string) string {
	out := strings.TrimRight(strings.TrimSpace(text), "* \u00a0")
	for range 2 { // "4.2 [Mandatory] Do you …"
		if head := out[:min(len(out), headLength)]; strings.ContainsAny(head, "0123456789)•*–-") {
			out = cutFront(numbering, out)
		}
		if hasPrefixFold(out, "[", "(", "mandatory", "required", "optional") {
			out = cutFront(tagged, out)
		}
	}
	for range 2 { // "… (Y/N) If yes, please describe."
		if !strings.ContainsAny(strings.TrimRight(out, ".?! "), ".?!:;([/") {
			break
		}
		for _, re := range []*regexp.Regexp{request, foreignRequest, choices} {
			out = cutEnd(re, out)
		}
	}
	if strings.Contains(out, ",") {
		out = cutFront(scoping, out)
	}
	return Addressed(out)
}

// headLength is how far into a text its number reaches.
const headLength = 24

// hasPrefixFold is true if the text begins with one of the words, in any case.
func hasPrefixFold(text string, words ...string) bool {
	for _, w := range words {
		if len(text) >= len(w) && strings.EqualFold(text[:len(w)], w) {
			return true
		}
	}
	return false
}

// mentions is true if the lower-case text has one of the parts.
func mentions(lower string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(lower, p) {
			return true
		}
	}
	return false
}

// leastBare is how many words must be left.
const leastBare = 3

func cutFront(re *regexp.Regexp, text string) string {
	loc := re.FindStringIndex(text)
	if loc == nil || len(strings.Fields(text[loc[1]:])) < leastBare {
		return text
	}
	return text[loc[1]:]
}

// cutEnd cuts what stands behind a whole question or statement, or in brackets.
func cutEnd(re *regexp.Regexp, text string) string {
	loc := re.FindStringIndex(text)
	if loc == nil || len(strings.Fields(text[:loc[0]])) < leastBare {
		return text
	}
	before, cut := strings.TrimSpace(text[:loc[0]]), strings.TrimSpace(text[loc[0]:])
	if !strings.ContainsAny(before[len(before)-1:], ".?!:;*)") && !strings.ContainsAny(cut[:1], "([:;–-") && !strings.EqualFold(strings.Trim(cut, "?.: "), "y/n") && !strings.Contains(cut, "/") {
		return text
	}
	if !strings.ContainsAny(before[len(before)-1:], ".?!") && strings.Contains(cut, "?") {
		before += "?"
	}
	return before
}
