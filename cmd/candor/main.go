// Command candor answers vendor security questionnaires from a library of
// approved answers and dated certification records.
package main

import (
	"context"
	"os"

	"candor/internal/cli"
)

func main() {
	os.Exit(cli.Main(context.Background(), os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
