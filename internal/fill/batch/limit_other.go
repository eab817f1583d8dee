//go:build !linux || race

package batch

// limitMemory has the runtime's own limit only to rely on here; the race
// detector's books alone are larger than any limit.
func limitMemory(uint64) error { return nil }
