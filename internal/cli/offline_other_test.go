//go:build !linux || !(amd64 || arm64)

package cli_test

// offlinePrograms are for systems that cannot cage a process.
func offlinePrograms() map[string]func() error { return nil }
