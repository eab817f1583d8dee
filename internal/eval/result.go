package eval

import (
	"context"

	"candor/internal/knowledge"
	"candor/internal/match"
)

// Schema names this version of the format.
const Schema = "candor.eval/1"

// Result is what an evaluation found.
type Result struct {
	Schema     string           `json:"schema"`
	AsOf       string           `json:"as_of"`
	Sharing    string           `json:"sharing"`
	Starter    bool             `json:"starter,omitempty"`
	Entries    int              `json:"entries"`
	Thresholds match.Thresholds `json:"thresholds"`
	// Model is what a language model changes, nil without one.
	Model *Effect `json:"model,omitempty"`
	// Sets, Traps and Languages are figures at the default threshold; All is
	// over everything.
	All       Stats   `json:"all"`
	Sets      []Group `json:"sets"`
	Splits    []Group `json:"splits,omitempty"`
	Traps     []Group `json:"traps,omitempty"`
	Languages []Group `json:"languages,omitempty"`
	// Curve is what other thresholds would give.
	Curve       []Point   `json:"curve"`
	Reliability []Band    `json:"reliability"`
	Budget      Budget    `json:"budget"`
	LeftOut     []LeftOut `json:"left_out,omitempty"`
	// Unknown are entries that labels name and the library has not.
	Unknown []string `json:"unknown_entries,omitempty"`
	// Faults are the answers filled in wrongly, without those of a test split.
	Faults []Fault `json:"faults,omitempty"`
}

// LeftOut is how many rows of a set have no truth.
type LeftOut struct {
	Set  string `json:"set"`
	Rows int    `json:"rows"`
}

// Fault is one answer that was filled in wrongly.
type Fault struct {
	Set        string   `json:"set"`
	Ref        string   `json:"ref"`
	Question   string   `json:"question"`
	Trap       string   `json:"trap,omitempty"`
	Want       []string `json:"want,omitempty"`
	WantSays   string   `json:"want_verdict"`
	Got        string   `json:"got"`
	GotSays    string   `json:"got_verdict"`
	Confidence float64  `json:"confidence"`
	WrongYes   bool     `json:"wrong_yes,omitempty"`
}

// Evaluate answers the questions of all sets and counts.
func Evaluate(ctx context.Context, base *knowledge.Base, sets []Set, opt Options) (*Result, error) {
	t, err := Prepare(ctx, base, sets, opt)
	if err != nil {
		return nil, err
	}
	at := base.Matcher.Thresholds()
	list, err := t.Outcomes(ctx, at)
	if err != nil {
		return nil, err
	}
	r := &Result{
		Schema: Schema, AsOf: opt.AsOf.String(), Sharing: string(opt.Sharing), Starter: base.Starter, Thresholds: at,
		Entries: len(base.Library.Entries()), All: Summarize(list), Unknown: t.Unknown(), Faults: faults(list),
		Sets: groups(list, bySet), Splits: groups(list, bySplit), Traps: groups(list, byTrap), Languages: groups(list, byLanguage),
	}
	for i := range sets {
		if n := len(sets[i].Cases) - sets[i].Known(); n > 0 && sets[i].Kind != Gold {
			r.LeftOut = append(r.LeftOut, LeftOut{sets[i].Name, n})
		}
	}
	if err := t.tryThresholds(ctx, r, at); err != nil {
		return nil, err
	}
	r.Model, err = t.effect(ctx, base, sets)
	return r, err
}

// tryThresholds decides again at other thresholds.
func (t *Trial) tryThresholds(ctx context.Context, r *Result, at match.Thresholds) error {
	try := func(fill float64) (Point, error) {
		list, err := t.Outcomes(ctx, withFill(at, fill))
		return Point{Threshold: fill, Stats: Summarize(list)}, err
	}
	for _, fill := range steps(at.Fill) {
		p, err := try(fill)
		if err != nil {
			return err
		}
		r.Curve = append(r.Curve, p)
	}
	all, err := t.Outcomes(ctx, match.Thresholds{})
	if err != nil {
		return err
	}
	r.Reliability = reliability(all)
	fill, found := lowest(all, t.opt.Budget)
	r.Budget = Budget{Share: t.opt.Budget, Found: found}
	if !found {
		return nil
	}
	s := &r.Budget.Stats
	// The search looks at each answer by itself; rows that hang on others may
	// come out a little differently when tried.
	for ; fill < 1; fill += 0.01 {
		if r.Budget.Point, err = try(fill); err != nil {
			return err
		}
		if float64(s.Wrong) <= r.Budget.Share*float64(s.Right+s.Wrong) {
			break
		}
	}
	r.Budget.Upper = upper(s.Wrong, s.Right+s.Wrong)
	return nil
}

func faults(list []Outcome) []Fault {
	var out []Fault
	for i := range list {
		o := &list[i]
		// Whoever reads the test split fits it.
		if o.Judgement != Wrong || o.Case.Split == "test" {
			continue
		}
		want := string(o.Case.Truth.Verdict)
		if o.Case.Truth.Person {
			want = "a person decides"
		}
		got := o.Entry
		if got == "" {
			got = "certification records"
		}
		out = append(out, Fault{
			Set: o.Set, Ref: o.Ref, Question: o.Text, Trap: o.Case.Trap, Want: o.Case.Truth.Entries, WantSays: want,
			Got: got, GotSays: string(o.Verdict), Confidence: o.Confidence, WrongYes: o.WrongYes,
		})
	}
	return out
}
