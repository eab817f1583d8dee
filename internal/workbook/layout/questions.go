package layout

import (
	"regexp"
	"slices"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// builder turns the rows of one sheet's tables into questions.
type builder struct {
	d         *detector
	questions []questionnaire.Question
	skipped   []questionnaire.Skipped
	headings  []heading
	fill      map[int]string // last value of sparse columns
	byID      map[string]string
	main      string // ref of the last question that stands alone
	stem      string // … that lettered parts may follow
	idInText  bool
	width     []int // section columns, widest scope first
}

// heading is one level of the section path.
type heading struct {
	text string
	key  headingKey
	// leads is the number that the ids under the heading go on with, where it
	// holds for those only.
	leads string
}

// headingKey tells levels apart: headings of one level look alike.
type headingKey struct {
	look look
	col  int
	wide bool
	deep int // parts of its number
}

func (b *builder) table(t *layout) {
	b.fill, b.headings, b.main, b.stem = map[int]string{}, nil, "", ""
	b.idInText = b.d.idsInText(t)
	b.width = b.d.sectionColumns(t)
	if t.header.title != "" {
		b.headings = []heading{{text: t.header.title}}
	}
	if t.above.text != "" {
		b.heading(t.above)
	}
	replied := false
	signing := false
	for i, r := range b.d.rows[t.first:t.last] {
		if slices.Contains(t.repeats, r.Num) {
			b.repeatedHeader(t, r)
			continue
		}
		if !t.shows(r) {
			continue
		}
		b.forward(t, r)
		f := b.d.readRow(t, r)
		if f.heading {
			signing = b.d.signsOff(t, f, t.first+i+1)
		} else if signing && f.why == "" && b.d.ask(f.text) != vocab.AskInterrogative {
			f.why = "signature"
		}
		switch {
		case f.heading:
			b.heading(f)
			b.skip(f)
		case f.reply:
			b.reply(t, f, replied)
			replied = true
			b.skip(f)
		case f.why != "":
			b.skip(f)
		default:
			b.question(t, f)
			replied = false
		}
	}
}

// shows is true if the row has text in the table's columns; beside it another
// table may stand that is longer.
func (t *layout) shows(r *grids.Row) bool {
	return slices.ContainsFunc(r.Cells, func(c grids.Cell) bool { return t.covers(int(c.Col)) && cellref.Trim(c.Text) != "" })
}

func (b *builder) skip(f found) {
	b.skipped = append(b.skipped, questionnaire.Skipped{Ref: b.ref(f.at), Text: cellref.Clip(f.text, 200), Why: f.why})
}

func (b *builder) ref(p cellref.Pos) string { return b.d.grid.Name + "!" + p.String() }

// repeatedHeader skips the row; a text in it that is no header word names the
// section that follows.
func (b *builder) repeatedHeader(t *layout, r *grids.Row) {
	title := b.d.headerTitle(t, r)
	if title != "" {
		b.headings = []heading{{text: title, key: headingKey{col: -1}}}
	}
	c, _ := r.First()
	b.skipped = append(b.skipped, questionnaire.Skipped{Ref: b.ref(cellref.Pos{Row: r.Num, Col: int(c.Col)}), Text: cellref.Clip(cellref.Trim(c.Text), 200), Why: "header"})
}

// headerTitle finds the section's name in a header row: a text over the id or
// question column that is no header word.
func (d *detector) headerTitle(t *layout, r *grids.Row) string {
	for _, c := range r.Cells {
		text := cellref.Trim(c.Text)
		if text == "" || int(c.Col) > t.qcol {
			continue
		}
		k := t.columns[int(c.Col)]
		if k != nil && (k.role == vocab.RoleID && (len(t.repeats) > 0 || t.header.heads[t.qcol].text == "") || k.role == vocab.RoleQuestion && len(t.repeats) > 0) {
			if role, score := d.lex.HeaderMatch(text); score < vocab.HeaderMinScore || score < 0.9 && role != k.role || role.TakesAnswers() {
				return text
			}
		}
	}
	return ""
}

// heading sets the section path: it replaces the heading that looks like it,
// and everything below that.
func (b *builder) heading(f found) {
	key := headingKey{look: b.d.lookAt(f.at.Row, f.at.Col), deep: idDepth(f.text)}
	if key.deep == 0 {
		key.col, key.wide = f.at.Col, b.d.grid.Anchor(f.at) == f.at && b.d.spansRight(f.at)
	}
	for i, h := range b.headings {
		if h.key == key || h.key.deep > 0 && key.deep > 0 && h.key.deep >= key.deep {
			b.headings = b.headings[:i]
			break
		}
	}
	if len(b.headings) >= 4 {
		b.headings = b.headings[:3]
	}
	b.stem = ""
	b.headings = append(b.headings, heading{strings.Join(strings.Fields(f.text), " "), key, f.leads})
}

func (d *detector) spansRight(at cellref.Pos) bool {
	m, ok := d.grid.MergeAt(at)
	return ok && m.To.Col > m.From.Col
}

var leadingNumber = regexp.MustCompile(`^\s*(\d+(?:\.\d+)*)[.)]?\s`)

// idDepth counts the parts of a leading number: 2 for "3.1 Access", 0 for none.
func idDepth(s string) int {
	m := leadingNumber.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	return strings.Count(m[1], ".") + 1
}

// forward keeps the values of columns that are written once and hold below.
func (b *builder) forward(t *layout, r *grids.Row) {
	for col, k := range t.columns {
		if k.role != vocab.RoleSection && k.role != vocab.RoleControls {
			continue
		}
		if v := b.d.grid.Shown(r.Num, col); v != "" {
			b.fill[col] = v
		} else if !k.sparse(t) {
			delete(b.fill, col)
		}
	}
}

// sparse is true for a column of sections that stands once for many rows.
func (k *column) sparse(t *layout) bool {
	return k.role == vocab.RoleSection || k.filled*10 < t.filled*8
}

// sectionColumns orders the section columns by how much each value covers.
func (d *detector) sectionColumns(t *layout) []int {
	var cols []*column
	for _, k := range t.sorted() {
		if k.role == vocab.RoleSection {
			cols = append(cols, k)
		}
	}
	slices.SortStableFunc(cols, func(a, c *column) int { return len(a.distinct) - len(c.distinct) })
	out := make([]int, len(cols))
	for i, k := range cols {
		out[i] = k.col
	}
	return out
}

func (b *builder) sections() []string {
	var out []string
	for _, h := range b.headings {
		out = append(out, h.text)
	}
	for _, col := range b.width {
		if v := strings.Join(strings.Fields(b.fill[col]), " "); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// question adds the question or questions of a row.
func (b *builder) question(t *layout, f found) {
	id := ""
	if t.idcol > 0 && t.idcol != f.at.Col {
		id = b.d.grid.Shown(f.row.Num, t.idcol)
	}
	b.leave(id)
	parts := b.d.parts(f.text)
	slots := b.d.slots(t, f.row)
	for i, text := range parts {
		q := questionnaire.Question{
			Ref: b.ref(f.at), Sheet: b.d.grid.Name, Row: f.row.Num, ID: id,
			Section: b.sections(), Slots: slots,
			Guidance: b.d.guidance(t, f.row), Controls: b.controls(t),
		}
		if i > 0 {
			q.Ref += "#" + itoa(i+1)
		}
		q.Text = strings.Join(strings.Fields(text), " ")
		if b.idInText && id == "" {
			if own, rest := splitID(q.Text); own != "" {
				q.ID, q.Text = own, rest
			}
		}
		if len(parts) > 1 {
			q.Slots = shared(slots)
		}
		b.link(&q)
		b.questions = append(b.questions, q)
	}
}

// leave drops the headings that hold for other ids only.
func (b *builder) leave(id string) {
	b.headings = slices.DeleteFunc(b.headings, func(h heading) bool {
		rest, ok := strings.CutPrefix(id, h.leads)
		return h.leads != "" && (!ok || rest != "" && rest[0] >= '0' && rest[0] <= '9')
	})
}

func shared(slots []questionnaire.Slot) []questionnaire.Slot {
	out := slices.Clone(slots)
	for i := range out {
		out[i].Shared = true
	}
	return out
}

func (b *builder) controls(t *layout) []string {
	var out []string
	for _, k := range t.sorted() {
		if v := b.fill[k.col]; k.role == vocab.RoleControls && v != "" {
			out = append(out, strings.Join(strings.Fields(v), " "))
		}
	}
	return out
}

func (d *detector) guidance(t *layout, r *grids.Row) string {
	var out []string
	for _, k := range t.sorted() {
		if k.role != vocab.RoleGuidance {
			continue
		}
		if v := d.grid.Shown(r.Num, k.col); v != "" && !vocab.IsLink(v) {
			out = append(out, strings.Join(strings.Fields(v), " "))
		}
	}
	return strings.Join(out, " ")
}

// link finds the question that q depends on: the one whose id it names, else
// the one that its number continues, else the last that stood alone.
func (b *builder) link(q *questionnaire.Question) {
	if b.byID == nil {
		b.byID = map[string]string{}
	}
	folded := vocab.Fold(cellref.Clip(q.Text, 300))
	part := isPart(q)
	switch {
	case b.d.lex.Dependents.Begins(folded) || leansOn(q.Text):
		q.Parent = b.main
		if ref := b.named(q); ref != "" {
			q.Parent = ref
		} else if ref, ok := b.byID[parentID(q.ID)]; ok && q.ID != "" && parentID(q.ID) != "" {
			q.Parent = ref
		}
	case part:
		q.Parent = b.stem
	}
	if q.Parent == "" {
		b.main, b.stem = q.Ref, q.Ref
		if part {
			b.stem = ""
		}
	}
	if q.ID != "" {
		b.byID[q.ID] = q.Ref
	}
}

var leadingLetter = regexp.MustCompile(`^\(?(?:[a-h]|[ivx]{1,4})[).]`)

// leansOn is true for fragments that go on with the question before: "- and in
// transit?".
func leansOn(text string) bool {
	first := strings.TrimLeft(text, "-–•*… ")
	return first != text && first != "" && first[0] >= 'a' && first[0] <= 'z'
}

// isPart is true for a lettered part, "a) at rest" or with the id "a)", which
// hangs on the last question that is none.
func isPart(q *questionnaire.Question) bool {
	return q.ID == "" && leadingLetter.MatchString(q.Text) || q.ID != "" && leadingLetter.FindString(q.ID) == q.ID
}

// named finds a known id in a dependent question's text.
func (b *builder) named(q *questionnaire.Question) string {
	for _, word := range strings.FieldsFunc(q.Text, func(r rune) bool { return strings.ContainsRune(" ,;()\"“”'?:", r) }) {
		word = strings.TrimSuffix(word, ".")
		if ref, ok := b.byID[word]; ok && word != q.ID && len(word) >= 3 {
			return ref
		}
	}
	return ""
}

// parentID of "2.1.1" is "2.1", of "A-3a" "A-3".
func parentID(id string) string {
	if n := len(id); n >= 2 && id[n-1] >= 'a' && id[n-1] <= 'z' && id[n-2] >= '0' && id[n-2] <= '9' {
		return id[:n-1]
	}
	if i := strings.LastIndexAny(id, ".-"); i > 0 {
		return id[:i]
	}
	return ""
}
