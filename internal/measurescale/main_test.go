package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/librarytest"
)

func TestOpenMeasures(t *testing.T) {
	t.Parallel()
	kb := filepath.Join(t.TempDir(), "kb")
	if err := librarytest.Write(kb, 20, 1); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run([]string{"open", kb, t.TempDir()}, &out, &out); err != nil {
		t.Fatal(err)
	}
	var f figures
	if err := json.Unmarshal(out.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	if f.Open <= 0 || f.Rank <= 0 || f.CPU <= 0 || f.Peak < 1<<20 {
		t.Errorf("measured %+v", f)
	}
}

func TestSteadyMeasures(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := steady([]int{50, 300}, &out); err != nil {
		t.Fatal(err)
	}
	if want := "| 50 | 50 | 0.0000 | 0 |\n"; !strings.Contains(out.String(), want) {
		t.Errorf("no line %q in\n%s", want, out.String())
	}
}

func TestWrongSizes(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-n", "many"}, {"-n", "0"}, {"-x"}} {
		var out bytes.Buffer
		if err := run(args, &out, &out); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
