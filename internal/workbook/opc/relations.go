package opc

import (
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/xmlscan"
)

// Relation is one entry of a .rels part, its target resolved to a part name.
type Relation struct {
	id       string
	Kind     string // last element of the type URI; the same in transitional and strict files
	Target   string
	External bool
}

// findSheets resolves package → workbook part → sheets.
func (p *Package) findSheets() error {
	root, err := p.Relations("")
	if err != nil {
		return err
	}
	for _, r := range root {
		if r.Kind == "officeDocument" && !r.External {
			p.Workbook = r.Target
		}
	}
	f, ok := p.byName[FoldPart(p.Workbook)]
	if p.Workbook == "" || !ok {
		return fmt.Errorf("%w: no workbook part; is it a spreadsheet (.xlsx, .xlsm)?", bounds.ErrDamaged)
	}
	p.Workbook = f.Name
	rels, err := p.Relations(p.Workbook)
	if err != nil {
		return err
	}
	data, err := p.Part(p.Workbook)
	if err != nil {
		return err
	}
	return p.readSheetList(data, rels)
}

// readSheetList matches the sheets of workbook.xml to their relations.
func (p *Package) readSheetList(data []byte, rels []Relation) error {
	var book struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			RelID string `xml:"id,attr"` // r:id in the relationships namespace of either edition
		} `xml:"sheets>sheet"`
	}
	if err := DecodePart(p.Workbook, data, &book); err != nil {
		return err
	}
	if len(book.Sheets) == 0 {
		return fmt.Errorf("%w: part %q lists no sheets", bounds.ErrDamaged, p.Workbook)
	}
	byID := map[string]Relation{}
	for _, r := range rels {
		byID[r.id] = r
	}
	for _, s := range book.Sheets {
		r, ok := byID[s.RelID]
		if !ok || r.External {
			return fmt.Errorf("%w: sheet %q has no part", bounds.ErrDamaged, s.Name)
		}
		f, ok := p.byName[FoldPart(r.Target)]
		if !ok {
			return fmt.Errorf("%w: part %q of sheet %q is missing", bounds.ErrDamaged, r.Target, s.Name)
		}
		p.Sheets = append(p.Sheets, Sheet{Name: s.Name, State: s.State, Kind: r.Kind, Part: f.Name})
	}
	return nil
}

// Relations reads the .rels part that belongs to part ("" for the package's
// own). A part without relations gives none.
func (p *Package) Relations(part string) ([]Relation, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !p.has(name) {
		return nil, nil
	}
	data, err := p.Part(name)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	if err := DecodePart(name, data, &doc); err != nil {
		return nil, err
	}
	out := make([]Relation, 0, len(doc.Relations))
	for _, r := range doc.Relations {
		rel := Relation{id: r.ID, Kind: path.Base(r.Type), Target: r.Target, External: strings.EqualFold(r.Mode, "External")}
		if !rel.External {
			rel.Target = resolveTarget(dir, r.Target)
		}
		out = append(out, rel)
	}
	return out, nil
}

// Related lists the targets of one kind of relation of a part, in file order.
func (p *Package) Related(part, kind string) ([]string, error) {
	rels, err := p.Relations(part)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range rels {
		if r.Kind == kind && !r.External {
			out = append(out, r.Target)
		}
	}
	return out, nil
}

// resolveTarget makes a part name of a relation's target. Some writers use
// absolute targets ("/xl/worksheets/sheet1.xml"), some backslashes.
func resolveTarget(dir, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = "/" + dir + target
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}

// DecodePart decodes a part into v after Check has passed it.
func DecodePart(name string, data []byte, v any) error {
	if err := xmlscan.Check(data); err != nil {
		return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, name, err)
	}
	if err := xml.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, name, err)
	}
	return nil
}
