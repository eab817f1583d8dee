// Package framework holds the catalogues: which controls and criteria a
// framework has, what they are about, and how those of one framework relate
// to another's.
//
// It knows ids, groups and topics only; whether the company meets a control is
// said by the library and the posture. A mapping suggests tags and evidence;
// nothing here ever turns one answer into another (DESIGN.md invariant 9).
package framework

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

// Control is one criterion, clause or control of a framework.
type Control struct {
	// ID is the framework's own id: CC6.1, A.8.24, cl8.2.
	ID string `yaml:"id" kb:"required"`
	// Group is the category, theme, or domain that it stands in.
	Group string `yaml:"group" kb:"required"`
	// Topic is the id of its primary topic; "" for the 2013 edition.
	Topic string `yaml:"topic"`
	// Title says in our own words what it is about.
	Title string `yaml:"title" kb:"required"`
	// New is true for controls that the 2022 edition introduced.
	New bool `yaml:"new"`
}

// Framework is one catalogue.
type Framework struct {
	ID       string    `yaml:"id" kb:"required"`
	Name     string    `yaml:"name" kb:"required"`
	Edition  string    `yaml:"edition" kb:"required"`
	Aliases  []string  `yaml:"aliases"`
	Controls []Control `yaml:"controls" kb:"required"`
}

// Topic is one of the subjects that entries and questions are about.
type Topic struct {
	ID    string `yaml:"id" kb:"required"`
	Title string `yaml:"title" kb:"required"`
	// Keywords are beginnings of words, or phrases, in lower case.
	Keywords []string `yaml:"keywords" kb:"required"`
	// Controls are the references that belong to the topic.
	Controls []string `yaml:"controls"`
}

// Catalogue is every framework, mapping and topic; immutable once loaded.
type Catalogue struct {
	frameworks []Framework
	controls   map[string]Control
	mapped     map[string]map[string][]string
	topics     []Topic
}

// mapping is a file of mappings/.
type mapping struct {
	From string              `yaml:"from" kb:"required"`
	To   string              `yaml:"to" kb:"required"`
	Map  map[string][]string `yaml:"map" kb:"required"`
}

// Load reads frameworks/, mappings/ and lexicon/topics.yaml. The error is a
// kbfile.Faults with every fault of every file, mappings that name unknown
// controls included.
func Load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{controls: map[string]Control{}, mapped: map[string]map[string][]string{}}
	var faults kbfile.Faults
	c.loadFrameworks(fsys, &faults)
	c.loadMappings(fsys, &faults)
	c.loadTopics(fsys, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Catalogue) loadFrameworks(fsys fs.FS, faults *kbfile.Faults) {
	for _, name := range yamlFiles(fsys, "frameworks", faults) {
		var f Framework
		doc, err := kbfile.Read(fsys, name, &f)
		if err != nil {
			faults.Add(name, err)
			continue
		}
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); f.ID != want {
			*faults = append(*faults, doc.Fault("id", "", "id %q does not match the file's name", f.ID))
		}
		for i, ctl := range f.Controls {
			ref := f.ID + ":" + ctl.ID
			if _, dup := c.controls[ref]; dup {
				*faults = append(*faults, doc.Fault(fmt.Sprintf("controls[%d].id", i), "", "control %q stands twice", ctl.ID))
			}
			c.controls[ref] = ctl
		}
		c.frameworks = append(c.frameworks, f)
	}
}

func (c *Catalogue) loadMappings(fsys fs.FS, faults *kbfile.Faults) {
	for _, name := range yamlFiles(fsys, "mappings", faults) {
		var m mapping
		doc, err := kbfile.Read(fsys, name, &m)
		if err != nil {
			faults.Add(name, err)
			continue
		}
		for _, from := range slices.Sorted(maps.Keys(m.Map)) {
			at := "map." + from
			c.link(doc, at, m.From+":"+from, m.To, m.Map[from], faults)
		}
	}
}

// link records one mapping in both directions.
func (c *Catalogue) link(doc *kbfile.Document, at, from, to string, ids []string, faults *kbfile.Faults) {
	if msg := c.Unknown(from); msg != "" {
		*faults = append(*faults, doc.Fault(at, "", "%s", msg))
	}
	framework, _, _ := strings.Cut(from, ":")
	for _, id := range ids {
		ref := to + ":" + id
		if msg := c.Unknown(ref); msg != "" {
			*faults = append(*faults, doc.Fault(at, "", "%s", msg))
		}
		c.add(from, to, ref)
		c.add(ref, framework, from)
	}
}

func (c *Catalogue) add(from, to, ref string) {
	if c.mapped[from] == nil {
		c.mapped[from] = map[string][]string{}
	}
	if !slices.Contains(c.mapped[from][to], ref) {
		c.mapped[from][to] = append(c.mapped[from][to], ref)
	}
}

func (c *Catalogue) loadTopics(fsys fs.FS, faults *kbfile.Faults) {
	var file struct {
		Topics []Topic `yaml:"topics" kb:"required"`
	}
	const name = "lexicon/topics.yaml"
	doc, err := kbfile.Read(fsys, name, &file)
	if err != nil {
		faults.Add(name, err)
		return
	}
	c.topics = file.Topics
	for i, t := range file.Topics {
		for j, ref := range t.Controls {
			if msg := c.Unknown(ref); msg != "" {
				*faults = append(*faults, doc.Fault(fmt.Sprintf("topics[%d].controls[%d]", i, j), "", "%s", msg))
			}
		}
	}
}

func yamlFiles(fsys fs.FS, dir string, faults *kbfile.Faults) []string {
	names, err := fs.Glob(fsys, dir+"/*.yaml")
	if err != nil || len(names) == 0 {
		*faults = append(*faults, kbfile.Fault{File: dir, Message: "no .yaml file in this folder"})
	}
	return names
}

// Frameworks returns the catalogues in order of id.
func (c *Catalogue) Frameworks() []Framework { return c.frameworks }

// Topics returns the topics in the order of their file.
func (c *Catalogue) Topics() []Topic { return c.topics }

// HasTopic reports whether id is a topic.
func (c *Catalogue) HasTopic(id string) bool {
	return slices.ContainsFunc(c.topics, func(t Topic) bool { return t.ID == id })
}

// TopicIDs returns the ids of the topics in order.
func (c *Catalogue) TopicIDs() []string {
	ids := make([]string, len(c.topics))
	for i, t := range c.topics {
		ids[i] = t.ID
	}
	return ids
}

// Control returns the control that ref ("soc2:CC6.1") names.
func (c *Catalogue) Control(ref string) (Control, bool) {
	ctl, ok := c.controls[ref]
	return ctl, ok
}

// Unknown returns "" if ref names a control of the catalogue, else a message
// that says what is wrong with it and names the nearest right one.
func (c *Catalogue) Unknown(ref string) string {
	if _, ok := c.controls[ref]; ok {
		return ""
	}
	framework, id, found := strings.Cut(ref, ":")
	if !found {
		return fmt.Sprintf("control reference %q lacks its framework; write it as soc2:CC6.1", ref)
	}
	i := slices.IndexFunc(c.frameworks, func(f Framework) bool { return f.ID == framework })
	if i < 0 {
		ids := make([]string, len(c.frameworks))
		for j, f := range c.frameworks {
			ids[j] = f.ID
		}
		return kbfile.Unknown("framework", framework, ids)
	}
	ids := make([]string, len(c.frameworks[i].Controls))
	for j, ctl := range c.frameworks[i].Controls {
		ids[j] = ctl.ID
	}
	return kbfile.Unknown(framework+" control", id, ids)
}

// Mapped returns the references of framework that ref maps to, in the
// mapping's order; nil if there are none. It works in both directions of each
// mapping file.
func (c *Catalogue) Mapped(ref, framework string) []string {
	return c.mapped[ref][framework]
}
