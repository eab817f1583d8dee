package xlsxtest

import (
	"fmt"
	"slices"
	"strings"
)

// style gives the index of st among the cell formats.
func (w *writer) style(st styleSpec) int {
	if i := slices.Index(w.styles, st); i >= 0 {
		return i
	}
	w.styles = append(w.styles, st)
	return len(w.styles) - 1
}

// tail is the end of a format's element: its alignment and protection.
func (st styleSpec) tail() string {
	attrs, inner := "", ""
	if st.wrap {
		attrs += ` applyAlignment="1"`
		inner += `<alignment vertical="top" wrapText="1"/>`
	}
	if st.unlocked {
		attrs += ` applyProtection="1"`
		inner += `<protection locked="0"/>`
	}
	if inner == "" {
		return "/>"
	}
	return attrs + ">" + inner + "</xf>"
}

// stylesXML writes each format with a font, fill, border and number format of
// its own: simple, and a reader must cope with it.
func (w *writer) stylesXML() string {
	var nums, fonts, fills, xfs strings.Builder
	for i, st := range w.styles {
		size := max(st.size, 11)
		if st.bold {
			fmt.Fprintf(&fonts, `<font><b/><sz val="%d"/><name val="Calibri"/></font>`, size)
		} else {
			fmt.Fprintf(&fonts, `<font><sz val="%d"/><name val="Calibri"/></font>`, size)
		}
		if st.fill == "" {
			fills.WriteString(`<fill><patternFill patternType="none"/></fill>`)
		} else {
			fmt.Fprintf(&fills, `<fill><patternFill patternType="solid"><fgColor rgb="FF%s"/></patternFill></fill>`, st.fill)
		}
		numID := 0
		if st.num != "" {
			numID = 164 + i
			fmt.Fprintf(&nums, `<numFmt numFmtId="%d" formatCode="%s"/>`, numID, esc(st.num))
		}
		border := 0
		if st.border {
			border = 1
		}
		// The first two fills are reserved for Excel, hence i+2.
		fmt.Fprintf(&xfs, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyFont="1" applyFill="1" applyNumberFormat="1"`, numID, i, i+2, border)
		xfs.WriteString(st.tail())
	}
	n := len(w.styles)
	numFmts := ""
	if nums.Len() > 0 {
		numFmts = "<numFmts>" + nums.String() + "</numFmts>"
	}
	edge := `style="thin"><color auto="1"/>`
	return fmt.Sprintf(`%s<styleSheet xmlns="%s">%s<fonts count="%d">%s</fonts><fills count="%d"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>%s</fills>`+
		`<borders count="2"><border/><border><left %s</left><right %s</right><top %s</top><bottom %s</bottom></border></borders>`+
		`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="%d">%s</cellXfs></styleSheet>`,
		xmlTop, nsMain, numFmts, n, fonts.String(), n+2, fills.String(), edge, edge, edge, edge, n, xfs.String())
}
