// Package roadmap ranks what could close certification gaps over many run
// records: which remedy unblocks which deals, how much demand it closes, what
// it costs and how long it takes by the source, and in what order to go.
//
// It looks no remedy up: it adds each to the posture and asks the gap engine
// again. It writes nothing and knows no clock; figures, weights and words are
// data (remedies.yaml, lexicon/roadmap.yaml, lexicon/regions.yaml). The
// promise: equal records give equal reports in whatever order they come, no
// remedy ever adds demand, each number names the questions behind it, and a
// figure that the source does not have stays empty.
package roadmap
