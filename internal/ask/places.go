package ask

import (
	"fmt"
	"io/fs"

	"candor/internal/kbfile"
)

// addPlaces enters the places that a scope may name (lexicon/places.yaml) as
// rules of the class location, so that "does it cover Germany?" demands one.
func (r *rules) addPlaces(fsys fs.FS) error {
	var file struct {
		Schema int `yaml:"schema"`
		Places []struct {
			ID     string            `yaml:"id" kb:"required"`
			Within []string          `yaml:"within"`
			Names  map[string]string `yaml:"names"`
			Words  []string          `yaml:"words"`
			Exact  []string          `yaml:"exact"`
		} `yaml:"places" kb:"required"`
	}
	const path = "lexicon/places.yaml"
	if _, err := kbfile.Read(fsys, path, &file); err != nil {
		return fmt.Errorf("read places: %w", err)
	}
	for _, p := range file.Places {
		for _, set := range []struct {
			words []string
			exact bool
		}{{p.Words, false}, {p.Exact, true}} {
			if len(set.words) == 0 {
				continue
			}
			r.list = append(r.list, rule{id: "place." + p.ID, class: clsLocation, value: p.ID, exact: set.exact})
			for _, w := range set.words {
				if err := r.trie.add(w, int32(len(r.list)-1)); err != nil { //nolint:gosec // a few hundred rules
					return fmt.Errorf("%s: place %q: %w", path, p.ID, err)
				}
			}
		}
	}
	return nil
}
