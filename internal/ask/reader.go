package ask

import (
	"errors"
	"io/fs"
	"slices"
	"sync"
)

// Reader reads questions. It is immutable and safe for concurrent use.
type Reader struct {
	names *names
	rules *rules
}

// Load compiles the lexicon of a knowledge base. It reports the faults of all
// files at once.
func Load(fsys fs.FS) (*Reader, error) {
	var n *names
	var err1 error
	var side sync.WaitGroup
	side.Go(func() { n, err1 = loadNames(fsys) })
	r, err2 := loadRules(fsys)
	side.Wait()
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return &Reader{names: n, rules: r}, nil
}

// Frameworks returns the frameworks named in text, in order, with byte
// offsets. A name that leaves open which one is meant gives one Mention for
// each, over the same bytes.
func (r *Reader) Frameworks(text string) []Mention {
	toks := tokenize(text)
	var out []Mention
	for _, m := range r.names.find(toks, false) {
		for _, id := range m.ids {
			out = append(out, m.export(id, toks))
		}
	}
	return out
}

func (m mention) export(id string, toks []token) Mention {
	out := Mention{
		Framework: id, Start: toks[m.from].start, End: toks[m.to-1].end,
		Edition: m.edition, Premise: m.premise, Ambiguous: m.ambiguous,
	}
	if len(m.types) == 1 {
		out.SOCType = m.types[0]
	}
	return out
}

// Read reads what a question asks about certification.
func (r *Reader) Read(q Question) Reading {
	v := r.view(q)
	v.decide()
	return v.finish()
}

// view is a question under reading: its text, what stands around it, and the
// reading as far as it is made.
type view struct {
	*scan
	reader *Reader
	q      Question
	parent *Reading // of the parent row, nil if there is none
	around context
	fws    []string
	kept   []mention // mentions that count
	out    Reading
}

// context is what the headings above a row, or its sheet's name, tell.
type context struct {
	frameworks []string
	third      bool
	cert       bool
}

func (r *Reader) view(q Question) *view {
	v := &view{reader: r, q: q}
	v.around = r.context(q)
	if q.Parent != "" {
		p := r.Read(Question{Text: q.Parent, Section: q.Section, Sheet: q.Sheet, Own: q.Own})
		v.parent = &p
		v.around.cert = v.around.cert || p.Kind == KindCert
	}
	if q.Guidance != "" && !v.around.cert {
		v.around.cert = len(r.names.find(tokenize(q.Guidance), false)) > 0
	}
	v.scan = r.scanText(q.Text, q.Own, v.around.cert)
	if start, end, ok := v.illustration(); ok {
		v.scan = r.scanText(blank(q.Text, start, end), q.Own, v.around.cert)
	}
	v.kept = v.inQuestion()
	return v
}

// inQuestion leaves out the frameworks that the question only sets aside:
// "anything besides SOC 2, such as ISO 27001?"
func (v *view) inQuestion() []mention {
	var kept []mention
	for i, m := range v.mention {
		aside := func(h hit) bool { return h.class == clsBesides && h.end == i+1 }
		if m >= 0 && !slices.ContainsFunc(v.hits, aside) {
			kept = append(kept, v.mentions[m])
		}
	}
	return kept
}

// context reads the headings from the innermost outwards; the first that
// names a framework or a provider decides.
func (r *Reader) context(q Question) context {
	var c context
	headings := slices.Clone(q.Section)
	if len(headings) == 0 && q.Sheet != "" {
		headings = []string{q.Sheet}
	}
	slices.Reverse(headings)
	for i, h := range headings {
		s := r.scanText(h, q.Own, true)
		if len(c.frameworks) == 0 {
			c.frameworks = frameworksOf(s.mentions)
		}
		c.third = c.third || i == 0 && s.has(clsThirdSection)
		c.cert = c.cert || s.has(clsCertStrong) || len(s.mentions) > 0
	}
	return c
}

func frameworksOf(mentions []mention) []string {
	var out []string
	for _, m := range mentions {
		for _, id := range m.ids {
			out = appendString(out, id)
		}
	}
	return out
}

// finish fills what every reading carries.
func (v *view) finish() Reading {
	o := &v.out
	if o.Frameworks == nil {
		o.Frameworks = []string{}
	}
	if o.Also == nil {
		o.Also = []Aspect{}
	}
	if o.Why == nil {
		o.Why = []string{"none.no-mention"}
	}
	o.Controls = v.controls
	for _, d := range []struct {
		unset bool
		set   func()
	}{
		{o.Logic == "", func() { o.Logic = LogicSingle }},
		{o.Polarity == "", func() { o.Polarity = PolarityNormal }},
		{o.Strength == "", func() { o.Strength = StrengthNormal }},
	} {
		if d.unset {
			d.set()
		}
	}
	return *o
}
