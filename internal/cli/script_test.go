package cli_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"candor/internal/cli"
	"candor/internal/modeltest"
	"candor/internal/workbook"
	"candor/internal/xlsxtest"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

func TestMain(m *testing.M) {
	programs := map[string]func(){
		"candor": func() {
			os.Exit(cli.Main(context.Background(), os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
		},
		"mkxlsx":   func() { os.Exit(report(mkxlsx())) },
		"xlsxdump": func() { os.Exit(report(workbook.Dump(context.Background(), os.Args[1], os.Stdout))) },
	}
	for name, program := range offlinePrograms() {
		programs[name] = func() { os.Exit(report(program())) }
	}
	testscript.Main(m, programs)
}

// TestScript runs every script of the folder: each shows one use of a command
// with its output and exit code.
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"fakemodel": fakemodel},
		Setup: func(env *testscript.Env) error {
			env.Values[runningModel{}] = new(*modeltest.Server)
			env.Setenv("CANDOR_KB", "")
			env.Setenv("CANDOR_CACHE", filepath.Join(env.WorkDir, ".cache"))
			fixtures, err := filepath.Abs("../../fixtures")
			env.Setenv("FIXTURES", fixtures)
			return err
		},
	})
}

// mkxlsx makes a workbook from its description: mkxlsx spec.txt out.xlsx.
func mkxlsx() error {
	if len(os.Args) != 3 {
		return fmt.Errorf("usage: mkxlsx <spec> <xlsx>")
	}
	spec, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	data, err := xlsxtest.Build(string(spec))
	if err != nil {
		return err
	}
	return os.WriteFile(os.Args[2], data, 0o600)
}

func report(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
