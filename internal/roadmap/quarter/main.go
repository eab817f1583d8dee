// Command quarter makes a quarter of questionnaires with their deals, to look
// at a gap report of real size and to time one:
//
//	go run ./internal/roadmap/quarter -n 40 -o /tmp/quarter
//
// It writes questionnaires/*.csv, one in five into a subfolder, and deals.csv.
// Everything follows from -seed: equal flags give equal files.
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"candor/internal/date"
)

func main() {
	n := flag.Int("n", 40, "number of questionnaires")
	out := flag.String("o", "", "folder to write, new or empty")
	seed := flag.Uint64("seed", 1, "what everything follows from")
	day := flag.String("as-of", "2026-11-22", "day from which close dates are counted")
	flag.Parse()
	if err := run(*out, *n, *seed, *day); err != nil {
		fmt.Fprintln(os.Stderr, "quarter:", err)
		os.Exit(1)
	}
}

func run(out string, n int, seed uint64, day string) error {
	if out == "" {
		return fmt.Errorf("name the folder with -o")
	}
	asOf, err := date.Parse(day)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // examples, not secrets
	deals := [][]string{{"file", "account", "region", "value", "currency", "close_date", "stage", "product"}}
	for i := range n {
		m := markets[r.IntN(len(markets))]
		account := fmt.Sprintf("%s %s", firstNames[i%len(firstNames)], lastNames[(i/len(firstNames)+r.IntN(3))%len(lastNames)])
		file := fmt.Sprintf("%03d-%s.csv", i+1, m.region)
		if i%5 == 4 {
			file = filepath.Join("partners", file)
		}
		if err := writeCSV(filepath.Join(out, "questionnaires", file), questionnaire(r, m)); err != nil {
			return err
		}
		region := m.region
		if r.IntN(6) == 0 {
			region = "" // left for the report to guess
		}
		value := strconv.Itoa(1000 * (10 + r.IntN(30)*r.IntN(12)))
		closes := asOf.AddDays(20 + r.IntN(500)).String()
		deals = append(deals, []string{filepath.ToSlash(file), account, region, value, "USD", closes, stages[r.IntN(len(stages))], ""})
	}
	return writeCSV(filepath.Join(out, "deals.csv"), deals)
}

// questionnaire draws the certification rows of a market and some on controls.
func questionnaire(r *rand.Rand, m market) [][]string {
	rows := [][]string{{"No.", "Question", "Answer"}}
	add := func(text string) { rows = append(rows, []string{strconv.Itoa(len(rows)), text, ""}) }
	for _, text := range m.always {
		add(text)
	}
	for _, text := range m.sometimes {
		if r.IntN(3) == 0 {
			add(text)
		}
	}
	for _, i := range r.Perm(len(controls))[:4+r.IntN(len(controls)-4)] {
		add(controls[i])
	}
	return rows
}

func writeCSV(path string, rows [][]string) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	return write(f, rows)
}

func write(w io.Writer, rows [][]string) error {
	out := csv.NewWriter(w)
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}
