package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// relation is one entry of a .rels part, its target resolved to a part name.
type relation struct {
	id       string
	kind     string // last element of the type URI; the same in transitional and strict files
	target   string
	external bool
}

// findSheets resolves package → workbook part → sheets.
func (p *ooxml) findSheets() error {
	root, err := p.relations("")
	if err != nil {
		return err
	}
	for _, r := range root {
		if r.kind == "officeDocument" && !r.external {
			p.workbook = r.target
		}
	}
	f, ok := p.byName[foldPart(p.workbook)]
	if p.workbook == "" || !ok {
		return fmt.Errorf("%w: no workbook part; is it a spreadsheet (.xlsx, .xlsm)?", errDamaged)
	}
	p.workbook = f.Name
	rels, err := p.relations(p.workbook)
	if err != nil {
		return err
	}
	data, err := p.read(p.workbook)
	if err != nil {
		return err
	}
	return p.readSheetList(data, rels)
}

// readSheetList matches the sheets of workbook.xml to their relations.
func (p *ooxml) readSheetList(data []byte, rels []relation) error {
	var book struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			RelID string `xml:"id,attr"` // r:id in the relationships namespace of either edition
		} `xml:"sheets>sheet"`
	}
	if err := decodePart(p.workbook, data, &book); err != nil {
		return err
	}
	if len(book.Sheets) == 0 {
		return fmt.Errorf("%w: part %q lists no sheets", errDamaged, p.workbook)
	}
	byID := map[string]relation{}
	for _, r := range rels {
		byID[r.id] = r
	}
	for _, s := range book.Sheets {
		r, ok := byID[s.RelID]
		if !ok || r.external {
			return fmt.Errorf("%w: sheet %q has no part", errDamaged, s.Name)
		}
		f, ok := p.byName[foldPart(r.target)]
		if !ok {
			return fmt.Errorf("%w: part %q of sheet %q is missing", errDamaged, r.target, s.Name)
		}
		p.sheets = append(p.sheets, ooxmlSheet{name: s.Name, state: s.State, kind: r.kind, part: f.Name})
	}
	return nil
}

// relations reads the .rels part that belongs to part ("" for the package's
// own). A part without relations gives none.
func (p *ooxml) relations(part string) ([]relation, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !p.has(name) {
		return nil, nil
	}
	data, err := p.read(name)
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
	if err := decodePart(name, data, &doc); err != nil {
		return nil, err
	}
	out := make([]relation, 0, len(doc.Relations))
	for _, r := range doc.Relations {
		rel := relation{id: r.ID, kind: path.Base(r.Type), target: r.Target, external: strings.EqualFold(r.Mode, "External")}
		if !rel.external {
			rel.target = resolveTarget(dir, r.Target)
		}
		out = append(out, rel)
	}
	return out, nil
}

// related lists the targets of one kind of relation of a part, in file order.
func (p *ooxml) related(part, kind string) ([]string, error) {
	rels, err := p.relations(part)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range rels {
		if r.kind == kind && !r.external {
			out = append(out, r.target)
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

// decodePart decodes a part into v after checkXML has passed it.
func decodePart(name string, data []byte, v any) error {
	if err := checkXML(data); err != nil {
		return fmt.Errorf("%w: part %q: %w", errDamaged, name, err)
	}
	if err := xml.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%w: part %q: %w", errDamaged, name, err)
	}
	return nil
}

// errDoctype: no spreadsheet program writes one, and it is how entity bombs
// and file inclusion come in.
var errDoctype = errors.New("a document type declaration is not allowed")

// checkXML reads the whole text for well-formedness up to its last byte, which
// xml.Unmarshal does not, and refuses document type declarations.
func checkXML(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, ok := t.(xml.Directive); ok {
			return errDoctype
		}
	}
}
