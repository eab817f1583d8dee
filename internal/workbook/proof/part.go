package proof

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// sheetPart compares one sheet. cells are the allowed ones with their values.
func (c *comparison) sheetPart(s namedPart, cells map[string]string) error {
	before, err := c.in.content(s.part)
	if err != nil {
		return err
	}
	after, err := c.out.content(s.part)
	if err != nil {
		return err
	}
	if c.any && bytes.Equal(before, after) {
		return nil
	}
	wanted, err := places(cells)
	if err != nil {
		return err
	}
	faults := slices.Clone(c.proof.Faults)
	w := c.newWalk(s, before, after, wanted)
	err = w.walk()
	if moved := anchored(w.merges, wanted); err == nil && !maps.Equal(moved, wanted) {
		// Where the merges are is known at the end of the sheet only; answers
		// that were named by another cell than the anchor take a second walk.
		c.proof.Faults, wanted = faults, moved
		w = c.newWalk(s, before, after, wanted)
		err = w.walk()
	}
	if errors.Is(err, errDiffers) {
		return nil
	}
	if err != nil {
		return err
	}
	if w.dims[0] != w.dims[1] && w.dims[1] != grownDimension(w.dims[0], w.added) {
		w.fault("dimension %q became %q", w.dims[0], w.dims[1])
	}
	return c.judge(s, w, wanted)
}

func (c *comparison) newWalk(s namedPart, before, after []byte, wanted map[cellref.Pos]string) *sheetWalk {
	w := &sheetWalk{
		a: newSheetTokens(before), b: newSheetTokens(after), watch: map[cellref.Pos]*provedCell{},
		fault: func(format string, args ...any) {
			c.proof.fault("sheet %q, "+format, append([]any{s.name}, args...)...)
		},
	}
	for p := range wanted {
		w.watch[p] = nil
	}
	return w
}

// places turns cell names into places.
func places(cells map[string]string) (map[cellref.Pos]string, error) {
	out := map[cellref.Pos]string{}
	for name, v := range cells {
		p, err := cellref.Parse(name)
		if err != nil {
			return nil, err
		}
		out[p] = v
	}
	return out, nil
}

// anchored moves places inside a merge to its first cell.
func anchored(merges []cellref.Box, wanted map[cellref.Pos]string) map[cellref.Pos]string {
	out := map[cellref.Pos]string{}
	for p, v := range wanted {
		for _, m := range merges {
			if m.Contains(p) {
				p = m.From
				break
			}
		}
		out[p] = v
	}
	return out
}

func grownDimension(ref string, added []cellref.Pos) string {
	b, err := cellref.ParseBox(ref)
	if err != nil {
		return ref
	}
	for _, p := range added {
		b = b.With(p)
	}
	return b.String()
}

// judge decides on the cells that differ, and reads those that were allowed.
func (c *comparison) judge(s namedPart, w *sheetWalk, wanted map[cellref.Pos]string) error {
	inTexts, outTexts := c.in.texts(), c.out.texts()
	for _, pair := range w.changed {
		p := pair.after.at
		if _, ok := wanted[p]; !ok && !c.any {
			w.fault("%s: changed and not allowed to", p)
			continue
		}
		c.proof.CellsChanged++
		if !c.any {
			continue
		}
		change := CellChange{Sheet: s.name, Cell: p.String()}
		var err error
		if change.Before, err = pair.before.text(inTexts); err != nil {
			return err
		}
		if change.After, err = pair.after.text(outTexts); err != nil {
			return err
		}
		if change.Before == change.After {
			// The difference is what computes the value, or how it is kept.
			change.Before, change.After = pair.before.formula(change.Before), pair.after.formula(change.After)
		}
		c.changes = append(c.changes, change)
	}
	order := make([]cellref.Pos, 0, len(wanted))
	for p := range wanted {
		order = append(order, p)
	}
	slices.SortFunc(order, func(x, y cellref.Pos) int {
		if x.Before(y) {
			return -1
		}
		return 1
	})
	for _, p := range order {
		got, err := w.watch[p].text(outTexts)
		if err != nil {
			return err
		}
		boolean := w.watch[p] != nil && value(w.watch[p].attrs, "t") == "b"
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(wanted[p])
		if got != want && (!boolean || !strings.EqualFold(got, want)) {
			w.fault("%s: does not hold its answer", p)
		}
	}
	return nil
}

// texts returns a look-up in the shared strings, which are read on first use.
func (z *plainZip) texts() sharedTexts {
	var doc *struct {
		Items []struct {
			Text string `xml:"t"`
			Runs []struct {
				Text string `xml:"t"`
			} `xml:"r"`
		} `xml:"si"`
	}
	return func(index string) (string, error) {
		if doc == nil {
			data, err := z.sharedPart()
			if err != nil {
				return "", err
			}
			if err := xml.Unmarshal(data, &doc); err != nil {
				return "", fmt.Errorf("%w: shared strings: %w", bounds.ErrDamaged, err)
			}
		}
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || i >= len(doc.Items) {
			return "", fmt.Errorf("%w: no shared string %q", bounds.ErrDamaged, index)
		}
		text := doc.Items[i].Text
		for _, r := range doc.Items[i].Runs {
			text += r.Text
		}
		return plainX(text), nil
	}
}

func (z *plainZip) sharedPart() ([]byte, error) {
	for _, f := range z.zip.File {
		if strings.HasSuffix(strings.ToLower(strings.Map(slash, f.Name)), "/sharedstrings.xml") {
			return z.content(f.Name)
		}
	}
	return nil, fmt.Errorf("%w: no shared strings", bounds.ErrDamaged)
}

// workbookPart: nothing but the recalculation flag may differ.
func (c *comparison) workbookPart(book string) error {
	before, err := c.in.content(book)
	if err != nil {
		return err
	}
	after, err := c.out.content(book)
	if err != nil {
		return err
	}
	if bytes.Equal(before, after) {
		return nil
	}
	restA, calcA, err := splitCalc(before)
	if err != nil {
		return err
	}
	restB, calcB, err := splitCalc(after)
	if err != nil {
		return err
	}
	const flag = "fullCalcOnLoad"
	set := value(calcB.Attr, flag)
	if !equalTokens(restA, restB) || !slices.Equal(without(calcA, flag).Attr, without(calcB, flag).Attr) ||
		set != "1" && set != value(calcA.Attr, flag) {
		c.proof.fault("part %q: more than the recalculation flag changed", book)
	}
	return nil
}

// splitCalc takes calcPr out of the tokens of workbook.xml.
func splitCalc(data []byte) (rest []xml.Token, calc xml.StartElement, err error) {
	s := newSheetTokens(data)
	for {
		tok, err := s.next()
		if errors.Is(err, io.EOF) {
			return mergeText(rest), calc, nil
		}
		if err != nil {
			return nil, calc, err
		}
		if t, ok := tok.(xml.StartElement); ok && s.depth == 2 && t.Name.Local == "calcPr" {
			calc = t.Copy()
			for s.depth >= 2 {
				if _, err := s.next(); err != nil {
					return nil, calc, noEOF(err)
				}
			}
			continue
		}
		rest = append(rest, xml.CopyToken(tok))
	}
}
