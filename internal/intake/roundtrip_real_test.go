//go:build realdata

package intake_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRealRoundTrip is TestRoundTrip with questionnaires that are not ours to
// commit.
func TestRealRoundTrip(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("CANDOR_SHARED")
	if dir == "" {
		dir = "../../../shared/data"
	}
	for _, name := range []string{"CAIQ-4.0.3.xlsx", "HECVAT-4.1.4.xlsx", "Cuestionario_Gestion_del_Riesgo_Cadena_de_Suministro.xlsx"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roundTrip(t, filepath.Join(dir, "questionnaires", name))
		})
	}
}
