package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/knowledge"
)

// Check shows the findings of a check, for people and for machines.
type Check struct {
	Result knowledge.CheckResult
	// Dir is the folder that was checked, "" for the starter; files are named
	// from it on, so that an editor or a forge finds them.
	Dir string
	// Version is the program's.
	Version string
}

// file is a finding's file as seen from where the program runs.
func (c Check) file(f knowledge.Finding) string {
	if c.Dir == "" {
		return f.File
	}
	return path.Join(filepath.ToSlash(c.Dir), f.File)
}

// WriteText prints one finding a line as file:line:col, which editors take for
// a link, and the counts at the end.
func (c Check) WriteText(w io.Writer) error {
	p := &printer{w: w}
	for _, f := range c.Result.Findings {
		f.File = c.file(f)
		p.linef("%s: %s %s: %s", clean(f.Place()), f.Severity, f.Code, clean(f.Message))
		if f.Suggest != "" && !strings.Contains(f.Message, fmt.Sprintf("%q", f.Suggest)) {
			p.linef("    better: %s", clean(f.Suggest))
		}
	}
	if byCode := c.byCode(); len(byCode) > 0 {
		p.linef("%s", byCode)
	}
	p.linef("%s", c.counts())
	return p.done("findings")
}

// counts is the last line: how many of what.
func (c Check) counts() string {
	r := c.Result
	entries := fmt.Sprintf("%d entries", r.Entries)
	if r.Entries == 1 {
		entries = "1 entry"
	}
	return fmt.Sprintf("%s checked: %s, %s, %s", entries,
		plural(r.Faults(), "fault"), plural(r.Count(knowledge.LevelWarning), "warning"), plural(r.Count(knowledge.LevelNote), "note"))
}

// byCode counts the findings of each code, the most frequent first.
func (c Check) byCode() string {
	n := map[string]int{}
	for _, f := range c.Result.Findings {
		n[f.Code]++
	}
	codes := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	for i, code := range codes {
		codes[i] = fmt.Sprintf("%s %d", code, n[code])
	}
	return strings.Join(codes, ", ")
}
