package deals

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/kbfile"
)

// Region is a market that a deal belongs to.
type Region string

// The regions of DESIGN.md 6.5.
const (
	US     Region = "us"
	CA     Region = "ca"
	EU     Region = "eu"
	UK     Region = "uk"
	ME     Region = "me"
	APAC   Region = "apac"
	LatAm  Region = "latam"
	Global Region = "global"
)

// Regions lists them.
func Regions() []Region { return []Region{US, CA, EU, UK, ME, APAC, LatAm, Global} }

// regionNames are the ids as text, for messages.
func regionNames() []string {
	var names []string
	for _, r := range Regions() {
		names = append(names, string(r))
	}
	return names
}

// Deal is one line of the file.
type Deal struct {
	// Line is where it stands, 1-based.
	Line int
	// File is the questionnaire's path relative to its batch folder, with
	// forward slashes.
	File    string
	Account string
	// Region is "" where the file does not say.
	Region Region
	// Value is in Currency; nil where the file does not say, which is not zero.
	Value    *float64
	Currency string
	// Close is the day by which the deal is to close.
	Close   date.Date
	Stage   string
	Product string
	// Extra holds the columns that have no meaning here, by their header.
	Extra map[string]string
}

// The columns with a meaning; only columnFile is required.
const (
	columnFile     = "file"
	columnAccount  = "account"
	columnRegion   = "region"
	columnValue    = "value"
	columnCurrency = "currency"
	columnClose    = "close_date"
	columnStage    = "stage"
	columnProduct  = "product"
)

// currencyCode is the form of ISO 4217.
var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func columns() []string {
	return []string{columnFile, columnAccount, columnRegion, columnValue, columnCurrency, columnClose, columnStage, columnProduct}
}

// maxSize bounds the file: a hundred thousand deals.
const maxSize = 64 << 20

// Read reads the file of that name. The error is a kbfile.Faults with every
// fault by line; nothing is returned with it.
func Read(in io.Reader, name string) ([]Deal, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxSize {
		return nil, fmt.Errorf("read %s: the file is larger than %d MB", name, maxSize>>20)
	}
	r := &reader{name: name, lines: map[string]int{}}
	r.read(data)
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return r.deals, nil
}

// reader gathers deals and faults.
type reader struct {
	name   string
	header []string
	deals  []Deal
	faults kbfile.Faults
	// lines holds the line on which each file stands.
	lines map[string]int
}

func (r *reader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, kbfile.Fault{File: r.name, Line: line, Col: 1, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) read(data []byte) {
	text, err := asText(data)
	if err != nil {
		r.fault(1, "%v", err)
		return
	}
	comma, text := separator(text)
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma = comma
	in.FieldsPerRecord = -1
	in.TrimLeadingSpace = true
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.syntax(err)
			return
		}
		line, _ := in.FieldPos(0)
		switch {
		case r.header == nil:
			if !r.readHeader(line, fields) {
				return
			}
		case !blank(fields):
			r.readDeal(line, fields)
		}
	}
	if r.header == nil {
		r.fault(1, "the file is empty; its first line names the columns, of which %q is required", columnFile)
	}
}

func (r *reader) syntax(err error) {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		r.fault(p.Line, "%v", p.Err)
		return
	}
	r.fault(1, "%v", err)
}

func blank(fields []string) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return strings.TrimSpace(f) != "" })
}

// readHeader takes "Close date" for close_date; a column that is not known
// keeps its own name.
func (r *reader) readHeader(line int, fields []string) bool {
	seen := map[string]bool{}
	for _, f := range fields {
		f = strings.TrimSpace(f)
		key := strings.ReplaceAll(strings.ToLower(f), " ", "_")
		if !slices.Contains(columns(), key) {
			key = f
		}
		if seen[key] && key != "" {
			r.fault(line, "column %q stands twice", f)
		}
		seen[key] = true
		r.header = append(r.header, key)
	}
	if !seen[columnFile] {
		r.fault(line, "no column %q, which names the questionnaire", columnFile)
		return false
	}
	return len(r.faults) == 0
}

func (r *reader) readDeal(line int, fields []string) {
	d := Deal{Line: line}
	if len(fields) > len(r.header) {
		r.fault(line, "%d fields, but the header names %d columns", len(fields), len(r.header))
		return
	}
	for i, f := range fields {
		if f = strings.TrimSpace(f); f != "" {
			r.set(&d, r.header[i], f)
		}
	}
	if d.File == "" {
		r.fault(line, "no file named")
		return
	}
	if first, twice := r.lines[d.File]; twice {
		r.fault(line, "file %q stands on line %d already", d.File, first)
		return
	}
	r.lines[d.File] = line
	r.deals = append(r.deals, d)
}

func (r *reader) set(d *Deal, column, text string) {
	switch column {
	case columnFile:
		d.File = path.Clean(strings.ReplaceAll(text, `\`, "/"))
	case columnAccount:
		d.Account = text
	case columnRegion:
		d.Region = Region(strings.ToLower(text))
		if !slices.Contains(Regions(), d.Region) {
			r.fault(d.Line, "%s", kbfile.Unknown("region", text, regionNames()))
		}
	case columnValue:
		v, err := parseValue(text)
		if err != nil {
			r.fault(d.Line, "value: %v", err)
			return
		}
		d.Value = &v
	case columnCurrency:
		d.Currency = strings.ToUpper(text)
		if !currencyCode.MatchString(d.Currency) {
			r.fault(d.Line, "currency: %q is no code of three letters, such as EUR", text)
		}
	case columnClose:
		day, err := date.Parse(text)
		if err != nil {
			r.fault(d.Line, "close_date: %v", err)
		}
		d.Close = day
	case columnStage:
		d.Stage = text
	case columnProduct:
		d.Product = text
	default:
		if d.Extra == nil {
			d.Extra = map[string]string{}
		}
		d.Extra[column] = text
	}
}
