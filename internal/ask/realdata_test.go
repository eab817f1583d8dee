//go:build realdata

package ask

import (
	"archive/zip"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared is the folder of questionnaires that may not be committed.
func shared(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("CANDOR_SHARED"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// sharedStrings returns the texts of a workbook's string table; reading the
// table needs no knowledge of layouts, and rows are not what is tested here.
func sharedStrings(t *testing.T, path string) []string {
	t.Helper()
	book, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	part, err := book.Open("xl/sharedStrings.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	data, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Items []struct {
			Text string `xml:"t"`
			Runs []struct {
				Text string `xml:"t"`
			} `xml:"r"`
		} `xml:"si"`
	}
	if err := xml.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, item := range table.Items {
		text := item.Text
		for _, run := range item.Runs {
			text += run.Text
		}
		out = append(out, text)
	}
	return out
}

// certificationWords must stand in every question that really asks about
// certification or regulation; a control question with none of them that is
// read as one is a fault.
func certificationWords() []string {
	return []string{
		"soc 2", "soc2", "ssae", "iso", "pci", "hipaa", "gdpr", "rgpd", "ccpa", "nist", "certif", "ens", "fips", "attest", "cloud security alliance", "accredit", "payment card",
	}
}

// Each file has at most so many questions that are read as
// asking about certification or regulation, counted by hand.
func TestRealControlQuestionsStayControlQuestions(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for file, most := range map[string]int{
		"CAIQ-4.0.3.xlsx": 0, "HECVAT-4.1.4.xlsx": 11, "Cuestionario_Gestion_del_Riesgo_Cadena_de_Suministro.xlsx": 2,
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			var read []string
			for _, text := range sharedStrings(t, filepath.Join(shared(t), "questionnaires", file)) {
				got := r.Read(Question{Text: text})
				if !strings.Contains(text, "?") || !got.IsCertification() || strings.Contains(text, "Copyright") {
					continue
				}
				read = append(read, strings.Join(got.Why, " ")+": "+text)
				if !containsAny(strings.ToLower(text), certificationWords()) {
					t.Errorf("read as %s by %v: %s", got.Kind, got.Why, text)
				}
			}
			if len(read) > most {
				t.Errorf("%d questions read as about certification, want at most %d:\n%s", len(read), most, strings.Join(read, "\n"))
			}
		})
	}
}

// The paraphrases of one collection are control questions but for the few
// that name a framework or a certification.
func TestRealParaphrasesStayControlQuestions(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(shared(t), "plainanswer_cc0.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	r := reader(t)
	for line := range strings.Lines(string(data)) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		for _, text := range texts(entry) {
			if got := r.Read(Question{Text: text}); got.IsCertification() && !containsAny(strings.ToLower(text), certificationWords()) {
				t.Errorf("read as %s by %v: %s", got.Kind, got.Why, text)
			}
		}
	}
}

func texts(v any) []string {
	var out []string
	switch v := v.(type) {
	case string:
		if strings.HasSuffix(v, "?") {
			out = append(out, v)
		}
	case []any:
		for _, x := range v {
			out = append(out, texts(x)...)
		}
	case map[string]any:
		for _, x := range v {
			out = append(out, texts(x)...)
		}
	}
	return out
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
