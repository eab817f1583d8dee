package claim

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor/internal/date"
	"candor/internal/posture"
	"candor/internal/textnorm"
)

// found is a date in a text.
type found struct {
	// day is the date, the first of the month where the text names no day.
	day   date.Date
	exact bool
	// before is the folded text in front of it.
	before string
}

// dateReader reads dates as the five languages write them.
type dateReader struct {
	pattern *regexp.Regexp
	months  map[string]time.Month
	quarter *regexp.Regexp
}

// newDateReader learns the names of months from ref. Dates in figures other
// than 2026-11-22 and 22.11.2026 are left alone: 04/05/2026 is two dates.
func newDateReader(ref *posture.Reference) *dateReader {
	r := &dateReader{months: map[string]time.Month{}}
	var names []string
	add := func(name string, m time.Month) {
		if _, ok := r.months[name]; !ok {
			r.months[name] = m
			names = append(names, name)
		}
	}
	if ref != nil {
		for _, language := range ref.Months() {
			for i, name := range language {
				add(textnorm.Fold(name), time.Month(i+1))
			}
		}
	}
	for m := time.January; m <= time.December; m++ {
		add(strings.ToLower(m.String()), m)
	}
	for m := time.January; m <= time.December; m++ {
		add(strings.ToLower(m.String()[:3]), m)
	}
	month := "(" + strings.Join(names, "|") + ")"
	r.pattern = regexp.MustCompile(
		`\b(\d{4})-(\d\d)-(\d\d)\b` +
			`|\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b` +
			`|\b(?:(\d{1,2})(?:\.|st|nd|rd|th|er|o|º)? (?:de |of )?)?` + month + `\.?(?: (\d{1,2})(?:st|nd|rd|th)?,?)?,? (?:de |of |do |del )?(\d{4})\b`)
	r.quarter = regexp.MustCompile(`\b(?:q([1-4])|h([12]))[ ,/]*(?:of )?(20\d\d)\b|\b(20\d\d)\b`)
	return r
}

// find returns the dates of text in order.
func (r *dateReader) find(text string) []found {
	folded := textnorm.Fold(text)
	var all []found
	for _, m := range r.pattern.FindAllStringSubmatchIndex(folded, -1) {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return folded[m[2*i]:m[2*i+1]]
		}
		f := found{before: folded[:m[0]], exact: true}
		switch {
		case group(1) != "":
			f.day = day(group(1), monthOf(group(2)), group(3))
		case group(6) != "":
			f.day = day(group(6), monthOf(group(5)), group(4))
		case group(7) != "" || group(9) != "":
			f.day = day(group(10), r.months[group(8)], group(7)+group(9))
		default:
			f.day, f.exact = day(group(10), r.months[group(8)], "1"), false
		}
		if !f.day.IsZero() {
			all = append(all, f)
		}
	}
	return all
}

func monthOf(s string) time.Month {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return time.Month(n)
}

// day returns the date, none for one that does not exist.
func day(y string, m time.Month, d string) date.Date {
	yy, errY := strconv.Atoi(y)
	dd, errD := strconv.Atoi(d)
	if errY != nil || errD != nil || m < 1 || m > 12 || dd < 1 || dd > 31 {
		return date.Date{}
	}
	return date.Of(yy, m, dd)
}

// ahead reports whether phrase names a year, half, quarter or month that is
// not over on asOf.
func (r *dateReader) ahead(phrase string, asOf date.Date) bool {
	for _, f := range r.find(phrase) {
		return !f.day.AddMonths(1).Before(asOf)
	}
	for _, m := range r.quarter.FindAllStringSubmatch(phrase, -1) {
		switch {
		case m[1] != "":
			return !day(m[3], 3*monthOf(m[1]), "28").Before(asOf)
		case m[2] != "":
			return !day(m[3], 6*monthOf(m[2]), "28").Before(asOf)
		default:
			return !day(m[4], time.December, "31").Before(asOf)
		}
	}
	return false
}
