package alike

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// chunk is how many pieces of work a worker takes at a time.
const chunk = 64

// spread does n pieces of work on all processors; worker makes what one worker
// keeps to itself. The order of work is not defined, so each piece must have
// its own place for the result.
func spread(ctx context.Context, n int, worker func(w int) func(i int)) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range min((n+chunk-1)/chunk, runtime.GOMAXPROCS(0)) {
		do := worker(w)
		wait.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(chunk)) - chunk
				if from >= n {
					return
				}
				for i := from; i < min(from+chunk, n); i++ {
					do(i)
				}
			}
		})
	}
	wait.Wait()
	return ctx.Err() //nolint:wrapcheck // the caller says what was being done
}
