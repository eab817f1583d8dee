//go:build browser

package journey

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path)) // a leftover program in the temp folder hurts nobody
	}
	stopChrome()
	os.Exit(code)
}
