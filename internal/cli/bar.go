package cli

import (
	"os"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// longRun is the number of questions from which progress is worth showing.
const longRun = 200

// bar draws on a terminal how far a long run has come; show may be called from
// several goroutines. It is nil where there is nothing to draw on. The function
// end ends the bar and may be called in any case.
func (a *app) bar(quiet bool, what string) (show func(done, total int), end func()) {
	file, ok := a.Err.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, func() {}
	}
	var bar *progressbar.ProgressBar
	var mu sync.Mutex
	show = func(done, total int) {
		if total < longRun {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(file), progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish())
		}
		// A bar that cannot be drawn is no reason to stop.
		_ = bar.Set(done)
	}
	return show, func() {
		mu.Lock()
		defer mu.Unlock()
		if bar != nil {
			_ = bar.Finish()
		}
	}
}
