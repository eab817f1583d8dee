package posture

// Reference is what the company's records are read against.
type Reference struct{}
