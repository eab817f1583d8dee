package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/private"
)

// Finding is one thing that `candor check` says.
type Finding struct {
	// Code is one of Rules.
	Code string `json:"code"`
	// Severity is error or warning for a fault of form or reference, else info,
	// low, medium, high or blocker.
	Severity string `json:"severity"`
	Entry    string `json:"entry,omitempty"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col,omitempty"`
	// Text is the sentence or value at fault, Message what is wrong with it.
	Text    string `json:"text"`
	Message string `json:"message"`
	Suggest string `json:"suggest"`
}

// Place is "file:line:col", as far as it is known.
func (f Finding) Place() string {
	switch {
	case f.Line == 0:
		return f.File
	case f.Col == 0:
		return fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col)
}

// Level is how much a finding weighs for whoever acts on it by machine.
type Level string

// The levels.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelNote    Level = "note"
)

// Level is error for a fault of form and a statement that must not go out,
// warning for what somebody should mend, note for the rest.
func (f Finding) Level() Level {
	switch f.Severity {
	case severityError, "high", "blocker":
		return LevelError
	case severityInfo:
		return LevelNote
	default:
		return LevelWarning
	}
}

// IsFault reports whether the finding makes check fail: an error of form, or a
// statement that must not go out.
func (f Finding) IsFault() bool { return f.Level() == LevelError }

const (
	severityError   = "error"
	severityWarning = "warning"
	severityInfo    = "info"
)

// CheckResult is the outcome of a check.
type CheckResult struct {
	AsOf     string    `json:"as_of"`
	Entries  int       `json:"entries"`
	Findings []Finding `json:"findings"`
}

// Count returns the number of findings of a level.
func (r CheckResult) Count(level Level) int {
	n := 0
	for _, f := range r.Findings {
		if f.Level() == level {
			n++
		}
	}
	return n
}

// Faults counts the findings that make check fail.
func (r CheckResult) Faults() int { return r.Count(LevelError) }

// checker is one check of a whole knowledge base.
type checker struct {
	base    *Base
	fsys    fs.FS
	asOf    date.Date
	private *private.Shapes
	// demo are the names of the fictional company; none for the starter itself,
	// which may name it.
	demo     []string
	findings []Finding
}

func (c *checker) add(fs ...Finding) { c.findings = append(c.findings, fs...) }

// Check holds the whole knowledge base of dir (the starter for "") against its
// own rules on a day. An error means that it could not be read at all; faults
// are findings.
func Check(ctx context.Context, dir string, asOf date.Date) (CheckResult, error) {
	result := CheckResult{AsOf: asOf.String(), Findings: []Finding{}}
	fsys, err := source(dir)
	if err != nil {
		return result, err
	}
	return checkAll(ctx, fsys, dir != "", asOf)
}

// checkAll is Check of a tree; own tells that it is a company's.
func checkAll(ctx context.Context, fsys fs.FS, own bool, asOf date.Date) (CheckResult, error) {
	b, faults := load(fsys, asOf)
	return checkBase(ctx, b, faults, fsys, own, asOf)
}

// checkBase is checkAll of what was loaded, with the faults of loading.
func checkBase(ctx context.Context, b *Base, faults kbfile.Faults, fsys fs.FS, own bool, asOf date.Date) (CheckResult, error) {
	result := CheckResult{AsOf: asOf.String(), Findings: []Finding{}}
	var err error
	c := &checker{base: b, fsys: fsys, asOf: asOf}
	if c.private, err = private.Load(fsys); err != nil {
		faults.Add(private.File, err)
	}
	if own {
		c.demo = demoNames(b)
		c.folder(ctx, &faults)
	}
	c.add(fromFaults(faults)...)
	if b.Library != nil {
		entries := b.Library.Entries()
		result.Entries = len(entries) + len(b.Library.Faulty())
		if err := c.entries(ctx, slices.Concat(entries, b.Library.Faulty())); err != nil {
			return result, err
		}
		c.questions(entries)
		c.facts()
		c.examples(entries)
	}
	c.posture()
	result.Findings = append(result.Findings, settled(c.findings)...)
	return result, nil
}

// settled sorts findings by place and drops those that say the same twice.
func settled(findings []Finding) []Finding {
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Suggest, b.Suggest),
		)
	})
	return slices.Compact(findings)
}

// CheckPosture checks the certification records alone.
func CheckPosture(_ context.Context, dir string, asOf date.Date) (CheckResult, error) {
	result := CheckResult{AsOf: asOf.String(), Findings: []Finding{}}
	fsys, err := source(dir)
	if err != nil {
		return result, err
	}
	_, faults := load(fsys, asOf)
	faults = slices.DeleteFunc(faults, func(f kbfile.Fault) bool { return f.File != postureFile })
	result.Findings = append(result.Findings, settled(fromFaults(faults))...)
	return result, nil
}

const (
	postureFile = "company/posture.yaml"
	factsFile   = "company/facts.yaml"
)

func fromFaults(faults kbfile.Faults) []Finding {
	out := make([]Finding, len(faults))
	for i, f := range faults {
		out[i] = Finding{
			Code: f.Code, Severity: severityError, File: f.File, Line: f.Line, Col: f.Col,
			Text: f.Message, Message: f.Message, Suggest: f.Suggestion(),
		}
		if f.Warning {
			out[i].Severity = severityWarning
		}
		switch {
		case strings.HasPrefix(f.File, "library/"):
			out[i].Entry = strings.TrimSuffix(path.Base(f.File), ".md")
			fallthrough
		case isCompanys(f.File):
			out[i].Code = cmp.Or(f.Code, kbfile.CodeValue)
		default:
			out[i].Code = cmp.Or(f.Code, "REFERENCE_FAULT")
		}
	}
	return out
}

// entries looks at each entry, several at a time; what is found comes in the
// order of the entries.
func (c *checker) entries(ctx context.Context, entries []*library.Entry) error {
	found := make([][]Finding, len(entries))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(entries)) {
		wg.Go(func() {
			for i := range next {
				e := &entryCheck{checker: c, entry: entries[i]}
				e.run()
				found[i] = e.found
			}
		})
	}
	for i := range entries {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("check entries: %w", err)
	}
	c.add(slices.Concat(found...)...)
	return nil
}
