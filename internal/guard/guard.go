package guard

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/match"
	"candor/internal/textnorm"
)

// Code names the reason of a finding.
type Code string

// The codes of findings.
const (
	Polarity    Code = "polarity"    // the question asks the opposite, or may do so
	Quantity    Code = "quantity"    // a number that the entry contradicts or does not state
	Scope       Code = "scope"       // all, only, a place, a product: not backed by the entry
	Subject     Code = "subject"     // somebody else's staff, systems or duty
	Object      Code = "object"      // the same done with another thing
	Compound    Code = "compound"    // several questions, not all of them answered
	Dependent   Code = "dependent"   // makes sense only with the row that it follows
	Form        Code = "form"        // asks yes or no of an entry without a position
	Instruction Code = "instruction" // text that gives orders to the reader
)

// Codes lists the codes of findings.
func Codes() []Code {
	return []Code{Polarity, Quantity, Scope, Subject, Object, Compound, Dependent, Form, Instruction}
}

// Effect is what a finding does to the answer.
type Effect string

// The effects of findings.
const (
	EffectReview Effect = "review" // a person must confirm
	EffectTurn   Effect = "turn"   // Yes becomes No and No becomes Yes
	EffectBlock  Effect = "block"  // must not be answered by a tool
	EffectNote   Effect = "note"   // shown, changes nothing
)

// Finding is one reason against taking the entry's answer as it is.
type Finding struct {
	Code   Code   `json:"code"`
	Text   string `json:"text"`
	Effect Effect `json:"effect"`
}

const guardFile = "lexicon/guards.yaml"

// Guard holds the words that the checks look for. It is immutable.
type Guard struct {
	words        *match.Words
	lex          *textnorm.Lexicon
	rarity       func(key string) float64
	polarity     polarityWords
	scopes       []scopeRule
	subjects     map[string]bool
	strict       map[string]bool
	orders       []orderKind
	dependents   []string
	closed       []string
	history      []string
	past         []string
	shares       []string
	papers       []string
	asking       map[string]bool
	plain        map[string]bool
	issuers      map[string]bool
	entrusted    map[string]bool
	customersOwn map[string]bool // what customers have of their own
	orSimilar    []string
	askers       []string
	people       []string
	parties      []string
	houses       []string
	partly       []string
	actors       []string
	customers    []string
	holding      []string
	disowned     disownedYAML
	duties       []string
	sharing      sharing
	telling      telling
	frames       frames
	kind         kindYAML
	limits       limits
}

// limits are the thresholds of the checks, with their reasons in the file.
type limits struct {
	// ObjectRarity is how rare an unmatched thing must be to matter.
	ObjectRarity float64 `yaml:"object_rarity" kb:"required"`
	// ObjectShare is how much of the question's things must be unmatched.
	ObjectShare float64 `yaml:"object_share" kb:"required"`
	// OpenShare is the same for a question that takes no position.
	OpenShare float64 `yaml:"open_share" kb:"required"`
	// DisownedRarity is how rare a word must be to be asked for by itself.
	DisownedRarity float64 `yaml:"disowned_rarity" kb:"required"`
	// BeyondShare is how much of the phrasing's things may be left over.
	BeyondShare float64 `yaml:"beyond_share" kb:"required"`
	// AskedShare is how far questionnaires must use a word to ask about what an
	// entry is about, for the entry to need no mention of it; AskedUsually how
	// much of a question such words must be for it to ask nothing else.
	AskedShare   float64 `yaml:"asked_share" kb:"required"`
	AskedUsually float64 `yaml:"asked_usually" kb:"required"`
}

type guardYAML struct {
	Polarity     polarityYAML         `yaml:"polarity" kb:"required"`
	Scope        map[string]scopeYAML `yaml:"scope" kb:"required"`
	Subjects     []string             `yaml:"subjects" kb:"required"`
	Orders       ordersYAML           `yaml:"orders" kb:"required"`
	Dependents   []string             `yaml:"dependents" kb:"required"`
	Askers       []string             `yaml:"askers" kb:"required"`
	People       []string             `yaml:"people" kb:"required"`
	Parties      []string             `yaml:"parties" kb:"required"`
	Partly       []string             `yaml:"partly" kb:"required"`
	Actors       []string             `yaml:"actors" kb:"required"`
	Houses       []string             `yaml:"houses" kb:"required"`
	Customers    []string             `yaml:"customers" kb:"required"`
	Holding      []string             `yaml:"holding" kb:"required"`
	Disowned     disownedYAML         `yaml:"disowned" kb:"required"`
	Strict       []string             `yaml:"strict_doings" kb:"required"`
	Duties       []string             `yaml:"duties" kb:"required"`
	Closed       []string             `yaml:"closed" kb:"required"`
	History      []string             `yaml:"history" kb:"required"`
	Past         []string             `yaml:"past" kb:"required"`
	Shares       []string             `yaml:"shares" kb:"required"`
	Papers       []string             `yaml:"papers" kb:"required"`
	Asking       []string             `yaml:"asking" kb:"required"`
	Plain        []string             `yaml:"plain" kb:"required"`
	Issuers      []string             `yaml:"issuers" kb:"required"`
	OrSimilar    []string             `yaml:"or_similar" kb:"required"`
	Entrusted    []string             `yaml:"entrusted" kb:"required"`
	CustomersOwn []string             `yaml:"customers_own" kb:"required"`
	Sharing      sharingYAML          `yaml:"sharing" kb:"required"`
	Telling      tellingYAML          `yaml:"telling" kb:"required"`
	Frames       framesYAML           `yaml:"frames" kb:"required"`
	Kind         kindYAML             `yaml:"kind" kb:"required"`
	Limits       limits               `yaml:"limits" kb:"required"`
}

// disownedYAML are the words beside what a text names only to deny it.
type disownedYAML struct {
	// Before stand some words before it, Right right before, Behind after it.
	Before []string `yaml:"before" kb:"required"`
	Right  []string `yaml:"right_before" kb:"required"`
	Behind []string `yaml:"behind" kb:"required"`
}

// Load reads the guards' words from a knowledge base.
func Load(fsys fs.FS) (*Guard, error) {
	var y guardYAML
	doc, err := kbfile.Read(fsys, guardFile, &y)
	if err != nil {
		return nil, fmt.Errorf("read guards: %w", err)
	}
	orders, err := newOrders(doc, &y.Orders)
	if err != nil {
		return nil, err
	}
	words, err := match.LoadWords(fsys)
	if err != nil {
		return nil, err
	}
	return &Guard{
		words: words, lex: words.Lexicon(), rarity: words.Rarity, polarity: newPolarity(&y.Polarity), scopes: newScopes(y.Scope),
		subjects: setOf(y.Subjects), strict: setOf(y.Strict), plain: setOf(y.Plain), asking: setOf(y.Asking),
		issuers: setOf(y.Issuers), orSimilar: folded(y.OrSimilar), entrusted: setOf(y.Entrusted), customersOwn: setOf(y.CustomersOwn),
		orders: orders, dependents: folded(y.Dependents), askers: folded(y.Askers), people: folded(y.People), parties: folded(y.Parties), partly: folded(y.Partly), actors: folded(y.Actors), houses: folded(y.Houses), customers: folded(y.Customers), holding: folded(y.Holding),
		disowned: disownedYAML{Before: folded(y.Disowned.Before), Right: folded(y.Disowned.Right), Behind: folded(y.Disowned.Behind)}, duties: folded(y.Duties),
		closed: folded(y.Closed), history: folded(y.History), past: folded(y.Past), shares: folded(y.Shares), papers: folded(y.Papers),
		sharing: newSharing(y.Sharing), telling: newTelling(y.Telling), frames: newFrames(y.Frames), limits: y.Limits,
		kind: kindYAML{Describing: folded(y.Kind.Describing), Manners: folded(y.Kind.Manners), Figures: folded(y.Kind.Figures), Roles: folded(y.Kind.Roles)},
	}, nil
}

// Words returns what is known about words, for a matcher to share.
func (g *Guard) Words() *match.Words { return g.words }

func setOf(list []string) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, s := range list {
		out[s] = true
	}
	return out
}

func folded(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, strings.Join(textnorm.Words(textnorm.Fold(s)), " "))
	}
	return out
}

// texts is what the checks compare, prepared once a call.
type texts struct {
	question match.Question
	// q, p and e are padded words: question, matched phrasing, and all that
	// the entry says (phrasings and answer).
	q, p, e string
	// phrasing is the one that matched.
	phrasing string
	// lead is the entry's first phrasing, padded: its verdict answers that one.
	lead string
	// stance is the phrasing that the sense of a yes-or-no question is held
	// against, padded: the one that matched, or if that is an open question the
	// nearest of those that take a position.
	stance string
	// said is the first phrasing and the answer.
	forms struct {
		q, p, e, said textnorm.Form
		// all are those of the entry's phrasings, made when they are wanted.
		all []textnorm.Form
	}
	answer match.Entry
	// known are the keys of all that the entry says.
	known map[string]bool
	// subject is what the entry is about.
	subject match.Subject
	// starts are the beginnings of its words.
	starts map[string]bool
	// named are the keys of its phrasings and topics only.
	named map[string]bool
}

// Check returns the findings on answering q with e, whose phrasing matched.
func (g *Guard) Check(q match.Question, e match.Entry, phrasing string) []Finding {
	t := g.read(q, e, phrasing)
	out := slices.Concat(
		g.checkOrders(t), g.checkForm(t), g.checkPolarity(t), g.checkQuantities(t),
		g.checkScope(t), g.checkIncluding(t),
		g.checkSubject(t), g.checkBelonging(t), g.checkParty(t), g.checkDuty(t),
		g.checkSharing(t), g.checkTelling(t),
		g.checkObject(t), g.checkDesignation(t), g.checkArticle(t), g.checkHead(t),
		g.checkDoneTo(t), g.checkContrast(t), g.checkApplies(t),
	)
	if len(out) == 0 { // else there is reason enough
		out = slices.Concat(g.checkLast(t), g.checkWhose(t), g.checkMatter(t), g.checkFrame(t), g.checkTrail(t))
	}
	out = append(out, g.checkBeyond(t)...)
	if !slices.ContainsFunc(out, func(f Finding) bool { return f.Effect == EffectTurn }) { // else the opposite is done
		out = append(out, g.checkDoing(t)...)
	}
	return slices.Concat(out, g.checkBack(t), g.checkPair(t), g.checkCompound(t), g.checkDependent(t))
}

// read prepares what the checks compare.
func (g *Guard) read(q match.Question, e match.Entry, phrasing string) *texts {
	q.Text, phrasing = addressing(confirmed(textnorm.Bare(q.Text)), q.Language), addressing(textnorm.Bare(phrasing), e.Language)
	asked := strings.Join(e.Questions, ". ")
	t := &texts{
		question: q, answer: e, phrasing: phrasing, q: padded(q.Text), p: padded(phrasing),
		subject: g.words.Subject(&e), known: map[string]bool{}, starts: map[string]bool{}, named: map[string]bool{},
	}
	t.e = padded(phrasing + ". " + asked + ". " + e.Text + " " + e.Short)
	t.lead = t.p
	if len(e.Questions) > 0 {
		t.lead = padded(e.Questions[0])
	}
	t.forms.q = g.lex.Analyze(q.Text, q.Language)
	t.forms.p = g.lex.Analyze(phrasing, e.Language)
	t.forms.e = g.lex.AnalyzeText(asked+". "+e.Text+" "+e.Short, e.Language)
	t.forms.said = g.lex.AnalyzeText(t.lead+". "+e.Text+" "+e.Short, e.Language)
	for _, f := range []textnorm.Form{t.forms.p, t.forms.e} {
		for _, tok := range f.Tokens {
			t.know(tok.Key)
			for _, p := range tok.Parts {
				t.know(p)
			}
		}
	}
	t.stance = g.stance(t)
	for _, tok := range g.lex.AnalyzeText(asked+". "+strings.ReplaceAll(strings.Join(e.Topics, ". "), "-", " "), e.Language).Tokens {
		t.named[tok.Key] = true
		for _, p := range tok.Parts {
			t.named[p] = true
		}
	}
	return t
}

func (t *texts) know(key string) {
	t.known[key] = true
	if len(key) > sameStart {
		t.starts[key[:sameStart]] = true
	}
}

// padded is the text as words between single spaces, so that " word " finds
// whole words only.
func padded(text string) string {
	return " " + strings.Join(textnorm.Words(textnorm.Fold(text)), " ") + " "
}

// has returns the first of the phrases that stands in the padded text.
func has(text string, phrases []string) (string, bool) {
	for _, p := range phrases {
		if strings.Contains(text, " "+p+" ") {
			return p, true
		}
	}
	return "", false
}

// positioned is true if the entry's verdict is one that can be wrong.
func positioned(verdict string) bool {
	return verdict == "yes" || verdict == "no" || verdict == "partial" || verdict == "na"
}
