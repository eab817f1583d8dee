package report

import (
	"strings"
	"unicode/utf8"
)

// column is one column of a table for the terminal.
type column struct {
	head string
	// least is the width below which the column is not worth showing; one that
	// is 0 always shows whole.
	least int
	cells []string
}

// fittedTable writes columns side by side within the printer's width: first the wide
// ones are cut, then those from the right that can be done without are dropped.
func (p *printer) fittedTable(columns []column) {
	widths := fitted(columns, p.width)
	line := func(cell func(column) string) {
		var b strings.Builder
		for i, c := range columns {
			if widths[i] == 0 {
				continue
			}
			text := short(cell(c), widths[i])
			b.WriteString(text + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text)) + gutter)
		}
		p.linef("%s", strings.TrimRight(b.String(), " "))
	}
	line(func(c column) string { return c.head })
	if len(columns) == 0 {
		return
	}
	for row := range columns[0].cells {
		line(func(c column) string { return c.cells[row] })
	}
}

// gutter stands between two columns.
const gutter = "  "

// fitted returns the widths of the columns, 0 for one that is dropped.
func fitted(columns []column, total int) []int {
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = utf8.RuneCountInString(c.head)
		for _, text := range c.cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	for over := excess(widths, total); over > 0; over = excess(widths, total) {
		if !narrow(columns, widths, over) && !drop(columns, widths) {
			break
		}
	}
	return widths
}

func excess(widths []int, total int) int {
	sum := -len(gutter)
	for _, w := range widths {
		if w > 0 {
			sum += w + len(gutter)
		}
	}
	return sum - total
}

// narrow takes from the column with the most to give.
func narrow(columns []column, widths []int, over int) bool {
	best, most := -1, 0
	for i, c := range columns {
		if give := widths[i] - c.least; c.least > 0 && widths[i] > 0 && give > most {
			best, most = i, give
		}
	}
	if best < 0 {
		return false
	}
	widths[best] -= min(most, over)
	return true
}

// drop leaves out the last column that can be done without; the first stays.
func drop(columns []column, widths []int) bool {
	for i := len(columns) - 1; i > 0; i-- {
		if columns[i].least > 0 && widths[i] > 0 {
			widths[i] = 0
			// What went comes back to the others, to be taken anew.
			for j, c := range columns {
				if widths[j] == 0 || c.least == 0 {
					continue
				}
				for _, text := range append([]string{c.head}, c.cells...) {
					widths[j] = max(widths[j], utf8.RuneCountInString(text))
				}
			}
			return true
		}
	}
	return false
}
