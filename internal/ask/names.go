package ask

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"candor/internal/kbfile"
)

// Scheme tells what can be had for a framework.
type scheme string

const (
	schemeCertifiable scheme = "certifiable" // somebody issues a report, certificate, label or status
	schemeObligation  scheme = "obligation"  // a law or regime: applies or does not
	schemeNone        scheme = "none"        // guidance: can be followed only
	schemeProduct     scheme = "product"     // validates products or modules, never a company
)

// UnmarshalText takes one of the schemes.
func (s *scheme) UnmarshalText(text []byte) error {
	*s = scheme(text)
	switch *s {
	case schemeCertifiable, schemeObligation, schemeNone, schemeProduct:
		return nil
	}
	return fmt.Errorf("%s", kbfile.Unknown("scheme", string(text), []string{"certifiable", "obligation", "none", "product"}))
}

// frameworksFile is lexicon/frameworks.yaml.
type frameworksFile struct {
	Context    []string          `yaml:"context" kb:"required"`
	Frameworks []frameworkNames  `yaml:"frameworks" kb:"required"`
	Groups     []groupName       `yaml:"groups"`
	ISO        isoWords          `yaml:"iso" kb:"required"`
	SOC        socWords          `yaml:"soc" kb:"required"`
	Roman      map[string]string `yaml:"roman" kb:"required"`
	Separators []string          `yaml:"separators" kb:"required"`
}

// frameworkNames are the spellings of one framework. Weak names have other
// meanings too: they count only in a text with a context word. A text with a
// pattern of Not names something else altogether.
type frameworkNames struct {
	ID       string            `yaml:"id" kb:"required"`
	Scheme   scheme            `yaml:"scheme" kb:"required"`
	Names    []string          `yaml:"names"`
	Weak     []string          `yaml:"weak"`
	Not      []string          `yaml:"not"`
	Obsolete map[string]string `yaml:"obsolete"` // spelling -> the premise as reported
	// Documents are names of documents that only this framework has: kind -> spellings.
	Documents map[string][]string `yaml:"documents"`
}

// groupName is a name that leaves open which of several frameworks is meant.
type groupName struct {
	IDs   []string `yaml:"ids" kb:"required"`
	Names []string `yaml:"names" kb:"required"`
}

type isoWords struct {
	Prefixes []string          `yaml:"prefixes" kb:"required"` // words between "DIN" and the number
	Numbers  map[string]string `yaml:"numbers" kb:"required"`  // "27001" -> id
	Bare     []string          `yaml:"bare" kb:"required"`     // numbers that need no "ISO" beside a context word
	Beside   []string          `yaml:"beside" kb:"required"`   // patterns of "ISO" without a number that mean 27001
	Editions map[string]string `yaml:"editions" kb:"required"` // year of a national adoption -> edition
}

type socWords struct {
	Report []string `yaml:"report" kb:"required"` // words that make "SOC" without a number a report
	Type   []string `yaml:"type" kb:"required"`   // "type", "typ", "tipo"
	Not    []string `yaml:"not" kb:"required"`    // words that after "SOC 2" mean a tier of an operations centre
}

// nameKind is what a payload of the names trie means.
type nameKind int

const (
	nameStrong nameKind = iota
	nameWeak
	nameNot
	nameContext
	nameISO
)

type nameEntry struct {
	kind    nameKind
	ids     []string
	premise string
	doc     string
}

// names finds framework mentions.
type names struct {
	trie      *matcher
	entries   []nameEntry
	schemes   map[string]scheme
	iso       isoWords
	soc       socWords
	roman     map[string]string
	separator map[string]bool
	isoPrefix map[string]bool
	bare      map[string]bool
	report    map[string]bool
	typeWord  map[string]bool
	notSOC    map[string]bool
}

func loadNames(fsys fs.FS) (*names, error) {
	const path = "lexicon/frameworks.yaml"
	var f frameworksFile
	if _, err := kbfile.Read(fsys, path, &f); err != nil {
		return nil, fmt.Errorf("read framework names: %w", err)
	}
	n := &names{
		trie: newMatcher(), schemes: map[string]scheme{}, iso: f.ISO, soc: f.SOC, roman: f.Roman,
		separator: set(f.Separators), isoPrefix: set(f.ISO.Prefixes), bare: set(f.ISO.Bare),
		report: set(f.SOC.Report), typeWord: set(f.SOC.Type), notSOC: set(f.SOC.Not),
	}
	if err := n.addAll(nameEntry{kind: nameContext}, f.Context); err != nil {
		return nil, fmt.Errorf("%s: context: %w", path, err)
	}
	if err := n.addAll(nameEntry{kind: nameISO, ids: []string{"iso27001"}}, f.ISO.Beside); err != nil {
		return nil, fmt.Errorf("%s: iso: %w", path, err)
	}
	for _, fw := range f.Frameworks {
		if err := n.addFramework(fw); err != nil {
			return nil, fmt.Errorf("%s: framework %q: %w", path, fw.ID, err)
		}
	}
	for _, g := range f.Groups {
		if err := n.addAll(nameEntry{kind: nameStrong, ids: g.IDs}, g.Names); err != nil {
			return nil, fmt.Errorf("%s: group: %w", path, err)
		}
	}
	return n, n.check(path, f)
}

func (n *names) addFramework(fw frameworkNames) error {
	if _, twice := n.schemes[fw.ID]; twice {
		return fmt.Errorf("stands twice")
	}
	n.schemes[fw.ID] = fw.Scheme
	ids := []string{fw.ID}
	for kind, list := range map[nameKind][]string{nameStrong: fw.Names, nameWeak: fw.Weak, nameNot: fw.Not} {
		if err := n.addAll(nameEntry{kind: kind, ids: ids}, list); err != nil {
			return err
		}
	}
	for doc, list := range fw.Documents {
		if err := n.addAll(nameEntry{kind: nameStrong, ids: ids, doc: doc}, list); err != nil {
			return err
		}
	}
	for name, premise := range fw.Obsolete {
		if err := n.addAll(nameEntry{kind: nameStrong, ids: ids, premise: premise}, []string{name}); err != nil {
			return err
		}
	}
	return nil
}

func (n *names) addAll(e nameEntry, patterns []string) error {
	n.entries = append(n.entries, e)
	for _, p := range patterns {
		if err := n.trie.add(p, int32(len(n.entries)-1)); err != nil { //nolint:gosec // a few hundred entries
			return err
		}
	}
	return nil
}

// check holds the ids named in several places together.
func (n *names) check(path string, f frameworksFile) error {
	known := []string{}
	for id := range n.schemes {
		known = append(known, id)
	}
	slices.Sort(known)
	for number, id := range f.ISO.Numbers {
		if _, err := strconv.Atoi(number); err != nil {
			return fmt.Errorf("%s: iso number %q: %w", path, number, err)
		}
		if _, ok := n.schemes[id]; !ok {
			return fmt.Errorf("%s: iso number %s: %s", path, number, kbfile.Unknown("framework", id, known))
		}
	}
	for _, g := range f.Groups {
		for _, id := range g.IDs {
			if _, ok := n.schemes[id]; !ok {
				return fmt.Errorf("%s: group: %s", path, kbfile.Unknown("framework", id, known))
			}
		}
	}
	return nil
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
