package roadmap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/gap"
	"candor/internal/posture"
)

// holdings is what of the two frameworks backs an answer today or is under way.
type holdings struct {
	soc2     map[int]bool
	iso      bool
	underWay map[string]bool
}

// nothing tells that neither is held and neither has begun.
func (h holdings) nothing() bool {
	return !h.soc2[1] && !h.soc2[2] && !h.iso && len(h.underWay) == 0
}

func (b *builder) holdings() holdings {
	h := holdings{soc2: map[int]bool{}, underWay: map[string]bool{}, iso: b.isHeld(iso27001, 0)}
	h.soc2[1], h.soc2[2] = b.isHeld(soc2, 1), b.isHeld(soc2, 2)
	for i := range b.Posture.Attestations {
		a := &b.Posture.Attestations[i]
		switch {
		case a.Status != posture.RecordedInProgress:
		case a.Framework == iso27001:
			h.underWay[remedyISO] = true
		case a.Framework == soc2 && a.SOCType == 1:
			h.underWay[remedyT1] = true
		case a.Framework == soc2:
			h.underWay[remedyT2] = true
		}
	}
	return h
}

// typeOf is the type of a report; one that does not say is meant to be Type II.
func typeOf(a *posture.Attestation) int {
	if a.SOCType == 0 {
		return 2
	}
	return a.SOCType
}

// isHeld reports whether a record of framework backs an answer; socType 0 takes
// any type. A report with a period is of Type II whether it says so or not.
func (b *builder) isHeld(framework string, socType int) bool {
	for _, a := range b.Posture.Held(framework) {
		kind := a.SOCType
		if kind == 0 && a.PeriodMonths() > 0 {
			kind = 2
		}
		if posture.Usable(b.Posture.Effective(a, b.asOf).Status) && (socType == 0 || kind == socType) {
			return true
		}
	}
	return false
}

// forRecords adds what mends the records of a gap's framework, one candidate
// for each record: which one serves is for the simulation to say.
func (b *builder) forRecords(a *asked, g gap.Gap) {
	for _, held := range b.Posture.Held(g.Framework) {
		if held.Status == posture.RecordedInProgress || held.Status == posture.RecordedPlanned {
			continue
		}
		b.forRecord(a, g, held)
	}
}

func (b *builder) forRecord(a *asked, g gap.Gap, held *posture.Attestation) {
	mended := *held
	want := a.reading.Requires
	name := b.Posture.Name(held)
	switch g.Remedy {
	case "EXTEND-CRITERIA":
		b.extendCriteria(held, want.Criteria, want.Plus)
		return
	case "EXTEND-SCOPE":
		b.extendScope(a, held)
		return
	case "BRIDGE-LETTER":
		b.bridge(held)
		return
	case "UPGRADE-LEVEL":
		mended.Level = want.Level
		b.add(g.Remedy, held.ID+":"+want.Level, name+" at level "+want.Level, b.Posture.Replacing(mended))
		return
	case "LONGER-PERIOD":
		mended.Dates.PeriodStart = held.Dates.PeriodEnd.AddMonths(-12).AddDays(1)
	case "INDEPENDENT-ASSESSMENT", "ACCREDITED-BODY":
		fresh := b.ideal(held.Framework, typeOf(held))
		mended.Issuer, mended.Kind, mended.SAQ, mended.Level = fresh.Issuer, fresh.Kind, "", fresh.Level
	case "REMEDIATE":
		mended.Exceptions, mended.Nonconformities = nil, nil
	case "SURVEILLANCE":
		mended.Dates.LastSurveillance = b.asOf
		mended.Dates.NextSurveillance = b.asOf.AddMonths(12)
	case "RENEW", "RENEW-REPORT", "RECERTIFY", "TRANSITION", "RESTORE", "REMEDIATE-REAUDIT":
		mended = b.renewed(held)
		if g.Remedy == "RENEW-REPORT" {
			b.bridge(held)
		}
	default:
		return
	}
	b.add(g.Remedy, held.ID, name, b.Posture.Replacing(mended))
}

// extendCriteria adds each missing category by itself, and all together where
// a row wants several.
func (b *builder) extendCriteria(held *posture.Attestation, criteria, plus []string) {
	missing, more := without(criteria, held.Criteria), without(plus, held.PlusCriteria)
	sets := [][2][]string{}
	for _, c := range missing {
		sets = append(sets, [2][]string{{c}, nil})
	}
	for _, c := range more {
		sets = append(sets, [2][]string{nil, {c}})
	}
	if len(sets) > 1 {
		sets = append(sets, [2][]string{missing, more})
	}
	for _, s := range sets {
		mended := *held
		mended.Criteria = append(append([]string{}, held.Criteria...), s[0]...)
		mended.PlusCriteria = append(append([]string{}, held.PlusCriteria...), s[1]...)
		names := append(append([]string{}, s[0]...), s[1]...)
		b.add("EXTEND-CRITERIA", held.ID+":"+strings.Join(names, "+"), strings.ReplaceAll(strings.Join(names, " and "), "_", " ")+" in "+b.Posture.Name(held), b.Posture.Replacing(mended))
	}
}

// without returns the ids that are not held.
func without(ids, held []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(held, id) })
}

// extendScope adds the product, place or entity that a row asks for.
func (b *builder) extendScope(a *asked, held *posture.Attestation) {
	want := a.reading.Requires
	name := b.Posture.Name(held)
	product := a.ctx.Product
	if want.Product != "" && want.Product != ask.TargetOffered {
		product = string(want.Product)
		if id, ok := b.Posture.Product(product); ok {
			product = id
		}
	}
	if product != "" && !held.CoversProduct(product) {
		mended := *held
		mended.Scope.Products = append(append(posture.IDs{}, held.Scope.Products...), product)
		b.add("EXTEND-SCOPE", held.ID+":"+product, name+" to "+b.Posture.ProductName(product), b.Posture.Replacing(mended))
	}
	if place := string(want.Location); place != "" && want.Location != ask.TargetOffered {
		mended := *held
		mended.Scope.Locations = append(append(posture.IDs{}, held.Scope.Locations...), place)
		b.add("EXTEND-SCOPE", held.ID+":"+place, name+" to "+b.Posture.Reference().PlaceName(place, "en"), b.Posture.Replacing(mended))
	}
	if want.LegalEntity != "" {
		entity := string(want.LegalEntity)
		if want.LegalEntity == ask.TargetOffered {
			entity = b.Posture.Company.LegalName
		}
		mended := *held
		mended.Scope.LegalEntities = append(append(posture.IDs{}, held.Scope.LegalEntities...), entity)
		b.add("EXTEND-SCOPE", held.ID+":"+entity, name+" to "+entity, b.Posture.Replacing(mended))
	}
}

// bridge is a letter from the end of the period to the day, if the policy still
// allows one.
func (b *builder) bridge(held *posture.Attestation) {
	end, limit := held.Dates.PeriodEnd, b.Posture.Policy
	if end.IsZero() || end.AddMonths(limit.ReportMaxAgeMonths+limit.BridgeMaxMonths).Before(b.asOf) {
		return
	}
	mended := *held
	mended.BridgeLetters = append(append([]posture.BridgeLetter{}, held.BridgeLetters...), posture.BridgeLetter{CoversFrom: end.AddDays(1), CoversTo: b.asOf, Issued: b.asOf})
	b.add("BRIDGE-LETTER", held.ID, b.Posture.Name(held)+", to "+b.asOf.String(), b.Posture.Replacing(mended))
}
