package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/cli"
)

// readmeRun is the README's first command, after "candor".
var readmeRun = []string{
	"fill", "fixtures/questionnaires/acme-vendor-assessment.xlsx", "--as-of", "2026-11-22",
	"-o", "acme.answered.xlsx", "--force", "--html", "acme.html",
}

// The README shows what its first command prints; -update rewrites it.
func TestReadmeShowsTheRealOutput(t *testing.T) {
	readme, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	if command := "go run ./cmd/candor " + strings.Join(readmeRun, " "); !strings.Contains(string(text), command) {
		t.Errorf("the README does not name the command %q", command)
	}
	got := runIn(t, filepath.Dir(readme), readmeRun)
	before, rest, ok := strings.Cut(string(text), "<!-- output of the first command -->\n```text\n")
	shown, after, closed := strings.Cut(rest, "```\n")
	if !ok || !closed {
		t.Fatal("the README lacks the block with the output")
	}
	if shown == got {
		return
	}
	if !*update {
		t.Fatalf("the README shows another output; run go test ./internal/cli -run Readme -update\ngot:\n%s", got)
	}
	text = []byte(before + "<!-- output of the first command -->\n```text\n" + got + "```\n" + after)
	if err := os.WriteFile(readme, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// runIn runs a command in a folder that holds the repository's fixtures and
// returns what it prints.
func runIn(t *testing.T, root string, args []string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(root, "fixtures"), filepath.Join(dir, "fixtures")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	t.Setenv("CANDOR_KB", "")
	var out, errs bytes.Buffer
	code := cli.Main(context.Background(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: io.Writer(&errs)})
	if code != 0 || errs.Len() > 0 {
		t.Fatalf("exit %d, stderr %s", code, errs.String())
	}
	return out.String()
}
