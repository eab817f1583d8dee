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
	{FormOften, "how often|how frequently|how regularly|at what interval|at which interval|at what frequency|wie oft|a quelle frequence|con que frecuencia|com que frequencia"},
	{FormLong, "how long|how quickly|how fast|how soon|within what time|within how|when |for how long|for what period|at what point|wie lange|wie schnell|wann |combien de temps|quand |cuanto tiempo|cuando |quanto tempo|quando "},
	{FormMany, "how many|how much|how large|what number|what percentage|what share|state the number|wie viele|combien|cuantos|cuantas|quantos|quantas"},
	{FormWho, "who |whom |whose |by whom|wer |qui |quien |quem "},
	{FormWhere, "where |in which country|in what country|in which region|wo |ou |donde |onde "},
	{FormWhy, "why |warum |pourquoi |por que "},
	{FormWhich, "what |which |list |name |give |state |welche|quel|cual|qual"},
	{FormClosed, "do |does |did |is |are |was |were |has |have |had |can |could |will |would |must |may |should |shall |haben |hat |ist |sind |werden |wird |verfugen |gibt es |konnen |avez |est |sont |disposez |existe|tiene|cuenta|dispone|se |esta|son |possui|tem |sao |ha |e "},
}

// FormOf reads the form of a question; a sentence without an opening that ends
// as a statement is a requirement, which wants a yes or no.
func FormOf(text string) Form {
	folded := strings.TrimLeft(textnorm.Fold(text), "¿¡0123456789.-() ") + " "
	for _, o := range openings {
		for w := range strings.SplitSeq(o.words, "|") {
			if strings.HasPrefix(folded, w) {
				return o.form
			}
		}
	}
	if strings.Contains(folded, " must ") || strings.Contains(folded, " shall ") || strings.Contains(folded, " are ") || strings.Contains(folded, " is ") {
		if !strings.HasPrefix(folded, "describe") && !strings.HasPrefix(folded, "please") && !strings.HasPrefix(folded, "how ") && !strings.HasPrefix(folded, "explain") {
			return FormClosed
		}
	}
	return FormOther
}

// formAgreement is how well the entry gives the kind of answer wanted. An entry
// without a position answers no yes-or-no question, unless it is phrased as one;
// an entry that is asked "who" or "how long" somewhere answers such a question.
func formAgreement(asked Form, p *prepared, phrasing, hidden int) float64 {
	if asked == p.forms[phrasing] {
		return 1
	}
	same := false
	for i, f := range p.forms {
		same = same || i != hidden && f == asked
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
