package roadmap_test

import (
	"fmt"
	"testing"

	"candor/internal/roadmap"
)

// BenchmarkPlan shows that the cost for one questionnaire does not grow with
// their number: rows that ask alike are decided once.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("%d questionnaires", n), func(b *testing.B) {
			p, r := planner(b), reader(b)
			var inputs []roadmap.Input
			for i := range n {
				name := fmt.Sprintf("%04d.csv", i)
				asked := append([]string{fmt.Sprintf("Do you hold a SOC 2 report that covers service %d?", i)}, rows[i%10:i%10+8]...)
				inputs = append(inputs, roadmap.Input{File: name, Record: record(r, name, "2026-11-22", asked...)})
			}
			b.ReportAllocs()
			for b.Loop() {
				plan(b, p, inputs, november)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/questionnaire")
		})
	}
}
