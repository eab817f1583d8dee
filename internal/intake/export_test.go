package intake

// Canonical is open to the fuzz tests of this package.
var Canonical = canonical
