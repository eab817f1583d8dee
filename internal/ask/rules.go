package ask

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"candor/internal/kbfile"
)

// ruleFiles are the files of the lexicon that hold rules.
func ruleFiles() []string {
	return []string{"lexicon/ask-subject.yaml", "lexicon/ask-gate.yaml", "lexicon/ask-aspect.yaml", "lexicon/ask-requires.yaml"}
}

type rulesFile struct {
	Rules []ruleEntry `yaml:"rules" kb:"required"`
}

type ruleEntry struct {
	ID       string   `yaml:"id" kb:"required"`
	Class    string   `yaml:"class" kb:"required"`
	Value    string   `yaml:"value"`
	Patterns []string `yaml:"patterns" kb:"required"`
}

type rule struct {
	id    string
	class class
	value string
	exact bool // counts only where written with a capital letter
}

// rules are all word rules in one trie.
type rules struct {
	trie *matcher
	list []rule
}

// readRules reads the files side by side: every start waits for them.
func readRules(fsys fs.FS) ([]rulesFile, error) {
	paths := ruleFiles()
	files, faults := make([]rulesFile, len(paths)), make([]error, len(paths))
	var all sync.WaitGroup
	for i, path := range paths {
		all.Go(func() {
			if _, err := kbfile.Read(fsys, path, &files[i]); err != nil {
				faults[i] = fmt.Errorf("read question rules: %w", err)
			}
		})
	}
	all.Wait()
	return files, errors.Join(faults...)
}

func loadRules(fsys fs.FS) (*rules, error) {
	r := &rules{trie: newMatcher()}
	byName, names := map[string]class{}, []string{}
	for c, name := range classNames() {
		byName[name] = class(c)
		names = append(names, name)
	}
	ids, used := map[string]bool{}, map[class]bool{}
	var faults []error
	files, err := readRules(fsys)
	if err != nil {
		return nil, err
	}
	for i, path := range ruleFiles() {
		for _, e := range files[i].Rules {
			c, ok := byName[e.Class]
			switch {
			case !ok:
				faults = append(faults, fmt.Errorf("%s: rule %q: %s", path, e.ID, kbfile.Unknown("class", e.Class, names)))
				continue
			case ids[e.ID]:
				faults = append(faults, fmt.Errorf("%s: rule %q stands twice", path, e.ID))
			}
			ids[e.ID], used[c] = true, true
			r.list = append(r.list, rule{id: e.ID, class: c, value: e.Value})
			for _, p := range e.Patterns {
				if err := r.trie.add(p, int32(len(r.list)-1)); err != nil { //nolint:gosec // a few hundred rules
					faults = append(faults, fmt.Errorf("%s: rule %q: %w", path, e.ID, err))
				}
			}
		}
	}
	if err := r.addPlaces(fsys); err != nil {
		faults = append(faults, err)
	}
	for c := range numClasses {
		if !used[c] {
			faults = append(faults, fmt.Errorf("lexicon: no rule has class %q", names[c]))
		}
	}
	slices.SortFunc(faults, func(a, b error) int {
		if a.Error() < b.Error() {
			return -1
		}
		return 1
	})
	return r, errors.Join(faults...)
}
