package intake

// Canonical and Same are open to the tests of this package.
var (
	Canonical = canonical
	Same      = same
)
