//go:build !unix

package batch

// nonBlocking has no use where files in folders are never pipes.
const nonBlocking = 0
