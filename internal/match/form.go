package match

import (
	"strings"

	"candor/internal/textnorm"
)

// Form is what kind of answer a question wants.
type Form int

// The kinds of answers that a question wants.
const (
	FormOther  Form = iota // "describe", "how", a heading
	FormClosed             // yes or no, or a requirement to be met
	FormWho
	FormWhere
	FormOften
	FormLong
	FormMany
	FormWhich // "what", "which", "list", "name"
	FormWhy
)

// openings tell the form by how a question begins, folded; the first that fits.
var openings = []struct {
	form  Form
	words string
}{
	{FormOften, "how often|frequency |how frequently|how regularly|at what interval|at which interval|at what frequency|wie oft|a quelle frequence|con que frecuencia|com que frequencia"},
	{FormLong, "how long|after how|how quickly|how fast|how soon|within what time|within how|when |for how long|for what period|at what point|wie lange|wie schnell|wann |combien de temps|quand |cuanto tiempo|cuando |quanto tempo|quando "},
	{FormMany, "how many|number of |how much|how large|what number|what percentage|what share|state the number|wie viele|combien|cuantos|cuantas|quantos|quantas"},
	{FormWho, "who |whom |whose |by whom|wer |qui |quien |quem "},
	{FormWhere, "where |in which country|in what country|in which region|wo |ou |donde |onde "},
	{FormWhy, "why |warum |pourquoi |por que "},
	{FormWhich, "what |which |list |name |give |state |welche|quel|cual|qual"},
	{FormClosed, "do |does |did |is |are |was |were |has |have |had |can |could |will |would |must |may |might |should |shall |isn't |aren't |don't |doesn't |won't |can't |haben |hat |ist |sind |werden |wird |verfugen |gibt es |konnen |avez |est |sont |disposez |existe|tiene|cuenta|dispone|se |esta|son |possui|tem |sao |ha |e "},
}

// askings are what may stand before the question itself ("Please state how
// long …"), conditions what opens a clause before it ("After an incident, is
// …"), and confirmings what asks for a yes in other words.
var (
	askings    = []string{"please", "kindly", "describe", "explain", "specify", "indicate", "state", "tell us", "advise", "outline", "and"}
	conditions = []string{"in the event", "in case", "in a", "in the", "if", "when", "where", "upon", "on", "once", "after", "before", "prior to", "following", "during", "for", "as part of", "under", "at", "from", "with", "to"}
	confirming = []string{"confirm", "whether", "if you", "if your", "if the", "that you", "that your", "that the"}
)

// FormOf reads the form of a question; a sentence without an opening that ends
// as a statement is a requirement, which wants a yes or no.
func FormOf(text string) Form {
	folded := behindLabel(strings.TrimLeft(textnorm.Fold(text), "¿¡0123456789.-() ") + " ")
	if rest, ok := behindCondition(folded); ok {
		folded = rest
	}
	bare, led := behindAsking(folded)
	if led {
		if _, confirms := opening(bare, confirming); confirms {
			return FormClosed
		}
		switch f := opened(bare); f {
		case FormOften, FormLong, FormMany, FormWho, FormWhere:
			return f
		case FormOther, FormWhy, FormWhich, FormClosed:
		}
	}
	if f := opened(folded); f != FormOther {
		return f
	}
	for _, verb := range []string{" must ", " shall ", " are ", " is "} {
		if strings.Contains(folded, verb) && !led && !strings.HasPrefix(folded, "how ") {
			return FormClosed
		}
	}
	return FormOther
}

// opened is the form that the folded text's first words tell, FormOther for
// none.
func opened(folded string) Form {
	for _, o := range openings {
		for w := range strings.SplitSeq(o.words, "|") {
			if strings.HasPrefix(folded, w) {
				return o.form
			}
		}
	}
	return FormOther
}

// labelWords is how many words a heading before a question has at most.
const labelWords = 5

// behindLabel is the question behind a heading on the same line ("Offboarding:
// how fast …"), else the whole text.
func behindLabel(folded string) string {
	label, rest, ok := strings.Cut(folded, ": ")
	if ok && len(strings.Fields(label)) <= labelWords && opened(rest) != FormOther {
		return rest
	}
	return folded
}

// behindCondition is what follows the clause that opens a folded text, if a
// question does.
func behindCondition(folded string) (string, bool) {
	if _, ok := opening(folded, conditions); !ok {
		return "", false
	}
	_, rest, ok := strings.Cut(folded, ", ")
	return rest, ok && opened(rest) != FormOther
}

// behindAsking is the text without the words that ask for an answer; false if
// there are none.
func behindAsking(folded string) (string, bool) {
	led := false
	for {
		word, ok := opening(folded, askings)
		if !ok {
			return folded, led
		}
		led = true
		folded = strings.TrimLeft(folded[len(word):], " ,:")
	}
}

// opening returns the phrase that the folded text begins with.
func opening(folded string, phrases []string) (string, bool) {
	for _, p := range phrases {
		if strings.HasPrefix(folded, p+" ") {
			return p, true
		}
	}
	return "", false
}

// formAgreement is how well the entry gives the kind of answer wanted. An entry
// without a position answers no yes-or-no question, unless it is phrased as one;
// an entry that is asked "who" or "how long" somewhere answers such a question.
func formAgreement(asked Form, p *prepared, phrasing int) float64 {
	if asked == p.forms[phrasing] {
		return 1
	}
	same := false
	for _, f := range p.forms {
		same = same || f == asked
	}
	switch {
	case same:
		return 0.9
	case asked == FormClosed && p.entry.Verdict == "text":
		return 0
	case asked == FormOther, asked == FormClosed:
		return 0.7
	}
	return 0.3
}
