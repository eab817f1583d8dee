package upkeep

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/alike"
	"candor/internal/date"
	"candor/internal/library"
)

// Doubles are the entries that stand twice, and those that contradict each
// other.
type Doubles struct {
	AsOf    string `json:"as_of"`
	Entries int    `json:"entries"`
	// Conflicts are asked the same and answer otherwise.
	Conflicts []Conflict `json:"conflicts"`
	// Duplicates say the same, Translations in several languages.
	Duplicates   []Duplicate `json:"duplicates"`
	Translations []Duplicate `json:"translations"`
}

// Conflict is two entries that are asked the same and do not answer the same.
type Conflict struct {
	A   Side   `json:"a"`
	B   Side   `json:"b"`
	Why string `json:"why"`
	// Likeness is how far their questions are the same, from 0 to 1.
	Likeness float64 `json:"likeness"`
	Do       string  `json:"do"`
}

// Side is one entry of a pair.
type Side struct {
	ID       string          `json:"id"`
	File     string          `json:"file"`
	Question string          `json:"question"`
	Verdict  library.Verdict `json:"verdict"`
	Status   library.Status  `json:"status"`
	Owner    string          `json:"owner,omitempty"`
	Reviewed string          `json:"reviewed,omitempty"`
}

// Duplicate is a group of entries that one entry can stand for.
type Duplicate struct {
	// Keep is the entry to keep, Retire are the others.
	Keep   Side     `json:"keep"`
	Retire []Double `json:"retire"`
	Do     []string `json:"do"`
}

// Double is an entry with why it is taken for a double of the one to keep.
type Double struct {
	Side
	Basis    alike.Basis `json:"basis"`
	Likeness float64     `json:"likeness"`
	// Matched is the question of the entry to keep that is asked the same.
	Matched string   `json:"matched"`
	Shared  []string `json:"shared"`
	Differ  []string `json:"differ"`
}

// FindDoubles compares all entries that are not retired. Entries for different
// products are no doubles.
func FindDoubles(ctx context.Context, lib *library.Library, f *alike.Finder, asOf date.Date) (*Doubles, error) {
	var items []alike.Item
	for _, e := range lib.Entries() {
		if e.Status != library.Retired {
			items = append(items, alike.Item{ID: e.ID, Questions: e.Questions, Text: e.Text, Language: e.Language})
		}
	}
	set, err := f.NewSet(ctx, items)
	if err != nil {
		return nil, fmt.Errorf("find doubles: %w", err)
	}
	links, err := set.Links(ctx)
	if err != nil {
		return nil, fmt.Errorf("find doubles: %w", err)
	}
	d := &doubles{lib: lib, asOf: asOf, out: &Doubles{
		AsOf: asOf.String(), Entries: len(items), Conflicts: []Conflict{}, Duplicates: []Duplicate{}, Translations: []Duplicate{},
	}}
	var same, translated []alike.Link
	for _, l := range links {
		switch d.kind(l) {
		case kindConflict, kindApart:
		case kindTranslation:
			translated = append(translated, l)
		case kindDouble:
			same = append(same, l)
		}
	}
	d.out.Duplicates = append(d.out.Duplicates, d.groups(same)...)
	d.out.Translations = append(d.out.Translations, d.groups(translated)...)
	for i := range d.out.Translations {
		d.out.Translations[i].Do = []string{"nothing, if both are kept true: a change to one is due in the other"}
	}
	slices.SortFunc(d.out.Conflicts, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.A.ID, b.A.ID), cmp.Compare(a.B.ID, b.B.ID))
	})
	return d.out, nil
}

type doubles struct {
	lib  *library.Library
	asOf date.Date
	out  *Doubles
}

type linkKind int

const (
	kindApart linkKind = iota
	kindConflict
	kindTranslation
	kindDouble
)

// kind tells what a link between two entries is, and records conflicts.
func (d *doubles) kind(l alike.Link) linkKind {
	a, okA := d.lib.Entry(l.A)
	b, okB := d.lib.Entry(l.B)
	if !okA || !okB || !meet(a.Products, b.Products) {
		return kindApart
	}
	if why := contradiction(a, b, l.Basis); why != "" {
		if l.Likeness < surelySame {
			why = fmt.Sprintf("asked nearly the same (%.0f%%): %s", 100*l.Likeness, why)
		} else {
			why = "asked the same: " + why
		}
		d.out.Conflicts = append(d.out.Conflicts, Conflict{
			A: side(a, l.TextA, l.Basis), B: side(b, l.TextB, l.Basis), Why: why, Likeness: l.Likeness, Do: d.settle(a, b),
		})
		return kindConflict
	}
	if a.Language != b.Language {
		return kindTranslation
	}
	return kindDouble
}

// surelySame is the likeness from which two questions are one in other words:
// nothing but generic words is left over.
const surelySame = 0.95

// meet reports whether two entries are about one product; no product is all.
func meet(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(p string) bool { return slices.Contains(b, p) })
}

func side(e *library.Entry, question string, basis alike.Basis) Side {
	if basis == alike.Says {
		question = e.Questions[0]
	}
	s := Side{ID: e.ID, File: e.File, Question: question, Verdict: e.Verdict, Status: e.Status, Owner: e.Owner}
	if !e.Reviewed.IsZero() {
		s.Reviewed = e.Reviewed.String()
	}
	return s
}

// settle says how to end a conflict.
func (d *doubles) settle(a, b *library.Entry) string {
	keep, other := a, b
	if d.better(b, a) {
		keep, other = b, a
	}
	who := "decide which holds"
	switch {
	case a.Owner != "" && b.Owner != "" && a.Owner != b.Owner:
		who = fmt.Sprintf("%s and %s decide which holds", keep.Owner, other.Owner)
	case keep.Owner != "":
		who = keep.Owner + " decides which holds"
	}
	return who + "; correct the other, or narrow its questions to what it answers"
}

// better orders entries by how fit they are to be kept: approved ones, not
// stale ones, those with a position, with more questions, reviewed later.
func (d *doubles) better(a, b *library.Entry) bool {
	rank := func(yes bool) int {
		if yes {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(rank(a.Status == library.Approved), rank(b.Status == library.Approved)),
		cmp.Compare(rank(!a.Stale(d.asOf)), rank(!b.Stale(d.asOf))),
		cmp.Compare(rank(a.Verdict != library.Text), rank(b.Verdict != library.Text)),
		cmp.Compare(len(b.Questions), len(a.Questions)),
		b.Reviewed.Compare(a.Reviewed),
		strings.Compare(a.ID, b.ID),
	) < 0
}

// groups makes clusters of links and says what to do with each.
func (d *doubles) groups(links []alike.Link) []Duplicate {
	byPair := map[[2]string]alike.Link{}
	for _, l := range links {
		byPair[[2]string{l.A, l.B}] = l
	}
	var out []Duplicate
	for _, c := range alike.Group(links) {
		out = append(out, d.group(c, byPair))
	}
	return out
}

// group keeps the best entry of a cluster. Where it is not linked with another
// one itself, the link of that one with the cluster's centre tells why.
func (d *doubles) group(c alike.Cluster, byPair map[[2]string]alike.Link) Duplicate {
	entries := make([]*library.Entry, 0, len(c.Items))
	for _, id := range c.Items {
		if e, ok := d.lib.Entry(id); ok {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b *library.Entry) int {
		switch {
		case d.better(a, b):
			return -1
		case d.better(b, a):
			return 1
		}
		return 0
	})
	keep := entries[0]
	out := Duplicate{Keep: side(keep, keep.Questions[0], alike.Asks)}
	for _, e := range entries[1:] {
		l, turned := linkOf(byPair, keep.ID, e.ID)
		if l.A == "" && e.ID != c.Centre {
			l, turned = linkOf(byPair, c.Centre, e.ID)
		}
		if turned {
			l.TextA, l.TextB, l.OnlyA, l.OnlyB = l.TextB, l.TextA, l.OnlyB, l.OnlyA
		}
		matched := l.TextA
		if l.Basis == alike.Says {
			matched = keep.Questions[0]
		}
		out.Retire = append(out.Retire, Double{
			Side: side(e, l.TextB, l.Basis), Basis: l.Basis, Likeness: l.Likeness, Matched: matched,
			Shared: orEmpty(l.Shared), Differ: append(slices.Clone(orEmpty(l.OnlyA)), l.OnlyB...),
		})
		out.Do = append(out.Do, fmt.Sprintf("if %s answers it too: move the questions of %s into %s, then: candor library retire %s", keep.ID, e.ID, keep.File, e.ID))
	}
	return out
}

// linkOf returns the link of two entries; turned if other is its first.
func linkOf(byPair map[[2]string]alike.Link, keep, other string) (l alike.Link, turned bool) {
	if l, ok := byPair[[2]string{keep, other}]; ok {
		return l, false
	}
	l, ok := byPair[[2]string{other, keep}]
	return l, ok
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
