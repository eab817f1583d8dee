//go:build browser && realdata

package journey

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"
)

func TestKeyboardOnlyReal(t *testing.T) {
	shared := cmp.Or(os.Getenv("CANDOR_SHARED"), filepath.Join("..", "..", "..", "..", "shared", "data"))
	throughByKeyboard(t, filepath.Join(shared, "questionnaires", "CAIQ-4.0.3.xlsx"), 20)
}
