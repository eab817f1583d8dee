package gap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/posture"
)

// outside returns what the row wants covered and a does not cover: product,
// place, entity, in words.
func (q *query) outside(a *posture.Attestation) []string {
	var names []string
	for _, product := range q.products() {
		if !a.CoversProduct(product) {
			names = append(names, q.p.ProductName(product))
		}
	}
	if place := q.r.Requires.Location; place != "" && !q.coversPlace(a, place) {
		names = append(names, q.p.Reference().PlaceName(string(place), q.lang))
	}
	if entity := q.r.Requires.LegalEntity; entity != "" && !q.coversEntity(a, entity) {
		names = append(names, q.entityName(entity))
	}
	return names
}

// products returns the product of the questionnaire and one that the row
// names beside it.
func (q *query) products() []string {
	var ids []string
	named := string(q.r.Requires.Product)
	if named != "" && q.r.Requires.Product != ask.TargetOffered {
		id, ok := q.p.Product(named)
		if !ok {
			id = named
		}
		return []string{id}
	}
	if ids = q.namedProducts(); len(ids) > 0 && q.asks(ask.AspectScope) {
		return ids
	}
	if q.ctx.Product != "" {
		return []string{q.ctx.Product}
	}
	return nil
}

// namedProducts are the products whose names the question spells as names:
// "the Mobile app", not "mobile devices".
func (q *query) namedProducts() []string {
	spelled := func(name string) bool {
		return name != strings.ToLower(name) && strings.Contains(q.ctx.Question, name)
	}
	return slices.DeleteFunc(q.p.ProductsIn(q.ctx.Question), func(id string) bool {
		return !slices.ContainsFunc(q.p.Products, func(p posture.Product) bool {
			return p.ID == id && (spelled(p.Name) || slices.ContainsFunc(p.Aliases, spelled))
		})
	})
}

// coversPlace needs the place on record: a scope that names none cannot back
// a Yes for one.
func (q *query) coversPlace(a *posture.Attestation, place ask.Target) bool {
	if place == ask.TargetOffered {
		return true
	}
	return len(a.Scope.Locations) > 0 && q.p.CoversLocation(a, string(place))
}

// coversEntity takes a scope without entities as that of the company itself.
func (q *query) coversEntity(a *posture.Attestation, entity ask.Target) bool {
	own := q.p.Company.LegalName
	if entity == ask.TargetOffered {
		return a.CoversEntity(own)
	}
	if len(a.Scope.LegalEntities) == 0 {
		return false
	}
	return slices.Contains(a.Scope.LegalEntities, posture.All) || a.CoversEntity(string(entity))
}

func (q *query) entityName(entity ask.Target) string {
	if entity == ask.TargetOffered {
		return q.p.Company.LegalName
	}
	return string(entity)
}
