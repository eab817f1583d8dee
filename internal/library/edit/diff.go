package edit

import (
	"fmt"
	"strings"
)

// around is how many unchanged lines a diff shows round a change.
const around = 2

// Diff returns the change as a unified diff, "" for none.
func (c Change) Diff() string {
	if c.IsEmpty() {
		return ""
	}
	a, b := lines(string(c.Before)), lines(string(c.After))
	from := c.File
	if c.New {
		from = "(new)"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", from, c.File)
	steps := script(a, b)
	for i := 0; i < len(steps); {
		if steps[i].sign == ' ' {
			i++
			continue
		}
		first := max(0, i-around)
		last := hunkEnd(steps, i)
		hunk(&out, steps[first:last])
		i = last
	}
	return out.String()
}

// hunkEnd is where the hunk with the change at i ends: changes that stand near
// one another share one.
func hunkEnd(steps []step, i int) int {
	last := i
	for j := i; j < len(steps) && j <= last+2*around; j++ {
		if steps[j].sign != ' ' {
			last = j
		}
	}
	return min(len(steps), last+1+around)
}

func hunk(out *strings.Builder, steps []step) {
	var na, nb int
	for _, s := range steps {
		if s.sign != '+' {
			na++
		}
		if s.sign != '-' {
			nb++
		}
	}
	fmt.Fprintf(out, "@@ -%s +%s @@\n", span(steps[0].a, na), span(steps[0].b, nb))
	for _, s := range steps {
		fmt.Fprintf(out, "%c%s\n", s.sign, strings.TrimRight(s.line, "\r"))
	}
}

func span(first, n int) string {
	if n == 0 {
		first--
	}
	return fmt.Sprintf("%d,%d", first, n)
}

// step is one line of a diff with its number in both files.
type step struct {
	sign byte
	line string
	a, b int
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// script is the shortest way from a to b. The files are small and mostly equal,
// so the table is made for what lies between the equal ends only.
func script(a, b []string) []step {
	var head []step
	na, nb := 1, 1
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, step{' ', a[0], na, nb})
		a, b, na, nb = a[1:], b[1:], na+1, nb+1
	}
	tail := 0
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	common := longest(a[:len(a)-tail], b[:len(b)-tail])
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i >= len(a)-tail && j >= len(b)-tail, i < len(a)-tail && j < len(b)-tail && a[i] == b[j]:
			head = append(head, step{' ', a[i], na, nb})
			i, j, na, nb = i+1, j+1, na+1, nb+1
		case i < len(a)-tail && (j >= len(b)-tail || common[i+1][j] >= common[i][j+1]):
			head = append(head, step{'-', a[i], na, nb})
			i, na = i+1, na+1
		default:
			head = append(head, step{'+', b[j], na, nb})
			j, nb = j+1, nb+1
		}
	}
	return head
}

// longest is the length of the longest common subsequence of each two rests.
func longest(a, b []string) [][]int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			table[i][j] = max(table[i+1][j], table[i][j+1])
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			}
		}
	}
	return table
}
