package cli

import (
	"context"
	"os"
	"os/exec"
	"runtime"

	"golang.org/x/term"
)

// browse opens a link in the person's browser, if there is a person: stdout is
// a terminal, and on Linux there is a screen. Others on this machine can read
// the link in the list of processes while the browser starts; it works once, so
// that one who was faster would show by the browser being refused.
func (a *app) browse(ctx context.Context, link string) {
	file, ok := a.Out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return
	}
	var args []string
	switch runtime.GOOS {
	case "darwin":
		args = []string{"open"}
	case "windows":
		args = []string{"rundll32", "url.dll,FileProtocolHandler"}
	default:
		if a.env("DISPLAY") == "" && a.env("WAYLAND_DISPLAY") == "" {
			return
		}
		args = []string{"xdg-open"}
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), args[0], append(args[1:], link)...) //nolint:gosec // a fixed program, and our own link
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }() // the link is printed too: it may fail
	}
}
