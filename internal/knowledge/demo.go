package knowledge

import (
	"slices"
	"strings"

	"candor/internal/posture"
	"candor/knowledgebase"
)

// demoNames are what the fictional company calls itself and what it sells, the
// shortest form of each.
func demoNames(b *Base) []string {
	if b.Posture == nil {
		return nil
	}
	p, faults := posture.Load(knowledgebase.FS, "company", b.Posture.Reference())
	if faults.Err() != nil {
		return nil
	}
	all := []string{p.Company.LegalName}
	for _, pr := range p.Products {
		all = append(all, pr.Name)
	}
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool {
		return name == "" || slices.ContainsFunc(all, func(other string) bool { return other != "" && other != name && strings.Contains(name, other) })
	})
}

// bearsDemoName reports whether who answers, what it sells or a fact of it is
// named as the fictional company is: somebody copied the starter and has not
// made it their own.
func (b *Base) bearsDemoName() bool {
	names := demoNames(b)
	if namedIn(names, b.Posture.Company.LegalName) != "" {
		return true
	}
	for _, p := range b.Posture.Products {
		if namedIn(names, p.Name) != "" {
			return true
		}
	}
	for _, f := range b.Library.Facts() {
		if namedIn(names, f.Value) != "" {
			return true
		}
	}
	return false
}
