// Package questionnaire holds what a prospect asked and where each answer goes.
//
// It knows no file format: the workbook package makes these values from a
// spreadsheet and writes answers back into one; everything else decides on
// them. Its one promise is that a Question names each cell that an answer to
// it may touch, and no other.
package questionnaire

// Questionnaire is one file as read: its sheets, the questions found in
// workbook order, and every row that was looked at and left out.
type Questionnaire struct {
	// Name is the file's base name.
	Name string `json:"name"`
	// SHA256 is the lower-case hex digest of the file as read.
	SHA256 string `json:"sha256"`
	// Sheets lists every sheet of the file in its order, questionnaire or not.
	Sheets []Sheet `json:"sheets"`
	// Questions are in workbook order: sheet by sheet, then by row, then by part.
	Questions []Question `json:"questions"`
	// Skipped are rows with text that are no question, each with the reason.
	Skipped []Skipped `json:"skipped"`
	// Inventory names what a careful reader should know of the file: macros,
	// external links, hidden sheets, comments. One short line each.
	Inventory []string `json:"inventory,omitempty"`
}

// Sheet is what was found on one sheet.
type Sheet struct {
	Name      string `json:"name"`
	Hidden    bool   `json:"hidden,omitempty"`
	Protected bool   `json:"protected,omitempty"`
	// Rows is the number of rows that hold at least one non-blank cell.
	Rows int `json:"rows"`
	// Questions is the number of questions found on the sheet; 0 means that it
	// was left out, and Why says for what reason.
	Questions int `json:"questions"`
	// Why tells a person why the sheet was taken or left out.
	Why string `json:"why"`
	// Tables are the question tables of the sheet, top to bottom. A header
	// that repeats with the same columns does not start another table.
	Tables []Table `json:"tables,omitempty"`
}

// Table is one run of question rows under one set of columns.
type Table struct {
	// HeaderRows are the 1-based rows of the header, repeated ones included;
	// empty for a form without header.
	HeaderRows []int `json:"header_rows,omitempty"`
	FirstRow   int   `json:"first_row"`
	LastRow    int   `json:"last_row"`
	// Columns are the roles found, left to right.
	Columns []Column `json:"columns"`
}

// Column is one column with the role that its content and header gave it.
type Column struct {
	// Letter is the column's name in the sheet: "C".
	Letter string `json:"letter"`
	Role   Role   `json:"role"`
	Header string `json:"header,omitempty"`
	// Choices is the vocabulary that most rows of the column share, verbatim.
	Choices []string `json:"choices,omitempty"`
	// Why lists the evidence for the role, in words.
	Why []string `json:"why,omitempty"`
}

// Role is what a column is for.
type Role string

// The roles of columns.
const (
	RoleQuestion  Role = "question"
	RoleID        Role = "id"
	RoleSection   Role = "section"
	RoleControls  Role = "controls"  // a mapping to control ids of some framework
	RoleChoice    Role = "choice"    // takes one word of a list
	RoleTick      Role = "tick"      // takes a mark; the header is the word
	RoleText      Role = "text"      // takes the answer itself
	RoleComment   Role = "comment"   // takes remarks beside a choice or text
	RoleEvidence  Role = "evidence"  // takes titles of documents
	RoleOwnership Role = "ownership" // who operates the control; never guessed
	RoleGuidance  Role = "guidance"  // explains the question; context only
	RoleOther     Role = "other"     // the prospect's own: score, risk, reviewer
)

// Question is one thing asked.
type Question struct {
	// Ref is sheet and cell of the question text, "CAIQ!B12"; for the second
	// and later questions of one cell "CAIQ!B12#2".
	Ref   string `json:"ref"`
	Sheet string `json:"sheet"`
	Row   int    `json:"row"`
	// ID is the questionnaire's own number of the question, "" if it has none.
	ID string `json:"id,omitempty"`
	// Section is the path of headings that the row stands under, outermost first.
	Section []string `json:"section,omitempty"`
	// Text is the question as a person reads it: cached value of a formula,
	// id prefix removed, spaces folded.
	Text string `json:"question"`
	// Guidance is explaining text of the same row, context only.
	Guidance string `json:"guidance,omitempty"`
	// Parent is the Ref of the question that this one depends on ("If yes, …"
	// or 2.1.1 under 2.1), "" if it stands alone.
	Parent string `json:"parent,omitempty"`
	// Controls are the raw texts of the row's mapping cells.
	Controls []string `json:"controls,omitempty"`
	// Slots are the cells that an answer may go to, in column order.
	Slots []Slot `json:"slots"`
}

// Slot is one cell that takes a part of the answer.
type Slot struct {
	Kind SlotKind `json:"kind"`
	// Cell is the cell's name on the question's sheet, "C12"; the anchor if
	// the cell is merged.
	Cell string `json:"cell"`
	// Choices is this very cell's list, verbatim and in order; nil if it has none.
	Choices []string `json:"choices,omitempty"`
	// Label is the word that a tick in this cell stands for; tick slots only.
	Label string `json:"label,omitempty"`
	// Value is what stands in the cell already, "" if it is blank.
	Value string `json:"value,omitempty"`
	// Default is true if Value is a placeholder ("Select…", the same filler in
	// the whole column) and not an answer by a person.
	Default bool `json:"default,omitempty"`
	// MaxLength is the length limit in characters, 0 if there is none.
	MaxLength int `json:"max_length,omitempty"`
	// Refused says why the cell must not be written: formula, array, locked,
	// pivot, merged; "" if it may be.
	Refused Refusal `json:"refused,omitempty"`
	// Shared is true if the same cell is the slot of several questions.
	Shared bool `json:"shared,omitempty"`
}

// SlotKind is what part of an answer a slot takes.
type SlotKind string

// The kinds of slots; they follow the roles of the same names.
const (
	SlotChoice   SlotKind = "choice"
	SlotTick     SlotKind = "tick"
	SlotText     SlotKind = "text"
	SlotComment  SlotKind = "comment"
	SlotEvidence SlotKind = "evidence"
)

// Refusal is why a cell must not be written.
type Refusal string

// The reasons to refuse a cell.
const (
	Writable      Refusal = ""
	RefuseFormula Refusal = "formula" // the cell holds a formula
	RefuseArray   Refusal = "array"   // the cell lies in an array formula's range
	RefuseLocked  Refusal = "locked"  // the sheet is protected and the cell locked
	RefusePivot   Refusal = "pivot"   // the next refresh would overwrite it
	RefuseMerged  Refusal = "merged"  // its merge holds other text, or not only answer columns
)

// Skipped is one row, or one sheet, that was looked at and is no question.
type Skipped struct {
	Ref  string `json:"ref"`
	Text string `json:"text"`
	// Why is a short word or phrase: heading, header, instruction, example,
	// blank question, hidden sheet, no answer cell, …
	Why string `json:"why"`
}

// Edit is one value for one cell.
type Edit struct {
	Sheet string `json:"sheet"`
	Cell  string `json:"cell"`
	Value string `json:"value"`
	// Was is a placeholder ("Select…") that the edit may replace; a cell that
	// holds any other text stays as it is unless everything is overwritten.
	Was string `json:"was,omitempty"`
}

// Slot returns the first slot of the kind, and whether there is one.
func (q *Question) Slot(kind SlotKind) (Slot, bool) {
	for _, s := range q.Slots {
		if s.Kind == kind {
			return s, true
		}
	}
	return Slot{}, false
}

// Choices returns the words that the question's answer is chosen from: the
// list of its choice cell, else the labels of its tick columns, else nil.
func (q *Question) Choices() []string {
	if s, ok := q.Slot(SlotChoice); ok && len(s.Choices) > 0 {
		return s.Choices
	}
	var labels []string
	for _, s := range q.Slots {
		if s.Kind == SlotTick {
			labels = append(labels, s.Label)
		}
	}
	return labels
}
