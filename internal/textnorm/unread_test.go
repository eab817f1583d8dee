package textnorm_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"candor/internal/textnorm"
)

func TestUnread(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"Il vostro rapporto SOC 2 Type II contiene eccezioni o rilievi?":  true,
		"Bevat uw SOC 2 Type II-rapport uitzonderingen?":                  true,
		"Har ni en SOC 2 Type II-rapport?":                                true,
		"Er jeres SOC 2-rapport blevet trukket tilbage?":                  true,
		"Onko teillä SOC 2 Type II -raporttia?":                           true,
		"Czy Państwa raport SOC 2 Type II zawiera wyjątki?":               true,
		"Máte zprávu SOC 2 Type II?":                                      true,
		"SOC 2 Type II raporunuzda istisnalar var mı?":                    true,
		"Apakah Anda memiliki laporan SOC 2 Type II?":                     true,
		"贵公司的 SOC 2 Type II 报告是否包含例外事项？":                                  true,
		"SOC 2 Type II報告書はありますか？":                                         true,
		"Был ли отзыв отчёта SOC 2 Type II?":                              true,
		"هل لديكم شهادة ISO 27001؟":                                       true,
		"Åñòü ëè ó âàñ îò÷¸ò SOC 2 Type II?":                              true, // Russian taken for Windows-1252
		"?¤½¥q¬O§_¦³ SOC 2 Type II ?§i¡H":                                 true, // Chinese taken for it
		"Are you certified? 贵公司是否通过认证？ Do you have a report of your own?": false,
		"SOC 2 Type II":                            false,
		"":                                         false,
		"A.5.24; CC7.4; IR-8":                      false,
		"Falls ja, mit welchem Verfahren?":         false,
		"¿Tienen un informe SOC 2 tipo II?":        false,
		"Êtes-vous certifié ISO 27001 ?":           false,
		"Possuem relatório SOC 2 Tipo II?":         false,
		"Größe, Höhe, Fläche":                      false,
		"Does Łukasz Żółć AG hold a SOC 2 report?": false,
		"Is α or β used in your models?":           false,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got := textnorm.Unread(text); got != want {
				t.Errorf("Unread(%q) = %v, want %v", text, got, want)
			}
		})
	}
}

// Every question of the gold files is in one of the five languages.
func TestUnreadLeavesTheFiveAlone(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../fixtures/gold/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no gold files", err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for s := bufio.NewScanner(f); s.Scan(); {
			var row struct{ Text, Question string }
			if err := json.Unmarshal(s.Bytes(), &row); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if text := row.Text + row.Question; textnorm.Unread(text) {
				t.Errorf("%s: taken for a language that is not read: %q", filepath.Base(name), text)
			}
		}
		f.Close()
	}
}
