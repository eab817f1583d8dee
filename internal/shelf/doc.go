// Package shelf keeps on disk what is dear to compute, under the digest of what
// it was computed from.
//
// It knows nothing of what it keeps. Its promise: Get hands out a folder only
// if each file in it is, byte for byte, what Put left there for the same key
// and the same build of the program; whatever is in doubt is as if it were not
// there. A folder appears whole or not at all, so that processes may share a
// shelf without a lock; a shelf that cannot be written to costs time only.
package shelf
