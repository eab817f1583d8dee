package desk

import "candor/internal/questionnaire"

// Layout is a questionnaire as it looks and as it was read.
type Layout struct {
	// Remembered tells that it was read by a layout set for an earlier file of
	// the same shape, Own that somebody set the layout of this very file.
	Remembered bool    `json:"remembered,omitempty"`
	Own        bool    `json:"own,omitempty"`
	Sheets     []Sheet `json:"sheets"`
	// Inventory names what a careful reader should know of the file.
	Inventory []string `json:"inventory,omitempty"`
}

// Sheet is one tab.
type Sheet struct {
	Name   string `json:"name"`
	Hidden bool   `json:"hidden,omitempty"`
	// Used tells that questions were read from it; Why tells why or why not.
	Used      bool   `json:"used"`
	Questions int    `json:"questions"`
	Why       string `json:"why"`
	// HeaderRow is the last row of the header, 0 for none.
	HeaderRow int `json:"header_row"`
	// HeaderRows are all rows of the header, top to bottom, also where it is
	// repeated further down or another table begins.
	HeaderRows []int `json:"header_rows,omitempty"`
	// Columns are all columns with text, left to right; Rows are the first rows
	// and those around the header, each with one text a column.
	Columns []SheetColumn `json:"columns"`
	Rows    []SheetRow    `json:"rows"`
	// Skipped are rows with text that are no question.
	Skipped []questionnaire.Skipped `json:"skipped,omitempty"`
}

// SheetColumn is one column with what it was taken for.
type SheetColumn struct {
	Letter string `json:"letter"`
	// Role is question, id, section, controls, choice, text, comment, evidence,
	// guidance, ticks or "" for one that is not read; Tick is the word that a mark
	// in it stands for.
	Role string `json:"role"`
	Tick string `json:"tick,omitempty"`
	Why  string `json:"why,omitempty"`
}

// SheetRow is one row of cells as text.
type SheetRow struct {
	Row   int      `json:"row"`
	Cells []string `json:"cells"`
}

// SheetRoles is what a person says of a sheet: the sheets that are given are
// read, the others are not.
type SheetRoles struct {
	Sheet string `json:"sheet"`
	// HeaderRow is the last row of the header, 0 for none.
	HeaderRow int          `json:"header_row"`
	Columns   []ColumnRole `json:"columns"`
}

// ColumnRole gives a column a role, as in SheetColumn.
type ColumnRole struct {
	Letter string `json:"letter"`
	Role   string `json:"role"`
	Tick   string `json:"tick,omitempty"`
}
