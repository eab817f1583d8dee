package web

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

// RoleRules say who has which role. Whoever no rule names is refused, unless
// the rules give a role to everybody: with many a provider, everybody in the
// world has an account.
type RoleRules struct {
	// Everybody is the role of whoever the provider lets in; "" refuses them.
	Everybody Role `yaml:"everybody"`
	// People are roles by e-mail address; only an address that the provider says
	// it verified counts, since elsewhere people choose their own.
	People map[string]Role `yaml:"people"`
	// Claim is the claim of the login that lists roles or groups, such as "roles";
	// Groups are roles by its values. A value that is itself the name of a role
	// needs no entry.
	Claim  string          `yaml:"claim"`
	Groups map[string]Role `yaml:"groups"`
}

// LoadRoles reads the rules from a YAML file; the error lists all faults.
func LoadRoles(fsys fs.FS, name string) (RoleRules, error) {
	var rules RoleRules
	doc, err := kbfile.Read(fsys, name, &rules)
	if err != nil {
		return RoleRules{}, err
	}
	var faults kbfile.Faults
	check := func(path string, role Role) {
		if !slices.Contains(Roles(), role) {
			faults = append(faults, doc.Fault(path, "", "%s", kbfile.Unknown("role", string(role), roleNames())))
		}
	}
	if rules.Everybody != "" {
		check("everybody", rules.Everybody)
	}
	folded := make(map[string]Role, len(rules.People))
	for email, role := range rules.People {
		check("people", role)
		if !strings.Contains(email, "@") {
			faults = append(faults, doc.Fault("people", "", "%q is no e-mail address", email))
		}
		folded[strings.ToLower(email)] = role
	}
	if len(folded) != len(rules.People) {
		faults = append(faults, doc.Fault("people", "", "an address is there twice, in capitals and small letters"))
	}
	for _, role := range rules.Groups {
		check("groups", role)
	}
	if len(rules.Groups) > 0 && rules.Claim == "" {
		faults = append(faults, doc.Fault("groups", "", "groups need the claim that lists them"))
	}
	rules.People = folded
	return rules, faults.Err()
}

func roleNames() []string {
	var names []string
	for _, r := range Roles() {
		names = append(names, string(r))
	}
	return names
}

// identity is who the provider says somebody is.
type identity struct {
	Subject  string
	Email    string
	Verified bool
	Name     string
	// Groups are the values of the rules' claim.
	Groups []string
}

// name is what decisions carry: the address, if it is one to rely on.
func (i *identity) name() string {
	if i.Email != "" && i.Verified {
		return i.Email
	}
	return i.Subject
}

// errNoRole is for people whom the provider knows and the rules do not.
var errNoRole = errors.New("nobody has given you a role here")

// roleOf is the highest role that the rules give.
func (rules *RoleRules) roleOf(i *identity) (Role, error) {
	best := Anyone
	raise := func(r Role) {
		if r != "" && r.Includes(best) {
			best = r
		}
	}
	raise(rules.Everybody)
	if i.Verified {
		raise(rules.People[strings.ToLower(i.Email)])
	}
	if rules.Claim != "" {
		for _, g := range i.Groups {
			raise(rules.Groups[g])
			if slices.Contains(Roles(), Role(g)) {
				raise(Role(g))
			}
		}
	}
	if best == Anyone {
		return Anyone, fmt.Errorf("%s: %w", i.name(), errNoRole)
	}
	return best, nil
}
