package posture

import (
	"errors"
	"io/fs"
	"path"
	"slices"

	"candor/internal/kbfile"
)

// FileName is the name of the posture file in the company folder.
const FileName = "posture.yaml"

// New returns a posture without records that is read against ref.
func New(ref *Reference) *Posture {
	p := &Posture{reference: ref}
	if ref != nil {
		p.Policy = ref.defaults
	}
	return p
}

// Load reads dir/posture.yaml. A missing file is a company that holds nothing:
// an empty posture with the default policy. Faults of form come back all at
// once and without a posture; what the records mean is checked by Validate.
func Load(fsys fs.FS, dir string, ref *Reference) (*Posture, kbfile.Faults) {
	name := path.Join(dir, FileName)
	p := New(ref)
	doc, err := kbfile.Read(fsys, name, p)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		var faults kbfile.Faults
		faults.Add(name, err)
		return nil, faults
	}
	p.doc = doc
	return p, nil
}

// Reference returns what the posture is read against; nil for a bare literal.
func (p *Posture) Reference() *Reference { return p.reference }

// With returns a copy of p with a added, for asking what would change if the
// company held it. p stays as it is.
func (p *Posture) With(a Attestation) *Posture {
	q := p.clone()
	q.Attestations = append(q.Attestations, a)
	return q
}

// Replacing returns a copy of p in which the record of a's id is a.
func (p *Posture) Replacing(a Attestation) *Posture {
	q := p.clone()
	for i := range q.Attestations {
		if q.Attestations[i].ID == a.ID {
			q.Attestations[i] = a
		}
	}
	return q
}

// WithDocument returns a copy of p with document d registered.
func (p *Posture) WithDocument(d Document) *Posture {
	q := p.clone()
	q.Documents = append(slices.Clone(q.Documents), d)
	return q
}

// clone copies p so far that its list of records may be changed.
func (p *Posture) clone() *Posture {
	q := *p
	q.Attestations = slices.Clone(p.Attestations)
	return &q
}
