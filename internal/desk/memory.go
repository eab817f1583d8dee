package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/kbfile"
	"candor/internal/textnorm"
	"candor/internal/workbook"
)

// A layout that somebody set is remembered by the shape of its sheets: the texts
// of the header row with their columns. layouts/<shape>.yaml is the mapping as
// `candor fill --map` takes it, and <shape>.json beside it says how to recognise
// a file.

// shape is how a file is recognised.
type shape struct {
	Sheets []sheetShape `json:"sheets"`
	// LeftOut are the names of tabs that were deliberately not read.
	LeftOut []string `json:"left_out"`
}

type sheetShape struct {
	// HeaderRow is where the header ends, Header the digest of its texts.
	HeaderRow int    `json:"header_row"`
	Header    string `json:"header"`
}

// fewestHeads is how many texts a header must have to tell files apart.
const fewestHeads = 2

// headerDigest names the texts of a row, "" if there are too few.
func headerDigest(cells *workbook.Cells, sheet string, row int) string {
	if row < 1 {
		return ""
	}
	h, n := newHash(), 0
	for i := 1; i <= columnsRead; i++ {
		text := textnorm.Fold(cells.Text(sheet, fmt.Sprintf("%s%d", columnName(i), row)))
		if text = strings.Join(textnorm.Words(text), " "); text != "" {
			fmt.Fprintf(h, "%d %q\n", i, text)
			n++
		}
	}
	if n < fewestHeads {
		return ""
	}
	return h.sum()
}

// remember keeps a layout for files of the same shape. One without a header that
// tells is of use for its own file only.
func (d *Desk) remember(m *workbook.Mapping, cells *workbook.Cells) error {
	s, id := shape{LeftOut: []string{}}, newHash()
	for _, sm := range m.Sheets {
		digest := headerDigest(cells, sm.Sheet, sm.HeaderRow)
		if digest == "" {
			return nil
		}
		s.Sheets = append(s.Sheets, sheetShape{sm.HeaderRow, digest})
		fmt.Fprintln(id, sm.HeaderRow, digest)
	}
	for _, name := range cells.Sheets {
		if !slices.ContainsFunc(m.Sheets, func(sm workbook.SheetMap) bool { return sm.Sheet == name }) {
			s.LeftOut = append(s.LeftOut, name)
		}
	}
	dir := filepath.Join(d.cfg.Dir, "layouts")
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return fmt.Errorf("remember the layout: %w", err)
	}
	// The shape comes last: without it a mapping is not looked at.
	path := filepath.Join(dir, id.sum()[:16])
	if err := writeLayout(path+".yaml", m); err != nil {
		return err
	}
	if err := writeJSON(path+".json", s); err != nil {
		return fmt.Errorf("remember the layout: %w", err)
	}
	return nil
}

// recall finds a remembered layout for a questionnaire that has been through a
// run, and writes it to the questionnaire's folder. It is "" if there is none.
func (d *Desk) recall(ctx context.Context, it *item) (string, error) {
	var first *workbook.Mapping
	err := d.fitting(ctx, it, func(_ string, m *workbook.Mapping) error {
		if first == nil {
			first = m
		}
		return nil
	})
	if err != nil || first == nil {
		return "", err
	}
	return it.layout(), writeLayout(it.layout(), first)
}

// fitting calls f with each remembered layout that a questionnaire could be read
// by.
func (d *Desk) fitting(ctx context.Context, it *item, f func(path string, m *workbook.Mapping) error) error {
	names, err := filepath.Glob(filepath.Join(d.cfg.Dir, "layouts", "*.json"))
	if err != nil || len(names) == 0 {
		return err
	}
	qn, cells, err := d.look(ctx, it, nil)
	if err != nil {
		return err
	}
	used := []string{}
	for _, s := range qn.Sheets {
		if s.Questions > 0 {
			used = append(used, s.Name)
		}
	}
	for _, name := range names {
		m, err := fit(name, cells, used)
		if err == nil && m != nil {
			err = f(name, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// FindLayout undoes SetLayout: the reader finds the layout of a questionnaire
// itself, it is answered again, and what was remembered for files of its shape is
// forgotten. Decisions on rows that stay the same are kept. Nothing happens to
// one whose layout nobody has set.
func (d *Desk) FindLayout(ctx context.Context, id string) error {
	it, err := d.item(id)
	if err != nil {
		return err
	}
	it.mu.Lock()
	set := it.meta.Own || it.meta.Remembered
	it.mu.Unlock()
	if !set {
		return nil
	}
	err = d.fitting(ctx, it, func(path string, _ *workbook.Mapping) error {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("forget the layout: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	it.mu.Lock()
	m := it.meta
	m.Own, m.Remembered, m.Found, m.Pending, m.Failed = false, false, true, true, ""
	err = it.save(m)
	it.restart(err)
	it.mu.Unlock()
	if err != nil {
		return err
	}
	d.tell(it, Event{Kind: EventItem})
	d.rouse()
	return nil
}

// fit gives the mapping of a shape the names of a file's sheets; nil if the file
// is of another shape, or if sheets would be lost that hold questions.
func fit(path string, cells *workbook.Cells, used []string) (*workbook.Mapping, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read a remembered layout: %w", err)
	}
	var s shape
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("read a remembered layout: %q: %w", path, err)
	}
	m, err := workbook.LoadMapping(strings.TrimSuffix(path, ".json") + ".yaml")
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(m.Sheets) != len(s.Sheets) {
		return nil, nil //nolint:nilnil // somebody took it away or changed it
	}
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for i, want := range s.Sheets {
		at := slices.IndexFunc(cells.Sheets, func(name string) bool {
			return !names[name] && headerDigest(cells, name, want.HeaderRow) == want.Header
		})
		if at < 0 {
			return nil, nil //nolint:nilnil // another shape
		}
		m.Sheets[i].Sheet = cells.Sheets[at]
		names[cells.Sheets[at]] = true
	}
	for _, name := range used {
		if !names[name] && !slices.Contains(s.LeftOut, name) {
			return nil, nil //nolint:nilnil // questions would be lost
		}
	}
	return m, nil
}

// writeLayout writes a mapping as the file that `candor fill --map` takes.
func writeLayout(path string, m *workbook.Mapping) error {
	text, err := layoutText(m)
	if err != nil {
		return fmt.Errorf("write the layout: %w", err)
	}
	err = atomicfile.Write(path, fileMode, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return fmt.Errorf("write the layout: %w", err)
	}
	return nil
}

func layoutText(m *workbook.Mapping) (string, error) {
	var b strings.Builder
	b.WriteString("sheets:\n")
	for _, s := range m.Sheets {
		name, err := kbfile.Quoted(s.Sheet)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "  - sheet: %s\n    header_row: %d\n    first_row: %d\n    last_row: %d\n    columns:\n", name, s.HeaderRow, s.FirstRow, s.LastRow)
		for _, role := range singleRoles {
			if letter := *place(&s.Columns, role); letter != "" {
				fmt.Fprintf(&b, "      %s: %q\n", role, letter)
			}
		}
		if len(s.Columns.Ticks) == 0 {
			continue
		}
		b.WriteString("      ticks:\n")
		for _, word := range slices.Sorted(maps.Keys(s.Columns.Ticks)) {
			key, err := kbfile.Quoted(word)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "        %s: %q\n", key, s.Columns.Ticks[word])
		}
	}
	return b.String(), nil
}

// singleRoles are the roles of one column each.
var singleRoles = []string{"question", "id", "section", "controls", "choice", "text", "comment", "evidence", "guidance"}
