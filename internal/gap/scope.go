package gap

import (
	"slices"

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
	if q.ctx.Product != "" {
		ids = append(ids, q.ctx.Product)
	}
	return ids
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
