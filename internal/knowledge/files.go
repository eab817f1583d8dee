package knowledge

import "io/fs"

// Files returns what Open reads of the company folder dir, or of the starter
// for "": its files, and the built-in ones where it has none of its own.
func Files(dir string) (fs.FS, error) { return source(dir) }
