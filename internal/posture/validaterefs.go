package posture

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

func pathOf(i int) string { return fmt.Sprintf("attestations[%d]", i) }

// statementOfApplicability checks the controls that a SoA names: V18. An id
// of the standard's other edition is understood all the same, so it only warns.
func (c *checker) statementOfApplicability(a *Attestation, at string) {
	catalogue := c.p.catalogueOf(a)
	if c.catalogue == nil || catalogue == "" {
		return
	}
	in, _ := c.p.reference.Instrument(a.Framework)
	for i, x := range a.SoA.Excluded {
		c.control(fmt.Sprintf("%s.soa.excluded[%d]", at, i), catalogue, x.Control, in)
	}
	for i, x := range a.SoA.NotImplemented {
		c.control(fmt.Sprintf("%s.soa.not_implemented[%d]", at, i), catalogue, x, in)
	}
}

func (c *checker) control(at, catalogue, id string, in Instrument) {
	msg := c.catalogue.Unknown(catalogue + ":" + id)
	if msg == "" {
		return
	}
	for _, e := range in.Editions {
		if e.Catalogue != "" && c.catalogue.Unknown(e.Catalogue+":"+id) == "" {
			c.warn(at, "V18", "control %q is of the edition %s, not of the record's", id, e.ID)
			return
		}
	}
	c.fault(at, "V18", "%s", msg)
}

// references checks what a record points at: V19 and V23.
func (c *checker) references(a *Attestation, at string) {
	products := []string{All}
	for _, p := range c.p.Products {
		products = append(products, p.ID)
	}
	for i, id := range a.Scope.Products {
		c.oneOf(fmt.Sprintf("%s.scope.products[%d]", at, i), "V19", "product", id, products)
	}
	for i, l := range a.Scope.Locations {
		if _, ok := c.p.reference.place(c.p.reference.placeID(l)); !ok && l != All && c.p.reference != nil {
			c.warn(fmt.Sprintf("%s.scope.locations[%d]", at, i), "V19", "place %q is not known; it is compared by its name only", l)
		}
	}
	for i, d := range a.Documents {
		where := fmt.Sprintf("%s.documents[%d]", at, i)
		if d.Reference {
			c.document(where, d.ID)
			continue
		}
		c.documentFields(where, d)
	}
	if a.CUECDocument != "" {
		c.document(at+".cuec_document", a.CUECDocument)
	}
	for i, b := range a.BridgeLetters {
		where := fmt.Sprintf("%s.bridge_letters[%d]", at, i)
		if b.CoversTo.Before(b.CoversFrom) {
			c.fault(where, "V04", "the letter ends on %s, before it starts on %s", b.CoversTo, b.CoversFrom)
		}
		if b.Document != "" {
			c.document(where+".document", b.Document)
		}
	}
}

// document checks a reference by id.
func (c *checker) document(at, id string) {
	d, ok := c.p.Document(id)
	if !ok {
		c.fault(at, "V19", "%s", kbfile.Unknown("document", id, c.documentIDs()))
		return
	}
	if before(d.Expires, c.asOf) {
		c.warn(at, "V23", "document %q expired on %s", id, d.Expires)
	}
}

func (c *checker) documentIDs() []string {
	ids := make([]string, len(c.p.Documents))
	for i, d := range c.p.Documents {
		ids[i] = d.ID
	}
	return ids
}

func (c *checker) documentFields(at string, d Document) {
	c.oneOf(at+".kind", "V22", "kind of document", d.Kind, documentKinds)
	c.oneOf(at+".sharing", "V22", "sharing level", d.Sharing, sharings)
}

// obligations checks that laws stay laws: V17, and what they point at.
func (c *checker) obligations() {
	for i, o := range c.p.Obligations {
		at := fmt.Sprintf("obligations[%d]", i)
		in, ok := c.p.reference.Instrument(o.ID)
		if (!ok || in.Form != FormObligation) && c.p.reference != nil {
			c.fault(at+".id", "V22", "%s", kbfile.Unknown("obligation", o.ID, c.obligationIDs()))
		}
		if o.Certificate != "" {
			c.fault(at+".certificate", "V17", "%s is a law; nobody is certified to it", strings.ToUpper(o.ID))
		}
		for j, e := range o.Evidence {
			if !slices.Contains(documentKinds, e) {
				c.document(fmt.Sprintf("%s.evidence[%d]", at, j), e)
			}
		}
	}
}

func (c *checker) obligationIDs() []string {
	var ids []string
	for _, in := range c.p.reference.instruments {
		if in.Form == FormObligation {
			ids = append(ids, in.ID)
		}
	}
	return ids
}

// registers checks the lists beside the attestations: ids that stand twice,
// documents, providers, controls.
func (c *checker) registers() {
	c.unique("attestations", len(c.p.Attestations), func(i int) string { return c.p.Attestations[i].ID })
	c.unique("products", len(c.p.Products), func(i int) string { return c.p.Products[i].ID })
	c.unique("documents", len(c.p.Documents), func(i int) string { return c.p.Documents[i].ID })
	for i, d := range c.p.Documents {
		at := fmt.Sprintf("documents[%d]", i)
		if d.ID == "" {
			c.fault(at, "V19", "a registered document needs an id")
		}
		c.documentFields(at, d)
	}
	for i, org := range c.p.Subservice {
		for j, as := range org.Assurance {
			if _, ok := c.p.reference.Instrument(as.Framework); !ok && c.p.reference != nil {
				at := fmt.Sprintf("subservice_orgs[%d].assurance[%d].framework", i, j)
				c.fault(at, "V22", "%s", kbfile.Unknown("framework", as.Framework, c.p.reference.IDs()))
			}
		}
	}
	for i, ctl := range c.p.Controls {
		c.oneOf(fmt.Sprintf("controls[%d].status", i), "V22", "status", ctl.Status, []string{"yes", "partial", "no", "na"})
	}
}

func (c *checker) unique(list string, n int, id func(int) string) {
	seen := map[string]bool{}
	for i := range n {
		if id(i) == "" {
			continue
		}
		if seen[id(i)] {
			c.fault(fmt.Sprintf("%s[%d].id", list, i), "V20", "id %q stands twice", id(i))
		}
		seen[id(i)] = true
	}
}
