package xlsxtest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

const (
	nsMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPkg  = "http://schemas.openxmlformats.org/package/2006/relationships"
	xmlTop = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	ctBase = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// Build makes the workbook that spec describes; the package doc has the form.
func Build(spec string) ([]byte, error) {
	book, err := parse(spec)
	if err != nil {
		return nil, err
	}
	w := &writer{book: book, styles: []styleSpec{{}}, stringIndex: map[string]int{}}
	return w.build()
}

// part is one member of the package.
type part struct{ name, body, contentType string }

type writer struct {
	book        *bookSpec
	parts       []part
	styles      []styleSpec
	strings     []string
	stringIndex map[string]int
	tables      int
	pivots      int
}

func (w *writer) build() ([]byte, error) {
	for i, s := range w.book.sheets {
		w.sheet(i+1, s)
	}
	w.addPart("xl/sharedStrings.xml", w.sharedStrings(), ctBase+"sharedStrings+xml")
	w.addPart("xl/styles.xml", w.stylesXML(), ctBase+"styles+xml")
	w.workbook()
	w.addPart("_rels/.rels", xmlTop+`<Relationships xmlns="`+nsPkg+`"><Relationship Id="rId1" Type="`+nsRel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`, "")
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range append([]part{{name: "[Content_Types].xml", body: w.contentTypes()}}, w.parts...) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("xlsxtest: add part %s: %w", p.name, err)
		}
		if _, err := f.Write([]byte(p.body)); err != nil {
			return nil, fmt.Errorf("xlsxtest: write part %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("xlsxtest: close: %w", err)
	}
	return buf.Bytes(), nil
}

func (w *writer) addPart(name, body, contentType string) {
	w.parts = append(w.parts, part{name, body, contentType})
}

func (w *writer) contentTypes() string {
	var b strings.Builder
	b.WriteString(xmlTop + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>` +
		`<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>`)
	for _, p := range w.parts {
		if p.contentType != "" {
			fmt.Fprintf(&b, `<Override PartName="/%s" ContentType="%s"/>`, p.name, p.contentType)
		}
	}
	return b.String() + `</Types>`
}

func (w *writer) workbook() {
	var sheets, names, rels strings.Builder
	for i, s := range w.book.sheets {
		state := ""
		if s.state != "" {
			state = ` state="` + s.state + `"`
		}
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, esc(s.name), i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, nsRel, i+1)
	}
	for _, n := range w.book.names {
		fmt.Fprintf(&names, `<definedName name="%s">%s</definedName>`, esc(n[0]), esc(n[1]))
	}
	extra := func(id, typ, target string) {
		fmt.Fprintf(&rels, `<Relationship Id="%s" Type="%s" Target="%s"/>`, id, typ, target)
	}
	extra("rIdStrings", nsRel+"/sharedStrings", "sharedStrings.xml")
	extra("rIdStyles", nsRel+"/styles", "styles.xml")
	contentType, externals := ctBase+"sheet.main+xml", ""
	if w.book.macro {
		contentType = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
		w.addPart("xl/vbaProject.bin", "no real macro", "")
		extra("rIdMacro", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")
	}
	if w.book.external {
		w.addPart("xl/externalLinks/externalLink1.xml", xmlTop+`<externalLink xmlns="`+nsMain+`"/>`, ctBase+"externalLink+xml")
		extra("rIdExternal", nsRel+"/externalLink", "externalLinks/externalLink1.xml")
		externals = `<externalReferences><externalReference r:id="rIdExternal"/></externalReferences>`
	}
	if w.book.connection {
		w.addPart("xl/connections.xml", xmlTop+`<connections xmlns="`+nsMain+`"/>`, ctBase+"connections+xml")
		extra("rIdConnections", nsRel+"/connections", "connections.xml")
	}
	defined := ""
	if names.Len() > 0 {
		defined = "<definedNames>" + names.String() + "</definedNames>"
	}
	w.addPart("xl/workbook.xml", xmlTop+`<workbook xmlns="`+nsMain+`" xmlns:r="`+nsRel+`"><sheets>`+sheets.String()+`</sheets>`+externals+defined+`</workbook>`, contentType)
	w.addPart("xl/_rels/workbook.xml.rels", xmlTop+`<Relationships xmlns="`+nsPkg+`">`+rels.String()+`</Relationships>`, "")
}

func (w *writer) sharedStrings() string {
	var b strings.Builder
	fmt.Fprintf(&b, `%s<sst xmlns="%s" uniqueCount="%d">`, xmlTop, nsMain, len(w.strings))
	for _, s := range w.strings {
		b.WriteString(`<si><t xml:space="preserve">` + esc(s) + `</t></si>`)
	}
	return b.String() + `</sst>`
}

func (w *writer) stringRef(s string) int {
	if i, ok := w.stringIndex[s]; ok {
		return i
	}
	w.stringIndex[s] = len(w.strings)
	w.strings = append(w.strings, s)
	return len(w.strings) - 1
}

// esc makes text safe in XML; line breaks stay as they are.
func esc(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}
