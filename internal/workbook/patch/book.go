package patch

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/opc"
	"candor/internal/workbook/sheetscan"
	"candor/internal/workbook/xmlscan"
)

// refreshed lists the ranges of a sheet that are not the user's: output of
// pivot tables, and heading rows of tables.
func refreshed(p *opc.Package, sheetPart string) (pivots, headers []cellref.Box, err error) {
	parts, err := p.Related(sheetPart, "pivotTable")
	if err != nil {
		return nil, nil, err
	}
	for _, part := range parts {
		var doc struct {
			Location struct {
				Ref string `xml:"ref,attr"`
			} `xml:"location"`
		}
		b, err := refOf(p, part, &doc, &doc.Location.Ref)
		if err != nil {
			return nil, nil, err
		}
		pivots = append(pivots, b)
	}
	if parts, err = p.Related(sheetPart, "table"); err != nil {
		return nil, nil, err
	}
	for _, part := range parts {
		var doc struct {
			Ref     string `xml:"ref,attr"`
			Headers *int   `xml:"headerRowCount,attr"`
		}
		b, err := refOf(p, part, &doc, &doc.Ref)
		if err != nil {
			return nil, nil, err
		}
		if doc.Headers == nil || *doc.Headers > 0 {
			b.To.Row = b.From.Row
			headers = append(headers, b)
		}
	}
	return pivots, headers, nil
}

func refOf(p *opc.Package, part string, doc any, ref *string) (cellref.Box, error) {
	data, err := p.Part(part)
	if err != nil {
		return cellref.Box{}, err
	}
	if err := opc.DecodePart(part, data, doc); err != nil {
		return cellref.Box{}, err
	}
	b, err := cellref.ParseBox(*ref)
	if err != nil {
		return cellref.Box{}, fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, part, err)
	}
	return b, nil
}

// patchWorkbook asks for recalculation on load if any sheet has formulas:
// those that count answers show results of the empty form otherwise.
func (b *bookFacts) patchWorkbook(ctx context.Context, changed map[string][]byte) error {
	if len(changed) == 0 {
		return nil
	}
	formulas, err := hasFormulas(ctx, b.pkg)
	if err != nil || !formulas {
		return err
	}
	data, err := b.pkg.Part(b.pkg.Workbook)
	if err != nil {
		return err
	}
	s, err := calcSplice(data)
	if err != nil {
		return fmt.Errorf("part %q: %w", b.pkg.Workbook, err)
	}
	if s != nil {
		changed[b.pkg.Workbook] = apply(data, s)
	}
	return nil
}

// hasFormulas looks for an <f> in any worksheet. The calculation chain, which
// lists the formulas, may be missing.
func hasFormulas(ctx context.Context, p *opc.Package) (bool, error) {
	for _, s := range p.Sheets {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		data, err := p.Part(s.Part)
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
	s := sheetscan.NewScanner(data)
	for {
		tok, err := s.Next()
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
		if xmlscan.IsSpace(data[0]) || data[0] == '>' || data[0] == '/' {
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
	s := sheetscan.NewScanner(data)
	insertAt, prefix := 0, ""
	for {
		tok, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(s.Open) == 1 {
				if t.Name.Space != "" {
					prefix = t.Name.Space + ":"
				}
				insertAt = s.End
			}
			if len(s.Open) != 2 || t.Name.Local != "calcPr" {
				continue
			}
			v := sheetscan.FindAttr(data, s.Start, s.End, "fullCalcOnLoad")
			switch {
			case sheetscan.AttrTrue(t, "fullCalcOnLoad"):
				return nil, nil
			case v.End > 0:
				return []splice{{v.Start, v.End, "1"}}, nil
			}
			at := s.Start + 1 + len(sheetscan.RawName(t.Name))
			return []splice{{at, at, " " + set}}, nil
		case xml.EndElement:
			if len(s.Open) == 1 && beforeCalc(t.Name.Local) {
				insertAt = s.End
			}
		}
	}
	return []splice{{insertAt, insertAt, "<" + prefix + "calcPr " + set + "/>"}}, nil
}
