//go:build realdata

package review_test

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"testing"

	"candor/internal/answer"
	"candor/internal/fill"
	"candor/internal/review"

	gocmp "github.com/google/go-cmp/cmp"
)

// Real questionnaires are finished as runs write them: with nothing decided to
// the byte, and with every draft accepted as a run that writes drafts.
func TestApplyToRealQuestionnaires(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(cmp.Or(os.Getenv("CANDOR_SHARED"), "../../../shared/data"), "questionnaires")
	base := starter(t)
	for _, name := range []string{"CAIQ-4.0.3.xlsx", "HECVAT-4.1.4.xlsx", "Cuestionario_Gestion_del_Riesgo_Cadena_de_Suministro.xlsx", "acr_security_checklist.en.xlsx"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := filledSite(t, base, filepath.Join(dir, name))
			if res := s.apply(); !bytes.Equal(bytesOf(t, s.filled), bytesOf(t, res.Output)) {
				t.Error("nothing was decided, and the file is not that of the run")
			}
			drafts := filledSite(t, base, filepath.Join(dir, name), func(o *fill.Options) { o.Write = fill.WriteDrafts })
			for i := range s.run.Rows {
				if q := &s.run.Rows[i]; q.Status == answer.Review && q.Answer+q.Choice != "" {
					s.decide(decision(q.Ref, review.Accept))
				}
			}
			s.opt.Force = true
			res, refused := s.apply(), 0
			for i := range drafts.run.Rows {
				if res.Finals[i].Refused {
					refused++
					t.Logf("%s: %+v", res.Finals[i].Ref, res.Finals[i].Faults)
					continue
				}
				if diff := gocmp.Diff(drafts.run.Rows[i].Written, res.Final.Rows[i].Written); diff != "" {
					t.Errorf("%s (-drafts +accepted)\n%s", res.Finals[i].Ref, diff)
				}
			}
			t.Logf("%d rows, %d refused, %+v", len(res.Finals), refused, res.Final.Review.States)
		})
	}
}
