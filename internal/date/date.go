// Package date is the calendar: days without clock or zone, and whole months
// between them as certification rules count them.
package date

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar. The zero Date means "no date".
type Date struct {
	year  int
	month time.Month
	day   int
}

// layout is the only form a date is read and written in.
const layout = "2006-01-02"

// Of returns the date of year, month and day, normalised as time.Date does.
func Of(year int, month time.Month, day int) Date {
	return FromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// FromTime returns the day of t in t's own zone.
func FromTime(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Parse reads "2026-11-22". The error names the text and the form expected.
func Parse(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is no date; write it as 2026-11-22", s)
	}
	return FromTime(t), nil
}

// MustParse is Parse for dates that stand in code.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero reports whether d is "no date".
func (d Date) IsZero() bool { return d == Date{} }

// String returns "2026-11-22", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.time().Format(layout)
}

// Year returns the year, Month the month, Day the day of the month.
func (d Date) Year() int { return d.year }

// Month returns the month of the year.
func (d Date) Month() time.Month { return d.month }

// Day returns the day of the month, from 1.
func (d Date) Day() int { return d.day }

func (d Date) time() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

// Compare returns -1, 0 or +1; no date sorts first.
func (d Date) Compare(o Date) int { return d.time().Compare(o.time()) }

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date { return FromTime(d.time().AddDate(0, 0, n)) }

// AddMonths returns the date n months later; where that month is too short,
// its last day (31 January + 1 month is 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Of(first.Year(), first.Month(), min(d.day, last))
}

// DaysUntil returns the number of days from d to o, negative if o is earlier.
func (d Date) DaysUntil(o Date) int { return int(o.time().Sub(d.time()).Hours() / 24) }

// MonthsUntil returns the whole calendar months from d to o: a day of the
// month not yet reached counts one less (DOMAIN.md 1.4). Negative if o is
// earlier.
func (d Date) MonthsUntil(o Date) int {
	if o.Before(d) {
		return -o.MonthsUntil(d)
	}
	n := (o.year-d.year)*12 + int(o.month) - int(d.month)
	if o.day < d.day {
		n--
	}
	return n
}

// MarshalText writes the form that Parse reads; no date is the empty text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	p, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = p
	return nil
}

// MarshalJSON writes a string, or null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Date{}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("date: %w", err)
	}
	return d.UnmarshalText([]byte(s))
}
