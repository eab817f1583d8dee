package report_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"candor/internal/knowledge"
	"candor/internal/report"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// awkward are findings whose parts hold what each format must escape.
var awkward = report.Check{Dir: "kb, 100%:x", Version: "0.1.0", Result: knowledge.CheckResult{Entries: 2, Findings: []knowledge.Finding{
	{Code: "SYNTAX", Severity: "error", File: "library/a b.md", Line: 3, Col: 7, Text: "x", Message: "broken\n::error::100% \x1b[31mred"},
	{Code: "V13", Severity: "warning", File: "company/posture.yaml", Line: 2, Text: "y", Message: "late"},
	{Code: "W01", Severity: "low", File: "library/b.md", Line: 9, Col: 1, Text: "z", Message: `"z"`, Suggest: "say <this>"},
	{Code: "TOPIC_UNKNOWN", Severity: "error", File: "library/b.md", Line: 4, Col: 2, Text: "bakcup", Message: `unknown topic "bakcup"; did you mean "backup"?`, Suggest: "backup"},
	{Code: "EXAMPLES", Severity: "info", File: "library", Text: "2", Message: "2 entries"},
}}}

func TestCheckText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := awkward.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `kb, 100%:x/library/a b.md:3:7: error SYNTAX: broken ::error::100% [31mred
kb, 100%:x/company/posture.yaml:2: warning V13: late
kb, 100%:x/library/b.md:9:1: low W01: "z"
    better: say <this>
kb, 100%:x/library/b.md:4:2: error TOPIC_UNKNOWN: unknown topic "bakcup"; did you mean "backup"?
kb, 100%:x/library: info EXAMPLES: 2 entries
EXAMPLES 1, SYNTAX 1, TOPIC_UNKNOWN 1, V13 1, W01 1
2 entries checked: 2 faults, 2 warnings, 1 note
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("text (-want +got)\n%s", diff)
	}
}

// A file's content can neither end a command nor begin one of its own.
func TestCheckGitHub(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := awkward.WriteGitHub(&b); err != nil {
		t.Fatal(err)
	}
	want := `::error file=kb%2C 100%25%3Ax/library/a b.md,line=3,col=7,title=SYNTAX::broken%0A::error::100%25 [31mred
::warning file=kb%2C 100%25%3Ax/company/posture.yaml,line=2,title=V13::late
::warning file=kb%2C 100%25%3Ax/library/b.md,line=9,col=1,title=W01::"z"%0Abetter: say <this>
::error file=kb%2C 100%25%3Ax/library/b.md,line=4,col=2,title=TOPIC_UNKNOWN::unknown topic "bakcup"; did you mean "backup"?
::notice file=kb%2C 100%25%3Ax/library,title=EXAMPLES::2 entries
2 entries checked: 2 faults, 2 warnings, 1 note
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("annotations (-want +got)\n%s", diff)
	}
}

// sarifStructure restates, for the parts that we write, what SARIF 2.1.0
// requires: section 3.13 (log), 3.14 (run), 3.18 and 3.19 (tool), 3.27
// (result), 3.28 to 3.30 (location and region), 3.49 (rule). Properties that
// the standard does not have are refused.
const sarifStructure = `{
"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "additionalProperties": false, "required": ["version", "runs"],
"properties": {"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
 "runs": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["tool"], "properties": {
  "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
  "tool": {"type": "object", "additionalProperties": false, "required": ["driver"], "properties": {"driver": {"type": "object", "additionalProperties": false, "required": ["name"], "properties": {
   "name": {"type": "string"}, "version": {"type": "string"},
   "rules": {"type": "array", "uniqueItems": true, "items": {"type": "object", "additionalProperties": false, "required": ["id"], "properties": {"id": {"type": "string"}, "shortDescription": {"$ref": "#/definitions/message"}}}}}}}},
  "results": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["message"], "properties": {
   "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": -1}, "level": {"enum": ["none", "note", "warning", "error"]},
   "message": {"$ref": "#/definitions/message"},
   "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
   "locations": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"physicalLocation": {"type": "object", "additionalProperties": false, "required": ["artifactLocation"], "properties": {
    "artifactLocation": {"type": "object", "additionalProperties": false, "properties": {"uri": {"type": "string", "format": "uri-reference"}}},
    "region": {"type": "object", "additionalProperties": false, "required": ["startLine"], "properties": {"startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}}}}}}}}}}}}}}},
"definitions": {"message": {"type": "object", "additionalProperties": false, "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}}}`

func TestCheckSARIF(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(sarifStructure))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("file:///sarif.json", schema); err != nil {
		t.Fatal(err)
	}
	structure, err := c.Compile("file:///sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]report.Check{"awkward": awkward, "clean": {Version: "0.1.0"}} {
		var b bytes.Buffer
		if err := page.WriteSARIF(&b); err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := structure.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		sarifRefers(t, b.Bytes(), len(page.Result.Findings))
	}
}

// sarifRefers checks what a schema cannot say: each result names its rule by
// index, and its file by an address that leads back to the path.
func sarifRefers(t *testing.T, data []byte, results int) {
	t.Helper()
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Locations []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				}
			}
		}
	}
	if err := json.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != results {
		t.Errorf("%d results, want %d", len(run.Results), results)
	}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("rule %d is not %s", r.RuleIndex, r.RuleID)
		}
		u, err := url.Parse(r.Locations[0].PhysicalLocation.ArtifactLocation.URI)
		if err != nil || u.IsAbs() || !strings.HasPrefix(strings.TrimPrefix(u.Path, "./"), "kb, 100%:x/") {
			t.Errorf("address %v (%v) does not lead back", u, err)
		}
	}
}
