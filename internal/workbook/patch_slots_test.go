//go:build realdata

package workbook

import (
	"os"
	"testing"

	"candor/internal/questionnaire"
	"candor/internal/workbook/patch"
)

// Reader and writer must agree on what may be written: an answer that the
// reader has a slot for goes in, and what it calls refused stays.
func TestRealSlotsAgree(t *testing.T) {
	t.Parallel()
	lex, err := LoadLexicon(os.DirFS("../../knowledgebase"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"CAIQ-4.0.3.xlsx", "HECVAT-4.1.4.xlsx", "review_checklist.xlsm", "Cuestionario_Gestion_del_Riesgo_Cadena_de_Suministro.xlsx", "acr_security_checklist.en.xlsx"} {
		in := realFile(t, name)
		q, err := Read(t.Context(), in, ReadOptions{Lexicon: lex})
		if err != nil {
			t.Fatal(err)
		}
		var edits []questionnaire.Edit
		want := map[string]questionnaire.Refusal{}
		for _, question := range q.Questions {
			for _, s := range question.Slots {
				e := questionnaire.Edit{Sheet: question.Sheet, Cell: s.Cell, Value: "Answer"}
				if len(s.Choices) > 0 {
					e.Value = s.Choices[0]
				}
				if s.Default {
					e.Was = s.Value
				}
				key := e.Sheet + "!" + e.Cell
				if _, ok := want[key]; ok {
					continue
				}
				want[key] = s.Refused
				if s.Refused == questionnaire.Writable && s.Value != "" && !s.Default && s.Value != e.Value {
					want[key] = patch.RefuseAnswered
				}
				edits = append(edits, e)
			}
		}
		res, _ := proved(t, in, false, edits...)
		got := map[string]questionnaire.Refusal{}
		for _, r := range res.Refused {
			got[r.Sheet+"!"+r.Cell] = r.Why
		}
		n := 0
		for key, why := range want {
			if got[key] != why {
				if n++; n < 10 {
					t.Errorf("%s %s: the reader says %q, the writer %q", name, key, why, got[key])
				}
			}
		}
		t.Logf("%s: %d slots, %d written, %d refused, %d disagreements", name, len(edits), len(res.Written), len(res.Refused), n)
	}
}
