package knowledge_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/knowledgebase"

	"github.com/google/go-cmp/cmp"
)

// clean is a small knowledge base without any finding on checkDay.
var clean = map[string]string{
	"company/posture.yaml": `schema: 1
company: {legal_name: "Nordhaven Systems AB", size_tier: mid, markets: [eu]}
products:
  - {id: core, name: Nordhaven Ledger}
attestations:
  - id: soc2-2026
    framework: soc2
    kind: report
    status: held
    soc_type: 2
    criteria: [security]
    scope: {products: [core]}
    dates: {period_start: 2025-10-01, period_end: 2026-09-30, issued: 2026-11-05}
    issuer: {name: Alpine CPAs LLP, kind: cpa_firm, accredited: true}
    opinion: unqualified
`,
	"company/facts.yaml": `encryption.algorithm: {value: AES-256, reviewed: 2026-09-14}
`,
	"library/cryptography/at-rest.md": `---
id: at-rest
questions:
  - Is customer data encrypted at rest?
verdict: yes
controls: ["soc2:CC6.1"]
topics: [cryptography]
products: [core]
claims: [{framework: soc2, assertion: held}]
sharing: public
language: en
owner: security@nordhaven.example
reviewed: 2026-09-14
review_every: 365d
status: approved
---
All of our customers' data is encrypted at rest with {{encryption.algorithm}}.
Write to security@nordhaven.example for the details.
`,
	"library/backup/backups.md": `---
id: backups
questions: [Are backups made every day?]
verdict: yes
topics: [backup]
sharing: nda
owner: operations@nordhaven.example
reviewed: 2026-10-01
status: approved
---
Yes. A backup of each database is made every day and kept for a month.
`,
}

const (
	atRest  = "library/cryptography/at-rest.md"
	backups = "library/backup/backups.md"
	records = "company/posture.yaml"
	facts   = "company/facts.yaml"
)

var checkDay = date.MustParse("2026-11-22")

// variant writes clean with changes: a file's old text replaced, or a whole
// file where old is empty, or a file taken away where both are.
type change struct{ file, old, text string }

func variant(t *testing.T, changes ...change) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{}
	for name, text := range clean {
		files[name] = text
	}
	for _, c := range changes {
		switch {
		case c.old == "" && c.text == "":
			delete(files, c.file)
		case c.old == "":
			files[c.file] = c.text
		case !strings.Contains(files[c.file], c.old):
			t.Fatalf("%s does not hold %q", c.file, c.old)
		default:
			files[c.file] = strings.Replace(files[c.file], c.old, c.text, 1)
		}
	}
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func found(t *testing.T, changes ...change) []string {
	t.Helper()
	result, err := knowledge.Check(t.Context(), variant(t, changes...), checkDay)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(result.Findings))
	for i, f := range result.Findings {
		lines[i] = fmt.Sprintf("%s %s %s: %s", f.Place(), f.Severity, f.Code, f.Message)
		if f.Suggest != "" {
			lines[i] += " → " + f.Suggest
		}
	}
	return lines
}

// checkCases have, for each code, a change of the clean base that brings it up
// and what must be said of it.
var checkCases = []struct {
	want    string
	changes []change
}{
	{atRest + ":8:1 error SYNTAX: ", []change{{atRest, "topics: [cryptography]", "topics: [cryptography"}}},
	{atRest + `:5:1 error KEY_UNKNOWN: unknown key "verdit"; did you mean "verdict"? → verdict`, []change{{atRest, "verdict:", "verdit:"}}},
	{atRest + `:2:1 error KEY_MISSING: key "verdict" is missing`, []change{{atRest, "verdict: yes\n", ""}}},
	{atRest + `:6:1 error KEY_DOUBLED: key "verdict" stands twice; first on line 5`, []change{{atRest, "controls", "verdict: no\ncontrols"}}},
	{atRest + `:13:11 error VALUE_WRONG: "soon" is no date; write it as 2026-11-22`, []change{{atRest, "2026-09-14", "soon"}}},
	{atRest + " error FILE_TOO_LARGE: ", []change{{atRest, "Write to", strings.Repeat("x", 9<<20)}}},
	{atRest + `:2:5 error ID_MISMATCH: id "resting" does not match`, []change{{atRest, "id: at-rest", "id: resting"}}},
	{"library/data/at-rest.md:2:5 error ID_TAKEN: id \"at-rest\" is taken by " + atRest, []change{{"library/data/at-rest.md", "", clean[atRest]}}},
	{atRest + `:5:10 error VERDICT_UNKNOWN: unknown verdict "yess"; did you mean "yes"? → yes`, []change{{atRest, "verdict: yes", "verdict: yess"}}},
	{atRest + `:15:9 error STATUS_UNKNOWN: unknown status "aproved"; did you mean "approved"? → approved`, []change{{atRest, "approved", "aproved"}}},
	{atRest + `:10:10 error SHARING_UNKNOWN: unknown sharing level "publik"; did you mean "public"? → public`, []change{{atRest, "public", "publik"}}},
	{atRest + `:7:10 error TOPIC_UNKNOWN: unknown topic "cryptograhpy"; did you mean "cryptography"? → cryptography`, []change{{atRest, "[cryptography]", "[cryptograhpy]"}}},
	{atRest + ":7:9 error TOPIC_MISSING: ", []change{{atRest, "[cryptography]", "[]"}}},
	{atRest + `:6:12 error CONTROL_UNKNOWN: unknown soc2 control "CC6.77"; did you mean "CC6.7"? → CC6.7`, []change{{atRest, "CC6.1", "CC6.77"}}},
	{atRest + `:8:12 error PRODUCT_UNKNOWN: unknown product "cor"; did you mean "core"? → core`, []change{{atRest, "[core]", "[cor]"}}},
	{atRest + `:9:22 error FRAMEWORK_UNKNOWN: unknown framework "sok2"; did you mean "soc2"? → soc2`, []change{{atRest, "framework: soc2", "framework: sok2"}}},
	{atRest + `:9:39 error ASSERTION_UNKNOWN: unknown assertion "hold"; did you mean "held"? → held`, []change{{atRest, "assertion: held", "assertion: hold"}}},
	{atRest + `:11:11 error LANGUAGE_UNKNOWN: language "EN-gb" is no code of two small letters, such as en or de → en`, []change{{atRest, "language: en", "language: EN-gb"}}},
	{atRest + `:11:11 error LANGUAGE_UNKNOWN: the language of the answer could not be told`, []change{{atRest, "language: en", "language: und"}}},
	{atRest + `:11:11 warning LANGUAGE_UNKNOWN: the language of the answer could not be told`, []change{{atRest, "language: en", "language: und"}, {atRest, "status: approved", "status: draft"}}},
	{atRest + `:11:11 warning LANGUAGE_MISMATCH: the entry says language "en" and its text reads as "de" → de`, []change{{atRest, clean[atRest][strings.Index(clean[atRest], "All of"):], "Alle Daten der Kunden werden mit {{encryption.algorithm}} verschlüsselt und nicht im Klartext abgelegt.\n"}}},
	{atRest + ":4:5 error QUESTION_MISSING: the question is blank", []change{{atRest, "- Is customer data encrypted at rest?", `- " "`}}},
	{atRest + `:5:5 warning QUESTION_TWICE: "IS customer data encrypted at rest" stands twice in this entry; first on line 4`, []change{{atRest, "at rest?\n", "at rest?\n  - IS customer data encrypted at rest\n"}}},
	{backups + `:3:13 warning QUESTION_TWICE: "Are backups made every day?" is a question of "at-rest" too (library/cryptography/at-rest.md:5)`, []change{{atRest, "at rest?\n", "at rest?\n  - Are backups made every day?\n"}}},
	{`library/cryptography/zz.md:3:13 error QUESTION_CONFLICT: "Is customer data encrypted at rest?" is answered "no" here and "yes" by "at-rest" (library/cryptography/at-rest.md:4)`, []change{{"library/cryptography/zz.md", "", strings.NewReplacer("id: at-rest", "id: zz", "questions:\n  - Is", "questions: [Is", "at rest?\n", "at rest?]\n", "yes", "no").Replace(clean[atRest])}}},
	{atRest + ":17:1 error BODY_EMPTY: ", []change{{atRest, clean[atRest][strings.Index(clean[atRest], "All of"):], "\n"}}},
	{atRest + `:17:54 error PLACEHOLDER_BROKEN: "{{" belongs to no {{name}}`, []change{{atRest, "{{encryption.algorithm}}", "{{encryption.algorithm"}}},
	{atRest + `:17:54 error FACT_UNKNOWN: unknown fact "encryption.algoritm"; did you mean "encryption.algorithm"? → encryption.algorithm`, []change{{atRest, "{{encryption.algorithm", "{{encryption.algoritm"}}},
	{facts + `:1:1 info FACT_EMPTY: the fact "encryption.algorithm" has no value yet; 1 entry uses it`, []change{{facts, "AES-256", `""`}}},
	{atRest + `:17:54 error FACT_EMPTY: the fact "encryption.algorithm" has no value yet, so this answer is held back; fill it in (company/facts.yaml:1)`, []change{{facts, "AES-256", `""`}}},
	{facts + `:2:1 warning FACT_UNUSED: no entry uses the fact "spare"`, []change{{facts, "2026-09-14}\n", "2026-09-14}\nspare: {value: x}\n"}}},
	{atRest + ":2:1 warning OWNER_MISSING: the entry has no owner", []change{{atRest, "owner: security@nordhaven.example\n", ""}}},
	{atRest + ":13:11 error REVIEW_MISSING: ", []change{{atRest, "2026-09-14", "null"}}},
	{atRest + ":13:11 warning REVIEW_FUTURE: reviewed on 2026-12-01, which is after 2026-11-22", []change{{atRest, "2026-09-14", "2026-12-01"}}},
	{facts + ":1:1 warning REVIEW_FUTURE: reviewed on 2027-09-14, which is after 2026-11-22", []change{{facts, "2026-09-14", "2027-09-14"}}},
	{atRest + ":13:11 info REVIEW_SOON: the entry is due for review on 2026-12-22", []change{{atRest, "2026-09-14", "2025-12-22"}}},
	{atRest + ":14:15 warning REVIEW_PERIOD_ODD: a review every 3650 days; usual are 7 to 730", []change{{atRest, "365d", "3650d"}}},
	{atRest + ":13:11 low ANSWER_STALE: the entry was due for review on 2026-09-14", []change{{atRest, "2026-09-14", "2025-09-14"}}},
	{backups + ":8:11 low ANSWER_STALE: the entry was due for review on 2026-10-01", []change{{backups, "2026-10-01", "2025-10-01"}}},
	{backups + ":8:11 low ANSWER_STALE: the entry was due for review on 2026-10-31", []change{{records, "products:", "policy: {answer_max_age_days: 30}\nproducts:"}}},
	{atRest + `:9:10 blocker CLAIM_UNSUPPORTED: claims "iso27001 held": no record of it can back a claim on 2026-11-22 → `, []change{{atRest, "framework: soc2", "framework: iso27001"}}},
	{atRest + `:18:1 blocker CLAIM_UNSUPPORTED: "We hold an ISO 27001 certificate.": `, []change{{atRest, "Write to", "We hold an ISO 27001 certificate.\nWrite to"}}},
	{atRest + ":18:17 error SECRET: the answer seems to hold an AWS access key", []change{{atRest, "Write to", "The key is here AKIAABCDEFGHIJKLMNOP.\nWrite to"}}},
	{atRest + `:18:10 warning PERSON_EMAIL: "jo.vik@nordhaven.example" looks like the address of a person; give one of a role`, []change{{atRest, "Write to security@", "Write to jo.vik@"}}},
	{atRest + `:18:10 error BLANK_LEFT: "[e-mail address]" is a blank`, []change{{atRest, "Write to", "Write to [e-mail address].\nWrite to"}}},
	{atRest + `:18:1 error DEMO_DATA: "Merrowby" is the fictional company`, []change{{atRest, "Write to", "Merrowby rotates the keys.\nWrite to"}}},
	{records + `:2:24 error DEMO_DATA: "Merrowby" is the fictional company`, []change{{records, "Nordhaven Systems AB", "Merrowby Ltd"}}},
	{facts + `:1:31 error DEMO_DATA: "Merrowby" is the fictional company`, []change{{facts, "AES-256", "MERROWBY"}}},
	{"library info EXAMPLES: 1 entry is an example and answers nothing until you approve it", []change{{atRest, "status: approved", "status: draft\nsource: {file: candor starter}"}}},
	{"library/backup/backup-removable-media.md:", []change{{"library/backup/backup-removable-media.md", "", starterEntry("backup-removable-media")}}},
	{"library warning LIBRARY_MISSING: ", []change{{atRest, "", ""}, {backups, "", ""}, {facts, "", ""}}},
	{"library error LIBRARY_MISSING: no library here", []change{{atRest, "", ""}, {backups, "", ""}, {facts, "", ""}, {records, "", ""}}},
	{"match.yaml:1:", []change{{"match.yaml", "", "weights: [1]\n"}}},
	{records + " info POSTURE_MISSING: ", []change{{records, "", ""}}},
	{records + ":1:1 info POSTURE_EMPTY: ", []change{{records, "", "company: {legal_name: Ash Ltd}\n"}}},
	{records + ":1:1 info COMPANY_UNNAMED: ", []change{{records, `"Nordhaven Systems AB"`, `""`}}},
	{"lexicon/synonym.yaml:1:1 warning FILE_IGNORED: nothing reads this file: it takes the place of none that is built in; did you mean \"lexicon/synonyms.yaml\"? → lexicon/synonyms.yaml", []change{{"lexicon/synonym.yaml", "", "x: 1\n"}}},
	{"company/fact.yaml:1:1 warning FILE_IGNORED: nothing reads this file; did you mean \"company/facts.yaml\"? → company/facts.yaml", []change{{"company/fact.yaml", "", "x: {value: y}\n"}}},
	{"posture.yaml:1:1 warning FILE_IGNORED: ", []change{{"posture.yaml", "", "schema: 1\n"}}},
	{"library/backup/restore.yaml:1:1 warning FILE_IGNORED: an entry's file ends in .md", []change{{"library/backup/restore.yaml", "", "id: restore\n"}}},
	{"schema/entry.schema.json:1:1 info SCHEMA_OLD: the schema is of another version of candor → candor schema entry > schema/entry.schema.json", []change{{"schema/entry.schema.json", "", "{}"}}},
	{"gaps/NOT_HELD.yaml:", []change{{"gaps/NOT_HELD.yaml", "", "code: SOMETHING\n"}}},
	{records + `:8:11 error V07: `, []change{{records, "kind: report", "kind: certificate"}}},
	{atRest + `:18:1 low W06: `, []change{{atRest, "Write to", "We are certified by ISO.\nWrite to"}}},
}

// starterEntry is an entry of the starter as somebody approved it unread.
func starterEntry(id string) string {
	data, err := knowledgebase.FS.ReadFile("library/backup/" + id + ".md")
	if err != nil {
		return err.Error()
	}
	return strings.Replace(string(data), "status: approved", "status: approved\nsource: {file: candor starter}", 1)
}

func TestCheckFindsEachFault(t *testing.T) {
	t.Parallel()
	if got := found(t); len(got) > 0 {
		t.Fatalf("the clean base has findings:\n%s", strings.Join(got, "\n"))
	}
	var mu sync.Mutex
	var seen []string
	t.Cleanup(func() { everyRule(t, seen) })
	t.Run("cases", func(t *testing.T) {
		t.Parallel()
		for _, tt := range checkCases {
			t.Run(tt.want, func(t *testing.T) {
				t.Parallel()
				got := found(t, tt.changes...)
				if !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, tt.want) }) {
					t.Errorf("no finding begins with\n%s\nfound:\n%s", tt.want, strings.Join(got, "\n"))
				}
				mu.Lock()
				defer mu.Unlock()
				for _, line := range got {
					place, _, _ := strings.Cut(line, ": ")
					seen = append(seen, place[strings.LastIndex(place, " ")+1:])
				}
			})
		}
	})
}

// everyRule checks that each code of the table has come up, and none besides.
func everyRule(t *testing.T, seen []string) {
	t.Helper()
	var want, got []string
	for _, r := range knowledge.Rules() {
		want = append(want, r.Code)
	}
	for _, code := range seen {
		rule, ok := knowledge.RuleOf(code)
		if !ok {
			t.Errorf("code %q is not in the table", code)
		}
		got = append(got, rule.Code)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("codes (-table +found)\n%s", diff)
	}
}

// The faults of reference data do not hide those of the company's own.
func TestFaultsOfAllFilesComeTogether(t *testing.T) {
	t.Parallel()
	got := strings.Join(found(t,
		change{"lexicon/topics.yaml", "", "topics: 3\n"},
		change{records, "kind: report", "kind: certificate"},
		change{atRest, "verdict: yes", "verdict: maybe"},
		change{atRest, "Write to", "We hold an ISO 27001 certificate.\nWrite to"},
		change{facts, "2026-09-14}\n", "2026-09-14}\nspare: {value: x}\n"},
	), "\n")
	for _, want := range []string{
		"lexicon/topics.yaml:1:", " V07:", "VERDICT_UNKNOWN", "CLAIM_UNSUPPORTED", "FACT_UNUSED",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestFindingsMatchTheirSchema(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, "check")
	for _, changes := range [][]change{nil, {{atRest, "[cryptography]", "[cryptograhpy]"}, {backups, "Yes.", "We are certified by ISO."}, {records, `"Nordhaven Systems AB"`, `""`}}} {
		result, err := knowledge.Check(t.Context(), variant(t, changes...), checkDay)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(result)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(schema, string(text)); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
		if len(changes) > 0 != (len(result.Findings) > 2) {
			t.Errorf("findings %+v", result.Findings)
		}
	}
}

// The table for readers is the one of the program.
func TestReadmeListsEveryRule(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../knowledgebase/README.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	want.WriteString("| code | severity | what is wrong |\n|---|---|---|\n")
	for _, r := range knowledge.Rules() {
		fmt.Fprintf(&want, "| `%s` | %s | %s |\n", r.Code, r.Severity, r.Title)
	}
	if !strings.Contains(string(readme), want.String()) {
		t.Errorf("knowledgebase/README.md must hold this table:\n%s", want.String())
	}
}

func TestCheckStopsWhenAsked(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := knowledge.Check(ctx, "", checkDay); err == nil {
		t.Error("a cancelled check must say so")
	}
}
