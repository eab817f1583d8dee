package roadmap

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/deals"
	"candor/internal/kbfile"
	"candor/internal/posture"
)

// Assign gives each deal to its questionnaire. The deal's file is the
// questionnaire's path relative to the batch folder; a record knows only the
// name of its input and where it stands itself. So these are tried in turn, and
// the first that leads to exactly one questionnaire counts: the same path, one
// that ends in the other, the same base name, each of them also without regard
// to case. The notes name deals without a record and records without a deal.
func Assign(inputs []Input, list []deals.Deal) []string {
	taken := map[int]bool{}
	assigned := map[int]bool{}
	for _, same := range []func(file, deal string) bool{
		func(f, d string) bool { return f == d },
		func(f, d string) bool { return endsIn(f, d) || endsIn(d, f) },
		func(f, d string) bool { return path.Base(f) == path.Base(d) },
		strings.EqualFold,
		func(f, d string) bool { return strings.EqualFold(path.Base(f), path.Base(d)) },
	} {
		for i, j := range pairs(inputs, list, func(i, j int) bool {
			return !taken[i] && !assigned[j] && same(inputs[i].File, list[j].File)
		}) {
			inputs[i].Deal, taken[i], assigned[j] = &list[j], true, true
		}
	}
	return unassigned(inputs, list, assigned)
}

// endsIn reports whether whole ends in part at a folder.
func endsIn(whole, part string) bool { return strings.HasSuffix(whole, "/"+part) }

// pairs are the inputs and deals that fit each other and none else, by position.
func pairs(inputs []Input, list []deals.Deal, fits func(i, j int) bool) map[int]int {
	dealsOf, inputsOf := map[int][]int{}, map[int][]int{}
	for i := range inputs {
		for j := range list {
			if fits(i, j) {
				dealsOf[i], inputsOf[j] = append(dealsOf[i], j), append(inputsOf[j], i)
			}
		}
	}
	out := map[int]int{}
	for i, found := range dealsOf {
		if len(found) == 1 && len(inputsOf[found[0]]) == 1 {
			out[i] = found[0]
		}
	}
	return out
}

func unassigned(inputs []Input, list []deals.Deal, assigned map[int]bool) []string {
	var notes, without []string
	for j, d := range list {
		if !assigned[j] {
			notes = append(notes, fmt.Sprintf("deals line %d: no run record for %q", d.Line, d.File))
		}
	}
	for _, in := range inputs {
		if in.Deal == nil {
			without = append(without, in.File)
		}
	}
	slices.Sort(without)
	if len(without) > 0 && len(list) > 0 {
		notes = append(notes, fmt.Sprintf("%s without a deal: %s", count(len(without), "questionnaire", "questionnaires"), listFiles(without)))
	}
	return notes
}

// Products puts the posture's ids in place of the names of products that the
// deals use. The error names every product that the posture does not know.
func Products(list []deals.Deal, p *posture.Posture, name string) error {
	var faults kbfile.Faults
	for i := range list {
		d := &list[i]
		if d.Product == "" {
			continue
		}
		id, ok := p.Product(d.Product)
		if !ok {
			var ids []string
			for _, known := range p.Products {
				ids = append(ids, known.ID)
			}
			faults = append(faults, kbfile.Fault{File: name, Line: d.Line, Col: 1, Message: kbfile.Unknown("product", d.Product, ids)})
			continue
		}
		d.Product = id
	}
	return faults.Err()
}

// LinkFrom makes the paths of the answered files relative to the folder dir,
// for links on a page that stands there. One that cannot be is dropped.
func (r *Report) LinkFrom(dir string) {
	from, err := filepath.Abs(dir)
	if err != nil {
		return
	}
	for i := range r.Files {
		f := &r.Files[i]
		to, err := filepath.Abs(f.Output)
		if f.Output != "" && err == nil {
			to, err = filepath.Rel(from, to)
		}
		if f.Output == "" || err != nil {
			f.Output = ""
			continue
		}
		f.Output = filepath.ToSlash(to)
	}
}
