package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	const gold = "../../fixtures/gold/certification-fresh.jsonl"
	tests := []struct {
		name string
		args []string
		want string
		err  string
	}{
		{"figures", []string{gold}, "gate precision", ""},
		{"figures with deviations", []string{"-v", gold}, "140 questions", ""},
		{"no such file", []string{"nowhere.jsonl"}, "", "open the gold file"},
		{"not a gold file", []string{"main.go"}, "", "read case 1"},
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
