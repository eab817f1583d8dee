package knowledge_test

import (
	"encoding"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"

	"candor/internal/kbfile"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/posture"
	"candor/knowledgebase"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compileSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, err := knowledge.Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	c := jsonschema.NewCompiler()
	url := "file:///" + name + ".schema.json"
	if err := c.AddResource(url, doc); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	s, err := c.Compile(url)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// validate holds JSON text against a schema.
func validate(s *jsonschema.Schema, text string) error {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// asJSON is a decoded knowledge value as the file would have it: keys by yaml
// tag, what is not set left out. Strict decoding has dropped nothing.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(generic(reflect.ValueOf(v)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func generic(v reflect.Value) any {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	switch v.Kind() {
	case reflect.Pointer:
		return generic(v.Elem())
	case reflect.Struct:
		out := map[string]any{}
		for _, f := range taggedFields(v.Type(), "yaml") {
			if field := v.FieldByIndex(f.index); !field.IsZero() {
				out[f.name] = generic(field)
			}
		}
		return out
	case reflect.Map:
		out := map[string]any{}
		for _, k := range v.MapKeys() {
			out[k.String()] = generic(v.MapIndex(k))
		}
		return out
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = generic(v.Index(i))
		}
		return out
	default:
		return v.Interface()
	}
}

func TestStarterEntriesMatchTheirSchema(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, "entry")
	entries := 0
	err := fs.WalkDir(knowledgebase.FS, "library", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		var front library.Front
		if _, _, _, err := kbfile.ReadFrontMatter(knowledgebase.FS, name, &front); err != nil {
			return err
		}
		entries++
		if err := validate(schema, asJSON(t, front)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if entries < 200 {
		t.Errorf("only %d entries were looked at", entries)
	}
}

func TestStarterCompanyMatchesItsSchemas(t *testing.T) {
	t.Parallel()
	facts := map[string]library.Fact{}
	if _, err := kbfile.Read(knowledgebase.FS, "company/facts.yaml", &facts); err != nil {
		t.Fatal(err)
	}
	if err := validate(compileSchema(t, "facts"), asJSON(t, facts)); err != nil {
		t.Errorf("facts.yaml: %v", err)
	}
	var p posture.Posture
	if _, err := kbfile.Read(knowledgebase.FS, "company/posture.yaml", &p); err != nil {
		t.Fatal(err)
	}
	if err := validate(compileSchema(t, "posture"), asJSON(t, p)); err != nil {
		t.Errorf("posture.yaml: %v", err)
	}
}

// The gold postures are JSON, so they are held against the schema as they stand.
func TestGoldPosturesMatchTheSchema(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../fixtures/gold/postures.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Postures map[string]json.RawMessage `json:"postures"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	schema := compileSchema(t, "posture")
	for name, text := range file.Postures {
		if err := validate(schema, string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(file.Postures) == 0 {
		t.Error("no posture in the gold file")
	}
}

const (
	entryStart   = `{"id": "a", "questions": ["Q?"], "verdict": "yes", "topics": ["backup"], "sharing": "nda", "reviewed": "2026-09-14", "status": "draft"`
	recordStart  = `{"attestations": [{"id": "a", "framework": "soc2", "status": "held"`
	runRecordMin = `{"schema": "candor.run/1", "tool": {"version": "0"}, "input": {"name": "a.xlsx", "sha256": "` +
		`0000000000000000000000000000000000000000000000000000000000000000"}, "kb": {"digest": "` +
		`0000000000000000000000000000000000000000000000000000000000000000", "entries": 0}, "as_of": "2026-11-22", "sharing": "public", ` +
		`"summary": {"questions": 0, "filled": 0, "review": 0, "unmatched": 0, "kept": 0, "blocked": 0, "gaps": {}}, "skipped": [], "sheets": [], "questions": `
)

func TestSchemasAcceptAndRefuse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, schema, text string
		ok                 bool
	}{
		{"shortest entry", "entry", entryStart + `}`, true},
		{"whole entry", "entry", entryStart + `, "claims": [{"framework": "soc2", "assertion": "type", "value": 2}], "evidence": [{"ref": "POL-07", "title": "Policy", "sharing": "nda"}], "review_every": "365d", "source": {"file": "past.xlsx", "row": 77}}`, true},
		{"unknown key", "entry", entryStart + `, "veredict": "yes"}`, false},
		{"verdict of no entry", "entry", strings.Replace(entryStart, `"yes"`, `"none"`, 1) + `}`, false},
		{"no questions", "entry", strings.Replace(entryStart, `["Q?"]`, `[]`, 1) + `}`, false},
		{"period without unit", "entry", entryStart + `, "review_every": "365"}`, false},
		{"no real date", "entry", strings.Replace(entryStart, "2026-09-14", "2026-13-01", 1) + `}`, false},
		{"control without framework", "entry", entryStart + `, "controls": ["CC6.1"]}`, false},

		{"fact", "facts", `{"backup.retention": {"value": "35 days", "reviewed": "2026-09-14"}}`, true},
		{"number as fact", "facts", `{"company.headcount": {"value": 140}}`, true},
		{"fact without value", "facts", `{"backup.retention": {"reviewed": "2026-09-14"}}`, false},
		{"bare fact", "facts", `{"backup.retention": "35 days"}`, false},

		{"empty posture", "posture", `{}`, true},
		{"shorthands", "posture", recordStart + `, "scope": {"products": "all"}, "soa": {"excluded": ["A.8.30", {"control": "A.7.6"}]}, "documents": ["report", {"kind": "soa"}], "dates": {"as_of": null}, "stage": ""}]}`, true},
		{"unknown status", "posture", strings.Replace(recordStart, "held", "owned", 1) + `}]}`, false},
		{"third type", "posture", recordStart + `, "soc_type": 3}]}`, false},
		{"certificate of a law", "posture", `{"obligations": [{"id": "gdpr", "certificate": "yes"}]}`, false},
		{"threshold below zero", "posture", `{"policy": {"expiring_days": -1}}`, false},
		{"unknown key inside", "posture", recordStart + `, "dates": {"until": "2027-01-01"}}]}`, false},

		{"decision", "review", `{"ref": "S!B2", "action": "edit", "who": "ann", "when": "2026-11-22T14:05:00Z", "choice": "Yes"}`, true},
		{"header", "review", `{"schema": "candor.review/1", "input": {"name": "a.xlsx", "sha256": "` + strings.Repeat("0", 64) + `"}}`, true},
		{"unknown action", "review", `{"ref": "S!B2", "action": "approve", "who": "ann", "when": "2026-11-22T14:05:00Z"}`, false},
		{"nobody decided", "review", `{"ref": "S!B2", "action": "accept", "when": "2026-11-22T14:05:00Z"}`, false},
		{"header of another version", "review", `{"schema": "candor.review/2", "input": {"name": "a.xlsx", "sha256": ""}}`, false},

		{"empty run", "run", runRecordMin + `[]}`, true},
		{"field of a later version", "run", runRecordMin + `[], "later": 1}`, true},
		{"run without questions", "run", strings.TrimSuffix(runRecordMin, `, "questions": `) + `}`, false},
		{"another format", "run", strings.Replace(runRecordMin, "candor.run/1", "candor.run/2", 1) + `[]}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := validate(compileSchema(t, tt.schema), tt.text)
			if diff := cmp.Diff(tt.ok, err == nil); diff != "" {
				t.Errorf("accepted (-want +got)\n%s%v", diff, err)
			}
		})
	}
}

func TestSchemaNamesAreTheFiles(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(knowledgebase.FS, "schema/*")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range knowledge.SchemaNames() {
		want = append(want, "schema/"+name+".schema.json")
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files (-names +files)\n%s", diff)
	}
	if _, err := knowledge.Schema("entries"); err == nil || !strings.Contains(err.Error(), "entry, facts, gaps, posture, proposals, review, run") {
		t.Errorf("unknown schema: %v", err)
	}
}
