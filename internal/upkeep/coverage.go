package upkeep

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/framework"
	"candor/internal/library"
	"candor/internal/posture"
)

// Answered is how far the library answers a control.
type Answered string

// The states of a control, from good to bad. Excluded ones need no answer.
const (
	// Covered controls have an entry that may be filled in and says they are met.
	Covered Answered = "covered"
	// Mixed controls have such an entry, and another that says No or Partial.
	Mixed Answered = "mixed"
	// Denied controls have entries that may be filled in, all No or Partial.
	Denied Answered = "no"
	// Aged, Held and Drafted controls have entries, none of which may be filled
	// in: past their review day, kept inside or lacking a fact, not approved.
	Aged     Answered = "stale"
	Held     Answered = "held"
	Drafted  Answered = "draft"
	Missing  Answered = "none"
	Excluded Answered = "excluded"
)

// States lists the states of a control from good to bad, the excluded last.
func States() []Answered {
	return []Answered{Covered, Mixed, Denied, Aged, Held, Drafted, Missing, Excluded}
}

// ControlCover is one control with what the library says about it.
type ControlCover struct {
	Ref   string   `json:"control"`
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Topic string   `json:"topic,omitempty"`
	State Answered `json:"state"`
	// Why says what stands against it; "" for covered ones.
	Why     string       `json:"why,omitempty"`
	Entries []EntryCover `json:"entries"`
	// Suggest are entries under a control of another framework that the mapping
	// names: they may answer this one too, which a person must judge.
	Suggest []string `json:"suggest"`
	Do      string   `json:"do,omitempty"`
}

// EntryCover is an entry under a control.
type EntryCover struct {
	ID      string          `json:"id"`
	Verdict library.Verdict `json:"verdict"`
	State   library.State   `json:"state"`
}

// GroupCover is a series of criteria, a theme or a clause.
type GroupCover struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Note     string           `json:"note,omitempty"`
	Counts   map[Answered]int `json:"counts"`
	Controls []ControlCover   `json:"controls"`
}

// Coverage is how far the library answers a framework.
type Coverage struct {
	AsOf      string           `json:"as_of"`
	Framework string           `json:"framework"`
	Name      string           `json:"name"`
	Edition   string           `json:"edition"`
	Company   string           `json:"company,omitempty"`
	Counts    map[Answered]int `json:"counts"`
	Total     int              `json:"total"`
	Groups    []GroupCover     `json:"groups"`
}

// suggested is how many entries a mapping may name for one control.
const suggested = 3

// Cover holds every control of a framework against the library. A mapping to
// another framework suggests entries; it never covers a control.
func Cover(lib *library.Library, cat *framework.Catalogue, p *posture.Posture, id string, asOf date.Date) (*Coverage, error) {
	i := slices.IndexFunc(cat.Frameworks(), func(f framework.Framework) bool { return f.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("no framework %q", id)
	}
	f := cat.Frameworks()[i]
	c := &coverer{lib: lib, cat: cat, asOf: asOf, under: map[string][]*library.Entry{}, excluded: exclusions(p, cat, f.ID)}
	for _, e := range lib.Entries() {
		if e.Status == library.Retired {
			continue
		}
		for _, ref := range e.Controls {
			c.under[ref] = append(c.under[ref], e)
		}
	}
	out := &Coverage{AsOf: asOf.String(), Framework: f.ID, Name: f.Name, Edition: f.Edition, Counts: map[Answered]int{}}
	if p != nil {
		out.Company = p.Company.LegalName
	}
	for _, s := range States() {
		out.Counts[s] = 0
	}
	for _, ctl := range f.Controls {
		series, title := seriesOf(f.ID, ctl)
		if n := len(out.Groups); n == 0 || out.Groups[n-1].ID != series {
			out.Groups = append(out.Groups, GroupCover{ID: series, Title: title, Note: scopeNote(p, f.ID, ctl.Group, asOf), Counts: map[Answered]int{}})
		}
		g := &out.Groups[len(out.Groups)-1]
		cover := c.control(f.ID+":"+ctl.ID, ctl)
		g.Controls = append(g.Controls, cover)
		g.Counts[cover.State]++
		out.Counts[cover.State]++
		out.Total++
	}
	return out, nil
}

// seriesOf is the series of a criterion (CC6), the theme of an Annex A control
// (A.5) or the clause of the management system (cl8).
func seriesOf(framework string, ctl framework.Control) (id, title string) {
	id = ctl.ID
	if i := strings.LastIndex(id, "."); i > 0 {
		id = id[:i]
	}
	if framework != "soc2" {
		parts := strings.SplitN(ctl.ID, ".", 3)
		id = parts[0]
		if parts[0] == "A" && len(parts) > 1 {
			id = "A." + parts[1]
		}
	}
	return id, strings.ReplaceAll(ctl.Group, "_", " ")
}

// exclusions are the controls that the Statement of Applicability of the
// company's certificate leaves out, with the reason.
func exclusions(p *posture.Posture, cat *framework.Catalogue, framework string) map[string]string {
	out := map[string]string{}
	if p == nil {
		return out
	}
	for i := range p.Attestations {
		a := &p.Attestations[i]
		if a.Framework != framework {
			continue
		}
		for _, x := range a.SoA.Excluded {
			ref := framework + ":" + x.Control
			if cat.Unknown(ref) == "" {
				out[ref] = x.Justification
			}
		}
	}
	return out
}

// scopeNote says that a category of criteria is in no report of the company.
func scopeNote(p *posture.Posture, framework, group string, asOf date.Date) string {
	if p == nil || framework != "soc2" {
		return ""
	}
	best, _ := p.Best(framework, asOf)
	if best == nil || len(best.Criteria) == 0 || slices.ContainsFunc(best.Criteria, func(c string) bool {
		return strings.EqualFold(strings.ReplaceAll(c, "_", " "), strings.ReplaceAll(group, "_", " "))
	}) {
		return ""
	}
	return "not among the criteria of your report " + best.ID
}

type coverer struct {
	lib      *library.Library
	cat      *framework.Catalogue
	asOf     date.Date
	under    map[string][]*library.Entry
	excluded map[string]string
}

func (c *coverer) control(ref string, ctl framework.Control) ControlCover {
	out := ControlCover{Ref: ref, ID: ctl.ID, Title: ctl.Title, Topic: ctl.Topic, Entries: []EntryCover{}, Suggest: []string{}}
	for _, e := range c.under[ref] {
		out.Entries = append(out.Entries, EntryCover{e.ID, e.Verdict, e.StateOn(c.asOf)})
	}
	slices.SortFunc(out.Entries, func(a, b EntryCover) int {
		return cmp.Or(cmp.Compare(weight(a.State), weight(b.State)), cmp.Compare(a.ID, b.ID))
	})
	if why, ok := c.excluded[ref]; ok {
		out.State, out.Why = Excluded, "left out by the Statement of Applicability"
		if why != "" {
			out.Why += ": " + why
		}
		return out
	}
	c.judge(&out)
	if out.State == Missing {
		out.Suggest = c.suggest(ref)
		if len(out.Suggest) > 0 {
			out.Do = "see whether one of the suggested entries answers it, and tag that; else write one"
		}
	}
	return out
}

// weight puts usable entries first.
func weight(s library.State) int {
	return slices.Index([]library.State{library.Usable, library.StateStale, library.StateBlanks, library.StateNotShared, library.StateDraft, library.StateExample, library.StateRetired}, s)
}

// judge sets the state of a control by its entries.
func (c *coverer) judge(out *ControlCover) {
	var good, bad, by []string
	first := library.State("")
	for _, e := range out.Entries {
		if e.State != library.Usable {
			if first == "" {
				first = e.State
			}
			by = append(by, e.ID)
			continue
		}
		if entry, ok := c.lib.Entry(e.ID); ok && denies(entry) {
			bad = append(bad, e.ID)
		} else {
			good = append(good, e.ID)
		}
	}
	switch {
	case len(good) > 0 && len(bad) > 0:
		out.State, out.Why = Mixed, "No or Partial: "+few(bad)
	case len(good) > 0:
		out.State = Covered
	case len(bad) > 0:
		out.State, out.Why, out.Do = Denied, "No or Partial: "+few(bad), "a gap of the control itself: close it, or keep the answer and say what makes up for it"
	case first == library.StateStale:
		out.State, out.Why, out.Do = Aged, "past the review day: "+few(by), "review "+by[0]
	case first == library.StateDraft, first == library.StateExample:
		out.State, out.Why, out.Do = Drafted, "not approved: "+few(by), "read and approve "+by[0]
	case first != "":
		out.State, out.Why, out.Do = Held, fmt.Sprintf("%s: %s", first, few(by)), "share "+by[0]+", or fill in its facts"
	default:
		out.State, out.Why, out.Do = Missing, "no entry names this control", "write an entry"
	}
}

// named is how many entries a sentence names.
const named = 4

func few(ids []string) string {
	if len(ids) <= named {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:named-1], ", "), len(ids)-named+1)
}

// denies reports whether an entry says that its controls are not fully met.
func denies(e *library.Entry) bool {
	return (e.Verdict == library.No || e.Verdict == library.Partial) && !e.Meets
}

// suggest lists usable entries under the controls that others map to ref.
func (c *coverer) suggest(ref string) []string {
	out := []string{}
	for _, f := range c.cat.Frameworks() {
		for _, other := range c.cat.Mapped(ref, f.ID) {
			for _, e := range c.under[other] {
				if len(out) < suggested && e.StateOn(c.asOf) == library.Usable && !slices.Contains(out, e.ID) {
					out = append(out, e.ID)
				}
			}
		}
	}
	return out
}
