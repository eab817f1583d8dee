package upkeep

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/library"
	"candor/internal/runlog"
)

// Count is how many there are of one kind.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Age is how long ago entries were reviewed, in days.
type Age struct {
	// Entries are those with a day of review, retired ones left out.
	Entries int    `json:"entries"`
	Mean    int    `json:"mean_days"`
	Oldest  int    `json:"oldest_days"`
	ID      string `json:"oldest_entry,omitempty"`
}

// Use is how often an entry answered a question.
type Use struct {
	ID string `json:"entry"`
	// Rows were answered with it, Filled of them without a person.
	Rows           int `json:"rows"`
	Filled         int `json:"filled"`
	Questionnaires int `json:"questionnaires"`
}

// Edits is how many of the written cells a reviewer changed.
type Edits struct {
	// Reviewed are the files that were changed since they were filled; Untouched
	// ones are as they were written, Unread ones could not be compared.
	Reviewed  int `json:"reviewed_files"`
	Untouched int `json:"untouched_files"`
	Unread    int `json:"unread_files"`
	Cells     int `json:"written_cells"`
	Changed   int `json:"changed_cells"`
	// Rate is the share of written cells that were changed; null if no file
	// was reviewed.
	Rate *float64 `json:"edit_rate"`
	// Entries are those whose answers were changed most often.
	Entries []EntryEdits `json:"entries"`
}

// EntryEdits is how often the answers of an entry were changed.
type EntryEdits struct {
	ID      string `json:"entry"`
	Cells   int    `json:"written_cells"`
	Changed int    `json:"changed_cells"`
}

// Stats describe a library and what runs made of it.
type Stats struct {
	AsOf      string  `json:"as_of"`
	Entries   int     `json:"entries"`
	Questions int     `json:"phrasings"`
	Status    []Count `json:"status"`
	State     []Count `json:"state"`
	Verdict   []Count `json:"verdict"`
	Sharing   []Count `json:"sharing"`
	Language  []Count `json:"language"`
	Topics    []Count `json:"topics"`
	Owners    []Count `json:"owners"`
	Age       Age     `json:"age"`
	// Usage is null without runs.
	Usage *Usage `json:"usage"`
}

// Usage is what runs took from the library.
type Usage struct {
	Questionnaires int     `json:"questionnaires"`
	Rows           int     `json:"rows"`
	Outcomes       []Count `json:"outcomes"`
	MostUsed       []Use   `json:"most_used"`
	// Unused are the entries that may be filled in and answered nothing.
	Unused []string `json:"unused"`
	// Gone are ids that runs answered with and the library has no more.
	Gone  []string `json:"gone"`
	Edits Edits    `json:"edits"`
}

// mostUsed is how many entries are listed by use.
const mostUsed = 10

// Describe counts a library and what runs made of it. cells holds the reviewed
// contents of each run's output by file; see Reviewed.
func Describe(lib *library.Library, runs []Run, cells map[string]Reviewed, asOf date.Date) *Stats {
	s := &Stats{AsOf: asOf.String(), Entries: len(lib.Entries())}
	counts := map[string]map[string]int{}
	add := func(what, name string) {
		if counts[what] == nil {
			counts[what] = map[string]int{}
		}
		counts[what][cmp.Or(name, "none")]++
	}
	for _, e := range lib.Entries() {
		s.Questions += len(e.Questions)
		add("status", string(e.Status))
		add("state", string(e.StateOn(asOf)))
		if e.Status == library.Retired {
			continue
		}
		add("verdict", string(e.Verdict))
		add("sharing", string(e.Sharing))
		add("language", e.Language)
		add("topic", e.Topics[0])
		add("owner", e.Owner)
	}
	for what, to := range map[string]*[]Count{
		"status": &s.Status, "state": &s.State, "verdict": &s.Verdict, "sharing": &s.Sharing, "language": &s.Language, "topic": &s.Topics, "owner": &s.Owners,
	} {
		*to = ranked(counts[what])
	}
	s.Age = ageOf(lib, asOf)
	if len(runs) > 0 {
		s.Usage = usageOf(lib, sorted(runs), cells, asOf)
	}
	return s
}

// ranked lists counts, the highest first.
func ranked(counts map[string]int) []Count {
	out := []Count{}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, Count{name, counts[name]})
	}
	slices.SortStableFunc(out, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return out
}

func ageOf(lib *library.Library, asOf date.Date) Age {
	var a Age
	total := 0
	for _, e := range lib.Entries() {
		if e.Status == library.Retired || e.Reviewed.IsZero() {
			continue
		}
		days := e.Reviewed.DaysUntil(asOf)
		a.Entries++
		total += days
		if a.ID == "" || days > a.Oldest {
			a.Oldest, a.ID = days, e.ID
		}
	}
	if a.Entries > 0 {
		a.Mean = total / a.Entries
	}
	return a
}

func usageOf(lib *library.Library, runs []Run, cells map[string]Reviewed, asOf date.Date) *Usage {
	u := &Usage{Questionnaires: len(runs), MostUsed: []Use{}, Unused: []string{}, Gone: []string{}}
	c := &useCounter{uses: map[string]*Use{}, outcomes: map[string]int{}}
	for i := range runs {
		seen := map[string]bool{}
		for j := range runs[i].Record.Rows {
			u.Rows++
			c.row(&runs[i].Record.Rows[j], seen)
		}
	}
	u.Outcomes = ranked(c.outcomes)
	for _, id := range slices.Sorted(maps.Keys(c.uses)) {
		u.MostUsed = append(u.MostUsed, *c.uses[id])
		if _, ok := lib.Entry(id); !ok {
			u.Gone = append(u.Gone, id)
		}
	}
	slices.SortStableFunc(u.MostUsed, func(a, b Use) int {
		return cmp.Or(cmp.Compare(b.Questionnaires, a.Questionnaires), cmp.Compare(b.Rows, a.Rows))
	})
	u.MostUsed = u.MostUsed[:min(len(u.MostUsed), mostUsed)]
	for _, e := range lib.Entries() {
		if c.uses[e.ID] == nil && e.StateOn(asOf) == library.Usable {
			u.Unused = append(u.Unused, e.ID)
		}
	}
	u.Edits = editsOf(runs, cells)
	return u
}

// useCounter counts which entries answered what.
type useCounter struct {
	uses     map[string]*Use
	outcomes map[string]int
}

// row counts one question; seen are the entries of its questionnaire so far.
func (c *useCounter) row(q *runlog.Question, seen map[string]bool) {
	c.outcomes[string(q.Status)]++
	for _, src := range q.Sources {
		if src.Entry == "" {
			continue
		}
		use := c.uses[src.Entry]
		if use == nil {
			use = &Use{ID: src.Entry}
			c.uses[src.Entry] = use
		}
		use.Rows++
		if q.Status == answer.Filled {
			use.Filled++
		}
		if !seen[src.Entry] {
			seen[src.Entry] = true
			use.Questionnaires++
		}
	}
}

// Reviewed is what became of the cells that a run wrote.
type Reviewed struct {
	// State is whether the file was reviewed; Cells holds what stands in its
	// cells now, by "Sheet!C12", of those that could be read.
	State ReviewState
	Cells map[string]string
}

// ReviewState is what is known of an output since it was written.
type ReviewState int

// The states. A file that is byte by byte what was written was not edited, but
// nobody can tell whether somebody read it.
const (
	Unread ReviewState = iota
	Untouched
	Edited
)

func editsOf(runs []Run, cells map[string]Reviewed) Edits {
	e := Edits{Entries: []EntryEdits{}}
	byEntry := map[string]*EntryEdits{}
	for i := range runs {
		now := cells[runs[i].File]
		switch now.State {
		case Unread:
			e.Unread++
		case Untouched:
			e.Untouched++
		case Edited:
			e.Reviewed++
			e.compare(&runs[i], now.Cells, byEntry)
		}
	}
	if e.Cells > 0 {
		rate := float64(e.Changed) / float64(e.Cells)
		e.Rate = &rate
	}
	for _, id := range slices.Sorted(maps.Keys(byEntry)) {
		if byEntry[id].Changed > 0 {
			e.Entries = append(e.Entries, *byEntry[id])
		}
	}
	slices.SortStableFunc(e.Entries, func(a, b EntryEdits) int { return cmp.Compare(b.Changed, a.Changed) })
	return e
}

// compare counts the written cells of a run that hold something else now.
func (e *Edits) compare(r *Run, now map[string]string, byEntry map[string]*EntryEdits) {
	for i := range r.Record.Rows {
		q := &r.Record.Rows[i]
		for _, cell := range slices.Sorted(maps.Keys(q.Written)) {
			value, ok := now[q.Sheet+"!"+cell]
			if !ok {
				continue
			}
			changed := 0
			if flat(value) != flat(q.Written[cell]) {
				changed = 1
			}
			e.Cells++
			e.Changed += changed
			id := entryOf(q)
			if id == "" {
				continue
			}
			if byEntry[id] == nil {
				byEntry[id] = &EntryEdits{ID: id}
			}
			byEntry[id].Cells++
			byEntry[id].Changed += changed
		}
	}
}

// flat takes white space as a spreadsheet program leaves it.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }
