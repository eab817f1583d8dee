package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	const gold = "../../fixtures/gold"
	const fresh = gold + "/certification-fresh.jsonl"
	tests := []struct {
		name string
		args []string
		want string
		err  string
	}{
		{"readings", []string{"-gold", gold, "readings", fresh}, "gate precision", ""},
		{"readings with deviations", []string{"-gold", gold, "-v", "readings", fresh}, "140 questions", ""},
		{"gaps", []string{"-gold", gold, "gaps", gold + "/gap-cases.dev.jsonl"}, "38 cases\n  from the labelled reading: codes 38, severity 38, answer 38\n", ""},
		{"answers", []string{"-gold", gold, "answers"}, "lint-own.jsonl: 139 cases, exact 139\n", ""},
		{"no such file", []string{"-gold", gold, "gaps", "nowhere.jsonl"}, "", "open the cases"},
		{"no such folder", []string{"-gold", "nowhere"}, "", "open the cases"},
		{"not a gold file", []string{"-gold", gold, "readings", "main.go"}, "", "read case 1"},
		{"not a file of answers", []string{"-gold", gold, "answers", "main.go"}, "", "read case 1"},
		{"unknown step", []string{"-gold", gold, "posture"}, "", "unknown step"},
		{"unknown flag", []string{"-x"}, "", "read flags"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			err := run(tt.args, &stdout, &stderr)
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("run(%v) = %v, want %q", tt.args, err, tt.err)
			}
			if !strings.Contains(stdout.String(), tt.want) {
				t.Errorf("run(%v) printed %q, want %q in it", tt.args, stdout.String(), tt.want)
			}
		})
	}
}
