package workbook

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// refreshed lists the ranges of a sheet that are not the user's: output of
// pivot tables, and heading rows of tables.
func (p *ooxml) refreshed(sheetPart string) (pivots, headers []box, err error) {
	parts, err := p.related(sheetPart, "pivotTable")
	if err != nil {
		return nil, nil, err
	}
	for _, part := range parts {
		var doc struct {
			Location struct {
				Ref string `xml:"ref,attr"`
			} `xml:"location"`
		}
		b, err := p.refOf(part, &doc, &doc.Location.Ref)
		if err != nil {
			return nil, nil, err
		}
		pivots = append(pivots, b)
	}
	if parts, err = p.related(sheetPart, "table"); err != nil {
		return nil, nil, err
	}
	for _, part := range parts {
		var doc struct {
			Ref     string `xml:"ref,attr"`
			Headers *int   `xml:"headerRowCount,attr"`
		}
		b, err := p.refOf(part, &doc, &doc.Ref)
		if err != nil {
			return nil, nil, err
		}
		if doc.Headers == nil || *doc.Headers > 0 {
			b.to.row = b.from.row
			headers = append(headers, b)
		}
	}
	return pivots, headers, nil
}

func (p *ooxml) refOf(part string, doc any, ref *string) (box, error) {
	data, err := p.read(part)
	if err != nil {
		return box{}, err
	}
	if err := decodePart(part, data, doc); err != nil {
		return box{}, err
	}
	b, err := parseBox(*ref)
	if err != nil {
		return box{}, fmt.Errorf("%w: part %q: %w", errDamaged, part, err)
	}
	return b, nil
}

// patchWorkbook asks for recalculation on load if any sheet has formulas:
// those that count answers show results of the empty form otherwise.
func (b *bookFacts) patchWorkbook(ctx context.Context, changed map[string][]byte) error {
	if len(changed) == 0 {
		return nil
	}
	formulas, err := b.pkg.hasFormulas(ctx)
	if err != nil || !formulas {
		return err
	}
	data, err := b.pkg.read(b.pkg.workbook)
	if err != nil {
		return err
	}
	s, err := calcSplice(data)
	if err != nil {
		return fmt.Errorf("part %q: %w", b.pkg.workbook, err)
	}
	if s != nil {
		changed[b.pkg.workbook] = apply(data, s)
	}
	return nil
}

// hasFormulas looks for an <f> in any worksheet. The calculation chain, which
// lists the formulas, may be missing.
func (p *ooxml) hasFormulas(ctx context.Context) (bool, error) {
	for _, s := range p.sheets {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		data, err := p.read(s.part)
		if err != nil {
			return false, err
		}
		if holdsFormula(data) {
			return true, nil
		}
	}
	return false, nil
}

// holdsFormula looks for <f>, with the prefix of the part's root, in the bytes.
// Validations and formats of later editions have formulas too (<xm:f>), which
// are evaluated on load anyway.
func holdsFormula(data []byte) bool {
	tag := []byte("<f")
	s := newScanner(data)
	for {
		tok, err := s.next()
		if err != nil {
			return false
		}
		t, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if t.Name.Space != "" {
			tag = []byte("<" + t.Name.Space + ":f")
		}
		break
	}
	for {
		i := bytes.Index(data, tag)
		if i < 0 || i+len(tag) >= len(data) {
			return false
		}
		data = data[i+len(tag):]
		if isSpace(data[0]) || data[0] == '>' || data[0] == '/' {
			return true
		}
	}
}

// beforeCalc are the children of <workbook> that the schema puts before calcPr.
func beforeCalc(local string) bool {
	switch local {
	case "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "AlternateContent", "bookViews",
		"sheets", "functionGroups", "externalReferences", "definedNames", "revisionPtr":
		return true
	}
	return false
}

// calcSplice sets fullCalcOnLoad on calcPr of workbook.xml, adding the element
// at its place if there is none. Nil means that it is set already.
func calcSplice(data []byte) ([]splice, error) {
	const set = `fullCalcOnLoad="1"`
	s := newScanner(data)
	insertAt, prefix := 0, ""
	for {
		tok, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(s.open) == 1 {
				if t.Name.Space != "" {
					prefix = t.Name.Space + ":"
				}
				insertAt = s.end
			}
			if len(s.open) != 2 || t.Name.Local != "calcPr" {
				continue
			}
			v := findAttr(data, s.start, s.end, "fullCalcOnLoad")
			switch {
			case attrTrue(t, "fullCalcOnLoad"):
				return nil, nil
			case v.end > 0:
				return []splice{{v.start, v.end, "1"}}, nil
			}
			at := s.start + 1 + len(rawName(t.Name))
			return []splice{{at, at, " " + set}}, nil
		case xml.EndElement:
			if len(s.open) == 1 && beforeCalc(t.Name.Local) {
				insertAt = s.end
			}
		}
	}
	return []splice{{insertAt, insertAt, "<" + prefix + "calcPr " + set + "/>"}}, nil
}
