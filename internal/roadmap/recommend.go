package roadmap

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/gap"
)

// Rule is a decision rule of DOMAIN.md 4.3.
type Rule string

// The rules, in the order in which they are tried; none is for a company to
// which no questionnaire shows a framework missing.
const (
	RuleNone    Rule = "none"
	RuleNeither Rule = "neither"
	RuleBoth    Rule = "both"
	RuleSOC2    Rule = "soc2"
	RuleISO     Rule = "iso27001"
)

func ruleIDs() []string {
	return []string{string(RuleNone), string(RuleNeither), string(RuleBoth), string(RuleSOC2), string(RuleISO)}
}

// advice is what the rules look at.
type advice struct {
	*Planner
	opt    Options
	sheets []*sheet
	places map[string]place
	held   holdings
	money  money
	// t1, t2, iso and both are nil where they are not to be had: held, or both
	// where one is.
	t1, t2, iso, both *measured
	// all is every remedy in rank order.
	all []measured
}

// recommend returns the first rule that applies, with its evidence.
func (a *advice) recommend() Recommendation {
	rule, why := a.decide()
	rec := Recommendation{Rule: rule, Title: a.Rules.recommendations[string(rule)], Why: why, Sequence: []string{}}
	switch rule {
	case RuleBoth:
		if a.iso.Demand > a.t2.Demand {
			rec.Why = append(rec.Why, fmt.Sprintf("ISO/IEC 27001 by itself closes more (%d) than SOC 2 Type II (%d); the sequence is the source's, for the sake of speed.", a.iso.Demand, a.t2.Demand))
		}
		rec.Sequence, rec.Why = a.sequence(rec.Why, a.t2, a.iso)
	case RuleSOC2:
		rec.Sequence, rec.Why = a.sequence(rec.Why, a.t2, a.demanded(a.iso))
	case RuleISO:
		rec.Sequence, rec.Why = a.sequence(rec.Why, a.iso, a.demanded(a.t2))
	case RuleNone, RuleNeither:
	}
	if goal := a.goal(rule); goal != nil {
		rec.Goal = goal.ID
		rec.Why = append(rec.Why, a.stillBlocked(goal)...)
		rec.Why = append(rec.Why, a.above(goal)...)
	} else {
		rec.Why = append(rec.Why, a.otherwiseBlocked()...)
	}
	rec.Why = append(rec.Why, a.regionNotes()...)
	return rec
}

// goal is the remedy whose effect is that of the whole sequence; what follows
// it on demand is a later decision.
func (a *advice) goal(rule Rule) *measured {
	switch rule {
	case RuleBoth:
		if a.both != nil {
			return a.both
		}
		return a.t2
	case RuleSOC2:
		return a.t2
	case RuleISO:
		return a.iso
	case RuleNone, RuleNeither:
	}
	return nil
}

// above says which remedies rank before the goal though the rules, which speak
// of two frameworks only, do not weigh them.
func (a *advice) above(goal *measured) []string {
	var names []string
	for i := range a.all {
		if a.all[i].ID == goal.ID {
			break
		}
		if r := &a.all[i]; r != a.both && r.Deals > 0 {
			names = append(names, fmt.Sprintf("%s (%s)", r.Name, count(r.Deals, "deal", "deals")))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"Above it in the ranking: " + listFiles(names) + "; the source's rules compare SOC 2 and ISO/IEC 27001 only."}
}

// stillBlocked says what no step of the sequence closes, so that nobody takes
// the recommendation for the end of it.
func (a *advice) stillBlocked(goal *measured) []string {
	n := len(a.money.blocked) - goal.Deals
	if n <= 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s blocked after it, by %s.", count(n, "questionnaire stays", "questionnaires stay"), a.counted(goal.stuck))}
}

// otherwiseBlocked says what blocks questionnaires where neither framework is
// recommended: a headline about two frameworks must not sound like the end of it.
func (a *advice) otherwiseBlocked() []string {
	n := len(a.money.blocked)
	if n == 0 {
		return nil
	}
	stuck := map[string]int{}
	for _, s := range a.sheets {
		for slot, severity := range s.slots {
			stuck[slot] += asInt(!s.over && severity.AtLeast(a.Rules.blocking))
		}
	}
	return []string{fmt.Sprintf("%s blocked all the same, by %s; the ranking has what would close that.", count(n, "questionnaire is", "questionnaires are"), a.counted(stuck))}
}

// counted lists requirements by how many questionnaires each of them blocks, the
// most frequent first.
func (a *advice) counted(stuck map[string]int) string {
	slots := slices.DeleteFunc(slices.Sorted(maps.Keys(stuck)), func(s string) bool { return stuck[s] == 0 })
	slices.SortStableFunc(slots, func(x, y string) int { return cmp.Compare(stuck[y], stuck[x]) })
	for i, s := range slots {
		slots[i] = fmt.Sprintf("%s (%d)", a.requirement(s), stuck[s])
	}
	return listFiles(slots)
}

func (a *advice) decide() (Rule, []string) {
	asked := a.demanded(a.t2) != nil || a.demanded(a.iso) != nil || a.demanded(a.t1) != nil
	if !asked {
		return a.unasked()
	}
	if a.t2 == nil && a.iso == nil {
		return RuleNone, []string{fmt.Sprintf("SOC 2 Type II %s and ISO/IEC 27001 %s; what is still asked for is a matter of their scope.", stateOf(a.held.soc2[2]), stateOf(a.held.iso))}
	}
	if a.t2 != nil && a.iso != nil {
		if why := a.wantsBoth(); len(why) > 0 {
			if budget := a.opt.Budget; budget <= 0 || budget >= a.Rules.bothBudget {
				return RuleBoth, why
			}
			rule, more := a.first()
			return rule, append(append(why, fmt.Sprintf("The budget of %s is below the %s that the source starts at for both (F23).", dollars(a.opt.Budget), dollars(a.Rules.bothBudget))), more...)
		}
	}
	return a.first()
}

// unasked is the case in which no questionnaire shows either framework missing.
func (a *advice) unasked() (Rule, []string) {
	why := []string{fmt.Sprintf("None of %s shows SOC 2 or ISO/IEC 27001 missing.", count(len(a.sheets), "questionnaire", "questionnaires"))}
	c := a.Posture.Company
	switch {
	case a.t2 == nil && a.iso == nil:
		return RuleNone, append(why, "Both are held or under way.")
	case !c.HasEnterprise:
		return RuleNeither, append(why, "The posture records no enterprise prospects.")
	case c.EngineeringHeadcount > 0 && c.EngineeringHeadcount < a.Rules.smallTeam:
		return RuleNeither, append(why, fmt.Sprintf("Engineering has %d people, fewer than %d.", c.EngineeringHeadcount, a.Rules.smallTeam))
	}
	return RuleNone, why
}

// wantsBoth is the evidence that one framework will not do: a questionnaire
// that asks for each by itself, or regions of either kind that the other
// framework leaves unserved.
func (a *advice) wantsBoth() []string {
	var each, us, abroad []string
	for _, s := range a.sheets {
		if s.slots[soc2].AtLeast(gap.High) && s.slots[iso27001].AtLeast(gap.High) {
			each = append(each, s.label())
		}
		if a.both == nil {
			continue
		}
		all := a.both.closed[s.File]
		if g, ok := a.Rules.region(a.places[s.File].id); ok && all > 0 {
			if slices.Contains(g.Asks, soc2) && a.iso.closed[s.File] < all {
				us = append(us, s.label())
			}
			if slices.Contains(g.Asks, iso27001) && a.t2.closed[s.File] < all {
				abroad = append(abroad, s.label())
			}
		}
	}
	var why []string
	if len(each) > 0 {
		why = append(why, fmt.Sprintf("%s for SOC 2 and for ISO/IEC 27001, each by itself: %s.", asksVerb(len(each)), listFiles(each)))
	}
	if len(us) > 0 && len(abroad) > 0 {
		why = append(why, fmt.Sprintf("Buyers of a SOC 2 region are not served by ISO/IEC 27001 (%s), and buyers of an ISO region not by SOC 2 (%s).", listFiles(us), listFiles(abroad)))
	}
	return why
}

func asksVerb(n int) string {
	if n == 1 {
		return "1 questionnaire asks"
	}
	return fmt.Sprintf("%d questionnaires ask", n)
}

// first chooses between the two by the demand that each closes.
func (a *advice) first() (Rule, []string) {
	switch {
	case a.t2 == nil:
		return RuleISO, []string{fmt.Sprintf("SOC 2 Type II %s; ISO/IEC 27001 closes a demand of %d.", stateOf(a.held.soc2[2]), a.iso.Demand)}
	case a.iso == nil:
		return RuleSOC2, []string{fmt.Sprintf("ISO/IEC 27001 %s; SOC 2 Type II closes a demand of %d.", stateOf(a.held.iso), a.t2.Demand)}
	case a.t2.Demand >= a.iso.Demand:
		return RuleSOC2, []string{fmt.Sprintf("SOC 2 Type II closes a demand of %d, ISO/IEC 27001 one of %d.", a.t2.Demand, a.iso.Demand)}
	case a.northAmerican():
		return RuleSOC2, []string{fmt.Sprintf("ISO/IEC 27001 closes more (%d, SOC 2 Type II %d), but the company's market is %s.", a.iso.Demand, a.t2.Demand, strings.ToUpper(strings.Join(a.Posture.Company.Markets, ", ")))}
	default:
		return RuleISO, []string{fmt.Sprintf("ISO/IEC 27001 closes a demand of %d, SOC 2 Type II one of %d.", a.iso.Demand, a.t2.Demand)}
	}
}

// stateOf says why a framework is not to be had: it is held, or an audit that
// closes nothing asked here has begun.
func stateOf(held bool) string {
	if held {
		return "is held"
	}
	return "is under way"
}

// northAmerican reports whether every market of the company asks for SOC 2.
func (a *advice) northAmerican() bool {
	markets := a.Posture.Company.Markets
	return len(markets) > 0 && !slices.ContainsFunc(markets, func(m string) bool { return m != "us" && m != "ca" })
}

// demanded returns the remedy if anybody asks for what it closes.
func (a *advice) demanded(r *measured) *measured {
	if r == nil || r.Demand == 0 {
		return nil
	}
	return r
}

// sequence puts Type I before Type II where a deal cannot wait for the
// observation window, and leaves out what is not to be had or not asked for.
func (a *advice) sequence(why []string, steps ...*measured) ([]string, []string) {
	var ids []string
	for _, r := range steps {
		if r == nil {
			continue
		}
		if r == a.t2 && a.demanded(a.t1) != nil {
			first, reason := a.typeOneFirst()
			why = append(why, reason)
			if first {
				ids = append(ids, a.t1.ID)
			}
		}
		ids = append(ids, r.ID)
	}
	return ids, why
}

// typeOneFirst reports whether a Type I report is worth having on the way.
func (a *advice) typeOneFirst() (bool, string) {
	months := a.Rules.typeOneMonths
	limit := a.opt.AsOf.AddMonths(months)
	var soon []string
	for _, s := range a.sheets {
		if s.Deal != nil && within(s.Deal.Close, a.opt.AsOf, limit) && a.t1.closed[s.File] > 0 {
			soon = append(soon, fmt.Sprintf("%s on %s", s.label(), s.Deal.Close))
		}
	}
	switch {
	case len(soon) > 0:
		return true, fmt.Sprintf("Type I first: a Type II report takes at least %d months (F17), and before that closes %s.", months, listFiles(soon))
	case !a.money.dated:
		return true, "Type I first: no close dates are known, and it is the fastest to have (F16)."
	}
	return false, fmt.Sprintf("Type II at once: no deal that Type I would help closes within %d months.", months)
}

func within(day, from, to date.Date) bool {
	return !day.IsZero() && !day.Before(from) && day.Before(to)
}

// regionNotes say what the source says of regions whose case is not plain, and
// which regions were guessed.
func (a *advice) regionNotes() []string {
	var notes, guessed []string
	mixed := false
	for _, s := range a.sheets {
		pl := a.places[s.File]
		mixed = mixed || pl.id == "latam"
		if pl.guess && pl.id != "" {
			guessed = append(guessed, fmt.Sprintf("%s: %s (%s)", s.label(), pl.id, pl.why))
		}
	}
	if g, ok := a.Rules.region("latam"); ok && mixed {
		notes = append(notes, "Latin America: "+g.Says+".")
	}
	if len(guessed) > 0 {
		notes = append(notes, "Guessed regions: "+listFiles(guessed)+".")
	}
	return notes
}
